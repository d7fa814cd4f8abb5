"""Which duties were held: the one answer for the proof of hours, the pages of leads, and every other report.

A published duty that has begun was held unless its person had called off or the session does not take place. What a
lead notes afterwards (roster/models/attendance.py) counts more than both answers, but no session that was cancelled is
ever held.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from roster.calendar.clock import minute_of_day
from roster.calendar.sessions import dated_sessions, session_moments
from roster.calendar.weeks import days_of, week_of
from roster.models.attendance import Attendance, Presence
from roster.models.courses import SessionChange
from roster.models.duty_answers import Answer, DutyAnswer
from roster.models.rosters import PublishedDuty
from roster.records import ChangeKind
from roster.weeks.duty_answers import begins, current_duties, still_to_come
from roster.weeks.frozen import from_records

Key = tuple[str, str]  # session and volunteer
Days = tuple[dt.date, dt.date]  # first and last, both inclusive


class DutyState(enum.StrEnum):
    """What became of a duty."""

    TO_COME = "to_come"
    HELD = "held"
    NOT_HELD = "not_held"  # a lead says so
    CALLED_OFF = "called_off"  # its person said in time that they cannot come
    CANCELLED = "cancelled"  # the session does not take place


@dataclass(frozen=True, slots=True)
class HeldDuty:
    """One duty and what became of it. ``noted`` is a lead's word, None = nobody has said anything.

    ``planned`` is false for somebody who stepped in on the spot. ``ends_at`` is None where it is not known.
    """

    session: str
    course: str
    on_day: dt.date
    start_minute: int
    role: str
    volunteer: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    state: DutyState
    noted: Presence | None
    planned: bool

    @property
    def counts(self) -> bool:
        """Whether it was held, or will be as far as anybody knows."""
        return self.state in (DutyState.TO_COME, DutyState.HELD)


def duties_held(
    session: Session, days: Days, timezone: str, *, volunteer: str | None = None, now: dt.datetime
) -> tuple[HeldDuty, ...]:
    """The duties of some days that count, and what became of each, by day, start, session, role and person.

    Of one volunteer, or of everybody. Whoever stepped in is among them; a note on a duty that no version has any more
    is not, unless it says that somebody was there.
    """
    duties: list[ColumnElement[bool]] = [PublishedDuty.on_day.between(*days)]
    weeks = DutyAnswer.week.between(week_of(days[0]), week_of(days[1]))
    answers: list[ColumnElement[bool]] = [DutyAnswer.answer == Answer.CANNOT_COME, weeks]
    notes: list[ColumnElement[bool]] = [Attendance.on_day.between(*days)]
    if volunteer is not None:
        duties.append(PublishedDuty.volunteer == volunteer)
        answers.append(DutyAnswer.volunteer == volunteer)
        notes.append(Attendance.volunteer == volunteer)
    away = session.execute(select(DutyAnswer.session, DutyAnswer.volunteer).where(*answers))
    known = _Known(
        called_off=frozenset((key, person) for key, person in away),
        cancelled=cancelled_sessions(session, days),
        noted={(one.session, one.volunteer): one for one in session.scalars(select(Attendance).where(*notes))},
    )
    told = {(one.session, one.volunteer): one for one in current_duties(session, *duties)}
    found = [known.of(duty, timezone, now) for duty in told.values()]
    found += [known.stepped_in(note) for key, note in known.noted.items() if key not in told and _was_there(note)]
    return tuple(sorted(found, key=lambda one: (one.on_day, one.start_minute, one.session, one.role, one.volunteer)))


@dataclass(frozen=True)
class _Known:
    """What is known about the duties of some days."""

    called_off: frozenset[Key]
    cancelled: frozenset[tuple[str, dt.date, int]]
    noted: Mapping[Key, Attendance]

    def of(self, duty: PublishedDuty, timezone: str, now: dt.datetime) -> HeldDuty:
        """A published duty and what became of it."""
        key = (duty.session, duty.volunteer)
        noted = self.noted[key].presence if key in self.noted else None
        if (duty.course, duty.on_day, duty.start_minute) in self.cancelled:
            state = DutyState.CANCELLED
        elif noted is not None:
            state = DutyState.HELD if noted is Presence.HELD else DutyState.NOT_HELD
        elif key in self.called_off:
            state = DutyState.CALLED_OFF
        else:
            state = DutyState.TO_COME if still_to_come(duty, timezone, now) else DutyState.HELD
        return HeldDuty(
            session=duty.session,
            course=duty.course,
            on_day=duty.on_day,
            start_minute=duty.start_minute,
            role=duty.role,
            volunteer=duty.volunteer,
            starts_at=begins(duty, timezone),
            ends_at=duty.ends_at,
            state=state,
            noted=noted,
            planned=True,
        )

    def stepped_in(self, note: Attendance) -> HeldDuty:
        """The duty of somebody who was there without one."""
        course, start_minute = course_and_start(note.session)
        gone = (course, note.on_day, start_minute) in self.cancelled
        return HeldDuty(
            session=note.session,
            course=course,
            on_day=note.on_day,
            start_minute=start_minute,
            role=note.role,
            volunteer=note.volunteer,
            starts_at=note.starts_at,
            ends_at=note.ends_at,
            state=DutyState.CANCELLED if gone else DutyState.HELD,
            noted=note.presence,
            planned=False,
        )


@dataclass(frozen=True, slots=True)
class TaughtSession:
    """A session of a week, as it was published or as the records have it. ``ends_at`` is None where it is not known."""

    key: str
    course: str
    on_day: dt.date
    start_minute: int
    starts_at: dt.datetime
    ends_at: dt.datetime | None


def sessions_taught(session: Session, week: str, timezone: str) -> Mapping[str, TaughtSession]:
    """The sessions of a week by key, in the order of time: what takes place, was published, or was noted about.

    Times that people were told count more than those of today's records. Raises Invalid for a week that is none.
    """
    found: dict[str, TaughtSession] = {}
    for note in session.scalars(select(Attendance).where(Attendance.on_day.in_(days_of(week)))):
        course, start = course_and_start(note.session)
        found[note.session] = TaughtSession(note.session, course, note.on_day, start, note.starts_at, note.ends_at)
    for one in from_records(session, ("dated", week), lambda school: dated_sessions(school, week)):
        if one.held:
            moments = session_moments(one, timezone)
            found[one.key] = TaughtSession(one.key, one.course, one.on_day, one.start_minute, *moments)
    for duty in current_duties(session, weeks=[week]):
        starts = begins(duty, timezone)
        ends = duty.ends_at or (found[duty.session].ends_at if duty.session in found else None)
        found[duty.session] = TaughtSession(duty.session, duty.course, duty.on_day, duty.start_minute, starts, ends)
    return {one.key: one for one in sorted(found.values(), key=lambda one: (one.on_day, one.start_minute, one.key))}


def course_and_start(session_key: str) -> tuple[str, int]:
    """The course and the minute of the day that a session's key names. Raises Invalid for a text that is none."""
    course, _, when = session_key.rpartition("@")
    return course, minute_of_day(when.partition("T")[2])


def _was_there(note: Attendance) -> bool:
    return note.presence is Presence.HELD


def cancelled_sessions(session: Session, days: Days) -> frozenset[tuple[str, dt.date, int]]:
    """Sessions that a lead cancelled, by course, day and start."""
    change = SessionChange
    query = select(change.course, change.on_day, change.start_minute)
    query = query.where(change.change == ChangeKind.CANCELLED, change.on_day.between(*days))
    return frozenset((course, on_day, start) for course, on_day, start in session.execute(query))
