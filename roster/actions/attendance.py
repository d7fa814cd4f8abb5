"""Noting afterwards who held a session: who was not there, who came after all, who stepped in on the spot.

No reason is asked. Such a note tells nobody and changes no version: it only says what the proof of hours counts.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.duty_answers import duties_of
from roster.actions.edits import require_present, row_by_key
from roster.actor import AccountRole, Actor
from roster.calendar.clock import wall_clock
from roster.database import Store
from roster.errors import Conflict, NotFound
from roster.models.attendance import Attendance, Presence
from roster.models.courses import Course
from roster.models.organisations import Organisation, Role
from roster.models.people import Volunteer
from roster.weeks.attendance import HeldDuty, TaughtSession, cancelled_sessions, duties_held, sessions_taught
from roster.weeks.duty_answers import week_of_session
from roster.words import Sentence, spoken_time

NOT_YET = Sentence(
    de="Dieser Termin hat noch nicht begonnen. Wer da war, lässt sich erst danach vermerken.",
    en="This session has not begun yet. Who was there can be noted only afterwards.",
)
FELL_OUT = Sentence(
    de="Dieser Termin ist abgesagt, es war also niemand im Einsatz. Wenn er doch stattfand, bitte zuerst am Kurs die "
    "Absage zurücknehmen.",
    en="This session is cancelled, so nobody was on duty. If it did take place, please take the cancellation back at "
    "the course first.",
)
NOTED_SINCE = Sentence(
    de="Dazu hat inzwischen jemand anderes etwas vermerkt. Unten steht, was jetzt gilt.",
    en="Somebody else has noted something about this meanwhile. What counts now stands below.",
)
ELSEWHERE = Sentence(
    de="{name} war zur selben Zeit schon in einem anderen Termin: {day}, {course}. Bitte zuerst dort vermerken, dass "
    "der Einsatz nicht gehalten wurde.",
    en="{name} was in another session at the same time: {day}, {course}. Please note there first that the duty was "
    "not held.",
)


def note_attendance(
    store: Store,
    actor: Actor,
    session_key: str,
    volunteer: str,
    *,
    role: str = "",
    presence: Presence | None,
    seen: Presence | None,
    now: dt.datetime,
) -> bool:
    """Note that somebody was there or was not, or take such a note back (``presence`` None); False = it stood so.

    ``seen`` is the note that the form was opened with. Who had no duty there stepped in, in a ``role``. Leads and
    admins. Raises NotFound where there is no such session, duty, role or person; Conflict where somebody else noted
    something meanwhile, the session has not begun or is cancelled, or the person was in another one at that time.
    """
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, volunteer, lock=True)
        timezone = session.scalars(select(Organisation.timezone)).one()
        taught = _begun(session, session_key, timezone, now)
        note = session.scalar(
            select(Attendance).where(Attendance.session == session_key, Attendance.volunteer == volunteer)
        )
        stored = None if note is None else note.presence
        if stored is presence:
            return False
        if stored is not seen:
            raise Conflict(NOTED_SINCE, yours=presence, stored=stored)
        _write(session, actor, taught, note, volunteer, role=role, presence=presence, now=now)
        _refuse_two_places(session, actor, taught, owner, timezone, now)
        record(session, actor, "note_attendance", f"volunteer/{owner.id}", fields=["attendance"], now=now)
    return True


def _begun(session: Session, session_key: str, timezone: str, now: dt.datetime) -> TaughtSession:
    taught = sessions_taught(session, week_of_session(session_key), timezone).get(session_key)
    if taught is None:
        raise NotFound()
    if taught.starts_at > now:
        raise Conflict(NOT_YET)
    return taught


def _write(
    session: Session,
    actor: Actor,
    taught: TaughtSession,
    note: Attendance | None,
    volunteer: str,
    *,
    role: str,
    presence: Presence | None,
    now: dt.datetime,
) -> None:
    """Store the note, change it or take it away."""
    if presence is None:
        session.delete(note)
        session.flush()
        return
    role = _role(session, taught, volunteer, role, presence)
    if note is None:
        note = Attendance(on_day=taught.on_day, session=taught.key, volunteer=volunteer)
        session.add(note)
    note.role, note.presence, note.noted_at, note.noted_by = role, presence, now, actor.account_id
    note.starts_at, note.ends_at = taught.starts_at, taught.ends_at
    session.flush()


def _role(session: Session, taught: TaughtSession, volunteer: str, role: str, presence: Presence) -> str:
    """The role in which somebody is noted: that of their duty, else the given one of who stepped in."""
    if (taught.course, taught.on_day, taught.start_minute) in cancelled_sessions(
        session, (taught.on_day, taught.on_day)
    ):
        raise Conflict(FELL_OUT)
    duties = duties_of(session, volunteer, [taught.key])
    if duties:
        return duties[0].role
    if presence is Presence.NOT_HELD:
        raise NotFound()
    require_present(session, Role, role)
    return role


def _refuse_two_places(
    session: Session, actor: Actor, taught: TaughtSession, owner: Volunteer, timezone: str, now: dt.datetime
) -> None:
    """Raise Conflict where the person would now count in two sessions at one time: hours would be proven twice."""
    near = (taught.on_day - dt.timedelta(days=1), taught.on_day + dt.timedelta(days=1))
    duties = [one for one in duties_held(session, near, timezone, volunteer=owner.key, now=now) if one.counts]
    if all(one.session != taught.key for one in duties):
        return
    for other in duties:
        if other.session != taught.key and other.starts_at < _end(taught) and taught.starts_at < _end(other):
            raise Conflict(
                ELSEWHERE,
                name=f"{owner.first_name} {owner.last_name}".strip(),
                day=spoken_time(other.on_day, wall_clock(other.start_minute), actor.language),
                course=_course_name(session, other.course),
            )


def _end(one: TaughtSession | HeldDuty) -> dt.datetime:
    """When it ends; where that is not known, a minute after its start."""
    return one.ends_at or one.starts_at + dt.timedelta(minutes=1)


def _course_name(session: Session, key: str) -> str:
    return session.scalar(select(Course.name).where(Course.key == key)) or key
