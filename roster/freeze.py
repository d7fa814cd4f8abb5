"""From records to the frozen problem of one week: everything resolved, dated, sorted, in keys and whole minutes.

The records are taken as they are. What names something that does not exist (the importer and the database refuse that)
does no harm here: a seat in an unknown role stays a need that nobody is qualified for, a session at an unknown site
keeps that site without limits, rows of unknown or inactive volunteers fall away, and a pin that finds no session, role
or active volunteer is listed as stray.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from roster.calendar.sessions import dated_sessions
from roster.calendar.weeks import checked_week
from roster.errors import Invalid
from roster.frozen.decisions import frozen_bans, frozen_pins, kept_apart
from roster.frozen.history import (
    duties_by_identity,
    familiar_leads,
    still_there,
    told_anyway,
    told_in_week,
    turning_points,
)
from roster.frozen.journeys import journeys
from roster.frozen.people import frozen_people, identity_of, stretch_of
from roster.frozen.sessions import frozen_roles, frozen_sessions, frozen_sites
from roster.problem import Commitment, Problem, Settings
from roster.records import Organisation, PublishedAssignment, School
from roster.words import Sentence

__all__ = ["duties_by_identity", "freeze", "identity_of", "turning_points"]

NOW_WITHOUT_ZONE = Sentence(
    de="Die Zeit {now} hat keine Zeitzone. Bitte eine Zeit mit Zeitzone angeben.",
    en="The time {now} has no time zone. Please give a time with one.",
)
NO_COMMITMENTS: Mapping[str, tuple[Commitment, ...]] = MappingProxyType({})


def freeze(
    school: School,
    week: str,
    *,
    now: dt.datetime | None = None,
    published: Iterable[PublishedAssignment] | None = None,
    commitments: Mapping[str, tuple[Commitment, ...]] = NO_COMMITMENTS,
) -> Problem:
    """The problem of one ISO week of a school, the same for the same records in any order of rows.

    ``now`` (aware) decides which sessions are past and how urgent a change is; None = before the week, nothing is
    urgent. ``published`` is what people were told; None = the school's own rows dated in the week, and if there are
    none the week counts as never published. ``commitments`` are duties elsewhere by ``Volunteer.key``; a site there
    that the school does not have is forgotten.

    Raises Invalid for a week that does not exist, an unknown Land or time zone, a session that starts in the gap of the
    clock, or a ``now`` without time zone.
    """
    if now is not None and now.utcoffset() is None:
        raise Invalid(NOW_WITHOUT_ZONE, now=now.isoformat())
    dated = tuple(session for session in dated_sessions(school, checked_week(week)) if session.held)
    sessions = frozen_sessions(school, week, dated, now)
    by_key = {session.key: session for session in sessions}
    stretch = stretch_of(week, school.organisation.timezone, [session.end_minute for session in sessions])
    people = frozen_people(school, stretch, _with_known_sites(school, commitments))
    active = frozenset(person.key for person in people)
    sites = frozen_sites(school, sessions, people)
    pins, stray_pins = frozen_pins(school, week, dated, by_key, active)
    told = told_in_week(school, week, published)
    return Problem(
        organisation=school.organisation.key,
        week=week,
        settings=_settings(school.organisation),
        sites=sites,
        journeys=journeys(school, (site.key for site in sites), (person.means for person in people)),
        roles=frozen_roles(school, sessions),
        people=people,
        sessions=sessions,
        apart=kept_apart(school, active),
        pins=pins,
        bans=frozen_bans(school, dated, active),
        stray_pins=stray_pins,
        published=None if told is None else still_there(told, by_key, active),
        told_anyway=told_anyway(school, told or (), by_key, active, now),
        familiar=familiar_leads(school, week, active),
    )


def _settings(organisation: Organisation) -> Settings:
    return Settings(
        travel_buffer_minutes=organisation.travel_buffer_minutes,
        support_needs_lead=organisation.support_needs_lead,
        newcomers=organisation.newcomers,
        goal_order=organisation.goal_order,
        rate_continuity=organisation.rate_continuity,
        rate_wishes=organisation.rate_wishes,
        rate_travel=organisation.rate_travel,
        rate_wished_seats=organisation.rate_wished_seats,
    )


def _with_known_sites(
    school: School, commitments: Mapping[str, tuple[Commitment, ...]]
) -> dict[str, tuple[Commitment, ...]]:
    known = {site.key for site in school.sites}
    return {
        volunteer: tuple(duty if duty.site in known else replace(duty, site=None) for duty in duties)
        for volunteer, duties in commitments.items()
    }
