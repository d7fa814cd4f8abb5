"""Bringing the calendars' state in line with a published week: what is new, what changed, what was dropped."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from roster.calendar.sessions import session_moments
from roster.models.feeds import FeedEntry, FeedState
from roster.plan import Plan
from roster.weeks.feed_words import FeedNames, digest
from roster.weeks.frozen import FrozenWeek

DROPPED_FOR = dt.timedelta(days=30)  # how long calendars are told that a duty is cancelled
Key = tuple[str, str]  # session key and volunteer; "" for the session's own event


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """What subscribers will see: how many events were cancelled, and which duties are at another place now."""

    cancelled: int
    elsewhere: frozenset[Key]


def sync_entries(session: Session, frozen: FrozenWeek, plan: Plan, *, now: dt.datetime) -> EntryChanges:
    """Make a week's events say what the plan says. An event that says the same as before is not touched.

    The row of the organisation must be locked (as by roster.actions.audit.record).
    """
    now = now.replace(microsecond=0)  # calendars know whole seconds
    week = frozen.problem.week
    stored = {
        (entry.session, entry.volunteer): entry
        for entry in session.scalars(select(FeedEntry).where(FeedEntry.week == week))
    }
    wanted = _wanted(frozen, plan)
    elsewhere = frozenset(
        key
        for key, entry in wanted.items()
        if key in stored
        and stored[key].cancelled_at is None
        and entry.volunteer
        and (stored[key].site, stored[key].room) != (entry.site, entry.room)
    )
    for key, entry in wanted.items():
        _bring_in(session, stored.get(key), entry, now)
    dropped = [entry for key, entry in stored.items() if key not in wanted and _still_told(entry, now)]
    for entry in dropped:
        entry.cancelled_at = entry.changed_at = now
        entry.sequence += 1
    session.execute(
        delete(FeedEntry).where(FeedEntry.cancelled_at < now - DROPPED_FOR),
        execution_options={"synchronize_session": False},
    )
    raise_revision(session)
    session.flush()
    return EntryChanges(len(dropped), elsewhere)


def _wanted(frozen: FrozenWeek, plan: Plan) -> Mapping[Key, FeedEntry]:
    """The events that the plan asks for, with their digests, not yet stored."""
    names = FeedNames.of(frozen.school)
    wanted: dict[Key, FeedEntry] = {}
    for key in frozen.problem.session_by_key:
        duties = [_entry(frozen, key, seat.person, seat.role) for seat in plan.by_session.get(key, ())]
        own = _entry(frozen, key, "", "")
        own.digest = digest(own, duties, names)
        wanted[key, ""] = own
        for duty in duties:
            duty.digest = digest(duty, [other for other in duties if other is not duty], names)
            wanted[key, duty.volunteer] = duty
    return wanted


def _entry(frozen: FrozenWeek, key: str, volunteer: str, role: str) -> FeedEntry:
    dated = frozen.dated[key]
    starts_at, ends_at = session_moments(dated, frozen.school.organisation.timezone)
    return FeedEntry(
        week=frozen.problem.week,
        session=key,
        volunteer=volunteer,
        role=role,
        course=dated.course,
        site=dated.site,
        room=dated.room or "",
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _bring_in(session: Session, stored: FeedEntry | None, wanted: FeedEntry, now: dt.datetime) -> None:
    if stored is None:
        wanted.uid = f"{secrets.token_hex(16)}@roster"
        wanted.sequence, wanted.changed_at = 0, now
        session.add(wanted)
        return
    if stored.digest == wanted.digest and stored.cancelled_at is None:
        return
    for field in ("role", "course", "site", "room", "starts_at", "ends_at", "digest"):
        setattr(stored, field, getattr(wanted, field))
    stored.cancelled_at = None
    stored.sequence += 1
    stored.changed_at = now


def _still_told(entry: FeedEntry, now: dt.datetime) -> bool:
    """Whether an event that is not wanted any more stands in calendars as if it took place, and is not over."""
    return entry.cancelled_at is None and entry.ends_at > now


def raise_revision(session: Session) -> None:
    """Let calendars that are kept in memory be made anew."""
    state = session.scalars(select(FeedState).with_for_update()).one_or_none()
    if state is None:
        session.add(FeedState(revision=1))
    else:
        state.revision += 1
