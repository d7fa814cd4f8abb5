"""The weeks around one: which are published, which have a draft, in which there is no teaching, and why."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.calendar.teaching_days import why_no_teaching
from roster.calendar.weeks import days_of, week_of, weeks_later
from roster.models.rosters import Roster, RosterDraft
from roster.records import ChangeKind, School

WEEKS_BEFORE, WEEKS_AFTER = 3, 8


class WeekState(enum.StrEnum):
    """How far a week is. ``CHANGED``: published, and a draft waits beside it."""

    NOTHING = "nothing"
    DRAFT = "draft"
    PUBLISHED = "published"
    CHANGED = "changed"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class StripWeek:
    """One week of the strip. ``pause`` names why there is no teaching; empty where there is some."""

    week: str
    first_day: dt.date
    state: WeekState
    pause: str
    shown: bool
    today: bool


def week_strip(session: Session, school: School, week: str, language: str, *, today: dt.date) -> tuple[StripWeek, ...]:
    """The weeks from three before to eight after one, which is the one shown."""
    weeks = [weeks_later(week, distance) for distance in range(-WEEKS_BEFORE, WEEKS_AFTER + 1)]
    stored = _stored(session, weeks)
    return tuple(_one(school, one, week, stored, language, today) for one in weeks)


def _one(
    school: School, one: str, week: str, stored: Mapping[str, WeekState], language: str, today: dt.date
) -> StripWeek:
    pause = pause_of(school, one, language)
    state = stored.get(one, WeekState.NOTHING)
    if pause and state is WeekState.NOTHING:
        state = WeekState.PAUSE
    return StripWeek(one, days_of(one)[0], state, pause, one == week, week_of(today) == one)


def pause_of(school: School, week: str, language: str) -> str:
    """Why there is no teaching in a week: the first holiday or closure in the way; empty where a session takes place.

    Looks at the weekly pattern and at one-off and moved sessions; a week whose sessions are cancelled one by one counts
    as one with teaching. A week without any pattern has no reason either: the courses have not begun, or are over.
    """
    days = days_of(week)
    if any(
        change.on_day in days if change.change is ChangeKind.ONE_OFF else change.new_day in days
        for change in school.session_changes
    ):
        return ""
    courses = {course.key: course for course in school.courses}
    reason = ""
    for meeting in sorted(school.meetings, key=lambda one: one.weekday):
        course, day = courses.get(meeting.course), days[meeting.weekday]
        if course is None or not _within(day, course.starts_on, course.ends_on):
            continue
        if not _within(day, meeting.valid_from, meeting.valid_until):
            continue
        why = why_no_teaching(school, day, course.branch, site=course.site, language=language)
        if why is None:
            return ""
        reason = reason or why
    return reason


def _stored(session: Session, weeks: list[str]) -> dict[str, WeekState]:
    query = (
        select(Roster.week, Roster.current_number, RosterDraft.id)
        .outerjoin(RosterDraft, RosterDraft.roster_id == Roster.id)
        .where(Roster.week.in_(weeks))
    )
    found = {}
    for week, number, draft in session.execute(query):
        state = WeekState.PUBLISHED if number else WeekState.NOTHING
        if draft is not None:
            state = WeekState.CHANGED if number else WeekState.DRAFT
        found[week] = state
    return found


def _within(day: dt.date, first: dt.date | None, last: dt.date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
