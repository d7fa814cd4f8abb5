"""The list of courses, one course, and what can be chosen for one. For leads and admins."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actor import AccountRole, Actor
from roster.calendar.clock import wall_clock
from roster.database import Store
from roster.errors import NotFound
from roster.models.courses import Course, Meeting, Seats, SessionChange
from roster.models.organisations import Branch, Role, Room, Site
from roster.models.school_records import record_of
from roster.records import ChangeKind
from roster.reports.lists import Line, all_records, names_by_key
from roster.words import Sentence, spoken_date

CANCELLED = Sentence(de="{session}: fällt aus", en="{session}: cancelled")
MOVED = Sentence(de="{session}: verlegt auf {news}", en="{session}: moved to {news}")
ONE_OFF = Sentence(de="{session}: zusätzlicher Termin, {news}", en="{session}: extra session, {news}")
UNTIL = Sentence(de="bis {end}", en="until {end}")


@dataclass(frozen=True, slots=True)
class CourseChoices:
    """What a course's form chooses from; an empty tuple means that this has to be entered first."""

    branches: tuple[records.Branch, ...]
    sites: tuple[records.Site, ...]
    rooms: tuple[records.Room, ...]
    roles: tuple[records.Role, ...]


class CourseTrouble(enum.StrEnum):
    """Why a course is not planned: without weekly meetings, without seats, or over."""

    NO_MEETINGS = "no_meetings"
    NO_SEATS = "no_seats"
    OVER = "over"


class CourseOrder(enum.StrEnum):
    """What the list is sorted by."""

    BRANCH = "branch"  # and within it by name
    NAME = "name"
    LEVEL = "level"
    SITE = "site"
    PRIORITY = "priority"
    UNTIL = "until"  # courses without a last day come last


@dataclass(frozen=True, slots=True)
class CourseFilter:
    """Which courses to show; None and empty = any. ``weekday`` = one of its weekly meetings falls on it."""

    search: str = ""
    branch: str | None = None
    site: str | None = None
    level: records.Level | None = None
    weekday: int | None = None
    trouble: CourseTrouble | None = None


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One course in the list, with the version that an edit in place is based on.

    ``seats`` are pairs of a role's name and its seats; ``troubles`` say why it is not planned.
    """

    course: records.Course
    version: int
    troubles: tuple[CourseTrouble, ...]
    branch_name: str
    site_name: str
    meetings: tuple[records.Meeting, ...]
    seats: tuple[tuple[str, records.Seats], ...]


@dataclass(frozen=True, slots=True)
class CoursesPage:
    """Courses that fit the filter, sorted; ``all`` counts all there are. Options are key and name each."""

    rows: tuple[CourseRow, ...]
    all: int
    branch_options: tuple[tuple[str, str], ...]
    site_options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """One course with its seats, weekly meetings and the dates that differ, the next ones first."""

    course: records.Course
    version: int
    seats: tuple[records.Seats, ...]
    meetings: tuple[records.Meeting, ...]
    changes: tuple[Line, ...]


def courses_page(
    store: Store,
    actor: Actor,
    *,
    only: CourseFilter = CourseFilter(),
    order: CourseOrder = CourseOrder.BRANCH,
    descending: bool = False,
    today: dt.date,
) -> CoursesPage:
    """The list of courses, in six queries. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        branches, sites = names_by_key(session, Branch), names_by_key(session, Site)
        roles = names_by_key(session, Role)
        meetings = by_course(all_records(session, Meeting, records.Meeting))
        seats = by_course(all_records(session, Seats, records.Seats))
        courses = [(record_of(row, records.Course), row.version) for row in session.scalars(select(Course))]
    rows = []
    for course, version in courses:
        its_meetings, its_seats = _in_week(meetings.get(course.key, [])), seats.get(course.key, [])
        rows.append(
            CourseRow(
                course=course,
                version=version,
                troubles=_troubles(course, bool(its_meetings), bool(its_seats), today),
                branch_name=branches[course.branch],
                site_name=sites[course.site],
                meetings=its_meetings,
                seats=tuple((roles[one.role], one) for one in its_seats),
            )
        )
    shown = sorted((row for row in rows if _fits(row, only)), key=KEYS[CourseOrder.BRANCH])
    shown.sort(key=KEYS[order], reverse=descending)
    return CoursesPage(tuple(shown), len(rows), _options(branches), _options(sites))


