"""The term around a week: which weeks are published, drafted or in trouble, in which there is no teaching, and why."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.calendar.teaching_days import why_no_teaching
from roster.calendar.weeks import days_of, week_of, weeks_later
from roster.models.rosters import DraftDuty, PublishedDuty, Roster, RosterDraft, RosterVersion
from roster.records import ChangeKind, School, Term
from roster.reports.required_seats import required_seats
from roster.weeks.frozen import FrozenWeek

WEEKS_BEFORE, WEEKS_AFTER = 3, 8  # where there is no term to show
MOST_WEEKS = 60  # of one term; of a longer one the half before and after are shown
MOST_LOOKED_INTO = 8  # weeks whose empty seats are counted: the next ones that have a plan

Slot = tuple[int, str, str, dt.date | None, dt.date | None]  # weekday, branch, site, first and last day of teaching


class WeekState(enum.StrEnum):
    """How far a week is. ``CHANGED``: published, and a draft waits beside it."""

    NOTHING = "nothing"
    DRAFT = "draft"
    PUBLISHED = "published"
    CHANGED = "changed"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class StripWeek:
    """One week of the strip.

    ``pause`` names why there is no teaching, ``partly`` why there is less; both empty where all takes place. ``empty``
    required seats of its plan; 0 too for weeks that are over, and for those far ahead.
    """

    week: str
    first_day: dt.date
    state: WeekState
    pause: str
    partly: str
    empty: int
    shown: bool
    today: bool


@dataclass(frozen=True, slots=True)
class StripTerm:
    """The term that a strip shows, and which of its weeks is looked at."""

    name: str
    first_day: dt.date
    last_day: dt.date
    number: int
    weeks: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The term before or after, and its first week."""

    name: str
    week: str


@dataclass(frozen=True, slots=True)
class WeekStrip:
    """The weeks of a term, or without ``term`` those around one that lies in none; ``has_terms``: of the school."""

    weeks: tuple[StripWeek, ...]
    term: StripTerm | None
    before: Neighbour | None
    after: Neighbour | None
    has_terms: bool


def week_strip(session: Session, frozen: FrozenWeek, language: str, *, today: dt.date) -> WeekStrip:
    """The strip around the frozen week. The number of statements does not depend on the number of weeks."""
    school, week, this_week = frozen.school, frozen.problem.week, week_of(today)
    term = _term_of(school.terms, week)
    weeks = _weeks_of(term, week) if term else _outside(school.terms, week)
    pauses = frozen.once(("pauses", language, weeks[0], weeks[-1]), lambda: _pauses(school, weeks, language))
    states = _states(session, weeks)
    planned = [one for one in weeks if one >= this_week and states.get(one, WeekState.NOTHING) is not WeekState.NOTHING]
    looked = tuple(planned[:MOST_LOOKED_INTO])
    needed = frozen.once(("needed", looked), lambda: {one: required_seats(school, one) for one in looked})
    taken = _taken(session, looked)
    before, after = _neighbours(school.terms, term, week)
    return WeekStrip(
        weeks=tuple(
            StripWeek(
                one,
                days_of(one)[0],
                _state(states.get(one, WeekState.NOTHING), pauses[one][0]),
                *pauses[one],
                empty=_empty(needed.get(one, {}), taken),
                shown=one == week,
                today=one == this_week,
            )
            for one in weeks
        ),
        term=None if term is None else StripTerm(term.name, term.starts_on, term.ends_on, *_place(term, week)),
        before=before,
        after=after,
        has_terms=bool(school.terms),
    )


def pause_of(school: School, week: str, language: str) -> tuple[str, str]:
    """Why there is no teaching in a week, and why there is less: the first holiday or closure in the way, or nothing.

    Looks at the weekly pattern and at one-off and moved sessions; a week whose sessions are cancelled one by one counts
    as one with teaching. A week without any pattern has no reason either: the courses have not begun, or are over.
    """
    return _pause_of(school, _slots(school), week, language)


# ---- which weeks -----------------------------------------------------------------------------------------------------


def _term_of(terms: Sequence[Term], week: str) -> Term | None:
    """The term that a week lies in, with any of its days; of several the one that began last."""
    own = [term for term in terms if week_of(term.starts_on) <= week <= week_of(term.ends_on)]
    return max(own, key=lambda term: (term.starts_on, term.name), default=None)


def _weeks_of(term: Term, week: str) -> tuple[str, ...]:
    first, last = week_of(term.starts_on), week_of(term.ends_on)
    if _distance(first, last) >= MOST_WEEKS:
        half = MOST_WEEKS // 2
        first, last = max(first, weeks_later(week, -half)), min(last, weeks_later(week, half - 1))
    return tuple(_from_to(first, last))


