"""Telling people that their duties changed: one bundled mail to each person concerned, and to nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from roster.calendar.clock import local_day, wall_clock
from roster.calendar.weeks import days_of
from roster.models.outbox import enqueue
from roster.models.rosters import PublishedDuty, RosterVersion
from roster.plan import Plan
from roster.records import Volunteer
from roster.weeks.feed_words import FeedNames
from roster.weeks.frozen import FrozenWeek
from roster.words import Sentence, spoken_day, spoken_time

KIND = "roster_changed"
FIRST_SUBJECT = Sentence(de="Ihre Einsätze vom {first} bis {last}", en="Your duties from {first} to {last}")
CHANGED_SUBJECT = Sentence(
    de="Ihre Einsätze vom {first} bis {last} haben sich geändert",
    en="Your duties from {first} to {last} have changed",
)
GREETING = Sentence(de="Guten Tag {name},", en="Hello {name},")
INTRODUCTION = Sentence(
    de="der Wochenplan von {organisation} ist veröffentlicht (Fassung {number}). Für Sie bedeutet das:",
    en="the roster of {organisation} is published (version {number}). For you this means:",
)
GAINED = Sentence(de="Neu:", en="New:")
LOST = Sentence(de="Entfällt:", en="No longer yours:")
MOVED = Sentence(de="An einem anderen Ort:", en="At another place:")
CLOSING = Sentence(
    de="Alle anderen Einsätze bleiben, wie sie sind. Ihr Kalender folgt von selbst, das kann einige Stunden dauern.",
    en="All other duties stay as they are. Your calendar follows by itself, which may take some hours.",
)
DUTY = Sentence(de="{when} bis {end}: {course} ({role}), {place}", en="{when} to {end}: {course} ({role}), {place}")
LOST_DUTY = Sentence(de="{when}: {course} ({role})", en="{when}: {course} ({role})")

Seat = tuple[str, str]  # session key and role


@dataclass(slots=True)
class _News:
    """What one person has to be told: seats, and what they were called."""

    gained: list[Seat] = field(default_factory=list)
    lost: list[PublishedDuty] = field(default_factory=list)
    moved: list[Seat] = field(default_factory=list)


def tell_people(
    session: Session,
    frozen: FrozenWeek,
    before: RosterVersion | None,
    plan: Plan,
    *,
    number: int,
    elsewhere: Set[tuple[str, str]],
    now: dt.datetime,
) -> tuple[str, ...]:
    """Write a message to everyone whose coming duties differ from the version before, or lie at another place.

    Gives the keys of those concerned, sorted; who has no mail address is among them, but gets no mail.
    """
    news = _news(frozen, before, plan, elsewhere, now)
    volunteers = {volunteer.key: volunteer for volunteer in frozen.school.volunteers}
    names = FeedNames.of(frozen.school)
    week = frozen.problem.week
    for person, told in news.items():
        volunteer = volunteers.get(person)
        if volunteer is None or not volunteer.email:
            continue
        language = volunteer.language
        subject = FIRST_SUBJECT if before is None else CHANGED_SUBJECT
        first, last = (spoken_day(days_of(week)[day], language) for day in (0, 6))
        enqueue(
            session,
            kind=KIND,
            recipient=volunteer.email,
            volunteer=person,
            subject=subject.text(language, first=first, last=last),
            body=_body(frozen, names, volunteer, told, number),
            now=now,
            dedupe_key=f"{KIND}/{week}/{number}/{person}",
        )
    return tuple(news)


def _news(
    frozen: FrozenWeek, before: RosterVersion | None, plan: Plan, elsewhere: Set[tuple[str, str]], now: dt.datetime
) -> dict[str, _News]:
    today = local_day(now, frozen.school.organisation.timezone)
    old = {
        (duty.volunteer, duty.session, duty.role): duty
        for duty in (before.assignments if before else ())
        if (duty.on_day >= today if duty.starts_at is None else duty.starts_at > now)
    }
    problem = frozen.problem
    new = {
        (seat.person, seat.session, seat.role)
        for seat in plan.assignments
        if not problem.session_by_key[seat.session].past
    }
    news: dict[str, _News] = {}
    for person, session, role in sorted(new - old.keys()):
        news.setdefault(person, _News()).gained.append((session, role))
    for key in sorted(old.keys() - new):
        news.setdefault(key[0], _News()).lost.append(old[key])
    for person, session, role in sorted(new & old.keys()):
        if (session, person) in elsewhere:
            news.setdefault(person, _News()).moved.append((session, role))
    return dict(sorted(news.items()))


def _body(frozen: FrozenWeek, names: FeedNames, volunteer: Volunteer, told: _News, number: int) -> str:
    language = volunteer.language
    organisation = frozen.school.organisation.name
    parts = [
        GREETING.text(language, name=volunteer.first_name),
        INTRODUCTION.text(language, organisation=organisation, number=number),
        *_part(GAINED, (_duty(frozen, names, seat, language) for seat in _by_time(told.gained)), language),
        *_part(LOST, (_lost(names, duty, language) for duty in sorted(told.lost, key=_when)), language),
        *_part(MOVED, (_duty(frozen, names, seat, language) for seat in _by_time(told.moved)), language),
        CLOSING.text(language),
    ]
    return "\n\n".join(parts) + "\n"


def _by_time(seats: Iterable[Seat]) -> list[Seat]:
    """Seats in the order of their sessions; a session's key ends with its day and start."""
    return sorted(seats, key=lambda seat: (seat[0].rpartition("@")[2], seat))


def _when(duty: PublishedDuty) -> tuple[dt.date, int]:
    return duty.on_day, duty.start_minute


def _part(heading: Sentence, lines: Iterable[str], language: str) -> list[str]:
    told = [f"- {line}" for line in lines]
    return ["\n".join([heading.text(language), *told])] if told else []


def _duty(frozen: FrozenWeek, names: FeedNames, seat: Seat, language: str) -> str:
    dated = frozen.dated[seat[0]]
    return DUTY.text(
        language,
        when=spoken_time(dated.on_day, dated.starts, language),
        end=wall_clock(dated.end_minute),
        course=names.course(dated.course),
        role=names.role(seat[1]),
        place=names.place(dated.site, dated.room or "", for_feed=False),
    )


def _lost(names: FeedNames, duty: PublishedDuty, language: str) -> str:
    return LOST_DUTY.text(
        language,
        when=spoken_time(duty.on_day, wall_clock(duty.start_minute), language),
        course=names.course(duty.course),
        role=names.role(duty.role),
    )
