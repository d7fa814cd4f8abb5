"""Courses are edited as one form; single dates are changed beside the weekly pattern."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from roster.actions.courses import add_course, change_session, remove_course, save_course, undo_session_change
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.models.courses import Course as CourseRow
from roster.records import ChangeKind, Course, Meeting, Seats, SessionChange
from roster.reports.courses import course_page
from tests.actions.north import DAY, NOW, North

B1 = Course(key="b1", name="B1 abends", branch="adults", site="mill")
LEADS = (Seats(course="b1", role="lead"),)
TUESDAYS = (Meeting(course="b1", weekday=1, start_minute=1110, end_minute=1200, room="m1"),)
CANCELLED = SessionChange(course="a2", on_day=DAY, start_minute=1110, change=ChangeKind.CANCELLED)


def stored_a2(north: North) -> tuple[Course, tuple[Seats, ...], tuple[Meeting, ...], int]:
    page = course_page(north.store, north.lead, "a2")
    return page.course, page.seats, page.meetings, page.version


def test_a_course_comes_with_its_seats_and_meetings(north: North) -> None:
    add_course(north.store, north.lead, B1, LEADS, TUESDAYS, now=NOW)
    school = north.school()
    assert B1 in school.courses
    assert set(LEADS) < set(school.seats)
    assert set(TUESDAYS) < set(school.meetings)


@pytest.mark.parametrize(
    ("course", "seats", "meetings"),
    [
        (replace(B1, priority=9), LEADS, TUESDAYS),
        (replace(B1, ends_on=DAY, starts_on=DAY + dt.timedelta(days=1)), LEADS, TUESDAYS),
        (B1, (LEADS[0], replace(LEADS[0], required=2)), TUESDAYS),
        (B1, (replace(LEADS[0], required=0),), TUESDAYS),
        (B1, (replace(LEADS[0], course="a2"),), TUESDAYS),
        (B1, LEADS, (TUESDAYS[0], replace(TUESDAYS[0], start_minute=1140, end_minute=1260))),
        (B1, LEADS, (replace(TUESDAYS[0], room="s1"),)),
        (B1, LEADS, (replace(TUESDAYS[0], end_minute=1110),)),
    ],
)
def test_a_course_that_makes_no_sense_is_refused_whole(
    north: North, course: Course, seats: tuple[Seats, ...], meetings: tuple[Meeting, ...]
) -> None:
    with pytest.raises(Invalid) as refused:
        add_course(north.store, north.lead, course, seats, meetings, now=NOW)
    assert refused.value.text("de")
    assert [one.key for one in north.school().courses] == ["a2"]


@pytest.mark.parametrize("field", ["branch", "site"])
def test_a_course_stands_on_what_is_there(north: North, field: str) -> None:
    with pytest.raises(NotFound):
        add_course(north.store, north.lead, replace(B1, **{field: "moon"}), LEADS, TUESDAYS, now=NOW)


def test_a_change_of_seats_alone_outdates_an_open_form(north: North) -> None:
    course, seats, meetings, version = stored_a2(north)
    more = (replace(seats[0], wished=1),)
    save_course(north.store, north.lead, course, more, meetings, version=version, now=NOW)
    with pytest.raises(Conflict) as refused:
        save_course(north.store, north.admin, course, seats, meetings, version=version, now=NOW)
    assert refused.value.stored.seats == more  # type: ignore[attr-defined]
    assert north.school().seats == more


def test_each_save_counts_one_version(north: North) -> None:
    course, seats, meetings, version = stored_a2(north)
    save_course(north.store, north.lead, replace(course, name="A2 neu"), seats, meetings, version=version, now=NOW)
    assert stored_a2(north)[3] == version + 1
    assert north.audited() == [("save_course", ("name",))]


def test_saving_without_change_keeps_the_version(north: North) -> None:
    course, seats, meetings, version = stored_a2(north)
    save_course(north.store, north.lead, course, seats, meetings, version=version, now=NOW)
    assert stored_a2(north)[3] == version


def test_a_deleted_course_leaves_nothing_behind(north: North) -> None:
    change_session(north.store, north.lead, CANCELLED, now=NOW)
    remove_course(north.store, north.admin, "a2", now=NOW)
    school = north.school()
    assert (school.courses, school.seats, school.meetings, school.session_changes) == ((), (), (), ())
    assert all(volunteer.preferred_courses == () for volunteer in school.volunteers)


def test_a_session_is_cancelled_and_comes_back(north: North) -> None:
    number = change_session(north.store, north.lead, CANCELLED, now=NOW)
    assert north.school().session_changes == (CANCELLED,)
    undo_session_change(north.store, north.lead, "a2", number, now=NOW)
    assert north.school().session_changes == ()


def test_a_session_has_one_change(north: North) -> None:
    change_session(north.store, north.lead, CANCELLED, now=NOW)
    moved = replace(CANCELLED, change=ChangeKind.MOVED, new_start_minute=1140)
    with pytest.raises(Conflict):
        change_session(north.store, north.lead, moved, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        replace(CANCELLED, change=ChangeKind.ONE_OFF),
        replace(CANCELLED, change=ChangeKind.MOVED),
        replace(CANCELLED, change=ChangeKind.MOVED, new_day=dt.date(2026, 3, 29), new_start_minute=150),
        replace(CANCELLED, change=ChangeKind.MOVED, room="s1"),
        replace(CANCELLED, start_minute=1500),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(north: North, change: SessionChange) -> None:
    with pytest.raises(Invalid):
        change_session(north.store, north.lead, change, now=NOW)


def test_a_change_moves_to_a_site_that_is_there(north: North) -> None:
    with pytest.raises(NotFound):
        change_session(north.store, north.lead, replace(CANCELLED, change=ChangeKind.MOVED, site="moon"), now=NOW)


def test_a_volunteer_may_do_none_of_this(north: North) -> None:
    course, seats, meetings, version = stored_a2(north)
    attempts = (
        lambda: add_course(north.store, north.anna, B1, LEADS, TUESDAYS, now=NOW),
        lambda: save_course(north.store, north.anna, course, seats, meetings, version=version, now=NOW),
        lambda: remove_course(north.store, north.anna, "a2", now=NOW),
        lambda: change_session(north.store, north.anna, CANCELLED, now=NOW),
        lambda: undo_session_change(north.store, north.anna, "a2", 1, now=NOW),
    )
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()


def test_another_organisations_course_is_not_there(north: North) -> None:
    course, seats, meetings, version = stored_a2(north)
    number = change_session(north.store, north.lead, CANCELLED, now=NOW)
    attempts = (
        lambda: save_course(north.store, north.stranger, course, seats, meetings, version=version, now=NOW),
        lambda: remove_course(north.store, north.stranger, "a2", now=NOW),
        lambda: change_session(north.store, north.stranger, replace(CANCELLED, start_minute=600), now=NOW),
        lambda: undo_session_change(north.store, north.stranger, "a2", number, now=NOW),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    with north.store.across() as session:
        assert session.scalars(select(CourseRow.key)).all() == ["a2"]
