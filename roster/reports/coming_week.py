"""The week that is planned next, in figures: what the start page says, without freezing a whole week for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actor import AccountRole, Actor
from roster.calendar.clock import local_day
from roster.calendar.sessions import dated_sessions, next_teaching_week
from roster.calendar.weeks import days_of, week_of, weeks_later
from roster.database import Store
from roster.errors import Invalid
from roster.models.courses import Course, Meeting, Seats, SessionChange
from roster.models.organisations import Branch, Closure, Holiday, Organisation, Term
from roster.models.school_records import record_of
from roster.plan import Plan
from roster.records import School
from roster.reports.lists import all_records
from roster.reports.solves import SolveLine, last_solve
from roster.reports.week import Showing
from roster.weeks.stored import draft_of, draft_plan, version_of, version_plan


@dataclass(frozen=True, slots=True)
class ComingWeek:
    """The next week with teaching: what there is of it, and how many of its required seats are filled."""

    week: str
    first_day: dt.date
    last_day: dt.date
    showing: Showing
    required: int
    filled_required: int
    solve: SolveLine | None


def coming_week(store: Store, actor: Actor, *, now: dt.datetime) -> ComingWeek:
    """The week that leads plan next: its draft if there is one, else what is published. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        school = _timetable(session)
        week = _next_week(school, now)
        draft, version = draft_of(session, week), version_of(session, week)
        if draft is not None:
            showing, plan = Showing.DRAFT, draft_plan(session, draft)
        elif version is not None:
            showing, plan = Showing.PUBLISHED, version_plan(session, version)
        else:
            showing, plan = Showing.NOTHING, Plan()
        solve = last_solve(session, week, actor.language, now=now)
    required, filled = _required_seats(school, week, plan)
    days = days_of(week)
    return ComingWeek(week, days[0], days[6], showing, required, filled, solve)


def week_to_plan(store: Store, actor: Actor, *, now: dt.datetime) -> str:
    """The week that is planned next: the first one after today with teaching, else simply the next one."""
    with store.reading(actor.organisation_id) as session:
        return _next_week(_timetable(session), now)


def _timetable(session: Session) -> School:
    """What says when there is teaching and which seats it has; no people."""
    return School(
        organisation=record_of(session.scalars(select(Organisation)).one(), records.Organisation),
        branches=all_records(session, Branch, records.Branch),
        courses=all_records(session, Course, records.Course),
        seats=all_records(session, Seats, records.Seats),
        meetings=all_records(session, Meeting, records.Meeting),
        session_changes=all_records(session, SessionChange, records.SessionChange),
        closures=all_records(session, Closure, records.Closure),
        holidays=all_records(session, Holiday, records.Holiday),
        terms=all_records(session, Term, records.Term),
    )


def _next_week(school: School, now: dt.datetime) -> str:
    today = local_day(now, school.organisation.timezone)
    try:
        return next_teaching_week(school, today)
    except Invalid:  # no courses yet, or none within two years
        return weeks_later(week_of(today), 1)


def _required_seats(school: School, week: str, plan: Plan) -> tuple[int, int]:
    """How many required seats a week has, and how many of them a plan fills."""
    seats: dict[str, list[records.Seats]] = {}
    for one in school.seats:
        seats.setdefault(one.course, []).append(one)
    required = filled = 0
    for session in dated_sessions(school, week):
        for need in seats.get(session.course, ()) if session.held else ():
            required += need.required
            filled += min(need.required, len(plan.in_seat(session.key, need.role)))
    return required, filled