KEYS: Mapping[CourseOrder, Callable[[CourseRow], Any]] = {
    CourseOrder.BRANCH: lambda row: (row.branch_name.casefold(), row.course.name.casefold(), row.course.key),
    CourseOrder.NAME: lambda row: row.course.name.casefold(),
    CourseOrder.LEVEL: lambda row: -1 if row.course.level is None else row.course.level,
    CourseOrder.SITE: lambda row: row.site_name.casefold(),
    CourseOrder.PRIORITY: lambda row: row.course.priority,
    CourseOrder.UNTIL: lambda row: row.course.ends_on or dt.date.max,
}


def by_course(rows: tuple[Any, ...]) -> dict[str, list[Any]]:
    """Meetings or seats by the course whose they are."""
    found: dict[str, list[Any]] = {}
    for one in rows:
        found.setdefault(one.course, []).append(one)
    return found


def _troubles(course: records.Course, meets: bool, needs: bool, today: dt.date) -> tuple[CourseTrouble, ...]:
    told = (
        (CourseTrouble.NO_MEETINGS, not meets),
        (CourseTrouble.NO_SEATS, not needs),
        (CourseTrouble.OVER, course.ends_on is not None and course.ends_on < today),
    )
    return tuple(trouble for trouble, there in told if there)


def _fits(row: CourseRow, only: CourseFilter) -> bool:
    course = row.course
    return (
        only.search.casefold() in course.name.casefold()
        and only.branch in (None, course.branch)
        and only.site in (None, course.site)
        and only.level in (None, course.level)
        and (only.weekday is None or any(meeting.weekday == only.weekday for meeting in row.meetings))
        and (only.trouble is None or only.trouble in row.troubles)
    )


def _options(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def course_page(store: Store, actor: Actor, key: str) -> CoursePage:
    """One course. Leads and admins; NotFound for a key that is not there."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        row = session.scalar(select(Course).where(Course.key == key))
        if row is None:
            raise NotFound()
        return CoursePage(
            course=record_of(row, records.Course),
            version=row.version,
            seats=all_records(session, Seats, records.Seats, Seats.course == key),
            meetings=_in_week(all_records(session, Meeting, records.Meeting, Meeting.course == key)),
            changes=_changes(session, key, actor.language),
        )


def course_choices(store: Store, actor: Actor) -> CourseChoices:
    """Branches, sites, rooms and roles, by name. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        return CourseChoices(
            branches=all_records(session, Branch, records.Branch),
            sites=all_records(session, Site, records.Site),
            rooms=all_records(session, Room, records.Room),
            roles=all_records(session, Role, records.Role),
        )


def _in_week(meetings: list[records.Meeting] | tuple[records.Meeting, ...]) -> tuple[records.Meeting, ...]:
    return tuple(sorted(meetings, key=lambda one: (one.weekday, one.start_minute, one.end_minute)))


def _changes(session: Session, key: str, language: str) -> tuple[Line, ...]:
    names = names_by_key(session, Site) | names_by_key(session, Room)
    query = select(SessionChange).where(SessionChange.course == key)
    rows = session.scalars(query.order_by(SessionChange.on_day.desc(), SessionChange.start_minute))
    return tuple(Line(row.id, change_text(record_of(row, records.SessionChange), names, language)) for row in rows)


def change_text(change: records.SessionChange, names: Mapping[str, str], language: str) -> str:
    """Such as "24.11.2026 18:30: verlegt auf 25.11.2026, 19:00"; ``names`` gives names of sites and rooms by key."""
    day = f"{spoken_date(change.on_day, language)} {wall_clock(change.start_minute)}"
    if change.change is ChangeKind.CANCELLED:
        return CANCELLED.text(language, session=day)
    news = []
    if change.new_day is not None:
        news.append(spoken_date(change.new_day, language))
    if change.new_start_minute is not None:
        news.append(wall_clock(change.new_start_minute))
    if change.new_end_minute is not None:
        news.append(UNTIL.text(language, end=wall_clock(change.new_end_minute)))
    news += [names.get(place, place) for place in (change.site, change.room) if place is not None]
    sentence = MOVED if change.change is ChangeKind.MOVED else ONE_OFF
    return sentence.text(language, session=day, news=", ".join(news))
