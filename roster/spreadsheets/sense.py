"""What is readable and yet makes no sense: a promise above the maximum, a course that meets twice at once."""

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from roster.records import (
    Absence,
    ChangeKind,
    Decision,
    DecisionKind,
    Meeting,
    Pair,
    Seats,
    SessionChange,
    Site,
    Travel,
    Volunteer,
)
from roster.spreadsheets.description import Table
from roster.spreadsheets.entries import Entry
from roster.spreadsheets.faults import Fault
from roster.spreadsheets.rows import cell_text
from roster.words import Sentence

Entries = Mapping[str, list[Entry]]
Trouble = tuple[str, Sentence]  # the field at fault, and what is expected of it

_AT_MOST_MAXIMUM = Sentence(
    de="höchstens so viel wie die Höchststunden der Woche", en="at most the maximum hours a week"
)
_OTHER_SITE = Sentence(de="ein anderer Standort als der Start", en="another site than the start")
_OTHER_PERSON = Sentence(de="zwei verschiedene Personen", en="two different people")
_ANY_SEAT = Sentence(de="mindestens ein nötiger oder erwünschter Platz", en="at least one required or wished seat")
_BOTH_TIMES = Sentence(de="Beginn und Ende, oder keines von beiden", en="start and end, or neither")
_BOTH_DEGREES = Sentence(de="Breite und Länge, oder keine von beiden", en="latitude and longitude, or neither")
_PIN_COMPLETE = Sentence(de="bei „pin“ Datum, Beginn und Rolle", en="date, start and role for a pin")
_DAY_FOR_START = Sentence(de="ein Datum, wenn ein Beginn dasteht", en="a date where there is a start")
_END_FOR_ONE_OFF = Sentence(de="ein neues Ende bei einem einmaligen Termin", en="a new end for a one-off session")
_NOTHING_NEW = Sentence(de="nichts bei einem Termin, der ausfällt", en="nothing for a cancelled session")
_NOT_FOR_ONE_OFF = Sentence(de="nichts bei einem einmaligen Termin", en="nothing for a one-off session")
_SOMETHING_NEW = Sentence(
    de="mindestens eine neue Angabe bei einem verlegten Termin", en="at least one new entry for a moved session"
)
_CLOCK_GAP = Sentence(
    de="eine Uhrzeit, die es an diesem Tag gibt (die Uhr wird vorgestellt)",
    en="a time that exists on that day (the clock goes forward)",
)
_CIRCLE = Sentence(
    de="Rollen, die nicht im Kreis voneinander abhängen ({circle})",
    en="roles that do not depend on each other in a circle ({circle})",
)
_OVERLAP = Sentence(
    de="ein Termin, der sich nicht mit einem anderen desselben Kurses überschneidet ({where})",
    en="a meeting that does not overlap another of the same course ({where})",
)
_ROOM_ELSEWHERE = Sentence(de="ein Raum am Standort „{site}“", en="a room at the site “{site}”")
_PERSON_TWICE = Sentence(
    de="ein Gesamtkürzel, das in einer Organisation nur einmal steht ({where})",
    en="a person that stands only once in one organisation ({where})",
)


def row_faults(table: Table, entry: Entry) -> Iterator[Fault]:
    """What makes no sense in one row, whatever the others say."""
    looked_at = _ROW_RULES.get(type(entry.record))
    for field, expected in looked_at(entry.record) if looked_at else ():
        column = table.column_by_field[field]
        yield entry.fault(field, cell_text(column, getattr(entry.record, field), "en"), expected)


def _volunteer(volunteer: Volunteer) -> Iterator[Trouble]:
    for field in ("wished_minutes_week", "promised_minutes_week"):
        if getattr(volunteer, field) > volunteer.max_minutes_week:
            yield field, _AT_MOST_MAXIMUM


def _travel(travel: Travel) -> Iterator[Trouble]:
    if travel.from_site == travel.to_site:
        yield "to_site", _OTHER_SITE


def _pair(pair: Pair) -> Iterator[Trouble]:
    if pair.first == pair.second:
        yield "second", _OTHER_PERSON


def _seats(seats: Seats) -> Iterator[Trouble]:
    if seats.required + seats.wished == 0:
        yield "required", _ANY_SEAT


def _absence(absence: Absence) -> Iterator[Trouble]:
    if (absence.start_minute is None) != (absence.end_minute is None):
        yield "start_minute", _BOTH_TIMES


def _site(site: Site) -> Iterator[Trouble]:
    if (site.latitude is None) != (site.longitude is None):
        yield "latitude", _BOTH_DEGREES


def _decision(decision: Decision) -> Iterator[Trouble]:
    if decision.kind is DecisionKind.PIN:
        for field in ("on_day", "start_minute", "role"):
            if getattr(decision, field) is None:
                yield field, _PIN_COMPLETE
    elif decision.start_minute is not None and decision.on_day is None:
        yield "on_day", _DAY_FOR_START


