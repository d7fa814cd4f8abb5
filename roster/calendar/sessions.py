"""The weekly pattern of courses as dated sessions: what really takes place in a week, when and where.

How the records of a school become the sessions of a week:

1. Each meeting gives a session on its weekday, within its own dates and those of its course.
2. A change ``moved`` or ``cancelled`` changes the session that its course, day and start name; one that names no
   session does nothing. Cancelled wins over moved. One-offs come beside the pattern, whatever the course's dates.
3. Holidays and term limits take sessions out of the weekly pattern. What a lead set for a date (a one-off, a moved
   session) stands also on a holiday.
4. A closure cancels everything at its site or of its branch, one-offs too: nobody can get in.
5. A site outside its contract dates, or one that no record describes, takes nothing away: the session stays visible,
   and the rule ``site_access`` keeps people from being sent there.

An end that is not after the start lies on the next day. A session that starts in the gap of the clock is refused.
Meetings of a course that nobody knows give nothing.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from roster.calendar.clock import MINUTES_OF_DAY, in_gap, moment, wall_clock
from roster.calendar.teaching_days import closure_name, closure_on, holiday_on
from roster.calendar.weeks import days_of, week_of
from roster.errors import Invalid
from roster.problem import session_key
from roster.records import ChangeKind, Course, Meeting, School, SessionChange
from roster.words import Sentence

START_IN_GAP = Sentence(
    de="„{course}“ beginnt am {day} um {starts}, aber in dieser Nacht springt die Uhr über diese Zeit hinweg. "
    "Bitte den Termin verschieben oder absagen.",
    en="“{course}” starts on {day} at {starts}, but that night the clock jumps over this time. "
    "Please move or cancel the session.",
)
NO_TEACHING_AHEAD = Sentence(
    de="Nach dem {today} findet {weeks} Wochen lang kein Unterricht statt. "
    "Bitte prüfen, ob Kurse Termine haben und ob Kurs- und Kurszeitdaten noch gelten.",
    en="There is no teaching for {weeks} weeks after {today}. "
    "Please check that courses have meetings and that the dates of courses and terms still count.",
)
LOOK_AHEAD_WEEKS = 104


class SessionStatus(enum.StrEnum):
    """What became of a session of the pattern. All but the cancelled ones take place."""

    HELD = "held"
    CANCELLED = "cancelled"
    MOVED = "moved"
    ONE_OFF = "one_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSession:
    """One session on its date. Minutes count from midnight of ``on_day``; an end beyond 1440 lies on the next day.

    ``original_day`` and ``original_start_minute`` are those of the weekly pattern (of a one-off: as first entered): the
    same before and after a move. ``reason`` names the closure that cancelled it; empty where a lead cancelled it.
    """

    course: str
    site: str
    room: str | None
    on_day: dt.date
    starts: str
    start_minute: int
    end_minute: int
    status: SessionStatus
    original_day: dt.date
    original_start_minute: int
    reason: str = ""

    @property
    def key(self) -> str:
        """The key that this session has in a frozen problem."""
        return session_key(self.course, self.on_day, self.starts)

    @property
    def held(self) -> bool:
        """Whether it takes place."""
        return self.status is not SessionStatus.CANCELLED


def dated_sessions(school: School, week: str) -> tuple[DatedSession, ...]:
    """All sessions dated in a week, cancelled ones too, by day, start and course. Empty in a week without teaching.

    A course has at most one session with one date and start: one that takes place wins over a cancelled one, a session
    of the pattern over one moved there, that over a one-off. Raises Invalid for a week that does not exist, an unknown
    Land or time zone, and a session that starts in the gap of the clock.
    """
    days = frozenset(days_of(week))
    courses = {course.key: course for course in school.courses}
    changes = _changes_by_slot(school.session_changes)
    originals = days | {change.on_day for change in school.session_changes if change.new_day in days}
    pattern = list(_pattern(school, courses, originals))
    # A change names the session of the pattern where there is one: so a one-off can replace a cancelled session.
    by_pattern = {_slot(session) for session in pattern}
    one_off_changes = {slot: change for slot, change in changes.items() if slot not in by_pattern}
    found = [
        *(_changed(session, changes) for session in _teaching(school, courses, pattern, changes)),
        *(_changed(session, one_off_changes) for session in _one_offs(school, courses)),
    ]
    sessions = _one_per_key(
        _closed(school, courses[session.course].branch, session) for session in found if session.on_day in days
    )
    for session in sessions:
        _refuse_start_in_gap(school, session)
    return sessions


def next_teaching_week(school: School, today: dt.date) -> str:
    """The first week that begins after ``today`` and in which at least one session takes place.

    Raises Invalid where there is none within two years.
    """
    monday = today + dt.timedelta(days=7 - today.weekday())
    for weeks in range(LOOK_AHEAD_WEEKS):
        week = week_of(monday + dt.timedelta(weeks=weeks))
        if any(session.held for session in dated_sessions(school, week)):
            return week
    raise Invalid(NO_TEACHING_AHEAD, today=today.isoformat(), weeks=LOOK_AHEAD_WEEKS)


def session_moments(session: DatedSession, timezone: str) -> tuple[dt.datetime, dt.datetime]:
    """Start and end of a session as moments in UTC, so that their difference is what it really lasts."""
    return (
        moment(session.on_day, session.start_minute, timezone),
        moment(session.on_day, session.end_minute, timezone),
    )


# ---- steps -----------------------------------------------------------------------------------------------------------

_Slot = tuple[str, dt.date, int]  # course, day and start: how a change names a session
_Changes = dict[_Slot, dict[ChangeKind, SessionChange]]


def _slot(session: DatedSession) -> _Slot:
    return session.course, session.original_day, session.original_start_minute


def _changes_by_slot(changes: Iterable[SessionChange]) -> _Changes:
    """Changes by the session they name; of two alike the same one counts whatever the order of rows."""
    found: _Changes = {}
    for change in sorted(changes, key=repr):
        found.setdefault((change.course, change.on_day, change.start_minute), {})[change.change] = change
    return found


def _pattern(school: School, courses: Mapping[str, Course], days: Iterable[dt.date]) -> Iterator[DatedSession]:
    meetings: dict[int, list[Meeting]] = {}
    for meeting in school.meetings:
        meetings.setdefault(meeting.weekday, []).append(meeting)
    for day in sorted(days):
        for meeting in meetings.get(day.weekday(), ()):
            course = courses.get(meeting.course)
            if (
                course is not None
                and _within(day, meeting.valid_from, meeting.valid_until)
                and _within(day, course.starts_on, course.ends_on)
            ):
                yield _session(course, SessionStatus.HELD, day, meeting.start_minute, meeting.end_minute, meeting.room)


def _teaching(
    school: School, courses: Mapping[str, Course], pattern: Iterable[DatedSession], changes: _Changes
) -> Iterator[DatedSession]:
    """The sessions of the pattern without those on holidays, unless they were moved."""
    for session in pattern:
        change = changes.get(_slot(session), {})
        moved = ChangeKind.MOVED in change and ChangeKind.CANCELLED not in change
        branch, language = courses[session.course].branch, school.organisation.language
        if moved or holiday_on(school, session.on_day, branch, language) is None:
            yield session


def _one_offs(school: School, courses: Mapping[str, Course]) -> Iterator[DatedSession]:
    for change in school.session_changes:
        course = courses.get(change.course)
        if change.change is ChangeKind.ONE_OFF and course is not None and change.new_end_minute is not None:
            session = _session(
                course, SessionStatus.ONE_OFF, change.on_day, change.start_minute, change.new_end_minute, change.room
            )
            yield replace(session, site=change.site or course.site)


def _session(
    course: Course, status: SessionStatus, day: dt.date, start_minute: int, end_minute: int, room: str | None
) -> DatedSession:
    return DatedSession(
        course=course.key,
        site=course.site,
        room=room,
        on_day=day,
        starts=wall_clock(start_minute),
        start_minute=start_minute,
        end_minute=_after(start_minute, end_minute),
        status=status,
        original_day=day,
        original_start_minute=start_minute,
    )


def _changed(session: DatedSession, changes: _Changes) -> DatedSession:
    its_changes = changes.get(_slot(session), {})
    if ChangeKind.CANCELLED in its_changes:
        return replace(session, status=SessionStatus.CANCELLED)
    change = its_changes.get(ChangeKind.MOVED)
    if change is None:
        return session
    start = session.start_minute if change.new_start_minute is None else change.new_start_minute
    length = session.end_minute - session.start_minute
    end = start + length if change.new_end_minute is None else change.new_end_minute
    site = change.site or session.site
    # A room belongs to its site: one that is not named anew stays only where the site does.
    room = change.room or (session.room if site == session.site else None)
    return replace(
        session,
        site=site,
        room=room,
        on_day=change.new_day or session.on_day,
        starts=wall_clock(start),
        start_minute=start,
        end_minute=_after(start, end),
        status=SessionStatus.MOVED,
    )


def _closed(school: School, branch: str, session: DatedSession) -> DatedSession:
    closure = closure_on(school, session.on_day, branch, session.site) if session.held else None
    if closure is None:
        return session
    reason = closure_name(closure, school.organisation.language)
    return replace(session, status=SessionStatus.CANCELLED, reason=reason)


def _one_per_key(sessions: Iterable[DatedSession]) -> tuple[DatedSession, ...]:
    precedence = (SessionStatus.HELD, SessionStatus.MOVED, SessionStatus.ONE_OFF, SessionStatus.CANCELLED)
    found: dict[str, DatedSession] = {}
    for session in sorted(sessions, key=lambda s: (precedence.index(s.status), repr(s))):
        found.setdefault(session.key, session)
    return tuple(sorted(found.values(), key=lambda s: (s.on_day, s.start_minute, s.course)))


def _refuse_start_in_gap(school: School, session: DatedSession) -> None:
    if session.held and in_gap(session.on_day, session.start_minute, school.organisation.timezone):
        raise Invalid(START_IN_GAP, course=session.course, day=session.on_day.isoformat(), starts=session.starts)


def _within(day: dt.date, first: dt.date | None, last: dt.date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _after(start_minute: int, end_minute: int) -> int:
    return end_minute if end_minute > start_minute else end_minute + MINUTES_OF_DAY
