"""Ends past midnight, clock changes and impossible times follow the written rule or are refused (check 37)."""

from __future__ import annotations

import pytest

from roster.records import Meeting, SessionChange
from tests.tiny_tables import faults_with, read_with


def meeting(start: str, end: str) -> Meeting:
    return read_with(meetings=f"course;weekday;start;end\na2;mon;{start};{end}\n").schools[0].meetings[0]


@pytest.mark.parametrize(
    ("start", "end", "end_minute"),
    [
        ("18:30", "20:00", 1200),
        ("18:30", "24:00", 1440),
        ("18:30", "00:00", 1440),
        ("22:00", "06:00", 1800),
        ("22:00", "30:00", 1800),
        ("22:00", "24:30", 1470),
    ],
)
def test_an_end_before_the_start_lies_on_the_next_day(start: str, end: str, end_minute: int) -> None:
    assert meeting(start, end).end_minute == end_minute


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("18:30", "18:30", "an end after the start"),
        ("18:30", "18:29", "at most 12 hours after the start"),
        ("08:00", "20:01", "at most 12 hours after the start"),
        ("24:00", "25:00", "a time HH:MM up to 23:59"),
        ("18:30", "48:30", "a time HH:MM up to 48:00"),
    ],
)
def test_an_impossible_length_is_refused(start: str, end: str, said: str) -> None:
    faults = faults_with(meetings=f"course;weekday;start;end\na2;mon;{start};{end}\n")
    assert len(faults) == 1
    assert said in faults[0]


def test_a_window_may_last_the_whole_day_and_no_longer() -> None:
    header = "volunteer;weekday;start;end;willingness\n"
    assert faults_with(availability=header + "anna;mon;00:00;24:00;gladly\n") == []
    assert "at most 24 hours" in faults_with(availability=header + "anna;mon;08:00;33:00;gladly\n")[0]


def change(day: str, start: str, end: str) -> str:
    return f"course;date;start;change;new_end\na2;{day};{start};one_off;{end}\n"


def test_a_session_in_the_gap_of_the_clock_is_refused() -> None:
    faults = faults_with(session_changes=change("2026-03-29", "02:30", "04:00"))
    assert len(faults) == 1
    assert "“02:30” does not fit here. Expected: a time that exists on that day" in faults[0]


@pytest.mark.parametrize(("day", "start"), [("2026-03-29", "03:00"), ("2026-03-29", "01:59"), ("2026-10-25", "02:30")])
def test_a_session_beside_the_gap_or_in_the_doubled_hour_is_taken_as_it_stands(day: str, start: str) -> None:
    found: SessionChange = read_with(session_changes=change(day, start, "05:00")).schools[0].session_changes[0]
    assert found.start_minute == int(start[:2]) * 60 + int(start[3:])


def test_a_session_moved_into_the_gap_is_refused_at_its_new_start() -> None:
    text = "course;date;start;change;new_day;new_start\na2;2026-03-28;18:30;moved;2026-03-29;02:30\n"
    assert "column new_start: “02:30”" in faults_with(session_changes=text)[0]


@pytest.mark.parametrize("week", ["2025-W53", "0001-W01", "9999-W52", "2026-W00"])
def test_a_week_that_does_not_exist_or_is_far_away_is_refused(week: str) -> None:
    faults = faults_with(organisation=f"key;name;planning_week\nnorth;North;{week}\n")
    assert len(faults) == 1
    assert "an ISO week that exists" in faults[0]
