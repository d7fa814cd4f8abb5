"""The week that is planned next, in figures: what the start page says, without freezing a whole week for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roster.actor import AccountRole, Actor
from roster.calendar.clock import local_day
from roster.calendar.sessions import next_teaching_week
from roster.calendar.weeks import days_of, week_of, weeks_later
from roster.database import Store
from roster.errors import Invalid
from roster.plan import Plan
from roster.records import School
from roster.reports.required_seats import required_seats
from roster.reports.solves import SolveLine, last_solve
from roster.reports.week import Showing
from roster.weeks.frozen import from_records, read_records
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
        week = _next_week(session, now)
        needed = from_records(session, ("required seats", week), lambda school: required_seats(school, week))
        draft, version = draft_of(session, week), version_of(session, week)
        if draft is not None:
            showing, plan = Showing.DRAFT, draft_plan(session, draft)
        elif version is not None:
            showing, plan = Showing.PUBLISHED, version_plan(session, version)
        else:
            showing, plan = Showing.NOTHING, Plan()
        solve = last_solve(session, week, actor.language, now=now)
    filled = sum(min(count, len(plan.in_seat(*seat))) for seat, count in needed.items())
    days = days_of(week)
    return ComingWeek(week, days[0], days[6], showing, sum(needed.values()), filled, solve)


def week_to_plan(store: Store, actor: Actor, *, now: dt.datetime) -> str:
    """The week that is planned next: the first one after today with teaching, else simply the next one."""
    with store.reading(actor.organisation_id) as session:
        return _next_week(session, now)


def _next_week(session: Session, now: dt.datetime) -> str:
    today = local_day(now, read_records(session).organisation.timezone)
    return from_records(session, ("next week", today), lambda school: _next_week_of(school, today))


def _next_week_of(school: School, today: dt.date) -> str:
    try:
        return next_teaching_week(school, today)
    except Invalid:  # no courses yet, or none within two years
        return weeks_later(week_of(today), 1)
