"""A week frozen from the store, people's duties in other organisations included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.calendar.clock import moment
from roster.calendar.sessions import DatedSession, dated_sessions
from roster.calendar.weeks import checked_week, monday_of, weeks_later
from roster.database import Store
from roster.freeze import freeze
from roster.models.organisations import Organisation
from roster.models.people import Volunteer
from roster.models.rosters import PublishedDuty, Roster, RosterVersion
from roster.models.school_records import read_school
from roster.problem import Commitment, Problem
from roster.records import School

Commitments = Mapping[str, tuple[Commitment, ...]]


@dataclass(frozen=True)
class FrozenWeek:
    """A week's records and the problem that they make."""

    school: School
    problem: Problem

    @cached_property
    def dated(self) -> Mapping[str, DatedSession]:
        """The sessions that take place, with room and wall clock, by session key."""
        return {session.key: session for session in dated_sessions(self.school, self.problem.week) if session.held}


def freeze_week(session: Session, week: str, *, elsewhere: Commitments, now: dt.datetime) -> FrozenWeek:
    """Freeze a week of the session's organisation. ``elsewhere`` comes from ``commitments_elsewhere``.

    Raises Invalid where the week does not exist or its records make no week (see roster.freeze).
    """
    school = read_school(session, week=checked_week(week))
    return FrozenWeek(school, freeze(school, week, now=now, commitments=elsewhere))


def commitments_elsewhere(store: Store, organisation_id: int, week: str) -> Commitments:
    """When this organisation's people are on duty in others in a week, by volunteer key: times only, no place, no name.

    This is the one look across organisations that planning needs, so that one load counts over all of them. It sees
    what was published there about people whom both organisations know as the same person.
    """
    checked_week(week)
    with store.across() as session:
        timezone = session.scalars(select(Organisation.timezone).where(Organisation.id == organisation_id)).one()
        here = select(Volunteer.key, Volunteer.person).where(
            Volunteer.organisation_id == organisation_id, Volunteer.person.is_not(None)
        )
        key_of = {person: key for key, person in session.execute(here)}
        if not key_of:
            return {}
        begin, end = (moment(monday_of(one), 0, timezone) for one in (week, weeks_later(week, 1)))
        duties = (
            select(Volunteer.person, PublishedDuty.on_day, PublishedDuty.starts_at, PublishedDuty.ends_at)
            .join(RosterVersion, RosterVersion.id == PublishedDuty.version_id)
            .join(Roster, Roster.id == RosterVersion.roster_id)
            .join(
                Volunteer,
                (Volunteer.organisation_id == PublishedDuty.organisation_id)
                & (Volunteer.key == PublishedDuty.volunteer),
            )
            .where(
                PublishedDuty.organisation_id != organisation_id,
                RosterVersion.number == Roster.current_number,
                Volunteer.person.in_(key_of),
                PublishedDuty.starts_at < end,
                PublishedDuty.ends_at > begin,
            )
            .order_by(PublishedDuty.starts_at, PublishedDuty.ends_at)
        )
        found: dict[str, list[Commitment]] = {}
        for person, on_day, starts_at, ends_at in session.execute(duties):
            if starts_at is not None and ends_at is not None:  # always: the query found it between two moments
                duty = Commitment(on_day, _minutes(starts_at - begin), _minutes(ends_at - begin))
                found.setdefault(key_of[person], []).append(duty)
    return {volunteer: tuple(those) for volunteer, those in sorted(found.items())}


def _minutes(span: dt.timedelta) -> int:
    return span // dt.timedelta(minutes=1)
