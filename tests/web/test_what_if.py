"""What if: all that can be supposed is told, compared side by side, stored nowhere, and led to where it is real."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from roster.models.school_records import read_school
from tests.web.asked import answer_waiting
from tests.web.planned import publish_week
from tests.web.school import WEEK, Service, post

PAGE = f"/week/{WEEK}/what-if"
NEW = {"new_role": "lead", "new_level_from": "6", "new_days": "3", "new_from": "17:00", "new_until": "20:00"}


@pytest.fixture
def lead(north: Service) -> FlaskClient:
    """A lead's browser, the week published."""
    publish_week(north)
    return north.browser("lead")


def answered(north: Service, client: FlaskClient, **form: object) -> str:
    """The answer's page to a form that supposes something."""
    sent = post(client, PAGE, form)
    assert sent.status_code == 303, sent.text
    answer_waiting(north)
    return client.get(sent.location).text


@pytest.mark.parametrize(
    ("form", "told", "address"),
    [
        (
            {"time_person": "anna", "time_days": ["5", "6"], "time_from": "9", "time_until": "12:30"},
            "Anna of north can also come Sat and Sun 09:00–12:30",
            "/availability/anna",
        ),
        (
            {"hours_person": "bela", "wished": "4,5", "days_week": "1"},
            "Bela of north with other numbers: wishes for 4 h 30 min a week and at most one day a week",
            "/people/bela",
        ),
        (NEW, "one new person (invented): Lead, from C1, Thu 17:00–20:00, 3 h a week", "/people/new"),
        (
            {"more_course": "a1", "more_day": "4", "more_from": "9:00", "more_until": "10:30", "more_site": "hostel"},
            "A1 morning also Fri 09:00–10:30, Hostel north",
            "/courses/a1",
        ),
        (
            {"rooms": "hall|hall-1", "lost_from": "2026-11-24", "to": "new_site", "new_site_minutes": "20"},
            "Room 1 (Hall north) is gone from Tue 24 Nov on, moved: new site (invented), 20 min from any other",
            "/sites/new",
        ),
        ({"sites": "hall", "to": "hostel"}, "Hall north is gone, moved: Hostel north", "/settings/calendar"),
        ({"newcomers": "off"}, "the rule “Newcomers not alone” does not hold", None),
        ({"goal_order": "strict"}, "all goals strictly one after the other", None),
        ({"rate_wishes": "0"}, "weight of “Wishes”: 0", None),
    ],
)
def test_what_is_supposed_is_told_compared_and_led_to_where_it_is_really_changed(
    north: Service, lead: FlaskClient, form: dict[str, object], told: str, address: str | None
) -> None:
    text = answered(north, lead, **form)
    assert told in text
    assert "As supposed" in text
    assert address is None or f'href="{address}"' in text


def test_somebody_invented_is_marked_as_such_and_fills_the_seat_that_nobody_could(
    north: Service, lead: FlaskClient
) -> None:
    text = answered(north, lead, **NEW)
    assert "New person 1 (invented)" in text
    assert "C1 conversation, Thu 26 Nov 18:00 (Lead): no longer empty" in text


def test_nothing_that_is_supposed_is_stored(north: Service, lead: FlaskClient) -> None:
    def stored() -> object:
        with north.store.reading(north.schools["north"]) as session:
            return read_school(session)

    before = stored()
    answered(
        north,
        lead,
        **NEW,
        newcomers="off",
        sites="hall",
        time_person="anna",
        time_days="5",
        time_from="9",
        time_until="10",
    )
    assert stored() == before


def test_admins_are_led_to_the_rules_and_leads_are_told_who_may(north: Service, lead: FlaskClient) -> None:
    assert "only admins can change this" in answered(north, lead, newcomers="off")
    assert 'href="/settings/"' in answered(north, north.browser("admin"), newcomers="off", rate_travel="3")


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"time_person": "anna"}, "On which days?"),
        ({"time_person": "anna", "time_days": "1", "time_from": "12", "time_until": "9"}, "later than the beginning"),
        ({"hours_person": "anna"}, "please give at least one number"),
        ({"new_role": "lead", "new_days": "1", "new_from": "9", "new_until": "10", "new_alike": "9"}, "from 1 to 5"),
        (
            {"more_course": "a2", "more_day": "1", "more_from": "18:30", "more_until": "20:00"},
            "There is this session already",
        ),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(
    lead: FlaskClient, form: dict[str, str], fault: str
) -> None:
    answer = post(lead, PAGE, form)
    assert answer.status_code == 422
    assert fault in answer.text
    assert "selected" in answer.text
