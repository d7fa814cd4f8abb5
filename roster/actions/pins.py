"""Taking pins out that cannot hold: told before a week is planned, whether or not there is a draft.

Pins of somebody who sits in their seat are lifted with the draft, see roster.actions.seat_edits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.trails import Trail
from roster.actor import AccountRole, Actor
from roster.calendar.sessions import dated_sessions
from roster.database import Store
from roster.errors import NotFound
from roster.models.courses import Decision
from roster.models.school_records import read_school
from roster.problem import Assignment
from roster.records import DecisionKind

Slot = tuple[dt.date, int]


def lift_pin(store: Store, actor: Actor, week: str, pin: Assignment, *, now: dt.datetime) -> str | None:
    """Take a pin out, also one whose session or role is gone; gives the name to undo it by (roster.actions.undo).

    Leads and admins. Raises NotFound where there is no such pin.
    """
    actor.require(AccountRole.LEAD)
    course, _, when = pin.session.rpartition("@")
    with store.writing(actor.organisation_id) as session:
        rows = session.scalars(
            select(Decision)
            .where(
                Decision.kind == DecisionKind.PIN,
                Decision.volunteer == pin.person,
                Decision.course == course,
                Decision.role == pin.role,
            )
            .order_by(Decision.position)
        )
        slots = {*_slot(when), *_in_the_pattern(session, week, pin.session)}
        found = [one for one in rows if (one.on_day, one.start_minute) in slots]
        if not found:
            raise NotFound()
        subject, trail = f"decision/{found[0].id}", Trail(session, actor)
        trail.remove(*found)
        record(session, actor, "lift_pin", subject, fields=["decisions"], now=now)
        return trail.keep(subject, now=now)


def _in_the_pattern(session: Session, week: str, key: str) -> Iterator[Slot]:
    """The time in the weekly pattern of a session that was moved: a pin may name it by that."""
    for one in dated_sessions(read_school(session, week=week), week):
        if one.key == key:
            yield one.original_day, one.original_start_minute


def _slot(when: str) -> tuple[Slot, ...]:
    """Day and minute out of "2026-11-24T18:30"; nothing where it is no moment."""
    try:
        moment = dt.datetime.fromisoformat(when)
    except ValueError:
        return ()
    return ((moment.date(), moment.hour * 60 + moment.minute),)
