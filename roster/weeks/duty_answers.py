"""Published duties that count, and what people answered to them: where a stand-in is sought, and who said yes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from roster.calendar.clock import moment
from roster.calendar.weeks import week_of
from roster.errors import NotFound
from roster.models.duty_answers import Answer, DutyAnswer
from roster.models.rosters import PublishedDuty, Roster, RosterVersion
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.records import Absence

Answers = Mapping[tuple[str, str], DutyAnswer]


def current_duties(
    session: Session, *conditions: ColumnElement[bool], weeks: Iterable[str] | None = None
) -> Sequence[PublishedDuty]:
    """Duties as they were told last, under further conditions, by day and start; ``weeks`` None = of every week."""
    query = (
        select(PublishedDuty)
        .join(RosterVersion, RosterVersion.id == PublishedDuty.version_id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .where(RosterVersion.number == Roster.current_number, *conditions)
        .order_by(PublishedDuty.on_day, PublishedDuty.start_minute, PublishedDuty.session, PublishedDuty.role)
    )
    if weeks is not None:
        query = query.where(Roster.week.in_(tuple(weeks)))
    return session.scalars(query).all()


def answers_in(session: Session, weeks: Iterable[str]) -> Answers:
    """The answers to duties of these weeks, by session and volunteer."""
    rows = session.scalars(select(DutyAnswer).where(DutyAnswer.week.in_(tuple(weeks))))
    return {(row.session, row.volunteer): row for row in rows}


def sought_in(session: Session, week: str, plan: Plan) -> tuple[Assignment, ...]:
    """The seats of a plan for which a stand-in is sought: whoever sits there said that they cannot come.

    Who said so first comes first, so that the first stand-in takes their seat.
    """
    return sought_in_weeks(session, {week: plan})[week]


def sought_in_weeks(session: Session, plans: Mapping[str, Plan]) -> Mapping[str, tuple[Assignment, ...]]:
    """The same for several weeks, by week, with one query."""
    answers = answers_in(session, plans) if plans else {}
    return {week: _sought(answers, plan) for week, plan in plans.items()}


def _sought(answers: Answers, plan: Plan) -> tuple[Assignment, ...]:
    away = [
        (answers[seat.session, seat.person], seat)
        for seat in plan.assignments
        if (seat.session, seat.person) in answers and answers[seat.session, seat.person].answer is Answer.CANNOT_COME
    ]
    return tuple(seat for _, seat in sorted(away, key=lambda pair: (pair[0].answered_at, pair[0].id)))


def places_open(problem: Problem, plan: Plan, sought: Iterable[Assignment], session: str, role: str) -> int:
    """How many seats of a role nobody sits in, or only somebody who cannot come."""
    need = problem.needs.get((session, role))
    if need is None or problem.session_by_key[session].past:
        return 0
    away = sum((seat.session, seat.role) == (session, role) for seat in sought)
    return need.seats - len(plan.in_seat(session, role)) + away


def week_of_session(session: str) -> str:
    """The week in which a session lies, read from its key. Raises NotFound for a text that is no session's key."""
    try:
        return week_of(dt.date.fromisoformat(session.rpartition("@")[2].partition("T")[0]))
    except ValueError:
        raise NotFound() from None


def still_to_come(duty: PublishedDuty, timezone: str, now: dt.datetime) -> bool:
    """Whether a duty has not begun yet."""
    return begins(duty, timezone) > now


def begins(duty: PublishedDuty, timezone: str) -> dt.datetime:
    """When a duty starts; of imported ones the wall clock alone is known."""
    return duty.starts_at or moment(duty.on_day, duty.start_minute, timezone)


def falls_into(duty: PublishedDuty, absence: Absence, timezone: str) -> bool:
    """Whether somebody who is away as told misses any of a duty. Of imported duties the start alone is known."""
    starts = begins(duty, timezone)
    ends = duty.ends_at or starts + dt.timedelta(minutes=1)
    if absence.start_minute is None or absence.end_minute is None:
        away = [(moment(absence.from_day, 0, timezone), moment(absence.until_day, 24 * 60, timezone))]
    else:
        near = (duty.on_day + dt.timedelta(days=days) for days in (-1, 0, 1))  # hours may reach beyond midnight
        away = [
            (moment(day, absence.start_minute, timezone), moment(day, absence.end_minute, timezone))
            for day in near
            if absence.from_day <= day <= absence.until_day
        ]
    return any(begin < ends and starts < end for begin, end in away)
