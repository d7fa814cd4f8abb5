"""Holidays, terms and closures: which days are free of teaching, and why."""

import datetime as dt

import pytest

from roster.calendar.teaching_days import coverage_warning, covered_until, days_off, why_no_teaching
from roster.errors import Invalid
from roster.records import Branch, Closure, Holiday, School, Term
from tests.tiny_records import MONDAY, TUESDAY, school

REFORMATION_DAY = dt.date(2026, 10, 31)
AUTUMN_BREAK = dt.date(2026, 10, 13)


def test_an_ordinary_day_is_a_teaching_day() -> None:
    assert why_no_teaching(school(), TUESDAY, "children") is None


def test_niedersachsen_has_ten_public_holidays() -> None:
    assert len(days_off("NI", "public", 2026, "de")) == 10


def test_reformation_day_is_free_in_niedersachsen() -> None:
    assert why_no_teaching(school(), REFORMATION_DAY, "adults") == "Reformationstag"


def test_the_name_of_a_holiday_is_told_in_english_too() -> None:
    assert why_no_teaching(school(), REFORMATION_DAY, "adults", language="en") == "Reformation Day"


def test_another_land_has_other_holidays() -> None:
    assert why_no_teaching(school(organisation={"land": "HE"}), REFORMATION_DAY, "adults") is None


@pytest.mark.parametrize(
    ("first", "last"),
    [(dt.date(2026, 10, 12), dt.date(2026, 10, 24)), (dt.date(2026, 12, 23), dt.date(2027, 1, 9))],
)
def test_the_school_holidays_of_2026_are_those_that_the_ministry_published(first: dt.date, last: dt.date) -> None:
    found = days_off("NI", "school", first.year, "de").keys() | days_off("NI", "school", last.year, "de").keys()
    span = {first + dt.timedelta(days=number) for number in range((last - first).days + 1)}
    assert span <= found
    assert found.isdisjoint({first - dt.timedelta(days=1), last + dt.timedelta(days=1)})


def test_a_branch_that_keeps_school_holidays_pauses_in_them() -> None:
    assert why_no_teaching(school(), AUTUMN_BREAK, "children") == "Herbstferien"


def test_a_branch_that_does_not_keep_school_holidays_goes_on() -> None:
    assert why_no_teaching(school(), AUTUMN_BREAK, "adults") is None


def test_a_branch_that_keeps_no_public_holidays_goes_on() -> None:
    cafe = Branch(key="cafe", name="Café", pauses_on_public_holidays=False, pauses_in_school_holidays=False)
    assert why_no_teaching(school(branches=(cafe,)), REFORMATION_DAY, "cafe") is None


def test_a_branch_that_nobody_described_keeps_every_holiday() -> None:
    assert why_no_teaching(school(), AUTUMN_BREAK, "somewhere") == "Herbstferien"


def with_own_holiday(*, is_school: bool) -> School:
    """The school with a holiday of its own on Tuesday."""
    return school(holidays=(Holiday(name="Opferfest", from_day=TUESDAY, until_day=TUESDAY, school=is_school),))


def test_a_school_holiday_of_its_own_pauses_the_branch_that_keeps_them() -> None:
    assert why_no_teaching(with_own_holiday(is_school=True), TUESDAY, "children") == "Opferfest"


def test_a_school_holiday_of_its_own_leaves_other_branches_alone() -> None:
    assert why_no_teaching(with_own_holiday(is_school=True), TUESDAY, "adults") is None


def test_a_holiday_of_its_own_that_is_no_school_holiday_counts_like_a_public_one() -> None:
    assert why_no_teaching(with_own_holiday(is_school=False), TUESDAY, "adults") == "Opferfest"


def test_a_holiday_of_its_own_ends_after_its_last_day() -> None:
    assert why_no_teaching(with_own_holiday(is_school=False), TUESDAY + dt.timedelta(days=1), "adults") is None


def test_a_nameless_holiday_is_free_all_the_same() -> None:
    nameless = school(holidays=(Holiday(name="", from_day=TUESDAY, until_day=TUESDAY, school=False),))
    assert why_no_teaching(nameless, TUESDAY, "adults") == "Ferien"


def with_term() -> School:
    """The school with one term, from Tuesday on."""
    return school(terms=(Term(name="Winter", starts_on=TUESDAY, ends_on=dt.date(2027, 1, 29)),))


def test_outside_its_terms_a_school_does_not_teach() -> None:
    assert why_no_teaching(with_term(), MONDAY, "adults", language="en") == "Outside the terms"


def test_the_first_day_of_a_term_is_a_teaching_day() -> None:
    assert why_no_teaching(with_term(), TUESDAY, "adults") is None


def with_closure(**limits: str) -> School:
    """The school closed on Tuesday, perhaps only a site or a branch of it."""
    return school(closures=(Closure(from_day=TUESDAY, until_day=TUESDAY, name="Rohrbruch", **limits),))


def test_a_closure_of_everything_stops_every_branch() -> None:
    assert why_no_teaching(with_closure(), TUESDAY, "adults") == "Rohrbruch"


def test_a_closed_branch_does_not_stop_another() -> None:
    assert why_no_teaching(with_closure(branch="children"), TUESDAY, "adults") is None


def test_a_closed_site_does_not_stop_another() -> None:
    assert why_no_teaching(with_closure(site="south"), TUESDAY, "adults", site="north") is None


def test_a_closed_site_stops_what_happens_there() -> None:
    assert why_no_teaching(with_closure(site="south"), TUESDAY, "adults", site="south") == "Rohrbruch"


def test_a_closure_without_a_name_is_told_as_closed() -> None:
    nameless = school(closures=(Closure(from_day=TUESDAY, until_day=TUESDAY),))
    assert why_no_teaching(nameless, TUESDAY, "adults") == "Geschlossen"


def test_an_unknown_land_is_refused_with_those_that_exist() -> None:
    with pytest.raises(Invalid, match="NI, NW"):
        why_no_teaching(school(organisation={"land": "XX"}), TUESDAY, "adults")


def test_school_holidays_are_known_until_the_middle_of_2029() -> None:
    assert covered_until("NI") == dt.date(2029, 8, 29)


def test_a_week_within_the_known_holidays_has_no_warning() -> None:
    assert coverage_warning(school(), "2029-W34") is None


def test_a_week_beyond_the_known_holidays_has_a_warning_with_the_date() -> None:
    assert "29.8.2029" in str(coverage_warning(school(), "2029-W36"))


def test_who_entered_later_school_holidays_is_not_warned() -> None:
    entered = Holiday(name="Herbst", from_day=dt.date(2029, 10, 22), until_day=dt.date(2029, 11, 2))
    assert coverage_warning(school(holidays=(entered,)), "2029-W36") is None


def test_a_school_without_school_holidays_is_not_warned() -> None:
    adults = Branch(key="adults", name="Erwachsene", pauses_in_school_holidays=False)
    assert coverage_warning(school(branches=(adults,)), "2029-W36") is None
