"""Sessions of a week with their needs, and the roles and sites that they name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from roster import records
from roster.calendar.clock import elapsed_minute
from roster.calendar.sessions import DatedSession, session_moments
from roster.frozen.history import LATER, urgency
from roster.problem import Need, Person, Role, Session, Site
from roster.records import School


def frozen_sessions(
    school: School, week: str, dated: Iterable[DatedSession], now: dt.datetime | None
) -> tuple[Session, ...]:
    """The sessions that take place, sorted by key. One is past from its first minute on, as seen from ``now``."""
    needs = _needs_by_course(school)
    courses = {course.key: course for course in school.courses}
    of_branch = {branch.key: branch.certificates for branch in school.branches}
    of_site = {site.key: site.certificates for site in school.sites}
    timezone = school.organisation.timezone
    sessions = []
    for session in dated:
        course = courses[session.course]
        starts_at, _ = session_moments(session, timezone)
        past = now is not None and starts_at <= now
        asked = {*of_branch.get(course.branch, ()), *of_site.get(session.site, ())}
        sessions.append(
            Session(
                key=session.key,
                course=session.course,
                branch=course.branch,
                site=session.site,
                on_day=session.on_day,
                starts=session.starts,
                start_minute=elapsed_minute(week, session.on_day, session.start_minute, timezone),
                end_minute=elapsed_minute(week, session.on_day, session.end_minute, timezone),
                needs=needs.get(session.course, ()),
                level=course.level,
                priority=course.priority,
                certificates=tuple(sorted(asked)),
                past=past,
                urgency=LATER if past else urgency(starts_at, now),
            )
        )
    return tuple(sorted(sessions, key=lambda session: session.key))


def frozen_roles(school: School, sessions: Iterable[Session]) -> tuple[Role, ...]:
    """All roles of the school and those that only needs name, sorted; to depend on an unknown role means nothing."""
    known = {role.key for role in school.roles}
    roles = {
        role.key: Role(role.key, role.leads, role.depends_on if role.depends_on in known else None)
        for role in school.roles
    }
    for session in sessions:
        for need in session.needs:
            roles.setdefault(need.role, Role(need.role))
    return tuple(role for _, role in sorted(roles.items()))


def frozen_sites(school: School, sessions: Iterable[Session], people: Iterable[Person]) -> tuple[Site, ...]:
    """The sites of sessions and of commitments, sorted; only active people remain on access lists."""
    named = {session.site for session in sessions}
    named |= {duty.site for person in people for duty in person.commitments if duty.site is not None}
    active = {person.key for person in people}
    known = {site.key: site for site in school.sites}
    found = []
    for key in sorted(named):
        site = known.get(key, records.Site(key=key, name=key))
        allowed = {row.volunteer for row in school.access if row.site == key} & active
        found.append(Site(key, site.open_from, site.open_until, tuple(sorted(allowed)) if site.restricted else None))
    return tuple(found)


def _needs_by_course(school: School) -> dict[str, tuple[Need, ...]]:
    """The needs of each course by role; of two rows for one role the larger numbers count."""
    certificates = {role.key: tuple(sorted(set(role.certificates))) for role in school.roles}
    found: dict[str, dict[str, Need]] = {}
    for row in school.seats:
        needs = found.setdefault(row.course, {})
        known = needs.get(row.role, Need(row.role, 0, 0, certificates.get(row.role, ())))
        needs[row.role] = replace(
            known, required=max(known.required, row.required), wished=max(known.wished, row.wished)
        )
    return {
        course: tuple(need for _, need in sorted(needs.items()) if need.seats > 0) for course, needs in found.items()
    }
