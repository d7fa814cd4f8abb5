"""A term rolls forward a year; what numbers mean is said with the right factors."""

from __future__ import annotations

import datetime as dt

import pytest

from roster.records import Term
from web.setting_forms import rolled_forward
from web.setting_words import RateWords


@pytest.mark.parametrize(
    ("name", "later"),
    [
        ("Winter 2026/27", "Winter 2027/28"),
        ("1. Halbjahr 2026/2027", "1. Halbjahr 2027/2028"),
        ("Herbst 2026", "Herbst 2027"),
        ("Kurs 12", "Kurs 12"),
        ("99 Tage", "99 Tage"),
    ],
)
def test_the_years_in_a_name_go_on_and_other_numbers_stay(name: str, later: str) -> None:
    term = Term(name=name, starts_on=dt.date(2026, 8, 24), ends_on=dt.date(2027, 2, 7))
    assert rolled_forward(term).name == later


def test_a_rolled_term_begins_on_the_same_weekday_and_is_as_long() -> None:
    term = Term(name="T", starts_on=dt.date(2026, 8, 24), ends_on=dt.date(2027, 2, 7))
    later = rolled_forward(term)
    assert later.starts_on.weekday() == term.starts_on.weekday()
    assert later.ends_on - later.starts_on == term.ends_on - term.starts_on


def test_a_meaning_multiplies_its_number() -> None:
    assert RateWords("x", "X", 99, "{1}, {3} and {60}").said(20) == "20, 60 and 1200"
