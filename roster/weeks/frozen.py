"""A week frozen from the store, people's duties in other organisations included."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.calendar.clock import moment
from roster.calendar.sessions import DatedSession, dated_sessions
from roster.calendar.weeks import checked_week, monday_of, weeks_later
from roster.database import KEPT, Store
from roster.freeze import freeze, turning_points
from roster.kept import Kept
from roster.models.organisations import Organisation
from roster.models.people import Volunteer
from roster.models.rosters import PublishedDuty, Roster, RosterVersion
from roster.models.school_records import read_published_before, read_school, read_unpublished
from roster.problem import Commitment, Problem
from roster.records import School
from roster.rules import Names, names_of

T = TypeVar("T")
Commitments = Mapping[str, tuple[Commitment, ...]]
_STAMP = "stamp"
MOST_MADE = 24  # things worked out from one frozen week and kept with it: names, pauses, and the last few plans


@dataclass(frozen=True)
class FrozenWeek:
    """A week's records and the problem that they make."""

    school: School
    problem: Problem

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, worked out once: ``key`` must name all that it depends on, this frozen week apart."""
        return self._made.get(key, None, make)

    @cached_property
    def _made(self) -> Kept:
        return Kept(MOST_MADE)

    def names(self, language: str) -> Names:
        """What things and people are called in a language."""
        return self.once(("names", language), lambda: names_of(self.school, language))

    @cached_property
    def dated(self) -> Mapping[str, DatedSession]:
        """The sessions that take place, with room and wall clock, by session key."""
        return {session.key: session for session in dated_sessions(self.school, self.problem.week) if session.held}


def freeze_week(session: Session, week: str, *, elsewhere: Commitments, now: dt.datetime) -> FrozenWeek:
    """Freeze a week of the session's organisation. ``elsewhere`` comes from ``commitments_elsewhere``.

    Sessions that only read share what was frozen before, as long as the organisation's stamp (roster/models/stamps.py),
    the commitments and what is past and urgent by now are the same: then freezing anew would give an equal week.
    Raises Invalid where the week does not exist or its records make no week (see roster.freeze).
    """
    return freeze_weeks(session, {week: elsewhere}, now=now)[week]


def freeze_weeks(
    session: Session, elsewhere: Mapping[str, Commitments], *, now: dt.datetime
) -> Mapping[str, FrozenWeek]:
    """The same for several weeks, by week, each with the commitments of that week."""
    kept: Kept | None = session.info.get(KEPT)
    if kept is None:
        schools = {week: read_school(session, week=checked_week(week)) for week in elsewhere}
        return {
            week: FrozenWeek(school, freeze(school, week, now=now, commitments=elsewhere[week]))
            for week, school in schools.items()
        }
    number, stamp = _stamp(session)
    return {
        checked_week(week): _kept_week(session, kept, number, stamp, week, elsewhere[week], now) for week in elsewhere
    }


def _kept_week(
    session: Session, kept: Kept, number: int, stamp: str, week: str, elsewhere: Commitments, now: dt.datetime
) -> FrozenWeek:
    school, turning = kept.get(("week", number, week), stamp, lambda: _read_week(session, kept, number, stamp, week))
    return kept.get(
        ("frozen", number, week, tuple(sorted(elsewhere.items()))),
        (stamp, bisect_right(turning, now)),
        lambda: FrozenWeek(school, freeze(school, week, now=now, commitments=elsewhere)),
    )


def read_records(session: Session) -> School:
    """All records of the session's organisation but what was published, shared between sessions that only read."""
    return from_records(session, "themselves", lambda school: school)


def from_records(session: Session, key: Hashable, make: Callable[[School], T]) -> T:
    """What follows from the records of ``read_records``; ``key`` must name all else that it depends on."""
    kept: Kept | None = session.info.get(KEPT)
    if kept is None:
        return make(read_unpublished(session))
    number, stamp = _stamp(session)
    return kept.get(
        ("from records", number, key),
        stamp,
        lambda: make(kept.get(("records", number), stamp, lambda: read_unpublished(session))),
    )


def while_unchanged(session: Session, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` reads out of records, shared between sessions that only read until one of the records changes."""
    kept: Kept | None = session.info.get(KEPT)
    if kept is None:
        return make()
    number, stamp = _stamp(session)
    return kept.get(("read", number, key), stamp, make)


def _stamp(session: Session) -> tuple[int, str]:
    """The number of the session's organisation and its stamp: asked once, for a session that reads sees one moment."""
    if _STAMP not in session.info:
        session.info[_STAMP] = session.execute(select(Organisation.id, Organisation.stamp)).one()
    number, stamp = session.info[_STAMP]
    return number, stamp


def _read_week(
    session: Session, kept: Kept, number: int, stamp: str, week: str
) -> tuple[School, tuple[dt.datetime, ...]]:
    """A week's records with the moments that matter to it; weeks share all records but what was published."""
    records = kept.get(("records", number), stamp, lambda: read_unpublished(session))
    school = replace(records, published=read_published_before(session, records.organisation, week))
    return school, turning_points(school, week)


def commitments_elsewhere(store: Store, organisation_id: int, week: str) -> Commitments:
    """When this organisation's people are on duty in others in a week, by volunteer key: times only, no place, no name.

    This is the one look across organisations that planning needs, so that one load counts over all of them. It sees
    what was published there about people whom both organisations know as the same person.
    """
    return commitments_in_weeks(store, organisation_id, (week,))[week]


def commitments_in_weeks(store: Store, organisation_id: int, weeks: Sequence[str]) -> Mapping[str, Commitments]:
    """The same for several weeks, by week, with no more queries than for one."""
    nothing: dict[str, Commitments] = {checked_week(week): {} for week in weeks}
    if not weeks:
        return nothing
    with store.across() as session:
        shared = (Volunteer.organisation_id == Organisation.id) & Volunteer.person.is_not(None)
        here = select(Organisation.timezone, Volunteer.key, Volunteer.person).outerjoin(Volunteer, shared)
        rows = session.execute(here.where(Organisation.id == organisation_id)).all()
        key_of: dict[str | None, str] = {person: key for _, key, person in rows if person is not None}
        if not key_of:
            return nothing
        timezone = rows[0].timezone
        spans = {week: (_monday(week, timezone), _monday(weeks_later(week, 1), timezone)) for week in weeks}
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
                PublishedDuty.starts_at < max(end for _, end in spans.values()),
                PublishedDuty.ends_at > min(begin for begin, _ in spans.values()),
            )
            .order_by(PublishedDuty.starts_at, PublishedDuty.ends_at)
        )
        found = [(key_of[person], on_day, starts, ends) for person, on_day, starts, ends in session.execute(duties)]
    return {week: _from_monday(found, *span) for week, span in spans.items()}


def _from_monday(
    duties: Iterable[tuple[str, dt.date, dt.datetime | None, dt.datetime | None]], begin: dt.datetime, end: dt.datetime
) -> Commitments:
    """The duties that touch a stretch of time, by volunteer, in minutes from its begin."""
    found: dict[str, list[Commitment]] = {}
    for volunteer, on_day, starts_at, ends_at in duties:
        if starts_at is not None and ends_at is not None and starts_at < end and ends_at > begin:
            duty = Commitment(on_day, _minutes(starts_at - begin), _minutes(ends_at - begin))
            found.setdefault(volunteer, []).append(duty)
    return {volunteer: tuple(those) for volunteer, those in sorted(found.items())}


def _monday(week: str, timezone: str) -> dt.datetime:
    return moment(monday_of(week), 0, timezone)


def _minutes(span: dt.timedelta) -> int:
    return span // dt.timedelta(minutes=1)
