"""Published duties that somebody's availability no longer covers, told as soon as the availability changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import Actor
from roster.calendar.clock import local_day
from roster.calendar.weeks import week_of
from roster.database import Store
from roster.models.organisations import Organisation
from roster.models.rosters import Roster
from roster.plan import Plan
from roster.rules import availability, names_of
from roster.weeks.frozen import freeze_week
from roster.weeks.stored import current_plan


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
        this_week = week_of(local_day(now, timezone))
        weeks = session.scalars(select(Roster.week).where(Roster.week >= this_week).order_by(Roster.week)).all()
        return tuple(found for week in weeks for found in _in_week(session, actor, volunteer, week, now))


def _in_week(session: Session, actor: Actor, volunteer: str, week: str, now: dt.datetime) -> list[ConflictingDuty]:
    told = current_plan(session, week)
    own = Plan(told.by_person.get(volunteer, ())) if told is not None else Plan()
    if not own.assignments:  # freezing the week would cost time for nothing
        return []
    frozen = freeze_week(session, week, elsewhere={}, now=now)
    names = names_of(frozen.school, actor.language)
    broken = availability.check(frozen.problem, own)
    return [ConflictingDuty(week, one.text(actor.language, names)) for one in broken]
