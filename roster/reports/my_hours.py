"""A volunteer's hours: what was planned and what was held, day by day, in minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import Actor
from roster.calendar.clock import local_day, wall_clock
from roster.calendar.weeks import week_of
from roster.database import Store
from roster.errors import NotFound
from roster.models.attendance import Attendance
from roster.models.courses import Meeting
from roster.models.organisations import Organisation, Term
from roster.models.people import Volunteer
from roster.models.rosters import PublishedDuty
from roster.weeks.attendance import DutyState, HeldDuty, duties_held
from roster.weeks.feed_names import read_names
from roster.weeks.feed_words import FeedNames

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class DutyHours:
    """One duty. ``minutes`` is what it lasts, None where that is not known (it came with an import).

    A duty that is not ``off`` counts as planned, and as held once it is over. ``stepped_in``: on the spot, without a
    published duty.
    """

    on_day: dt.date
    starts: str
    ends: str
    course_name: str
    role_name: str
    minutes: int | None
    state: DutyState
    stepped_in: bool = False

    @property
    def off(self) -> bool:
        """Whether it counts neither way: its person was not there, or cannot come, or the session is cancelled."""
        return self.state not in (DutyState.TO_COME, DutyState.HELD)

    @property
    def held(self) -> bool:
        """Whether it has begun and its person was there, as far as anybody knows."""
        return self.state is DutyState.HELD


@dataclass(frozen=True, slots=True)
class Sum:
    """What some duties come to. ``planned`` and ``held`` in minutes; what is held counts as planned too."""

    planned: int
    held: int
    sessions: int
    unknown: int  # duties of which only the start is known

    @classmethod
    def of(cls, duties: Iterable[DutyHours]) -> Sum:
        """Add up."""
        counted = [duty for duty in duties if not duty.off]
        return cls(
            planned=sum(duty.minutes or 0 for duty in counted),
            held=sum(duty.minutes or 0 for duty in counted if duty.held),
            sessions=len(counted),
            unknown=sum(duty.minutes is None for duty in counted),
        )


@dataclass(frozen=True, slots=True)
class WeekHours:
    """One week with its duties and their sum."""

    week: str
    duties: tuple[DutyHours, ...]
    total: Sum


@dataclass(frozen=True, slots=True)
class MonthHours:
    """One month and its sum; ``first_day`` is its first day."""

    first_day: dt.date
    total: Sum


@dataclass(frozen=True, slots=True)
class MyHours:
    """All duties of one stretch of time, by week and by month. ``term`` is the term's name, empty for a year."""

    volunteer: str
    person_name: str
    term: str
    first_day: dt.date
    last_day: dt.date
    weeks: tuple[WeekHours, ...]
    months: tuple[MonthHours, ...]
    total: Sum
    terms: tuple[str, ...]
    years: tuple[int, ...]


def my_hours(
    store: Store,
    actor: Actor,
    *,
    volunteer: str | None = None,
    term: str | None = None,
    year: int | None = None,
    now: dt.datetime,
) -> MyHours:
    """The published duties of a term or a year; without either, of the term of today, else of this year.

    Volunteers see their own, leads anybody's. Raises Forbidden, and NotFound for an unknown volunteer or term.
    """
    person = volunteer or actor.volunteer
    if person is None:
        raise NotFound()
    actor.require_self_or_lead(person)
    with store.reading(actor.organisation_id) as session:
        who = session.execute(select(Volunteer.first_name, Volunteer.last_name).where(Volunteer.key == person)).first()
        if who is None:
            raise NotFound()
        timezone = session.scalars(select(Organisation.timezone)).one()
        today = local_day(now, timezone)
        terms = _terms(session)
        name, first, last = _stretch(terms, term, year, today)
        duties = _duties(session, person, (first, last), timezone, now)
        years = _years(session, person, today)
    weeks = _grouped(duties, lambda duty: week_of(duty.on_day))
    months = _grouped(duties, lambda duty: duty.on_day.replace(day=1))
    return MyHours(
        volunteer=person,
        person_name=f"{who.first_name} {who.last_name}".strip(),
        term=name,
        first_day=first,
        last_day=last,
        weeks=tuple(WeekHours(week, tuple(those), Sum.of(those)) for week, those in weeks.items()),
        months=tuple(MonthHours(month, Sum.of(those)) for month, those in months.items()),
        total=Sum.of(duties),
        terms=tuple(one.name for one in terms),
        years=years,
    )


def _terms(session: Session) -> Sequence[Term]:
    return session.scalars(select(Term).order_by(Term.starts_on, Term.name)).all()


def _stretch(terms: Sequence[Term], term: str | None, year: int | None, today: dt.date) -> tuple[str, dt.date, dt.date]:
    if term is not None:
        asked = [one for one in terms if one.name == term]
        if not asked:
            raise NotFound()
        return asked[0].name, asked[0].starts_on, asked[0].ends_on
    running = [one for one in terms if one.starts_on <= today <= one.ends_on]
    if year is None and running:
        return running[0].name, running[0].starts_on, running[0].ends_on
    shown = today.year if year is None else year
    return "", dt.date(shown, 1, 1), dt.date(shown, 12, 31)


def _years(session: Session, person: str, today: dt.date) -> tuple[int, ...]:
    """This year and every year with duties, latest first."""
    told = select(PublishedDuty.on_day).where(PublishedDuty.volunteer == person)
    noted = select(Attendance.on_day).where(Attendance.volunteer == person)
    days = {*session.scalars(told.distinct()), *session.scalars(noted.distinct())}
    return tuple(sorted({today.year, *(day.year for day in days)}, reverse=True))


def _duties(
    session: Session, person: str, days: tuple[dt.date, dt.date], timezone: str, now: dt.datetime
) -> list[DutyHours]:
    names, lengths = read_names(session), _lengths(session)
    found = duties_held(session, days, timezone, volunteer=person, now=now)
    return [_hours(duty, names, lengths) for duty in found]


def _lengths(session: Session) -> Mapping[tuple[str, int, int], int]:
    """How long courses meet, by course, weekday and start: for duties that an import brought without their end."""
    return {
        (meeting.course, meeting.weekday, meeting.start_minute): meeting.end_minute - meeting.start_minute
        for meeting in session.scalars(select(Meeting).order_by(Meeting.id))
    }


def _hours(duty: HeldDuty, names: FeedNames, lengths: Mapping[tuple[str, int, int], int]) -> DutyHours:
    if duty.ends_at is not None:
        minutes: int | None = (duty.ends_at - duty.starts_at) // dt.timedelta(minutes=1)
    else:
        minutes = lengths.get((duty.course, duty.on_day.weekday(), duty.start_minute))
    return DutyHours(
        on_day=duty.on_day,
        starts=wall_clock(duty.start_minute),
        ends="" if minutes is None else wall_clock(duty.start_minute + minutes),
        course_name=names.course(duty.course),
        role_name=names.role(duty.role),
        minutes=minutes,
        state=duty.state,
        stepped_in=not duty.planned,
    )


def _grouped(duties: Iterable[DutyHours], key: Callable[[DutyHours], K]) -> dict[K, list[DutyHours]]:
    groups: dict[K, list[DutyHours]] = {}
    for duty in duties:
        groups.setdefault(key(duty), []).append(duty)
    return groups
