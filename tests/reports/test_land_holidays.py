"""The shipped holidays stand as spans of days, with the day until which they are known."""

from __future__ import annotations

import datetime as dt

import pytest

from roster.errors import Invalid
from roster.reports.land_holidays import DaysOff, land_holidays

FIRST, LAST = dt.date(2026, 10, 1), dt.date(2027, 1, 31)


def test_school_holidays_of_lower_saxony_are_those_that_the_ministry_named() -> None:
    spans = {span.name: (span.first, span.last) for span in land_holidays("NI", FIRST, LAST, "de").spans if span.school}
    assert spans["Herbstferien"] == (dt.date(2026, 10, 12), dt.date(2026, 10, 24))
    assert spans["Weihnachtsferien"] == (dt.date(2026, 12, 23), dt.date(2027, 1, 9))


def test_reformation_day_is_a_public_holiday_there_and_not_everywhere() -> None:
    day = dt.date(2026, 10, 31)
    assert DaysOff("Reformationstag", day, day, school=False) in land_holidays("NI", FIRST, LAST, "de").spans
    assert all(span.first != day for span in land_holidays("BY", FIRST, LAST, "de").spans if not span.school)


def test_holidays_that_began_before_or_end_after_the_days_are_among_them() -> None:
    middle = dt.date(2026, 12, 30)
    (span,) = (span for span in land_holidays("NI", middle, middle, "de").spans if span.school)
    assert (span.first, span.last) == (dt.date(2026, 12, 23), dt.date(2027, 1, 9))


def test_the_page_can_say_until_when_they_are_known() -> None:
    assert land_holidays("NI", FIRST, LAST, "de").known_until > LAST


def test_another_land_than_the_german_ones_is_refused() -> None:
    with pytest.raises(Invalid):
        land_holidays("XX", FIRST, LAST, "de")
