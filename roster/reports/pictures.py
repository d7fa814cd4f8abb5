"""The figures behind the pictures of a week: cover by weekday and hour, demand against supply by level, loads."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from roster.actor import AccountRole, Actor
from roster.calendar.clock import minute_of_day
from roster.calendar.weeks import days_of, weeks_later
from roster.database import Store
from roster.plan import Plan
from roster.problem import Need, Person, Problem, Session
from roster.records import Level
from roster.reports.loads import LoadLine, load_lines
from roster.reports.week import Showing
from roster.rules import Names
from roster.rules.qualification import qualified_people
from roster.rules.violation import spoken_name
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.weeks.judged import JudgedPlan, judged
from roster.weeks.stored import current_plan, draft_of, draft_plan

Group = tuple[str, Level | None]  # a role's key and a level; None = sessions without level


@dataclass(frozen=True, slots=True)
class HourCell:
    """The required seats of all sessions that run in one hour of one weekday, and how many of them are taken.

    ``hour`` is the wall clock's; from 24 on it lies after the midnight that ends the weekday.
    """

    weekday: int  # 0 = Monday
    hour: int
    required: int
    filled: int


@dataclass(frozen=True, slots=True)
class LevelLine:
    """What the required seats of one role ask for at one level, and what volunteers wish to give there.

    All minutes are per week. ``people`` could take such a seat by their qualification, whatever their times.
    ``only_minutes`` are wished by people who can sit nowhere else, ``shared_minutes`` by people who are counted at
    other roles or levels too; ``share_minutes`` is what of these remains here if each person's wish is spread evenly
    over all the roles and levels that they could take. Duties in other organisations are taken off.
    """

    role: str
    role_name: str
    level: Level | None
    required_minutes: int
    filled_minutes: int
    people: int
    only_minutes: int
    shared_minutes: int
    share_minutes: int


@dataclass(frozen=True, slots=True)
class PicturesPage:
    """One week in figures: of its draft if there is one, else of what is published, else of nobody anywhere."""

    week: str
    first_day: dt.date
    last_day: dt.date
    previous_week: str
    next_week: str
    showing: Showing
    loads: tuple[LoadLine, ...]
    cells: tuple[HourCell, ...]
    levels: tuple[LevelLine, ...]


def pictures_page(store: Store, actor: Actor, week: str, *, now: dt.datetime) -> PicturesPage:
    """The figures of a week. Raises Forbidden, and Invalid for a week that does not exist."""
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.reading(actor.organisation_id) as session:
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        draft, told = draft_of(session, week), current_plan(session, week)
        plan = judged(frozen, (told or Plan()) if draft is None else draft_plan(session, draft))
    published = Showing.NOTHING if told is None else Showing.PUBLISHED
    loads, cells, levels = plan.once(("pictures", actor.language), lambda: _figures(plan, actor.language))
    return PicturesPage(
        week=week,
        first_day=days_of(week)[0],
        last_day=days_of(week)[6],
        previous_week=weeks_later(week, -1),
        next_week=weeks_later(week, 1),
        showing=published if draft is None else Showing.DRAFT,
        loads=loads,
        cells=cells,
        levels=levels,
    )


def _figures(
    plan: JudgedPlan, language: str
) -> tuple[tuple[LoadLine, ...], tuple[HourCell, ...], tuple[LevelLine, ...]]:
    names = plan.frozen.names(language)
    return (
        loads_by_excess(plan.problem, plan.plan, names),
        hour_cells(plan.problem, plan.plan),
        level_lines(plan.problem, plan.plan, names),
    )


def loads_by_excess(problem: Problem, plan: Plan, names: Names) -> tuple[LoadLine, ...]:
    """Everybody's load, furthest above their wish first and furthest below it last; among equals by name."""
    lines = load_lines(problem, plan, names)
    return tuple(sorted(lines, key=lambda line: line.wished_minutes - line.minutes))


def hour_cells(problem: Problem, plan: Plan) -> tuple[HourCell, ...]:
    """Cover by weekday and hour, in that order; hours in which no seat is required are missing.

    A session counts in each hour that it touches: 18:30 to 20:00 counts at 18 and at 19. It belongs to the weekday on
    which it starts.
    """
    required: Counter[tuple[int, int]] = Counter()
    filled: Counter[tuple[int, int]] = Counter()
    for session, need in _required_needs(problem):
        start = minute_of_day(session.starts)
        for hour in range(start // 60, (start + session.minutes + 59) // 60):
            required[session.on_day.weekday(), hour] += need.required
            filled[session.on_day.weekday(), hour] += _filled(plan, session, need)
    return tuple(HourCell(*key, required[key], filled[key]) for key in sorted(required))


def level_lines(problem: Problem, plan: Plan, names: Names) -> tuple[LevelLine, ...]:
    """Demand against supply by role and level: leading roles first, lowest level first, without level last."""
    groups: dict[Group, list[tuple[Session, Need]]] = {}
    for session, need in _required_needs(problem):
        groups.setdefault((need.role, session.level), []).append((session, need))
    able = {group: _able(problem, those) for group, those in groups.items()}
    places = Counter(person for people in able.values() for person in people)
    offered = {person.key: _offered_minutes(person) for person in problem.people}
    lines = []
    for group in sorted(groups, key=lambda one: _rank(problem, one)):
        role, level = group
        only = {person for person in able[group] if places[person] == 1}
        shared = able[group] - only
        lines.append(
            LevelLine(
                role=role,
                role_name=spoken_name("role", role, names),
                level=level,
                required_minutes=sum(session.minutes * need.required for session, need in groups[group]),
                filled_minutes=sum(session.minutes * _filled(plan, session, need) for session, need in groups[group]),
                people=len(able[group]),
                only_minutes=sum(offered[person] for person in only),
                shared_minutes=sum(offered[person] for person in shared),
                share_minutes=sum(offered[person] // places[person] for person in shared),
            )
        )
    return tuple(lines)


def _required_needs(problem: Problem) -> Iterator[tuple[Session, Need]]:
    for session in problem.sessions:
        for need in session.needs:
            if need.required:
                yield session, need


def _filled(plan: Plan, session: Session, need: Need) -> int:
    return min(need.required, len(plan.in_seat(session.key, need.role)))


def _able(problem: Problem, those: list[tuple[Session, Need]]) -> set[str]:
    """Who may sit in at least one of these seats."""
    return {person.key for session, need in those for person in qualified_people(problem, session, need.role)}


def _offered_minutes(person: Person) -> int:
    elsewhere = sum(duty.minutes for duty in person.commitments)
    return max(0, person.wished_minutes - elsewhere)


def _rank(problem: Problem, group: Group) -> tuple[bool, str, bool, int]:
    role, level = group
    known = problem.role_by_key.get(role)
    return (known is None or not known.leads, role, level is None, 0 if level is None else int(level))
