"""Published duties that somebody's availability no longer covers, told as soon as the availability changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import Actor
from roster.calendar.clock import local_day
from roster.calendar.weeks import week_of
from roster.database import Store
from roster.models.organisations import Organisation
from roster.models.rosters import PublishedDuty
from roster.plan import Plan
from roster.problem import Assignment
from roster.rules import availability, names_of
from roster.weeks.duty_answers import current_duties
from roster.weeks.frozen import freeze_week


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
        return tuple(found for week, own in by_week.items() for found in _in_week(session, actor, week, own, now))


def _in_week(
    session: Session, actor: Actor, week: str, own: Iterable[Assignment], now: dt.datetime
) -> list[ConflictingDuty]:
    frozen = freeze_week(session, week, elsewhere={}, now=now)
    names = names_of(frozen.school, actor.language)
    broken = availability.check(frozen.problem, Plan.of(own))
    return [ConflictingDuty(week, one.text(actor.language, names)) for one in broken]
