"""What people were told before: published assignments, familiar faces, duties elsewhere, and how near a date is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Set

from roster.calendar.clock import moment, wall_clock
from roster.calendar.sessions import dated_sessions, session_moments
from roster.calendar.weeks import days_of, monday_of
from roster.frozen.people import identity_of
from roster.problem import Assignment, Commitment, Familiar, Session, session_key
from roster.records import PublishedAssignment, School

URGENT_HOURS, SOON_HOURS = 48, 7 * 24
URGENT, SOON, LATER = 4, 2, 1


def urgency(starts_at: dt.datetime, now: dt.datetime | None) -> int:
    """How much it weighs to be told something new about a session: 4 within two days, 2 within a week, else 1."""
    if now is None:
        return LATER
    ahead = starts_at - now
    if ahead <= dt.timedelta(hours=URGENT_HOURS):
        return URGENT
    return SOON if ahead <= dt.timedelta(hours=SOON_HOURS) else LATER


def turning_points(school: School, week: str) -> tuple[dt.datetime, ...]:
    """The moments at which the frozen problem of a week changes though no record does, in order.

    From each of them on, something is past, urgent or soon that was not before; in between, every ``now`` gives the
    same problem.
    """
    timezone = school.organisation.timezone
    starts = {session_moments(session, timezone)[0] for session in dated_sessions(school, week) if session.held}
    starts |= {moment(row.on_day, row.start_minute, timezone) for row in told_in_week(school, week, None) or ()}
    ahead = [dt.timedelta(hours=hours) for hours in (0, URGENT_HOURS, SOON_HOURS)]
    return tuple(sorted({start - hours for start in starts for hours in ahead}))


def told_in_week(
    school: School, week: str, published: Iterable[PublishedAssignment] | None
) -> tuple[PublishedAssignment, ...] | None:
    """The published assignments dated in a week, without doubles; None where the week was never published.

    ``published`` given, even empty, means that the week was published; None looks into the school's own rows.
    """
    days = frozenset(days_of(week))
    rows = school.published if published is None else published
    told = tuple(sorted({row for row in rows if row.on_day in days}, key=repr))
    return None if published is None and not told else told


def still_there(
    told: Iterable[PublishedAssignment], sessions: Mapping[str, Session], active: Set[str]
) -> tuple[Assignment, ...]:
    """What was told about sessions that still exist to volunteers who are still active, sorted.

    The role may be one that the session needs no more.
    """
    return tuple(
        sorted(
            Assignment(key, row.role, row.volunteer)
            for row in told
            if (key := _key_of(row)) in sessions and row.volunteer in active
        )
    )


def told_anyway(
    school: School,
    told: Iterable[PublishedAssignment],
    sessions: Mapping[str, Session],
    active: Set[str],
    now: dt.datetime | None,
) -> tuple[tuple[str, int], ...]:
    """Active volunteers whose session ahead was cancelled or moved to another time, sorted, and how urgent the news is.

    Of several such sessions the most urgent counts. What should have happened before ``now`` is no news.
    """
    found: dict[str, int] = {}
    for row in told:
        starts_at = moment(row.on_day, row.start_minute, school.organisation.timezone)
        ahead = now is None or starts_at > now
        if ahead and row.volunteer in active and _key_of(row) not in sessions:
            found[row.volunteer] = max(found.get(row.volunteer, 0), urgency(starts_at, now))
    return tuple(sorted(found.items()))


def familiar_leads(school: School, week: str, active: Set[str]) -> tuple[Familiar, ...]:
    """Which active volunteers led which course in the remembered weeks before this one, sorted.

    Those who left are no longer anybody's familiar face: a course that lost all of them starts anew.
    """
    monday = monday_of(week)
    since = monday - dt.timedelta(weeks=school.organisation.history_weeks)
    leading = {role.key for role in school.roles if role.leads}
    courses = {course.key for course in school.courses}
    found = {
        (row.course, row.volunteer)
        for row in school.published
        if since <= row.on_day < monday and row.role in leading and row.course in courses and row.volunteer in active
    }
    return tuple(Familiar(course, person) for course, person in sorted(found))


def duties_by_identity(school: School, week: str, timezone: str) -> dict[str, tuple[Commitment, ...]]:
    """What this school told people to do in a week, by identity: their commitments in another school's problem.

    Minutes count from Monday 00:00 in ``timezone``, the other school's. Only sessions that still take place count; the
    site stays unknown, because schools name their sites on their own.
    """
    held = {session.key: session for session in dated_sessions(school, week) if session.held}
    volunteers = {volunteer.key: volunteer for volunteer in school.volunteers}
    start = moment(monday_of(week), 0, timezone)
    found: dict[str, list[Commitment]] = {}
    for duty in sorted(set(school.published), key=repr):
        session, volunteer = held.get(_key_of(duty)), volunteers.get(duty.volunteer)
        if session is not None and volunteer is not None:
            begins, ends = (
                (at - start) // dt.timedelta(minutes=1) for at in session_moments(session, school.organisation.timezone)
            )
            found.setdefault(identity_of(school, volunteer), []).append(Commitment(session.on_day, begins, ends))
    return {identity: tuple(those) for identity, those in sorted(found.items())}


def _key_of(row: PublishedAssignment) -> str:
    return session_key(row.course, row.on_day, wall_clock(row.start_minute))