def _session_change(change: SessionChange) -> Iterator[Trouble]:
    news = ("new_day", "new_start_minute", "new_end_minute", "site", "room")
    filled = [field for field in news if getattr(change, field) is not None]
    if change.change is ChangeKind.CANCELLED:
        yield from ((field, _NOTHING_NEW) for field in filled)
    elif change.change is ChangeKind.MOVED and not filled:
        yield "new_day", _SOMETHING_NEW
    elif change.change is ChangeKind.ONE_OFF:
        if change.new_end_minute is None:
            yield "new_end_minute", _END_FOR_ONE_OFF
        yield from ((field, _NOT_FOR_ONE_OFF) for field in ("new_day", "new_start_minute") if field in filled)


_ROW_RULES: dict[type, Callable[[Any], Iterator[Trouble]]] = {
    Volunteer: _volunteer,
    Travel: _travel,
    Pair: _pair,
    Seats: _seats,
    Absence: _absence,
    Site: _site,
    Decision: _decision,
    SessionChange: _session_change,
}


def school_faults(entries: Entries) -> Iterator[Fault]:
    """What makes no sense between rows or tables; dangling keys are somebody else's business and passed over."""
    yield from _circles(entries["roles"])
    yield from _people_twice(entries["volunteers"])
    yield from _overlaps(entries["meetings"])
    yield from _rooms_elsewhere(entries)
    yield from _clock_gaps(entries)


def _circles(roles: list[Entry]) -> Iterator[Fault]:
    needs = {entry.record.key: entry.record.depends_on for entry in roles}
    for entry in roles:
        way = [entry.record.key]
        while (following := needs.get(way[-1])) is not None and following not in way:
            way.append(following)
        if following == entry.record.key:
            yield entry.fault("depends_on", following, _CIRCLE, circle=" → ".join([*way, following]))


def _people_twice(volunteers: list[Entry]) -> Iterator[Fault]:
    seen: dict[str, Entry] = {}
    for entry in volunteers:
        person = entry.record.person
        if person is not None and seen.setdefault(person, entry) is not entry:
            yield entry.fault("person", person, _PERSON_TWICE, where=f"{seen[person].file}:{seen[person].row}")


def _overlaps(meetings: list[Entry]) -> Iterator[Fault]:
    """Meetings of one course that overlap; one that runs over midnight is held against the next day's, too."""
    by_course: dict[str, list[Entry]] = {}
    for entry in meetings:
        by_course.setdefault(entry.record.course, []).append(entry)
    for those in by_course.values():
        for first, second in itertools.combinations(those, 2):
            if _valid_together(first.record, second.record) and _at_once(first.record, second.record):
                start = f"{second.record.start_minute // 60:02d}:{second.record.start_minute % 60:02d}"
                yield second.fault("start_minute", start, _OVERLAP, where=f"{first.file}:{first.row}")


def _valid_together(first: Meeting, second: Meeting) -> bool:
    begins = max(first.valid_from or dt.date.min, second.valid_from or dt.date.min)
    ends = min(first.valid_until or dt.date.max, second.valid_until or dt.date.max)
    return begins <= ends


def _at_once(first: Meeting, second: Meeting) -> bool:
    week = 7 * 24 * 60
    gap = ((second.weekday - first.weekday) * 24 * 60 + second.start_minute - first.start_minute) % week
    return gap < first.end_minute - first.start_minute or week - gap < second.end_minute - second.start_minute


def _rooms_elsewhere(entries: Entries) -> Iterator[Fault]:
    site_of_course = {entry.record.key: entry.record.site for entry in entries["courses"]}
    site_of_room = {entry.record.key: entry.record.site for entry in entries["rooms"]}
    for entry in (*entries["meetings"], *entries["session_changes"]):
        room, course = entry.record.room, entry.record.course
        site = getattr(entry.record, "site", None) or site_of_course.get(course)
        if room in site_of_room and site is not None and site_of_room[room] != site:
            yield entry.fault("room", room, _ROOM_ELSEWHERE, site=site)


def _clock_gaps(entries: Entries) -> Iterator[Fault]:
    zone = zoneinfo.ZoneInfo(entries["organisation"][0].record.timezone)
    for entry in entries["session_changes"]:
        change = entry.record
        if change.change is ChangeKind.CANCELLED:
            continue
        minute = change.start_minute if change.new_start_minute is None else change.new_start_minute
        starts = dt.datetime.combine(change.new_day or change.on_day, dt.time(minute // 60, minute % 60), zone)
        if starts.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != starts.replace(tzinfo=None):
            field = "start_minute" if change.new_start_minute is None else "new_start_minute"
            yield entry.fault(field, starts.strftime("%H:%M"), _CLOCK_GAP)
