"""Wall-clock time and elapsed minutes, through both clock changes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.calendar.clock import elapsed_minute, in_gap, local_day, minute_of_day, moment, wall_clock, zone
from roster.calendar.weeks import days_of
from roster.errors import Invalid

BERLIN = "Europe/Berlin"
SPRING_WEEK, SPRING = "2026-W13", dt.date(2026, 3, 29)  # the clock jumps from 02:00 to 03:00
AUTUMN_WEEK, AUTUMN = "2026-W43", dt.date(2026, 10, 25)  # from 03:00 back to 02:00
HALF_PAST_TWO = 150


def lasts(week: str, day: dt.date, start_minute: int, end_minute: int) -> int:
    """The minutes that really pass between two wall-clock times."""
    return elapsed_minute(week, day, end_minute, BERLIN) - elapsed_minute(week, day, start_minute, BERLIN)


def test_monday_midnight_is_minute_zero() -> None:
    assert elapsed_minute("2026-W48", dt.date(2026, 11, 23), 0, BERLIN) == 0


def test_an_ordinary_week_has_10080_minutes() -> None:
    assert elapsed_minute("2026-W48", dt.date(2026, 11, 30), 0, BERLIN) == 10_080


def test_the_week_in_which_the_clocks_go_forward_lacks_an_hour() -> None:
    assert elapsed_minute(SPRING_WEEK, dt.date(2026, 3, 30), 0, BERLIN) == 10_020


def test_the_week_in_which_the_clocks_go_back_has_an_hour_more() -> None:
    assert elapsed_minute(AUTUMN_WEEK, dt.date(2026, 10, 26), 0, BERLIN) == 10_140


def test_the_sunday_before_the_week_is_negative() -> None:
    assert elapsed_minute("2026-W48", dt.date(2026, 11, 22), 0, BERLIN) == -1440


def test_a_night_over_the_march_change_lasts_seven_hours() -> None:
    assert lasts(SPRING_WEEK, dt.date(2026, 3, 28), 22 * 60, 30 * 60) == 7 * 60


def test_a_night_over_the_october_change_lasts_nine_hours() -> None:
    assert lasts(AUTUMN_WEEK, dt.date(2026, 10, 24), 22 * 60, 30 * 60) == 9 * 60


def test_an_evening_after_the_change_stays_at_its_wall_clock_time() -> None:
    assert moment(AUTUMN, 18 * 60 + 30, BERLIN) == dt.datetime(2026, 10, 25, 17, 30, tzinfo=dt.UTC)


def test_an_evening_before_the_change_is_an_hour_earlier_in_utc() -> None:
    assert moment(dt.date(2026, 10, 24), 18 * 60 + 30, BERLIN) == dt.datetime(2026, 10, 24, 16, 30, tzinfo=dt.UTC)


def test_a_time_that_happens_twice_means_its_first_reading() -> None:
    assert moment(AUTUMN, HALF_PAST_TWO, BERLIN) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_a_time_that_the_clock_skips_means_the_moment_of_the_jump() -> None:
    assert moment(SPRING, HALF_PAST_TWO, BERLIN) == dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(("minute", "skipped"), [(119, False), (120, True), (179, True), (180, False)])
def test_the_gap_reaches_from_two_until_before_three(minute: int, skipped: bool) -> None:
    assert in_gap(SPRING, minute, BERLIN) is skipped


def test_a_time_that_happens_twice_is_in_no_gap() -> None:
    assert not in_gap(AUTUMN, HALF_PAST_TWO, BERLIN)


def test_the_gap_is_found_from_the_evening_before() -> None:
    assert in_gap(dt.date(2026, 3, 28), 1440 + HALF_PAST_TWO, BERLIN)


def test_a_gap_at_midnight_moves_the_start_of_the_day() -> None:
    # In Beirut the clock jumps from 00:00 to 01:00.
    assert moment(dt.date(2026, 3, 29), 0, "Asia/Beirut") == dt.datetime(2026, 3, 28, 22, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("week", [SPRING_WEEK, AUTUMN_WEEK, "2026-W48"])
@given(st.integers(0, 6), st.integers(-200, 3000), st.integers(0, 300))
def test_a_later_time_is_never_an_earlier_moment(week: str, number: int, minute: int, more: int) -> None:
    day = days_of(week)[number]
    assert elapsed_minute(week, day, minute, BERLIN) <= elapsed_minute(week, day, minute + more, BERLIN)


@given(st.integers(0, 1439), st.integers(0, 3))
def test_a_minute_of_the_day_reads_back_from_what_the_clock_shows(minute: int, days: int) -> None:
    assert minute_of_day(wall_clock(minute + 1440 * days)) == minute


@pytest.mark.parametrize("text", ["", "24:00", "18.30", "18:60", "1830", "18:3", "-1:00", "18:30\n", "١٨:٣٠"])
def test_what_is_not_a_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid, match="18:30"):
        minute_of_day(text)


@pytest.mark.parametrize("name", ["", "Europe/Osnabrueck", "../../etc/passwd", "/etc/passwd", "Europe", "x\0y", "É"])
def test_an_unknown_time_zone_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(Invalid, match="Europe/Berlin"):
        zone(name)


def test_today_is_the_date_in_the_organisations_zone() -> None:
    assert local_day(dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC), BERLIN) == dt.date(2026, 7, 2)
