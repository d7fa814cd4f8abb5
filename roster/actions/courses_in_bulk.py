"""Doing one thing to several courses, as at the end of a term: first what will happen, then all of it or nothing.

One transaction, one way back for all of it, an entry of the log for each course.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from sqlalchemy import select

from roster import records
from roster.actions.audit import record
from roster.actions.bulk import Prospect, change_each, prospects, rows_as_seen
from roster.actions.course_changes import (
    CancelBetween,
    CourseChange,
    CourseForesight,
    DeleteUnused,
    EndOn,
    MoveTo,
    Prioritise,
    SetLevel,
)
from roster.actions.courses import take_course_out
from roster.actions.trails import Done, Trail
from roster.actor import AccountRole, Actor
from roster.calendar.sessions import DatedSession
from roster.database import Store
from roster.models.courses import Course, Meeting, SessionChange


def foresee_courses(store: Store, actor: Actor, keys: Collection[str], change: CourseChange) -> tuple[Prospect, ...]:
    """What the change would do to each of these courses, by name. Leads and admins; nothing is changed.

    Raises NotFound for a site or room that is not there, Invalid for days that make no sense.
    """
    actor.require(_needs(change))
    with store.reading(actor.organisation_id) as session:
        rows = session.scalars(select(Course).where(Course.key.in_(keys))).all()
        foresee = CourseForesight(session, change)
        found = [(row, foresee.of(row)) for row in sorted(rows, key=lambda row: (row.name.casefold(), row.key))]
    return prospects(found, actor.language)


def change_courses(
    store: Store, actor: Actor, versions: Mapping[str, int], change: CourseChange, *, now: dt.datetime
) -> Done:
    """Do it to several courses; ``versions`` are those that were shown, by key. Leads and admins.

    Gives how many changed, and the one name to undo it by. Raises Conflict where one was changed meanwhile or it
    cannot be done to one, NotFound where one is gone: then nothing has changed.
    """
    actor.require(_needs(change))
    with store.writing(actor.organisation_id) as session:
        rows, trail = rows_as_seen(session, Course, versions), Trail(session, actor, _needs(change))
        foresee = CourseForesight(session, change)
        changed = change_each(rows, foresee.of, lambda row: _carry_out(trail, row, change, foresee, now))
        return Done(changed, trail.keep(f"organisation/{actor.organisation_id}", now=now))


def _needs(change: CourseChange) -> AccountRole:
    return AccountRole.ADMIN if isinstance(change, DeleteUnused) else AccountRole.LEAD


def _carry_out(trail: Trail, row: Course, change: CourseChange, foresee: CourseForesight, now: dt.datetime) -> None:
    fields: tuple[str, ...] = ()
    match change:
        case EndOn(day):
            fields = trail.change(row, ends_on=day)
        case Prioritise(priority):
            fields = trail.change(row, priority=priority)
        case SetLevel(level):
            fields = trail.change(row, level=level)
        case MoveTo(site, room):
            fields = (*trail.change(row, site=site), *_into_room(trail, row, room))
        case CancelBetween():
            trail.add(*(_cancelled(one) for one in foresee.sessions_of(row.key)))
            record(
                trail.session, trail.actor, "change_session", f"course/{row.id}", fields=["session_changes"], now=now
            )
            return
        case DeleteUnused():
            take_course_out(trail, row, now=now)
            return
    record(trail.session, trail.actor, "save_course", f"course/{row.id}", fields=fields, now=now)


def _into_room(trail: Trail, row: Course, room: str | None) -> tuple[str, ...]:
    meetings = trail.session.scalars(select(Meeting).where(Meeting.course == row.key)).all()
    moved = [meeting for meeting in meetings if trail.change(meeting, room=room)]
    if moved:  # meetings are part of the course's form: one that is open now must not bring the old room back
        trail.touch(row)
    return ("meetings",) if moved else ()


def _cancelled(one: DatedSession) -> SessionChange:
    return SessionChange(
        course=one.course,
        on_day=one.original_day,
        start_minute=one.original_start_minute,
        change=records.ChangeKind.CANCELLED,
    )
