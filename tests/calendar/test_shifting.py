"""All records moved by whole weeks."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.calendar.sessions import dated_sessions
from roster.calendar.shifting import shifted, shifted_to_next_teaching_week
from roster.errors import Invalid
from roster.records import (
    Absence,
    ChangeKind,
    Closure,
    Course,
    Decision,
    DecisionKind,
    ExtraTime,
    Holiday,
    Meeting,
    PublishedAssignment,
    School,
    Site,
    Term,
    Willingness,
)
from tests.tiny_records import EVENING, MONDAY, NIGHT, TUESDAY, WEEK, change, school


def with_dates_everywhere() -> School:
    """A school with a date in every field that can hold one."""
    return school(
        organisation={"planning_week": WEEK},
        sites=(Site(key="north", name="Nord", open_from=MONDAY, open_until=TUESDAY),),
        absences=(Absence(volunteer="anna", from_day=MONDAY, until_day=TUESDAY),),
        extra_times=(
            ExtraTime(volunteer="anna", on_day=MONDAY, start_minute=0, end_minute=60, willingness=Willingness.POSSIBLE),
        ),
        courses=(Course(key="a2", name="A2", branch="adults", site="north", starts_on=MONDAY, ends_on=TUESDAY),),
        meetings=(
            Meeting(
                course="a2",
                weekday=1,
                start_minute=EVENING,
                end_minute=NIGHT,
                valid_from=MONDAY,
                valid_until=TUESDAY,
            ),
        ),
        session_changes=(change(ChangeKind.MOVED, new_day=MONDAY),),
        closures=(Closure(from_day=MONDAY, until_day=MONDAY, site="south"),),
        holidays=(Holiday(name="frei", from_day=MONDAY, until_day=MONDAY),),
        terms=(Term(name="Herbst", starts_on=MONDAY, ends_on=TUESDAY),),
        decisions=(Decision(kind=DecisionKind.BAN, volunteer="anna", course="a2", on_day=MONDAY),),
        published=(
            PublishedAssignment(course="a2", on_day=TUESDAY, start_minute=EVENING, role="lead", volunteer="anna"),
        ),
    )


def dates(school: School) -> list[dt.date]:
    """Every date in every record, table by table."""
    records: list[Any] = [record for rows in school.tables().values() for record in rows]
    values = [getattr(record, field.name) for record in records for field in fields(record)]
    return [value for value in values if isinstance(value, dt.date)]


def test_every_date_moves_by_whole_weeks() -> None:
    before, after = dates(with_dates_everywhere()), dates(shifted(with_dates_everywhere(), 3))
    assert [later - day for day, later in zip(before, after, strict=True)] == [dt.timedelta(weeks=3)] * len(before)


def test_the_planning_week_moves_along() -> None:
    assert shifted(with_dates_everywhere(), 6).organisation.planning_week == "2027-W01"


def test_no_planning_week_stays_none() -> None:
    assert shifted(school(), 6).organisation.planning_week is None


@given(st.integers(-500, 500))
def test_there_and_back_again_changes_nothing(weeks: int) -> None:
    assert shifted(shifted(with_dates_everywhere(), weeks), -weeks) == with_dates_everywhere()


def test_a_demo_school_is_moved_to_the_week_after_today() -> None:
    moved = shifted_to_next_teaching_week(school(organisation={"planning_week": WEEK}), dt.date(2027, 3, 3))
    assert moved.organisation.planning_week == "2027-W10"


def test_a_demo_school_is_moved_back_when_today_is_earlier() -> None:
    moved = shifted_to_next_teaching_week(school(organisation={"planning_week": WEEK}), dt.date(2026, 3, 4))
    assert moved.organisation.planning_week == "2026-W11"


def test_a_demo_school_passes_over_holidays() -> None:
    kids_only = school(organisation={"planning_week": WEEK})
    kids_only = replace(kids_only, meetings=kids_only.meetings[1:])
    moved = shifted_to_next_teaching_week(kids_only, dt.date(2026, 12, 17))
    assert moved.organisation.planning_week == "2027-W02"


@pytest.mark.parametrize("today", [dt.date(2026, 1, 1) + dt.timedelta(days=29 * number) for number in range(13)])
def test_a_demo_school_teaches_in_its_planning_week_whatever_today_is(today: dt.date) -> None:
    moved = shifted_to_next_teaching_week(with_dates_everywhere(), today)
    assert any(session.held for session in dated_sessions(moved, str(moved.organisation.planning_week)))


def test_a_demo_school_needs_a_planning_week() -> None:
    with pytest.raises(Invalid, match="planning_week"):
        shifted_to_next_teaching_week(school(), MONDAY)


def test_a_demo_school_without_meetings_is_refused() -> None:
    with pytest.raises(Invalid, match="104 weeks"):
        shifted_to_next_teaching_week(school(organisation={"planning_week": WEEK}, meetings=()), MONDAY)
