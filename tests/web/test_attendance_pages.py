"""Who was there: past sessions on pages, what a lead notes is stored, shown and taken back, and hours follow."""

from __future__ import annotations

import datetime as dt

import pytest

from roster.actions.duty_answers import cannot_come
from roster.actor import AccountRole, Actor
from roster.models.attendance import Presence
from roster.reports.attendance import presences_in_week
from tests.web.planned import A1, A2, lead_of, publish_week
from tests.web.school import WEEK, Service, post

PLACE = f"/week/{WEEK}/attendance/"
ON_WEDNESDAY = dt.datetime(2026, 11, 25, 7, 0, tzinfo=dt.UTC)  # A1 and A2 are over, the children come today


@pytest.fixture
def past(north: Service) -> Service:
    """The published week on its Wednesday: Anna led A1 on Monday, Bela A2 on Tuesday with Emil as helper."""
    publish_week(north)
    north.clock.now = ON_WEDNESDAY
    return north


def noted(north: Service) -> dict[tuple[str, str], Presence]:
    """What is stored about the week."""
    return dict(presences_in_week(north.store, lead_of(north), WEEK))


MISSED = {"person": "anna", "role": "lead", "presence": "not_held", "seen": ""}


def test_the_week_leads_to_its_past_sessions(past: Service) -> None:
    client = past.browser("lead")
    text = client.get(f"/week/{WEEK}").text
    assert f'href="{PLACE}"' in text
    assert f'href="{PLACE}{A1}"' in text
    assert f'href="{PLACE}c1@2026-11-26T18:00"' not in text


def test_a_seat_of_a_past_session_leads_there(past: Service) -> None:
    text = past.browser("lead").get(f"/week/{WEEK}/seats/{A1}/lead?person=anna").text
    assert f'href="{PLACE}{A1}"' in text


def test_a_week_that_has_not_begun_does_not_ask_who_was_there(north: Service) -> None:
    publish_week(north)
    assert "Who was there?" not in north.browser("lead").get(f"/week/{WEEK}").text


def test_the_past_sessions_are_listed_with_their_people(past: Service) -> None:
    text = past.browser("lead").get(PLACE).text
    for word in ("A1 morning", "Anna of north", "Emil of north"):
        assert word in text
    assert "Children" not in text  # they come later


def test_a_missed_duty_is_stored_shown_and_gone_from_the_hours(past: Service) -> None:
    client = past.browser("lead")
    assert post(client, PLACE + A1, MISSED).status_code == 303
    assert noted(past) == {(A1, "anna"): Presence.NOT_HELD}
    text = client.get(PLACE + A1).text
    assert "Noted as not held. The proof of hours follows." in text
    assert "Take the note back" in text
    anna = past.browser("volunteer")
    assert "not held" in anna.get("/my/hours/").text
    assert "No session was held in this time yet." in anna.get("/my/hours/sheet").text
    assert ";0;0;not held" in anna.get("/my/hours/table.csv").text


def test_the_week_marks_who_was_not_there(past: Service) -> None:
    client = past.browser("lead")
    post(client, PLACE + A1, MISSED)
    assert '<span class="mark-new">not held</span>' in client.get(f"/week/{WEEK}").text


def test_a_note_can_be_undone(past: Service) -> None:
    client = past.browser("lead")
    post(client, PLACE + A1, MISSED)
    text = client.get(PLACE + A1).text
    form = text.split('class="notice ok undo"')[1].split("</form>")[0]
    fields = {part.split('"')[0]: part.split('value="')[1].split('"')[0] for part in form.split('name="')[1:]}
    post(client, form.split('action="')[1].split('"')[0], {key: fields[key] for key in MISSED})
    assert noted(past) == {}


def test_who_stepped_in_is_stored_and_gets_the_hours(past: Service) -> None:
    client = past.browser("lead")
    post(client, PLACE + A2, {"person": "anna", "role": "helper", "presence": "held", "seen": ""})
    assert noted(past) == {(A2, "anna"): Presence.HELD}
    assert "stepped in" in client.get(PLACE + A2).text
    assert "stepped in" in past.browser("volunteer").get("/my/hours/").text


def test_who_had_called_off_can_have_come_after_all(north: Service) -> None:
    publish_week(north)
    bela = Actor(99, north.schools["north"], "north", frozenset({AccountRole.VOLUNTEER}), "bela", "en")
    cannot_come(north.store, bela, "bela", A2, now=north.clock.now)
    north.clock.now = ON_WEDNESDAY
    client = north.browser("lead")
    assert "had called off" in client.get(PLACE + A2).text
    assert "Bela of north came after all" in client.get(PLACE + A2).text


def test_an_old_form_is_answered_with_what_stands_now(past: Service) -> None:
    client = past.browser("lead")
    post(client, PLACE + A1, MISSED)
    answer = post(client, PLACE + A1, {**MISSED, "presence": "held"})
    assert answer.status_code == 409
    assert "Somebody else has noted something" in answer.text
    assert "Take the note back: Anna of north" in answer.text
    assert noted(past) == {(A1, "anna"): Presence.NOT_HELD}


def test_nobody_chosen_is_asked_for(past: Service) -> None:
    answer = post(past.browser("lead"), PLACE + A1, {"person": "", "role": "lead", "presence": "held", "seen": ""})
    assert answer.status_code == 422
    assert "Please choose who it was." in answer.text


def test_a_note_that_does_not_exist_is_no_note(past: Service) -> None:
    assert post(past.browser("lead"), PLACE + A1, {**MISSED, "presence": "late"}).status_code == 400


def test_volunteers_neither_see_nor_note(past: Service) -> None:
    client = past.browser("volunteer")
    assert client.get(PLACE).status_code == 403
    assert client.get(PLACE + A1).status_code == 403
    assert post(client, PLACE + A1, MISSED).status_code == 403
    assert noted(past) == {}


def test_the_page_speaks_german(past: Service) -> None:
    client = past.browser("lead")
    post(client, "/language", {"language": "de", "back": "/"})
    text = client.get(PLACE + A1).text
    assert "Wer war da?" in text
    assert "Anna of north war nicht da" in text
