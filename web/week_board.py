"""A week laid out: by site, by room, by course or by volunteer, with a column for each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, urlencode

from flask import url_for
from flask_babel import gettext as _

from roster.reports.loads import LoadLine
from roster.reports.seats import Seat, SessionCard
from roster.reports.week import WeekPage
from web.week_filter import WeekFilter
from web.wording import short_day

WORKDAYS = 5


@dataclass(frozen=True)
class Duty:
    """One seat of one person, for the layout by volunteer."""

    card: SessionCard
    seat: Seat


@dataclass(frozen=True)
class Column:
    """One day in one row; nothing in it = nothing there on that day."""

    on_day: dt.date
    sessions: tuple[SessionCard, ...] = ()
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True)
class Row:
    """A site, a room, a course or a person with their days. ``load`` only for people."""

    key: str
    name: str
    note: str
    columns: tuple[Column, ...]
    load: LoadLine | None = None


@dataclass(frozen=True)
class Board:
    """The rows of a layout, and the days that their columns stand for."""

    view: str
    days: tuple[dt.date, ...]
    names: Mapping[dt.date, str]  # of the days: said once, shown in every row
    rows: tuple[Row, ...]
    sessions: int


def board(page: WeekPage, seen: WeekFilter) -> Board:
    """The week laid out as asked: Monday to Friday, and other days on which something happens."""
    cards = [card for card in page.sessions if seen.shows(card)]
    busy = {card.on_day for card in page.sessions}
    week = [page.first_day + dt.timedelta(days=number) for number in range(7)]
    days = tuple(day for number, day in enumerate(week) if number < WORKDAYS or day in busy)
    rows = _people(page, cards, days, seen) if seen.view == "person" else _places(cards, days, LAYOUTS[seen.view])
    return Board(seen.view, days, {day: short_day(day) for day in days}, tuple(rows), len(cards))


def seat_addresses(week: str, seen: WeekFilter) -> Callable[[SessionCard, Seat], str]:
    """What gives the address of a seat: a week has hundreds, so the part that they share is made once."""
    start = url_for("week.show", week=week)
    shared = urlencode({"seen": seen.text}) if seen.text else ""

    def address(card: SessionCard, seat: Seat) -> str:
        asked = "&".join(part for part in (f"person={quote_plus(seat.person)}" if seat.person else "", shared) if part)
        path = f"{start}/seats/{quote(card.key, safe='@:')}/{quote(seat.role)}"
        return f"{path}?{asked}" if asked else path

    return address


def past_addresses(week: str) -> Callable[[SessionCard], str]:
    """What gives the address of the page on which leads note who held a past session."""
    start = url_for("attendance.index", week=week)
    return lambda card: f"{start}{quote(card.key, safe='@:')}"


def _by_site(card: SessionCard) -> tuple[str, str, str]:
    return card.site_name, "", card.site


def _by_room(card: SessionCard) -> tuple[str, str, str]:
    return card.site_name, card.room or _("no room"), f"{card.site} {card.room}"


def _by_course(card: SessionCard) -> tuple[str, str, str]:
    return card.course_name, card.level, card.course


LAYOUTS: dict[str, Callable[[SessionCard], tuple[str, str, str]]] = {
    "site": _by_site, "room": _by_room, "course": _by_course,
}  # fmt: skip


def _places(
    cards: Iterable[SessionCard], days: tuple[dt.date, ...], name_of: Callable[[SessionCard], tuple[str, str, str]]
) -> Iterator[Row]:
    """A row for each site, room or course, by name."""
    rows: dict[tuple[str, str, str], dict[dt.date, list[SessionCard]]] = {}
    for card in cards:
        rows.setdefault(name_of(card), {}).setdefault(card.on_day, []).append(card)
    for (name, note, key), found in sorted(rows.items()):
        columns = (Column(day, tuple(sorted(found.get(day, ()), key=_when))) for day in days)
        yield Row(key, name, note, tuple(columns))


def _people(page: WeekPage, cards: list[SessionCard], days: tuple[dt.date, ...], seen: WeekFilter) -> Iterator[Row]:
    """A row for each person with a duty in what is shown; where all is shown, for everybody."""
    duties: dict[str, list[Duty]] = {}
    names = {load.person: load.person_name for load in page.loads}
    for card in cards:
        for seat in card.seats:
            if seat.person is not None:
                duties.setdefault(seat.person, []).append(Duty(card, seat))
                names.setdefault(seat.person, seat.person_name)
    loads = {load.person: load for load in page.loads}
    wanted = {seen.person} & names.keys() if seen.person else duties.keys() if seen.narrowed else names.keys()
    for person in sorted(wanted, key=lambda key: (names[key], key)):
        own = sorted(duties.get(person, ()), key=lambda duty: _when(duty.card))
        columns = (Column(day, duties=tuple(duty for duty in own if duty.card.on_day == day)) for day in days)
        yield Row(person, names[person], "", tuple(columns), loads.get(person))


def _when(card: SessionCard) -> tuple[str, str]:
    return card.starts, card.key