def _outside(terms: Sequence[Term], week: str) -> tuple[str, ...]:
    """The weeks around one that lies in no term, up to those of the terms beside it."""
    ended = [weeks_later(week_of(term.ends_on), 1) for term in terms if week_of(term.ends_on) < week]
    to_come = [weeks_later(week_of(term.starts_on), -1) for term in terms if week_of(term.starts_on) > week]
    first = max([weeks_later(week, -WEEKS_BEFORE), *ended])
    last = min([weeks_later(week, WEEKS_AFTER), *to_come])
    return tuple(_from_to(first, last))


def _from_to(first: str, last: str) -> Iterator[str]:
    week = first
    while week <= last:
        yield week
        week = weeks_later(week, 1)


def _place(term: Term, week: str) -> tuple[int, int]:
    """Which week of a term it is, from 1, and how many the term has."""
    first = week_of(term.starts_on)
    return _distance(first, week) + 1, _distance(first, week_of(term.ends_on)) + 1


def _distance(first: str, last: str) -> int:
    return (days_of(last)[0] - days_of(first)[0]).days // 7


def _neighbours(terms: Sequence[Term], term: Term | None, week: str) -> tuple[Neighbour | None, Neighbour | None]:
    """The terms that began before the one shown, or before the week, and after it."""
    here = days_of(week)[0] if term is None else term.starts_on
    earlier = max((one for one in terms if one.starts_on < here), key=lambda one: one.starts_on, default=None)
    later = min((one for one in terms if one.starts_on > here), key=lambda one: one.starts_on, default=None)
    return _neighbour(earlier), _neighbour(later)


def _neighbour(term: Term | None) -> Neighbour | None:
    return None if term is None else Neighbour(term.name, week_of(term.starts_on))


# ---- how they are ----------------------------------------------------------------------------------------------------


def _pauses(school: School, weeks: Sequence[str], language: str) -> dict[str, tuple[str, str]]:
    slots = _slots(school)
    return {week: _pause_of(school, slots, week, language) for week in weeks}


def _slots(school: School) -> tuple[Slot, ...]:
    """When and where there is teaching week by week; courses in one house at one time count once."""
    courses = {course.key: course for course in school.courses}
    found: dict[Slot, None] = {}
    for meeting in sorted(school.meetings, key=lambda one: one.weekday):
        course = courses.get(meeting.course)
        if course is not None:
            first = max((day for day in (course.starts_on, meeting.valid_from) if day), default=None)
            last = min((day for day in (course.ends_on, meeting.valid_until) if day), default=None)
            found[meeting.weekday, course.branch, course.site, first, last] = None
    return tuple(found)


def _pause_of(school: School, slots: Sequence[Slot], week: str, language: str) -> tuple[str, str]:
    days = days_of(week)
    stands = any(
        change.on_day in days if change.change is ChangeKind.ONE_OFF else change.new_day in days
        for change in school.session_changes
    )
    reason = ""
    for weekday, branch, site, first, last in slots:
        day = days[weekday]
        if (first is not None and day < first) or (last is not None and day > last):
            continue
        why = why_no_teaching(school, day, branch, site=site, language=language)
        stands = stands or why is None
        reason = reason or why or ""
    return ("", reason) if stands else (reason, "")


def _states(session: Session, weeks: Sequence[str]) -> dict[str, WeekState]:
    query = (
        select(Roster.week, Roster.current_number, RosterDraft.id)
        .outerjoin(RosterDraft, RosterDraft.roster_id == Roster.id)
        .where(Roster.week.between(weeks[0], weeks[-1]))
    )
    found = {}
    for week, number, draft in session.execute(query):
        state = WeekState.PUBLISHED if number else WeekState.NOTHING
        if draft is not None:
            state = WeekState.CHANGED if number else WeekState.DRAFT
        found[week] = state
    return found


def _state(stored: WeekState, pause: str) -> WeekState:
    return WeekState.PAUSE if pause and stored is WeekState.NOTHING else stored


def _taken(session: Session, weeks: Sequence[str]) -> Mapping[tuple[str, str], int]:
    """How many sit in the seats of these weeks, by session and role: in the draft, else as published."""
    drafted = (
        select(DraftDuty.session, DraftDuty.role, func.count())
        .join(RosterDraft, RosterDraft.id == DraftDuty.draft_id)
        .join(Roster, Roster.id == RosterDraft.roster_id)
        .where(Roster.week.in_(weeks))
        .group_by(DraftDuty.session, DraftDuty.role)
    )
    published = (
        select(PublishedDuty.session, PublishedDuty.role, func.count())
        .join(RosterVersion, RosterVersion.id == PublishedDuty.version_id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .outerjoin(RosterDraft, RosterDraft.roster_id == Roster.id)
        .where(Roster.week.in_(weeks), RosterVersion.number == Roster.current_number, RosterDraft.id.is_(None))
        .group_by(PublishedDuty.session, PublishedDuty.role)
    )
    rows = [*session.execute(drafted), *session.execute(published)]
    return {(key, role): count for key, role, count in rows}


def _empty(needed: Mapping[tuple[str, str], int], taken: Mapping[tuple[str, str], int]) -> int:
    return sum(max(0, seats - taken.get(seat, 0)) for seat, seats in needed.items())
