"""Published duties that somebody's availability no longer covers, told as soon as the availability changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select

from roster.actor import Actor
from roster.calendar.clock import local_day
from roster.calendar.weeks import week_of
from roster.database import Store
from roster.freeze import freeze
from roster.models.organisations import Organisation
from roster.models.rosters import PublishedDuty
from roster.plan import Plan
from roster.problem import Assignment
from roster.records import School
from roster.rules import availability, names_of
from roster.weeks.duty_answers import current_duties
from roster.weeks.frozen import read_records


@dataclass(frozen=True, slots=True)
class ConflictingDuty:
    """One duty that was told, and why it no longer fits, in the asking person's language."""

    week: str
    sentence: str


def conflicting_duties(store: Store, actor: Actor, volunteer: str, *, now: dt.datetime) -> tuple[ConflictingDuty, ...]:
    """The volunteer's published duties that are still to come and lie outside their times or inside an absence.

    For the volunteer, and for leads and admins; raises Forbidden for others. Earliest first; empty = all duties fit.
    """
    actor.require_self_or_lead(volunteer)
    with store.reading(actor.organisation_id) as session:
        timezone = session.scalars(select(Organisation.timezone)).one()
        coming = PublishedDuty.on_day >= local_day(now, timezone)
        by_week: dict[str, list[Assignment]] = {}
        for duty in current_duties(session, PublishedDuty.volunteer == volunteer, coming):
            by_week.setdefault(week_of(duty.on_day), []).append(Assignment(duty.session, duty.role, volunteer))
        school = read_records(session) if by_week else None
    if school is None:
        return ()
    names, alone = names_of(school, actor.language), _only(school, volunteer)
    return tuple(
        ConflictingDuty(week, one.text(actor.language, names))
        for week, own in by_week.items()
        for one in availability.check(freeze(alone, week, now=now), Plan.of(own))
    )


def _only(school: School, volunteer: str) -> School:
    """The school as if there were only one volunteer: whether their duties fit their times depends on no other."""
    return replace(
        school,
        volunteers=tuple(one for one in school.volunteers if one.key == volunteer),
        availability=tuple(one for one in school.availability if one.volunteer == volunteer),
        extra_times=tuple(one for one in school.extra_times if one.volunteer == volunteer),
        absences=tuple(one for one in school.absences if one.volunteer == volunteer),
    )
