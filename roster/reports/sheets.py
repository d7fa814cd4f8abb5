"""What is printed of a published week at one site: the plan for the door, and the sheet that people sign on duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from roster.actor import AccountRole, Actor
from roster.calendar.clock import wall_clock
from roster.calendar.sessions import DatedSession
from roster.calendar.weeks import days_of, weeks_later
from roster.database import Store
from roster.errors import NotFound
from roster.plan import Plan
from roster.problem import Need, Session
from roster.records import Level
from roster.reports.lists import Choice
from roster.rules import names_of
from roster.weeks.feed_words import FeedNames
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.stored import plan_of, version_of


@dataclass(frozen=True, slots=True)
class SheetSeat:
    """One seat. Names are empty where it is not taken, or taken by somebody whose record was erased.

    ``stands_in`` = somebody else was told this seat in the week's first version, and is no longer in it.
    """

    role_name: str
    required: bool
    taken: bool
    first_name: str
    full_name: str
    stands_in: bool


@dataclass(frozen=True, slots=True)
class SheetSession:
    """One session, seats of leading roles first.

    Times are wall-clock texts, ``ends`` perhaps of the next day; ``minutes`` is how long it lasts.
    """

    course_name: str
    level: Level | None
    room: str
    starts: str
    ends: str
    minutes: int
    seats: tuple[SheetSeat, ...]


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A day with sessions at the site, by start."""

    on_day: dt.date
    sessions: tuple[SheetSession, ...]


@dataclass(frozen=True, slots=True)
class SiteSheet:
    """A week at one site as published; without a version nothing is published, and ``days`` is empty.

    ``number`` is the version, ``published_at`` is None for one that came with an import.
    """

    organisation_name: str
    site: str
    site_name: str
    address: str
    week: str
    first_day: dt.date
    last_day: dt.date
    number: int | None
    published_at: dt.datetime | None
    days: tuple[SheetDay, ...]


@dataclass(frozen=True, slots=True)
class PrintChoices:
    """What can be printed of a week: sites with sessions and people with duties, by name; none before publishing."""

    week: str
    first_day: dt.date
    last_day: dt.date
    previous_week: str
    next_week: str
    number: int | None
    sites: tuple[Choice, ...]
    people: tuple[Choice, ...]


def print_choices(store: Store, actor: Actor, week: str, *, now: dt.datetime) -> PrintChoices:
    """What can be printed of a week. Raises Forbidden, and Invalid for a week that does not exist."""
    found = _published_week(store, actor, week, now)
    names = names_of(found.frozen.school, actor.language)
    sites = {session.site for session in found.frozen.problem.sessions} if found.number else set()
    return PrintChoices(
        week=week,
        first_day=days_of(week)[0],
        last_day=days_of(week)[6],
        previous_week=weeks_later(week, -1),
        next_week=weeks_later(week, 1),
        number=found.number,
        sites=_by_name((key, names.get(f"site/{key}", key)) for key in sites),
        people=_by_name((key, names[f"person/{key}"]) for key in found.plan.by_person if f"person/{key}" in names),
    )


def site_sheet(store: Store, actor: Actor, week: str, site: str, *, now: dt.datetime) -> SiteSheet:
    """A published week at one site. Raises Forbidden, NotFound for an unknown site, Invalid for an unknown week."""
    found = _published_week(store, actor, week, now)
    names = FeedNames.of(found.frozen.school)
    if site not in names.sites:
        raise NotFound()
    return SiteSheet(
        organisation_name=found.frozen.school.organisation.name,
        site=site,
        site_name=names.sites[site].name,
        address=names.sites[site].address,
        week=week,
        first_day=days_of(week)[0],
        last_day=days_of(week)[6],
        number=found.number,
        published_at=found.published_at,
        days=tuple(_days(found, site, names)) if found.number else (),
    )


@dataclass(frozen=True, slots=True)
class _Published:
    """A week with what counts of it, and what was told first."""

    frozen: FrozenWeek
    number: int | None
    published_at: dt.datetime | None
    plan: Plan
    first: Plan


def _published_week(store: Store, actor: Actor, week: str, now: dt.datetime) -> _Published:
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.reading(actor.organisation_id) as session:
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        version, first = version_of(session, week), version_of(session, week, 1)
        return _Published(
            frozen=frozen,
            number=None if version is None else version.number,
            published_at=None if version is None else version.published_at,
            plan=Plan() if version is None else plan_of(version.assignments),
            first=Plan() if first is None else plan_of(first.assignments),
        )


def _days(found: _Published, site: str, names: FeedNames) -> Iterator[SheetDay]:
    here = sorted(
        (session for session in found.frozen.problem.sessions if session.site == site),
        key=lambda session: (session.start_minute, session.key),
    )
    for day in dict.fromkeys(session.on_day for session in here):
        yield SheetDay(day, tuple(_session(found, one, names) for one in here if one.on_day == day))


def _session(found: _Published, session: Session, names: FeedNames) -> SheetSession:
    dated: DatedSession = found.frozen.dated[session.key]
    needs = sorted(session.needs, key=lambda need: need.role not in names.roles or not names.roles[need.role].leads)
    return SheetSession(
        course_name=names.course(session.course),
        level=session.level,
        room=names.room(dated.room or ""),
        starts=session.starts,
        ends=wall_clock(dated.end_minute),
        minutes=session.minutes,
        seats=tuple(seat for need in needs for seat in _seats(found, session, need, names)),
    )


def _seats(found: _Published, session: Session, need: Need, names: FeedNames) -> Iterator[SheetSeat]:
    people = found.plan.in_seat(session.key, need.role)
    gone = set(found.first.in_seat(session.key, need.role)) - set(people)
    role, last_names = names.role(need.role), {one.key: one.last_name for one in found.frozen.school.volunteers}
    for place, person in enumerate(people):
        first = names.first_name(person)
        new = person not in found.first.in_seat(session.key, need.role)
        full = f"{first} {last_names.get(person, '')}".strip()
        yield SheetSeat(role, place < need.required, True, first, full, stands_in=new and bool(gone))
    for place in range(len(people), need.seats):
        yield SheetSeat(role, place < need.required, False, "", "", stands_in=False)


def _by_name(found: Iterator[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(key, name) for name, key in sorted((name, key) for key, name in found))
