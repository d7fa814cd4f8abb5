"""How far an organisation has come on the way from nothing to its first published week."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.actor import AccountRole, Actor
from roster.calendar.clock import local_day
from roster.calendar.sessions import next_teaching_week
from roster.calendar.weeks import week_of, weeks_later
from roster.database import Store
from roster.errors import Invalid
from roster.models.courses import Course, Meeting, Seats
from roster.models.organisations import Organisation, Role, Site
from roster.models.people import Availability, Volunteer
from roster.models.school_records import read_school
from roster.records import Standing


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What is there already: counts of what planning a week needs. All zero for a new organisation.

    ``people_with_windows`` counts active volunteers with at least one availability window, ``courses_ready`` the
    courses that have both a weekly meeting and seats.
    """

    sites: int
    roles: int
    courses: int
    courses_ready: int
    people: int
    people_with_windows: int

    @property
    def ready_to_plan(self) -> bool:
        """Whether a plan of a week could put anybody anywhere."""
        return bool(self.courses_ready and self.people_with_windows)


def first_steps(store: Store, actor: Actor) -> FirstSteps:
    """Count what the actor's organisation has entered so far. Raises Forbidden for volunteers."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        active = Volunteer.standing == Standing.ACTIVE
        with_windows = Volunteer.key.in_(select(Availability.volunteer))
        ready = Course.key.in_(select(Meeting.course)), Course.key.in_(select(Seats.course))
        return FirstSteps(
            sites=_count(session, Site),
            roles=_count(session, Role),
            courses=_count(session, Course),
            courses_ready=session.scalar(select(func.count()).select_from(Course).where(*ready)) or 0,
            people=_count(session, Volunteer),
            people_with_windows=session.scalar(select(func.count()).select_from(Volunteer).where(active, with_windows))
            or 0,
        )


def _count(session: Session, model: type[Site] | type[Role] | type[Course] | type[Volunteer]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def organisation_name(store: Store, actor: Actor) -> str:
    """What the actor's organisation is called; anybody who is signed in may know."""
    with store.reading(actor.organisation_id) as session:
        return session.scalar(select(Organisation.name)) or actor.organisation


def week_to_plan(store: Store, actor: Actor, *, now: dt.datetime) -> str:
    """The week that is planned next: the first one after today with teaching, else simply the next one."""
    with store.reading(actor.organisation_id) as session:
        school = read_school(session)
    today = local_day(now, school.organisation.timezone)
    try:
        return next_teaching_week(school, today)
    except Invalid:  # no courses yet, or none within two years
        return weeks_later(week_of(today), 1)
