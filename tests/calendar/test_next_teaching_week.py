"""The first week ahead in which there is teaching."""

import datetime as dt
from dataclasses import replace

import pytest

from roster.calendar.sessions import next_teaching_week
from roster.errors import Invalid
from roster.records import ChangeKind, Meeting
from tests.tiny_records import MONDAY, WEEK, change, school


def test_the_next_teaching_week_begins_after_today() -> None:
    assert next_teaching_week(school(), dt.date(2026, 11, 18)) == WEEK


def test_on_a_monday_the_week_that_began_today_is_not_the_next() -> None:
    assert next_teaching_week(school(), MONDAY) == "2026-W49"


def test_weeks_without_teaching_are_skipped() -> None:
    kids_only = school(meetings=(Meeting(course="kids", weekday=2, start_minute=540, end_minute=720),))
    assert next_teaching_week(kids_only, dt.date(2026, 12, 17)) == "2027-W02"


def test_a_week_whose_sessions_are_all_cancelled_is_skipped() -> None:
    only_evening = school(meetings=school().meetings[:1])
    assert (
        next_teaching_week(
            replace(only_evening, session_changes=(change(ChangeKind.CANCELLED),)), dt.date(2026, 11, 18)
        )
        == "2026-W49"
    )


def test_a_school_without_teaching_ahead_is_told_so() -> None:
    with pytest.raises(Invalid, match="104 weeks"):
        next_teaching_week(school(meetings=()), MONDAY)
