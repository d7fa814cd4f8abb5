"""ISO weeks as texts."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.calendar.weeks import checked_week, days_of, monday_of, week_of, weeks_later
from roster.errors import Invalid


def test_a_week_begins_on_its_monday() -> None:
    assert monday_of("2026-W48") == dt.date(2026, 11, 23)


def test_the_first_week_of_a_year_may_begin_in_the_year_before() -> None:
    assert monday_of("2025-W01") == dt.date(2024, 12, 30)


def test_the_last_days_of_december_may_belong_to_the_next_year() -> None:
    assert week_of(dt.date(2024, 12, 30)) == "2025-W01"


def test_a_year_with_53_weeks_has_a_week_53() -> None:
    assert monday_of("2026-W53") == dt.date(2026, 12, 28)


def test_after_week_53_comes_week_1() -> None:
    assert weeks_later("2026-W53", 1) == "2027-W01"


def test_the_week_before_the_first_is_the_last_of_the_old_year() -> None:
    assert weeks_later("2027-W01", -1) == "2026-W53"


def test_a_week_has_seven_days_from_monday_to_sunday() -> None:
    assert days_of("2026-W48") == tuple(dt.date(2026, 11, day) for day in range(23, 30))


@pytest.mark.parametrize(
    "text",
    ["", "2026-48", "2026-w48", "2026W48", "2026-W4", " 2026-W48", "2026-W48\n", "٢٠٢٦-W48", "2026-W48-1", "x" * 99],
)
def test_what_is_not_a_week_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_week(text)
    assert "2026-W48" in refusal.value.text("de")


@pytest.mark.parametrize(("text", "weeks"), [("2025-W53", 52), ("2026-W00", 53), ("2026-W54", 53)])
def test_a_week_that_the_year_does_not_have_is_refused_with_their_number(text: str, weeks: int) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_week(text)
    assert str(weeks) in refusal.value.text("en")


@pytest.mark.parametrize("text", ["0001-W01", "1989-W52", "2201-W01", "9999-W52"])
def test_a_year_far_away_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="1990 to 2200"):
        checked_week(text)


@given(st.dates(min_value=dt.date(1991, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_every_day_lies_in_its_week(day: dt.date) -> None:
    assert day in days_of(week_of(day))


@given(st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2100, 1, 1)), st.integers(-300, 300))
def test_weeks_sort_as_texts_like_their_mondays(day: dt.date, weeks: int) -> None:
    week = week_of(day)
    assert (weeks_later(week, weeks) > week) == (weeks > 0)
