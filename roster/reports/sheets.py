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
from roster.weeks.feed_words import FeedNames
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.stored import version_of, version_plan


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
    """A week at one site, or in one of its rooms, as published; without a version ``days`` is empty.

    ``number`` is the version, ``published_at`` is None for one that came with an import. ``room`` and its name are
    empty on the sheet of a whole site.
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
    room: str = ""
    room_name: str = ""


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A site with sessions in a week, and those of its rooms in which they take place, by name."""

    key: str
    name: str
    rooms: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PrintChoices:
    """What can be printed of a week: sites with sessions and people with duties, by name; none before publishing."""

    week: str
    first_day: dt.date
    last_day: dt.date
    previous_week: str
    next_week: str
    number: int | None
    sites: tuple[SiteChoice, ...]
    people: tuple[Choice, ...]


def print_choices(store: Store, actor: Actor, week: str, *, now: dt.datetime) -> PrintChoices:
    """What can be printed of a week. Raises Forbidden, and Invalid for a week that does not exist."""
    found = _published_week(store, actor, week, now)
    names = found.frozen.names(actor.language)
    return PrintChoices(
        week=week,
        first_day=days_of(week)[0],
        last_day=days_of(week)[6],
        previous_week=weeks_later(week, -1),
        next_week=weeks_later(week, 1),
        number=found.number,
        sites=_sites_with_rooms(found, FeedNames.of(found.frozen.school)),
        people=_by_name((key, names[f"person/{key}"]) for key in found.plan.by_person if f"person/{key}" in names),
    )


def site_sheet(store: Store, actor: Actor, week: str, site: str, *, now: dt.datetime) -> SiteSheet:
    """A published week at one site. Raises Forbidden, NotFound for an unknown site, Invalid for an unknown week."""
    found = _published_week(store, actor, week, now)
    names = FeedNames.of(found.frozen.school)
    if site not in names.sites:
        raise NotFound()
    return _sheet(found, names, week, site)


def room_sheet(store: Store, actor: Actor, week: str, site: str, room: str, *, now: dt.datetime) -> SiteSheet:
    """A published week in one room of a site. Raises as ``site_sheet``; a room of another site is NotFound too."""
    found = _published_week(store, actor, week, now)
    names = FeedNames.of(found.frozen.school)
    if room not in names.rooms or names.rooms[room].site != site:
        raise NotFound()
    return _sheet(found, names, week, site, room)


def room_sheets(store: Store, actor: Actor, week: str, *, now: dt.datetime) -> tuple[SiteSheet, ...]:
    """A sheet for every room with a session in the published week, by the names of site and room; else none.

    Raises Forbidden, and Invalid for a week that does not exist.
    """
    found = _published_week(store, actor, week, now)
    names = FeedNames.of(found.frozen.school)
    sites = _sites_with_rooms(found, names)
    return tuple(_sheet(found, names, week, site.key, room.key) for site in sites for room in site.rooms)


def _sheet(found: _Published, names: FeedNames, week: str, site: str, room: str = "") -> SiteSheet:
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
        days=tuple(_days(found, site, room, names)) if found.number else (),
        room=room,
        room_name=names.room(room),
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
            plan=Plan() if version is None else version_plan(session, version),
            first=Plan() if first is None else version_plan(session, first),
        )


def _sites_with_rooms(found: _Published, names: FeedNames) -> tuple[SiteChoice, ...]:
    if not found.number:
        return ()
    rooms: dict[str, set[str]] = {}
    for session in found.frozen.problem.sessions:
        room = names.rooms.get(found.frozen.dated[session.key].room or "")
        rooms.setdefault(session.site, set()).update([room.key] if room and room.site == session.site else [])
    sites = sorted((names.sites[key].name if key in names.sites else key, key) for key in rooms)
    return tuple(
        SiteChoice(key, name, _by_name((room, names.room(room)) for room in rooms[key])) for name, key in sites
    )


def _days(found: _Published, site: str, room: str, names: FeedNames) -> Iterator[SheetDay]:
    here = sorted(
        (one for one in found.frozen.problem.sessions if one.site == site and _is_in(found, one, room)),
        key=lambda session: (session.start_minute, session.key),
    )
    for day in dict.fromkeys(session.on_day for session in here):
        yield SheetDay(day, tuple(_session(found, one, names) for one in here if one.on_day == day))


def _is_in(found: _Published, session: Session, room: str) -> bool:
    """Whether a session takes place in that room; every one does where no room is asked for."""
    return not room or found.frozen.dated[session.key].room == room


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
