"""Asking about a week: the forms, waiting for an answer, the answers, and taking a proposal over."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from roster.actions.question_claims import claim_next, hand_in
from roster.actions.questions import MOST_OPEN
from roster.models.questions import QuestionReason
from roster.weeks.stored import draft_of, plan_of
from tests.web.asked import answer_waiting, answered_drop_out, fail_waiting
from tests.web.planned import A1, A2, C1, publish_week, start_second_draft
from tests.web.school import WEEK, Service, post

DROP_OUT = f"/week/{WEEK}/drop-out"


@pytest.fixture
def lead(north: Service) -> FlaskClient:
    """A lead's browser, the week published."""
    publish_week(north)
    return north.browser("lead")


def asked(client: FlaskClient, path: str, **form: object) -> str:
    """Send a form that asks; gives the address of the question."""
    answer = post(client, path, form)
    assert answer.status_code == 303, answer.text
    return answer.location


def anna_out(client: FlaskClient, when: str = "week") -> str:
    return asked(client, f"{DROP_OUT}/person", person="anna", when=when)


def draft(north: Service) -> set[tuple[str, str, str]] | None:
    with north.store.reading(north.schools["north"]) as session:
        found = draft_of(session, WEEK)
        if found is None:
            return None
        return {(one.session, one.role, one.person) for one in plan_of(found.assignments).assignments}


# ---- forms -----------------------------------------------------------------------------------------------------------


def test_a_week_offers_what_can_be_asked(lead: FlaskClient) -> None:
    text = lead.get(f"/week/{WEEK}/questions").text
    for words in ("Somebody drops out", "What if?", "Whom should we recruit?"):
        assert words in text


def test_a_week_that_nobody_was_told_of_needs_no_way_out(north: Service) -> None:
    assert "nobody has been told anything" in north.browser("lead").get(DROP_OUT).text


def test_a_chosen_person_is_offered_with_their_duties(lead: FlaskClient) -> None:
    text = lead.get(f"{DROP_OUT}?person=anna").text
    assert f'<option value="{A1}" >A1 morning' in text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (f"{DROP_OUT}/person", {"person": ""}),
        (f"{DROP_OUT}/person", {"person": "zoe"}),
        (f"{DROP_OUT}/person", {"person": "anna", "when": "never"}),
        (f"{DROP_OUT}/place", {"place": ""}),
        (f"{DROP_OUT}/place", {"place": "hall|nowhere"}),
        (f"{DROP_OUT}/place", {"place": "hall|", "to": "nowhere"}),
        (f"/week/{WEEK}/what-if", {}),
        (f"/week/{WEEK}/what-if", {"absent": "zoe"}),
        (f"/week/{WEEK}/what-if", {"buffer": "many"}),
    ],
)
def test_a_form_that_does_not_fit_says_so(lead: FlaskClient, path: str, form: dict[str, str]) -> None:
    answer = post(lead, path, form)
    assert answer.status_code == 422
    assert "Please correct" in answer.text


# ---- waiting ---------------------------------------------------------------------------------------------------------


def test_a_question_that_waits_says_so_and_asks_for_its_state(lead: FlaskClient) -> None:
    address = anna_out(lead)
    text = lead.get(address).text
    assert "Waiting for its turn." in text
    assert f'hx-get="{address}/state?seen=queued"' in text
    assert '<noscript><meta http-equiv="refresh"' in text


def test_waiting_behind_one_question_is_told_as_one_and_behind_two_as_two(lead: FlaskClient) -> None:
    anna_out(lead)
    second = asked(lead, f"/week/{WEEK}/recruit")
    third = asked(lead, f"/week/{WEEK}/seats/{C1}/lead/what-fills")
    assert "Waiting; one other question comes first." in lead.get(second).text
    assert "Waiting; 2 other questions come first." in lead.get(third).text


def test_a_page_that_waits_hears_nothing_while_nothing_is_new(lead: FlaskClient) -> None:
    assert lead.get(f"{anna_out(lead)}/state?seen=queued").status_code == 204


def test_a_page_that_waits_hears_of_the_answer(north: Service, lead: FlaskClient) -> None:
    address = anna_out(lead)
    answer_waiting(north)
    text = lead.get(f"{address}/state?seen=queued").text
    assert "Take this as the draft" in text
    assert "hx-get" not in text


def test_asking_twice_leads_to_the_same_answer(north: Service, lead: FlaskClient) -> None:
    address = anna_out(lead)
    answer_waiting(north)
    assert anna_out(lead) == address


def test_a_question_can_be_called_off_and_asked_again(lead: FlaskClient) -> None:
    address = anna_out(lead)
    post(lead, f"{address}/cancel")
    assert "Called off." in lead.get(address).text
    assert "Waiting for its turn." in lead.get(asked(lead, f"{address}/again")).text


@pytest.mark.parametrize("reason", QuestionReason)
def test_a_question_that_failed_says_why_and_what_to_do(
    north: Service, lead: FlaskClient, reason: QuestionReason
) -> None:
    address = anna_out(lead)
    fail_waiting(north, reason)
    text = lead.get(address).text
    assert "Please" in text
    assert "Ask again" in text


def test_too_many_questions_at_a_time_are_refused(lead: FlaskClient) -> None:
    for day in range(MOST_OPEN):
        asked(lead, f"/week/{WEEK}/what-if", buffer=str(day))
    assert post(lead, f"{DROP_OUT}/person", {"person": "anna"}).status_code == 409


# ---- answers ---------------------------------------------------------------------------------------------------------


def test_ways_out_are_listed_with_their_moves(north: Service, lead: FlaskClient) -> None:
    address = anna_out(lead)
    answer_waiting(north)
    text = lead.get(address).text
    assert "Anna of north cannot come for the rest of the week" in text
    assert "Has to hear of it in any case: Anna of north." in text
    assert "Nobody else is told" in text
    assert "/availability/anna" in text


