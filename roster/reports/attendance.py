"""Who was there: the past sessions of a week with the people on duty, and what leads noted about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import AccountRole, Actor
from roster.calendar.clock import wall_clock, zone
from roster.calendar.weeks import checked_week, days_of
from roster.database import Store
from roster.errors import NotFound
from roster.models.attendance import Attendance, Presence
from roster.records import School, Standing
from roster.reports.lists import Choice, full_name
from roster.weeks.attendance import (
    DutyState,
    HeldDuty,
    Key,
    TaughtSession,
    course_and_start,
    duties_held,
    sessions_taught,
)
from roster.weeks.feed_words import FeedNames
from roster.weeks.frozen import read_records


@dataclass(frozen=True, slots=True)
class PersonThere:
    """One person of a past session. ``person_name`` is empty for somebody who was erased: nothing is noted of them."""

    person: str
    person_name: str
    role: str
    role_name: str
    state: DutyState
    noted: Presence | None
    planned: bool


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session that has begun, and who was on duty there, leads first. ``ends`` is empty where it is not known."""

    key: str
    on_day: dt.date
    starts: str
    ends: str
    course_name: str
    site_name: str
    people: tuple[PersonThere, ...]


@dataclass(frozen=True, slots=True)
class WeekAttendance:
    """The sessions of a week that have begun, in the order of time; empty = none has."""

    week: str
    first_day: dt.date
    last_day: dt.date
    sessions: tuple[PastSession, ...]


@dataclass(frozen=True, slots=True)
class SessionAttendance:
    """One past session, and who could have stepped in: volunteers who are not on duty there, and its roles."""

    week: str
    session: PastSession
    people: tuple[Choice, ...]
    roles: tuple[Choice, ...]


def week_attendance(store: Store, actor: Actor, week: str, *, now: dt.datetime) -> WeekAttendance:
    """The past sessions of a week. Leads and admins. Raises Invalid for a week that does not exist."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        sessions = _past_sessions(session, checked_week(week), now)
    return WeekAttendance(week, days_of(week)[0], days_of(week)[6], sessions)


def session_attendance(store: Store, actor: Actor, week: str, key: str, *, now: dt.datetime) -> SessionAttendance:
    """One past session of a week. Leads and admins. Raises NotFound where the week has none with that key."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        found = next((one for one in _past_sessions(session, checked_week(week), now) if one.key == key), None)
        if found is None:
            raise NotFound()
        school = read_records(session)
    return SessionAttendance(week, found, _others(school, found), _roles(school, found))


def presences_in_week(store: Store, actor: Actor, week: str) -> Mapping[Key, Presence]:
    """What leads noted about a week, by session key and volunteer. Leads and admins."""
    actor.require(AccountRole.LEAD)
    query = select(Attendance.session, Attendance.volunteer, Attendance.presence)
    with store.reading(actor.organisation_id) as session:
        rows = session.execute(query.where(Attendance.on_day.in_(days_of(week))))
        return {(key, volunteer): presence for key, volunteer, presence in rows}


def _past_sessions(session: Session, week: str, now: dt.datetime) -> tuple[PastSession, ...]:
    school, days = read_records(session), days_of(week)
    timezone = school.organisation.timezone
    duties: dict[str, list[HeldDuty]] = {}
    for duty in duties_held(session, (days[0], days[6]), timezone, now=now):
        duties.setdefault(duty.session, []).append(duty)
    taught = sessions_taught(session, week, timezone)
    begun = [one for one in taught.values() if one.starts_at <= now]
    names, people = FeedNames.of(school), {one.key: full_name(one) for one in school.volunteers}
    leading = {role.key for role in school.roles if role.leads}
    in_order = {key: sorted(those, key=lambda one: one.role not in leading) for key, those in duties.items()}
    return tuple(_past(one, in_order.get(one.key, ()), names, people, timezone) for one in begun)


def _past(
    taught: TaughtSession, duties: Iterable[HeldDuty], names: FeedNames, people: Mapping[str, str], timezone: str
) -> PastSession:
    course = names.courses.get(taught.course)
    site = names.sites.get(course.site) if course is not None else None
    there = [
        PersonThere(
            duty.volunteer,
            people.get(duty.volunteer, ""),
            duty.role,
            names.role(duty.role),
            duty.state,
            duty.noted,
            duty.planned,
        )
        for duty in duties
    ]
    return PastSession(
        key=taught.key,
        on_day=taught.on_day,
        starts=wall_clock(taught.start_minute),
        ends="" if taught.ends_at is None else f"{taught.ends_at.astimezone(zone(timezone)):%H:%M}",
        course_name=names.course(taught.course),
        site_name="" if site is None else site.name,
        people=tuple(there),
    )


def _others(school: School, past: PastSession) -> tuple[Choice, ...]:
    """The volunteers who have not left and were not on duty, by name."""
    on_duty = {one.person for one in past.people}
    found = [one for one in school.volunteers if one.standing is not Standing.LEFT and one.key not in on_duty]
    choices = (Choice(one.key, full_name(one)) for one in found)
    return tuple(sorted(choices, key=lambda choice: (choice.name.casefold(), choice.key)))


def _roles(school: School, past: PastSession) -> tuple[Choice, ...]:
    """The roles for which the course has seats, and those that somebody had; where there are none, all roles."""
    course, _ = course_and_start(past.key)
    names = {role.key: role.name for role in school.roles}
    seats = {one.role for one in school.seats if one.course == course} | {one.role for one in past.people}
    found = (seats & names.keys()) or names.keys()
    return tuple(sorted((Choice(key, names[key]) for key in found), key=lambda one: (one.name, one.key)))
