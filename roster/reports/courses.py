"""The list of courses, one course, and what can be chosen for one. For leads and admins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One course in the list; ``seats`` are pairs of a role's name and its seats."""

    course: records.Course
    branch_name: str
    site_name: str
    meetings: tuple[records.Meeting, ...]
    seats: tuple[tuple[str, records.Seats], ...]


@dataclass(frozen=True, slots=True)
class CoursesPage:
    """All courses by branch and name."""

    rows: tuple[CourseRow, ...]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """One course with its seats, weekly meetings and the dates that differ, the next ones first."""

    course: records.Course
    version: int
    seats: tuple[records.Seats, ...]
    meetings: tuple[records.Meeting, ...]
    changes: tuple[Line, ...]


def courses_page(store: Store, actor: Actor) -> CoursesPage:
    """All courses. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        branches, sites = names_by_key(session, Branch), names_by_key(session, Site)
        roles = names_by_key(session, Role)
        meetings = all_records(session, Meeting, records.Meeting)
        seats = all_records(session, Seats, records.Seats)
        rows = (
            CourseRow(
                course=course,
                branch_name=branches[course.branch],
                site_name=sites[course.site],
                meetings=_in_week([one for one in meetings if one.course == course.key]),
                seats=tuple((roles[one.role], one) for one in seats if one.course == course.key),
            )
            for course in all_records(session, Course, records.Course)
        )
        return CoursesPage(tuple(sorted(rows, key=lambda row: (row.branch_name, row.course.name, row.course.key))))


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