@pytest.mark.parametrize(
    ("when", "words"),
    [("2026-11-23", "Anna of north cannot come on Mon 23 Nov"), (A1, "Anna of north cannot come: A1 morning")],
)
def test_somebody_may_drop_out_for_less_than_a_week(lead: FlaskClient, when: str, words: str) -> None:
    assert words in lead.get(anna_out(lead, when)).text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"place": "hall|"}, "Hall north is lost for the rest of the week"),
        ({"place": "hall|hall-1"}, "Room 1 (Hall north) is lost"),
        ({"place": "hall|", "place_when": "2026-11-24"}, "Hall north is lost on Tue 24 Nov"),
        ({"place": "hall|", "to": "hostel"}, "moved to Hostel north"),
    ],
)
def test_a_place_may_be_lost(north: Service, lead: FlaskClient, form: dict[str, str], words: str) -> None:
    address = asked(lead, f"{DROP_OUT}/place", **form)
    answer_waiting(north)
    text = lead.get(address).text
    assert words in text
    assert "Change the sessions of" in text


def test_a_room_in_which_nothing_takes_place_needs_no_way_out(north: Service, lead: FlaskClient) -> None:
    assert post(lead, f"{DROP_OUT}/place", {"place": "hall|hall-1", "place_when": "2026-11-25"}).status_code == 422


def test_what_would_fill_an_empty_seat(north: Service, lead: FlaskClient) -> None:
    address = asked(lead, f"/week/{WEEK}/seats/{C1}/lead/what-fills")
    answer_waiting(north)
    text = lead.get(address).text
    assert "What would fill C1 conversation" in text
    assert "C1 conversation, Thu 26 Nov 18:00 (Lead)" in text


def test_what_a_plan_without_somebody_costs(north: Service, lead: FlaskClient) -> None:
    address = asked(lead, f"/week/{WEEK}/seats/{A1}/lead/why", person="anna")
    answer_waiting(north)
    assert "Without Anna of north" in lead.get(address).text


def test_whom_to_recruit(north: Service, lead: FlaskClient) -> None:
    address = asked(lead, f"/week/{WEEK}/recruit")
    answer_waiting(north)
    assert "More seats filled" in lead.get(address).text


def test_where_somebody_would_help(north: Service, lead: FlaskClient) -> None:
    address = asked(lead, "/people/clara/where-to-help")
    answer_waiting(north)
    text = lead.get(address).text
    assert "Where does Clara of north help most?" in text
    assert "Language school north, 2026-W48" in text
    assert "Back to the person" in text


def test_what_if_shows_both_weeks(north: Service, lead: FlaskClient) -> None:
    supposed = {"absent": ["anna"], "courses": ["c1"], "rooms": ["hall|hall-1"], "newcomers": "off", "buffer": "9"}
    address = asked(lead, f"/week/{WEEK}/what-if", **supposed)
    answer_waiting(north)
    text = lead.get(address).text
    for words in ("Anna of north is absent", "C1 conversation does not take place", "9 minutes of buffer",
                  "“Newcomers not alone” does not hold", "As supposed"):  # fmt: skip
        assert words in text


def test_a_plan_that_breaks_rules_is_not_explained(north: Service, lead: FlaskClient) -> None:
    edition = start_second_draft(north)
    leaderless = {"do": "empty", "edition": str(edition), "session": A2, "role": "lead", "person": "bela"}
    post(lead, f"/week/{WEEK}/edit", {**leaderless, "despite_warnings": "yes"})
    answer = post(lead, f"/week/{WEEK}/seats/{C1}/lead/what-fills")
    assert answer.status_code == 409
    assert "breaks rules at the moment" in answer.text


# ---- taking a proposal over ------------------------------------------------------------------------------------------


def test_a_way_out_becomes_the_draft_and_can_be_undone(north: Service, lead: FlaskClient) -> None:
    question = answered_drop_out(north)
    taken = post(lead, f"/questions/{question}/take", {"number": "0", "edition": "0"})
    assert taken.status_code == 303, taken.text
    assert (A1, "lead", "anna") not in (draft(north) or set())
    text = lead.get(f"/week/{WEEK}").text
    edition = text.split('data-edition="')[1].split('"')[0]
    post(lead, f"/week/{WEEK}/edit", {"do": "undo", "edition": edition})
    assert (A1, "lead", "anna") in (draft(north) or set())


def test_a_draft_that_changed_meanwhile_is_not_overwritten(north: Service, lead: FlaskClient) -> None:
    question = answered_drop_out(north)
    start_second_draft(north)
    before = draft(north)
    assert post(lead, f"/questions/{question}/take", {"number": "0", "edition": "0"}).status_code == 409
    assert draft(north) == before


@pytest.mark.parametrize("number", ["7", "100"])
def test_a_proposal_that_does_not_exist_is_not_found(north: Service, lead: FlaskClient, number: str) -> None:
    question = answered_drop_out(north)
    assert post(lead, f"/questions/{question}/take", {"number": number, "edition": "0"}).status_code == 404


def test_a_proposal_that_breaks_rules_by_now_is_refused(north: Service, lead: FlaskClient) -> None:
    address = anna_out(lead)
    held = claim_next(north.store, now=north.clock.now)
    assert held is not None
    unqualified = {"options": [{"plan": [{"session": C1, "role": "lead", "person": "dilan"}]}]}
    hand_in(north.store, held, json.dumps(unqualified), now=north.clock.now)
    answer = post(lead, f"{address}/take", {"number": "0", "edition": "0"})
    assert answer.status_code == 409
    assert "no longer fits" in answer.text
