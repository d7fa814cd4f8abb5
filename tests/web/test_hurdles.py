"""What cannot work is named before a week is planned, each with the page on which it is mended."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from roster.models.school_records import read_school, write_school
from roster.records import Decision, DecisionKind
from tests.web.planned import A2, C1
from tests.web.school import WEEK, Service, post

PAGE = f"/week/{WEEK}"


def pinned(north: Service, *pins: tuple[str, dt.date, int, str]) -> None:
    with north.store.writing(north.schools["north"]) as session:
        decisions = tuple(
            Decision(kind=DecisionKind.PIN, volunteer=who, course=course, on_day=day, start_minute=minute, role="lead")
            for course, day, minute, who in pins
        )
        write_school(session, replace(read_school(session), decisions=decisions))


def pins(north: Service) -> list[str]:
    with north.store.reading(north.schools["north"]) as session:
        return [one.volunteer for one in read_school(session).decisions]


@pytest.fixture
def lead(north: Service) -> FlaskClient:
    """A lead's browser; Emil is pinned as the lead of A2, which he is not qualified for, after Bela."""
    evening = ("a2", dt.date(2026, 11, 24), 18 * 60 + 30)
    pinned(north, (*evening, "emil"), (*evening, "bela"))
    return north.browser("lead")


def lift(client: FlaskClient, person: str, session: str = A2):
    return post(client, f"{PAGE}/pins/lift", {"session": session, "role": "lead", "person": person})


def test_a_pin_that_cannot_hold_is_named_with_the_rule_and_the_page_of_the_person(lead: FlaskClient) -> None:
    text = lead.get(PAGE).text
    assert "This pin cannot stand: Emil of north as Lead in A2 evening" in text
    assert 'href="/people/emil"' in text.split('id="hurdles"')[1].split("</details>")[0]


def test_a_course_that_nobody_can_teach_leads_to_those_who_might_learn_to(lead: FlaskClient) -> None:
    part = lead.get(PAGE).text.split('id="hurdles"')[1].split("</details>")[0]
    assert "C1 conversation (Lead): nobody can take this on in this week. This alone keeps everybody out" in part
    assert 'href="/people/?role=lead&amp;branch=adults"' in part
    assert 'href="/courses/c1"' in part


def test_it_is_told_in_german_too(north: Service, lead: FlaskClient) -> None:
    assert "Diese Festlegung kann nicht gelten" in north.browser("lead", language="de").get(f"{PAGE}?lang=de").text


def test_two_pins_that_clash_can_each_be_taken_out(north: Service) -> None:
    evening = ("a2", dt.date(2026, 11, 24), 18 * 60 + 30)
    pinned(north, (*evening, "bela"), (*evening, "anna"))
    part = north.browser("lead").get(PAGE).text.split('id="hurdles"')[1].split("</details>")[0]
    assert part.count('action="/week/2026-W48/pins/lift"') == 2


def test_a_pin_that_is_taken_out_is_gone_and_undo_puts_it_back_where_it_was(north: Service, lead: FlaskClient) -> None:
    answer = lift(lead, "emil")
    assert (answer.status_code, pins(north)) == (303, ["bela"])
    name = lead.get(PAGE).text.split('action="/undo/')[1].split('"')[0]
    assert post(lead, f"/undo/{name}", {"back": PAGE}).status_code == 303
    assert pins(north) == ["emil", "bela"]


def test_a_pin_of_a_session_that_is_gone_can_be_taken_out_too(north: Service) -> None:
    pinned(north, ("a2", dt.date(2026, 11, 25), 600, "bela"))
    browser = north.browser("lead")
    assert "This pin cannot stand: Bela of north as Lead in A2 evening, Wed 25 Nov 10:00" in browser.get(PAGE).text
    assert lift(browser, "bela", "a2@2026-11-25T10:00").status_code == 303
    assert pins(north) == []


def test_a_pin_that_there_is_not_is_not_found(lead: FlaskClient) -> None:
    assert lift(lead, "anna", C1).status_code == 404


def test_volunteers_may_not_take_pins_out(north: Service, lead: FlaskClient) -> None:
    assert lift(north.browser("volunteer"), "emil").status_code == 403
    assert pins(north) == ["emil", "bela"]
