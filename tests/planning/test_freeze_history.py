"""Freezing a week: what was told before, and duties elsewhere."""

import datetime as dt
from typing import Any

import pytest

from roster.freeze import duties_by_identity, freeze
from roster.problem import (
    Assignment,
    Commitment,
    Familiar,
)
from roster.records import (
    ChangeKind,
    Site,
    Volunteer,
)
from tests.tiny_records import (
    EVENING,
    MONDAY,
    NIGHT,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    WEEK,
    change,
    frozen,
    school,
    told,
)

A2 = "a2@2026-11-24T18:30"
DAY = 1440
NOW = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)


def test_a_week_that_was_never_published_has_no_published_plan() -> None:
    assert frozen(published=(told(on_day=TUESDAY - dt.timedelta(weeks=1)),)).published is None


def test_a_week_published_with_nobody_in_it_was_published() -> None:
    assert freeze(school(), WEEK, published=()).published == ()


def test_the_schools_own_rows_of_the_week_are_what_was_published() -> None:
    assert frozen(published=(told(),)).published == (Assignment(A2, "lead", "anna"),)


def test_what_is_given_as_published_stands_before_the_schools_own_rows() -> None:
    problem = freeze(school(published=(told("anna"),)), WEEK, published=(told("ben"),))
    assert problem.published == (Assignment(A2, "lead", "ben"),)


def test_somebody_who_is_not_active_any_more_is_not_in_the_published_plan() -> None:
    assert freeze(school(), WEEK, published=(told("nobody"),)).published == ()


@pytest.mark.parametrize("changed", [change(ChangeKind.CANCELLED), change(ChangeKind.MOVED, new_day=WEDNESDAY)])
def test_who_had_a_session_that_was_cancelled_or_moved_is_told_anyway(changed: Any) -> None:
    problem = freeze(school(session_changes=(changed,), published=(told(),)), WEEK, now=NOW)
    assert (problem.told_anyway, problem.published) == ((("anna", 4),), ())


def test_the_most_urgent_news_of_a_person_counts() -> None:
    gone = (told(start_minute=600), told(on_day=SUNDAY))
    assert freeze(school(published=gone), WEEK, now=NOW).told_anyway == (("anna", 4),)


def test_a_lost_session_of_the_past_is_no_news() -> None:
    assert freeze(school(published=(told(on_day=MONDAY),)), WEEK, now=NOW).told_anyway == ()


@pytest.mark.parametrize(
    ("day", "remembered"),
    [
        (TUESDAY, False),
        (MONDAY, False),
        (MONDAY - dt.timedelta(days=1), True),
        (MONDAY - dt.timedelta(days=28), True),
        (MONDAY - dt.timedelta(days=29), False),
    ],
)
def test_the_leads_of_the_four_weeks_before_are_familiar(day: dt.date, remembered: bool) -> None:
    rows = (told(on_day=day),)
    assert frozen(published=rows).familiar == ((Familiar("a2", "anna"),) if remembered else ())


def test_a_helper_is_no_familiar_lead() -> None:
    assert frozen(published=(told(on_day=TUESDAY - dt.timedelta(weeks=1), role="helper"),)).familiar == ()


# Duties elsewhere.


def test_a_duty_elsewhere_becomes_a_commitment() -> None:
    duty = Commitment(TUESDAY, DAY + 600, DAY + 660, "north")
    assert freeze(school(), WEEK, commitments={"anna": (duty,)}).person_by_key["anna"].commitments == (duty,)


def test_a_site_that_this_school_does_not_have_is_forgotten() -> None:
    duty = Commitment(TUESDAY, DAY + 600, DAY + 660, "elsewhere")
    (kept,) = freeze(school(), WEEK, commitments={"anna": (duty,)}).person_by_key["anna"].commitments
    assert kept.site is None


def test_the_site_of_a_commitment_has_ways_to_the_others() -> None:
    sites = (Site(key="north", name="Nord"), Site(key="south", name="Süd"), Site(key="west", name="West"))
    duty = Commitment(TUESDAY, DAY + 600, DAY + 660, "west")
    problem = freeze(school(sites=sites), WEEK, commitments={"anna": (duty,)})
    assert problem.way_minutes("anna", "west", "north") == 30


def test_what_another_school_published_becomes_commitments_by_identity() -> None:
    volunteers = (Volunteer(key="a", first_name="Anna", last_name="Beispiel", person="anna.b@example.org"),)
    other = school(volunteers=volunteers, published=(told("a"), told("a", on_day=TUESDAY - dt.timedelta(weeks=1))))
    assert duties_by_identity(other, WEEK, "Europe/Berlin") == {
        "anna.b@example.org": (Commitment(TUESDAY, DAY + EVENING, DAY + NIGHT),)
    }


def test_a_cancelled_session_elsewhere_is_no_commitment() -> None:
    other = school(published=(told(),), session_changes=(change(ChangeKind.CANCELLED),))
    assert duties_by_identity(other, WEEK, "Europe/Berlin") == {}
