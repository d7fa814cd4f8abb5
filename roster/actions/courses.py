"""Looking after courses: what they are, their seats and weekly meetings, and single dates that differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.edits import (
    require_free_key,
    require_present,
    row_by_key,
    values_of,
)
from roster.actions.record_checks import check_together, checked
from roster.actions.trails import Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Invalid, NotFound
from roster.models.courses import Course, Meeting, Seats, SessionChange
from roster.models.organisations import Branch, Organisation, Role, Room, Site
from roster.models.people import Volunteer
from roster.models.school_records import record_of
from roster.words import Sentence

MOST_MEETINGS = 100

SOMETHING_ELSES = Sentence(
    de="Plätze und Termine gehören zu einem anderen Kurs.", en="The seats and meetings belong to another course."
)
ROLE_TWICE = Sentence(
    de="Eine Rolle steht bei den Plätzen doppelt. Bitte in einer Zeile zusammenfassen.",
    en="A role stands twice among the seats. Please put it into one row.",
)
TOO_MANY = Sentence(de="Höchstens {most} Termine je Kurs.", en="At most {most} meetings a course.")
CHANGED_ALREADY = Sentence(
    de="Für diesen Termin gibt es schon eine Änderung. Bitte zuerst die alte zurücknehmen.",
    en="There is a change of this session already. Please undo the old one first.",
)


@dataclass(frozen=True, slots=True)
class CourseForm:
    """A course with its seats and weekly meetings, as one form holds them."""

    course: records.Course
    seats: tuple[records.Seats, ...]
    meetings: tuple[records.Meeting, ...]


def add_course(
    store: Store,
    actor: Actor,
    course: records.Course,
    seats: Iterable[records.Seats],
    meetings: Iterable[records.Meeting],
    *,
    now: dt.datetime,
) -> None:
    """Add a course. Leads and admins; Conflict for a key that is taken, Invalid for what does not fit."""
    actor.require(AccountRole.LEAD)
    form = _checked_form(course, seats, meetings)
    with store.writing(actor.organisation_id) as session:
        require_free_key(session, Course, form.course.key)
        _require_references(session, form)
        row = Course(**values_of(form.course))
        session.add(row)
        session.flush()
        for part in (*form.seats, *form.meetings):
            session.add((Seats if isinstance(part, records.Seats) else Meeting)(**values_of(part)))
        record(session, actor, "add_course", f"course/{row.id}", fields=values_of(form.course), now=now)


def save_course(
    store: Store,
    actor: Actor,
    course: records.Course,
    seats: Iterable[records.Seats],
    meetings: Iterable[records.Meeting],
    *,
    version: int,
    now: dt.datetime,
) -> str | None:
    """Save a course's form that was opened at ``version``: the course, all its seats and all its meetings.

    Leads and admins. Raises Conflict with ``yours`` and ``stored`` (CourseForm) where somebody saved meanwhile.
    Gives the name to undo it by (roster.actions.undo) where seats or meetings were taken out, else None.
    """
    actor.require(AccountRole.LEAD)
    form = _checked_form(course, seats, meetings)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Course, course.key, lock=True)
        stored = stored_form(session, row)
        if row.version != version:
            raise Conflict(yours=form, stored=stored)
        _require_references(session, form)
        trail = Trail(session, actor)
        changed = list(trail.change(row, **values_of(form.course)))
        parts: list[tuple[str, type[Seats] | type[Meeting], Sequence[Any], Sequence[Any]]] = [
            ("seats", Seats, form.seats, stored.seats),
            ("meetings", Meeting, form.meetings, stored.meetings),
        ]
        other = [part for part in parts if set(part[2]) != set(part[3])]
        if other:
            trail.touch(row)  # also where only seats or meetings changed: they are part of the form
        for name, model, wanted, _before in other:
            rows = session.scalars(select(model).where(model.course == course.key)).all()
            trail.replace(rows, [model(**values_of(one)) for one in wanted])
            changed.append(name)
        if changed:
            record(session, actor, "save_course", f"course/{row.id}", fields=changed, now=now)
        taken_out = any(set(before) - set(wanted) for _name, _model, wanted, before in other)
        return trail.keep(f"course/{row.id}", now=now) if taken_out else None


def remove_course(store: Store, actor: Actor, key: str, *, now: dt.datetime) -> str | None:
    """Delete a course with its seats, meetings, changes and decisions. Admins only; published versions stay as told.

    Gives the name to undo it by.
    """
    actor.require(AccountRole.ADMIN)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Course, key, lock=True)
        trail = Trail(session, actor, AccountRole.ADMIN)
        take_course_out(trail, row, now=now)
        return trail.keep(f"course/{row.id}", now=now)


def take_course_out(trail: Trail, row: Course, *, now: dt.datetime) -> None:
    """Within a trail: delete a course, and take it out of people's wishes."""
    for volunteer in trail.session.scalars(select(Volunteer)):
        left = tuple(one for one in volunteer.preferred_courses if one != row.key)
        trail.change(volunteer, only_if_unchanged=True, preferred_courses=left)
    trail.remove(row)
    record(trail.session, trail.actor, "remove_course", f"course/{row.id}", now=now)


