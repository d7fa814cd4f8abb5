"""Readable builders for problems that fit in the head, and every plan that such a problem can have.

The week is 2026-W48 (Monday 23 November) unless a test says otherwise; ``CLOCK_WEEK`` is the one in which
the clocks go back, on Sunday 25 October 2026.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from zoneinfo import ZoneInfo

from roster.plan import Plan
from roster.problem import (
    Assignment,
    Journey,
    Need,
    Person,
    Problem,
    Qualification,
    Role,
    Session,
    Settings,
    Site,
    Span,
    Window,
    session_key,
)
from roster.records import Level, Means, Willingness
from roster.rules import check

WEEK = dt.date(2026, 11, 23)
CLOCK_WEEK = dt.date(2026, 10, 19)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
BERLIN = ZoneInfo("Europe/Berlin")

LEAD = Role("lead", leads=True)
HELPER = Role("helper", depends_on="lead")
HOST = Role("host")
ROLES = (HELPER, HOST, LEAD)

ONE_LEAD = (Need("lead", 1),)
LEAD_AND_HELPER = (Need("helper", 1), Need("lead", 1))


def elapsed(weekday: int, wall_clock: str, week: dt.date = WEEK) -> int:
    """Minutes that really pass from Monday 00:00 until a wall-clock time; "25:00" is 01:00 on the day after."""
    hours, minutes = map(int, wall_clock.split(":"))
    day = week + dt.timedelta(days=weekday + hours // 24)
    there = dt.datetime.combine(day, dt.time(hours % 24, minutes), BERLIN)
    start = dt.datetime.combine(week, dt.time(), BERLIN)
    return int((there.astimezone(dt.UTC) - start.astimezone(dt.UTC)).total_seconds()) // 60


def session(
    course: str = "a2",
    weekday: int = TUE,
    starts: str = "18:30",
    minutes: int = 90,
    *,
    needs: Sequence[Need] = ONE_LEAD,
    site: str = "north",
    branch: str = "adults",
    level: Level | None = None,
    week: dt.date = WEEK,
    **more: object,
) -> Session:
    """One session; ``more`` are further fields of Session."""
    on_day = week + dt.timedelta(days=weekday)
    start_minute = elapsed(weekday, starts, week)
    return Session(
        key=session_key(course, on_day, starts),
        course=course,
        branch=branch,
        site=site,
        on_day=on_day,
        starts=starts,
        start_minute=start_minute,
        end_minute=start_minute + minutes,
        needs=tuple(sorted(needs, key=lambda need: need.role)),
        level=level,
        **more,  # type: ignore[arg-type]
    )


def window(
    weekday: int,
    starts: str,
    ends: str,
    willingness: Willingness = Willingness.GLADLY,
    week: dt.date = WEEK,
) -> Window:
    """A window of one person in wall-clock time."""
    return Window(elapsed(weekday, starts, week), elapsed(weekday, ends, week), willingness)


def span(weekday: int, starts: str, ends: str, week: dt.date = WEEK) -> Span:
    """A stretch of time in wall-clock time."""
    return Span(elapsed(weekday, starts, week), elapsed(weekday, ends, week))


ALWAYS = (Window(-1440, 9 * 1440, Willingness.GLADLY),)
ANYTHING = tuple(Qualification(role.key) for role in ROLES)


def person(
    key: str = "anna",
    *,
    windows: Sequence[Window] = ALWAYS,
    qualifications: Sequence[Qualification] = ANYTHING,
    **more: object,
) -> Person:
    """Somebody who may do everything at any time, unless said otherwise; ``more`` are further fields of Person."""
    return Person(
        key=key,
        identity=f"here/{key}",
        windows=tuple(windows),
        qualifications=tuple(qualifications),
        **more,  # type: ignore[arg-type]
    )


def problem(
    sessions: Iterable[Session] = (),
    people: Iterable[Person] = (),
    *,
    sites: Sequence[Site] | None = None,
    ways: Mapping[tuple[str, str], int] | None = None,
    roles: Sequence[Role] = ROLES,
    settings: Settings | None = None,
    **more: object,
) -> Problem:
    """A problem from its parts in any order; ``more`` are further fields of Problem.

    Sites are those that the sessions name, unless given. ``ways`` are minutes by (from, to) for every means; 20 where
    not given.
    """
    sessions = tuple(sorted(sessions, key=lambda one: one.key))
    people = tuple(sorted(people, key=lambda one: one.key))
    if sites is None:
        named = {one.site for one in sessions} | {c.site for one in people for c in one.commitments if c.site}
        sites = [Site(key) for key in sorted(named)]
    keys = sorted(site.key for site in sites)
    journeys = tuple(
        Journey(means, a, b, (ways or {}).get((a, b), 20)) for means in Means for a in keys for b in keys if a != b
    )
    return Problem(
        organisation="here",
        week="2026-W48",
        settings=settings or Settings(),
        sites=tuple(sorted(sites, key=lambda one: one.key)),
        journeys=journeys,
        roles=tuple(sorted(roles, key=lambda one: one.key)),
        people=people,
        sessions=sessions,
        **more,  # type: ignore[arg-type]
    )


def seat(where: Session, who: Person | str, role: str = "lead") -> Assignment:
    """An assignment: who sits where as what."""
    return Assignment(where.key, role, who if isinstance(who, str) else who.key)


def plan(*assignments: Assignment) -> Plan:
    """A plan of these assignments."""
    return Plan.of(assignments)


def broken(tiny: Problem, *assignments: Assignment) -> list[str]:
    """The keys of the rules that a plan of these assignments breaks, once for each violation."""
    return [violation.rule for violation in check(tiny, plan(*assignments))]


def every_plan(tiny: Problem) -> Iterator[Plan]:
    """Every plan that fills no seat twice: each need gets any group of people that it has seats for.

    Past sessions hold what was published, no more and no less, because nothing else can ever be accepted there.
    How many there are: ``plan_count``.
    """
    past = [
        told
        for told in dict.fromkeys(tiny.published or ())
        if told.session in tiny.session_by_key
        and tiny.session_by_key[told.session].past
        and told.person in tiny.person_by_key
    ]
    for choice in product(*(list(_groups(tiny, *need)) for need in _open_needs(tiny))):
        yield Plan.of(chain(past, *choice))


def plan_count(tiny: Problem) -> int:
    """How many plans ``every_plan`` gives."""
    count = 1
    for need in _open_needs(tiny):
        count *= sum(1 for _ in _groups(tiny, *need))
    return count


def _open_needs(tiny: Problem) -> list[tuple[Session, Need]]:
    return [(one, need) for one in tiny.sessions if not one.past for need in one.needs]


def _groups(tiny: Problem, where: Session, need: Need) -> Iterator[tuple[Assignment, ...]]:
    for size in range(min(need.seats, len(tiny.people)) + 1):
        for group in combinations(tiny.people, size):
            yield tuple(Assignment(where.key, need.role, one.key) for one in group)
