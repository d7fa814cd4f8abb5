"""What happened to a week, entered along with the way out that is taken: who is away, what is closed.

Without it the next plan would count on the person or the place again. An action here works within the transaction of
the draft that follows from it, and undoing that edit takes both back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.duty_answers import enter_absence
from roster.actions.edits import values_of
from roster.actions.record_checks import checked
from roster.actions.withdrawals import take_absence_out
from roster.actor import Actor
from roster.calendar.clock import local_day
from roster.calendar.sessions import DatedSession, SessionStatus
from roster.calendar.weeks import days_of
from roster.errors import Conflict, NotFound
from roster.models.base import Base
from roster.models.courses import SessionChange
from roster.models.organisations import Closure
from roster.models.people import Absence
from roster.models.written import RowNumber
from roster.records import ChangeKind
from roster.weeks.frozen import FrozenWeek
from roster.words import Sentence

CHANGED_BY_ITSELF = Sentence(
    de="Ein Termin, der wegfällt, ist schon einzeln geändert worden. Bitte den Haken beim Eintragen herausnehmen und "
    "den Termin beim Kurs ändern.",
    en="A session that is lost was changed by itself before. Please untick the box that enters it, and change the "
    "session on the course's page.",
)
PLACES: Mapping[str, type[Base]] = {"closure": Closure, "session_change": SessionChange}

About = Mapping[str, Any]


def enter_what_happened(
    session: Session, actor: Actor, about: About, frozen: FrozenWeek, *, base_url: str, now: dt.datetime
) -> tuple[RowNumber, ...]:
    """Enter what a question of the kind "repair" was about; gives the rows that are new.

    Raises NotFound for somebody or a session that is gone, Conflict where a lost session has a change of its own.
    """
    if about["event"] == "volunteer_out":
        absence = absence_of(about, frozen, now)
        known = set(session.scalars(select(Absence.id).where(Absence.volunteer == absence.volunteer)))
        done = enter_absence(session, actor, absence, base_url=base_url, now=now)
        return () if done.absence_id in known else (("absence", done.absence_id),)
    closed = closure_of(about, frozen, now)
    if closed is not None:
        return (_add(session, actor, "closures", Closure, closed, now),)
    lost = [frozen.dated[key] for key in about["sessions"] if key in frozen.dated]
    if any(one.status is not SessionStatus.HELD for one in lost):
        raise Conflict(CHANGED_BY_ITSELF)
    changes = (_change_of(one, about["to"]) for one in lost)
    return tuple(_add(session, actor, "session_changes", SessionChange, one, now) for one in changes)


def take_out_what_happened(
    session: Session, actor: Actor, entered: Iterable[RowNumber], *, base_url: str = "", now: dt.datetime
) -> None:
    """Take back what was entered; what somebody has removed since is passed over, and so is what has begun."""
    for table, number in entered:
        if table == "absence":
            owner = session.scalar(select(Absence.volunteer).where(Absence.id == number))
            if owner is not None:
                take_absence_out(session, actor, owner, number, base_url=base_url, now=now)
            continue
        model = PLACES[table]
        if session.execute(delete(model).where(model.id == number).returning(model.id)).all():
            action = "remove_closure" if table == "closure" else "undo_session_change"
            record(session, actor, action, f"{table}/{number}", now=now)


def absence_of(about: About, frozen: FrozenWeek, now: dt.datetime) -> records.Absence:
    """When somebody is away: for one session's hours, for a day, or from today to the end of the week."""
    if about["session"] is not None:
        one = frozen.dated.get(about["session"])
        if one is None:
            raise NotFound()
        hours = {"start_minute": one.start_minute, "end_minute": one.end_minute}
        return records.Absence(volunteer=about["person"], from_day=one.on_day, until_day=one.on_day, **hours)
    first, last = _days(about, frozen, now)
    return records.Absence(volunteer=about["person"], from_day=first, until_day=last)


def closure_of(about: About, frozen: FrozenWeek, now: dt.datetime) -> records.Closure | None:
    """The days on which a whole site is closed; None where single sessions change: a room, a move, or a day begun."""
    first, last = _days(about, frozen, now)
    there = [one for one in frozen.problem.sessions if one.site == about["site"] and first <= one.on_day <= last]
    if about["room"] is not None or about["to"] is not None or any(one.past for one in there):
        return None
    return records.Closure(from_day=first, until_day=last, site=about["site"])


def _days(about: About, frozen: FrozenWeek, now: dt.datetime) -> tuple[dt.date, dt.date]:
    if about["on_day"] is not None:
        day = dt.date.fromisoformat(about["on_day"])
        return day, day
    monday, *_, sunday = days_of(frozen.problem.week)
    return max(monday, local_day(now, frozen.school.organisation.timezone)), sunday


def _change_of(one: DatedSession, to: str | None) -> records.SessionChange:
    kind = ChangeKind.CANCELLED if to is None else ChangeKind.MOVED
    return records.SessionChange(
        course=one.course, on_day=one.original_day, start_minute=one.original_start_minute, change=kind, site=to
    )


def _add(
    session: Session,
    actor: Actor,
    table: str,
    model: type[Closure] | type[SessionChange],
    said: records.Closure | records.SessionChange,
    now: dt.datetime,
) -> RowNumber:
    row = model(**values_of(checked(table, said)))
    session.add(row)
    session.flush()
    action = "add_closure" if model is Closure else "change_session"
    record(session, actor, action, f"{model.__tablename__}/{row.id}", fields=[table], now=now)
    return model.__tablename__, row.id