# ---- single dates ---------------------------------------------------------------------------------------------------


def change_session(store: Store, actor: Actor, change: records.SessionChange, *, now: dt.datetime) -> int:
    """Cancel or move one dated session, or add a one-off. Leads and admins; gives the entry's number.

    Raises Conflict where that session has a change already, Invalid for what does not fit (a time that the clock
    skips, a room at another site).
    """
    actor.require(AccountRole.LEAD)
    change = checked("session_changes", change)
    with store.writing(actor.organisation_id) as session:
        course = row_by_key(session, Course, change.course, lock=True)
        require_present(session, Site, change.site)
        require_present(session, Room, change.room)
        _check_together(session, record_of(course, records.Course), (), (change,))
        same = select(SessionChange.id).where(
            SessionChange.course == change.course,
            SessionChange.on_day == change.on_day,
            SessionChange.start_minute == change.start_minute,
        )
        if session.scalar(same) is not None:
            raise Conflict(CHANGED_ALREADY)
        row = SessionChange(**values_of(change))
        session.add(row)
        session.flush()
        record(session, actor, "change_session", f"course/{course.id}", fields=["session_changes"], now=now)
        return row.id


def undo_session_change(store: Store, actor: Actor, key: str, number: int, *, now: dt.datetime) -> str | None:
    """Let a dated session of a course follow its weekly pattern again, or take a one-off back. Leads and admins.

    Gives the name to undo even this by.
    """
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        course = row_by_key(session, Course, key, lock=True)
        row = session.scalar(select(SessionChange).where(SessionChange.id == number, SessionChange.course == key))
        if row is None:
            raise NotFound()
        trail = Trail(session, actor)
        trail.remove(row)
        record(session, actor, "undo_session_change", f"course/{course.id}", fields=["session_changes"], now=now)
        return trail.keep(f"course/{course.id}", now=now)


def stored_form(session: Session, row: Course) -> CourseForm:
    """A course as its form would show it."""
    seats = session.scalars(select(Seats).where(Seats.course == row.key).order_by(Seats.id))
    meetings = session.scalars(
        select(Meeting).where(Meeting.course == row.key).order_by(Meeting.weekday, Meeting.start_minute, Meeting.id)
    )
    return CourseForm(
        record_of(row, records.Course),
        tuple(record_of(one, records.Seats) for one in seats),
        tuple(record_of(one, records.Meeting) for one in meetings),
    )


def _checked_form(
    course: records.Course, seats: Iterable[records.Seats], meetings: Iterable[records.Meeting]
) -> CourseForm:
    form = CourseForm(
        checked("courses", course),
        tuple(checked("seats", one) for one in seats),
        tuple(checked("meetings", one) for one in meetings),
    )
    if ({one.course for one in form.seats} | {one.course for one in form.meetings}) - {course.key}:
        raise Invalid(SOMETHING_ELSES)
    if len({one.role for one in form.seats}) < len(form.seats):
        raise Invalid(ROLE_TWICE)
    if len(form.meetings) > MOST_MEETINGS:
        raise Invalid(TOO_MANY, most=MOST_MEETINGS)
    return form


def _require_references(session: Session, form: CourseForm) -> None:
    require_present(session, Branch, form.course.branch)
    require_present(session, Site, form.course.site)
    require_present(session, Role, *(one.role for one in form.seats))
    require_present(session, Room, *{one.room for one in form.meetings})
    _check_together(session, form.course, form.meetings, ())


def _check_together(
    session: Session,
    course: records.Course,
    meetings: Sequence[records.Meeting],
    changes: Sequence[records.SessionChange],
) -> None:
    own = record_of(session.scalars(select(Organisation)).one(), records.Organisation)
    rooms = [record_of(row, records.Room) for row in session.scalars(select(Room))]
    check_together(own, courses=[course], rooms=rooms, meetings=meetings, session_changes=changes)
