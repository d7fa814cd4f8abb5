"""availability: windows, absences and their edges."""

import pytest

from roster.problem import Span, Window
from roster.records import Willingness
from tests.tiny_school import (
    ALWAYS,
    CLOCK_WEEK,
    SUN,
    TUE,
    WED,
    broken,
    elapsed,
    person,
    problem,
    seat,
    session,
    span,
    window,
)

EVENING = session(starts="18:30", minutes=90)


def broken_with(windows: list[Window], absences: list[Span] | None = None) -> list[str]:
    anna = person("anna", windows=windows, absences=tuple(absences or ()))
    return broken(problem([EVENING], [anna]), seat(EVENING, anna))


def test_a_window_of_exactly_the_session_is_enough() -> None:
    assert broken_with([window(TUE, "18:30", "20:00")]) == []


@pytest.mark.parametrize(("starts", "ends"), [("18:31", "20:00"), ("18:30", "19:59"), ("20:00", "22:00")])
def test_a_window_that_lacks_a_minute_is_not(starts: str, ends: str) -> None:
    assert broken_with([window(TUE, starts, ends)]) == ["availability"]


def test_no_window_means_not_available() -> None:
    assert broken_with([]) == ["availability"]


def test_windows_that_touch_count_as_one() -> None:
    assert broken_with([window(TUE, "18:00", "19:00"), window(TUE, "19:00", "20:00", Willingness.IF_NEEDED)]) == []


def test_windows_with_a_minute_between_them_do_not() -> None:
    assert broken_with([window(TUE, "18:00", "19:00"), window(TUE, "19:01", "20:00")]) == ["availability"]


def test_the_same_hours_on_another_day_do_not_help() -> None:
    assert broken_with([window(WED, "18:00", "21:00")]) == ["availability"]


@pytest.mark.parametrize(("starts", "ends"), [("17:00", "18:31"), ("19:59", "21:00"), ("19:00", "19:01")])
def test_an_absence_that_takes_a_minute_forbids_the_session(starts: str, ends: str) -> None:
    assert broken_with(list(ALWAYS), [span(TUE, starts, ends)]) == ["availability"]


@pytest.mark.parametrize(("starts", "ends"), [("17:00", "18:30"), ("20:00", "21:00")])
def test_an_absence_that_touches_the_session_does_not(starts: str, ends: str) -> None:
    assert broken_with(list(ALWAYS), [span(TUE, starts, ends)]) == []


def test_an_absence_outside_all_windows_is_told_once() -> None:
    assert broken_with([], [span(TUE, "00:00", "24:00")]) == ["availability"]


def test_over_midnight_the_windows_of_both_days_are_needed() -> None:
    night = session(starts="23:00", minutes=120)
    both = person("anna", windows=[window(TUE, "22:00", "24:00"), window(WED, "00:00", "02:00")])
    one = person("berta", windows=[window(TUE, "22:00", "24:00")])
    school = problem([night], [both, one])

    assert broken(school, seat(night, both)) == []
    assert broken(school, seat(night, one)) == ["availability"]


def test_when_the_clocks_go_back_a_window_in_wall_clock_time_still_holds_its_session() -> None:
    sunday = session("cafe", SUN, "18:30", week=CLOCK_WEEK)
    anna = person("anna", windows=[window(SUN, "18:30", "20:00", week=CLOCK_WEEK)])

    assert elapsed(SUN, "18:30", CLOCK_WEEK) == SUN * 1440 + 18 * 60 + 30 + 60
    assert broken(problem([sunday], [anna]), seat(sunday, anna)) == []


def test_the_past_is_not_judged() -> None:
    over = session(past=True)
    anna = person("anna", windows=[])

    assert broken(problem([over], [anna], published=(seat(over, anna),)), seat(over, anna)) == []
