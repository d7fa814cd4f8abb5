"""A volunteer's own pages: duties with their answers, open seats, hours, and their data."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace

import pytest

from roster.actions import rosters, seat_edits
from roster.actions.duty_answers import cannot_come
from roster.actions.publishing import publish
from roster.actions.seat_offers import offer_seat
from roster.actor import AccountRole, Actor
from roster.models.school_records import read_school, write_school
from roster.records import Absence, School
from roster.reports.stand_ins import answers_in_week
from tests.web.planned import A1, A2, C1, lead_of, publish_week
from tests.web.school import WEEK, Service, post

MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def published(north: Service) -> Service:
    """The week with version 1: Anna leads A1 on Monday, Bela leads A2 on Tuesday with Emil as helper."""
    publish_week(north)
    return north


def stored(north: Service) -> School:
    with north.store.reading(north.schools["north"]) as session:
        return read_school(session)


def somebody(north: Service, volunteer: str) -> Actor:
    """A volunteer without an account of their own."""
    number = north.schools["north"]
    return Actor(99, number, "north", frozenset({AccountRole.VOLUNTEER}), volunteer, "en")


# ---- duties ----------------------------------------------------------------------------------------------------------


def test_a_duty_says_when_where_how_to_get_in_and_with_whom(published: Service) -> None:
    text = published.browser("volunteer").get("/my/week").text
    for word in ("09:00–10:30", "A1 morning", "Hall north, Room 1", "1 Hall Street, north", "I’ll be there"):
        assert word in text


def test_confirming_is_shown_and_can_be_undone(published: Service) -> None:
    client = published.browser("volunteer")
    assert post(client, "/my/confirm", {"session": A1}).status_code == 303
    text = client.get("/my/week").text
    assert "Thank you. Your school sees that you will be there." in text
    assert "confirmed" in text
    post(client, "/my/unconfirm", {"session": A1})
    assert ">confirmed" not in client.get("/my/week").text


def test_cannot_come_to_one_session_is_an_absence_of_its_hours(published: Service) -> None:
    client = published.browser("volunteer")
    assert post(client, "/my/cannot-come", {"session": A1}).status_code == 303
    assert stored(published).absences == (
        Absence(volunteer="anna", from_day=MONDAY, until_day=MONDAY, start_minute=540, end_minute=630),
    )
    text = client.get("/my/week").text
    assert "leads are told, and a stand-in is sought" in text
    assert "stand-in sought" in text


def test_a_whole_day_and_a_span_are_absences_without_hours(published: Service) -> None:
    client = published.browser("volunteer")
    post(client, "/my/cannot-come", {"from_day": "2026-11-23"})
    post(client, "/my/cannot-come", {"from_day": "2026-12-07", "until_day": "2026-12-01"})
    assert stored(published).absences == (
        Absence(volunteer="anna", from_day=MONDAY, until_day=MONDAY),
        Absence(volunteer="anna", from_day=dt.date(2026, 12, 1), until_day=dt.date(2026, 12, 7)),
    )


def test_the_undo_button_takes_it_back(published: Service) -> None:
    client = published.browser("volunteer")
    post(client, "/my/cannot-come", {"session": A1})
    text = client.get("/my/week").text
    address = text.split('action="/my/cannot-come/')[1].split('"')[0]
    assert post(client, f"/my/cannot-come/{address}").status_code == 303
    assert stored(published).absences == ()


def test_undo_is_offered_once(published: Service) -> None:
    client = published.browser("volunteer")
    post(client, "/my/confirm", {"session": A1})
    client.get("/my/week")
    assert "Thank you. Your school sees" not in client.get("/my/week").text


@pytest.mark.parametrize("form", [{}, {"from_day": "soon"}, {"from_day": "2026-11-23", "until_day": "x"}])
def test_days_that_make_no_sense_are_refused(published: Service, form: dict[str, str]) -> None:
    assert post(published.browser("volunteer"), "/my/cannot-come", form).status_code == 422
    assert stored(published).absences == ()


def test_nobody_answers_for_a_colleague(published: Service) -> None:
    client = published.browser("volunteer")
    assert post(client, "/my/confirm", {"session": A2}).status_code == 404
    assert post(client, "/my/cannot-come", {"session": A2}).status_code == 404


def test_a_dropped_duty_is_told(published: Service) -> None:
    lead, now = lead_of(published), published.clock.now
    edition = rosters.start_draft(published.store, lead, WEEK, now=now)
    done = seat_edits.empty_seat(published.store, lead, WEEK, A1, "lead", "anna", edition=edition, now=now)
    publish(published.store, lead, WEEK, edition=done.edition, now=now)
    text = published.browser("volunteer").get("/my/week").text
    assert "No longer yours" in text
    assert "A1 morning" in text


# ---- open seats ------------------------------------------------------------------------------------------------------


@pytest.fixture
def without_bela(published: Service) -> Service:
    """Bela cannot come on Tuesday, so that Anna could lead A2."""
    cannot_come(published.store, somebody(published, "bela"), "bela", A2, now=published.clock.now)
    return published


def test_an_open_seat_is_offered_and_its_state_shown(without_bela: Service) -> None:
    client = without_bela.browser("volunteer")
    assert "A2 evening" in client.get("/my/open-seats/").text
    assert post(client, "/my/open-seats/", {"session": A2, "role": "lead"}).status_code == 303
    assert "waits for an answer" in client.get("/my/open-seats/").text


def test_an_offer_can_be_taken_back(without_bela: Service) -> None:
    client = without_bela.browser("volunteer")
    post(client, "/my/open-seats/", {"session": A2, "role": "lead"})
    number = client.get("/my/open-seats/").text.split("/my/open-seats/")[-1].split("/")[0]
    assert post(client, f"/my/open-seats/{number}/withdraw").status_code == 303
    assert "waits for an answer" not in client.get("/my/open-seats/").text


def test_a_seat_that_does_not_fit_is_refused_in_words(published: Service) -> None:
    client = published.browser("volunteer")
    post(client, "/my/open-seats/", {"session": C1, "role": "lead"})
    assert "does not fit what is noted about you" in client.get("/my/open-seats/").text


def test_nothing_open_says_what_helps(published: Service) -> None:
    assert "Nothing is open for you just now" in published.browser("volunteer").get("/my/open-seats/").text


# ---- leads -----------------------------------------------------------------------------------------------------------


def test_leads_see_on_their_start_page_what_is_to_be_filled(without_bela: Service) -> None:
    text = without_bela.browser("lead").get("/").text
    assert "To be filled" in text
    assert "Bela of north cannot come." in text
    assert f'href="/week/{WEEK}"' in text


def test_an_accepted_offer_is_published(without_bela: Service) -> None:
    offer = offer_seat(without_bela.store, somebody(without_bela, "anna"), A2, "lead", now=without_bela.clock.now)
    client = without_bela.browser("lead")
    assert post(client, f"/stand-ins/offers/{offer}/accept").status_code == 303
    assert "Accepted and published as version 2. 2 people are told by mail." in client.get("/stand-ins/").text
    assert answers_in_week(without_bela.store, lead_of(without_bela), WEEK) == {}
    assert "A2 evening" in without_bela.browser("volunteer").get("/my/week").text


def test_an_offer_that_cannot_be_accepted_stays_with_the_reason(without_bela: Service) -> None:
    now = without_bela.clock.now
    offer = offer_seat(without_bela.store, somebody(without_bela, "anna"), A2, "lead", now=now)
    with without_bela.store.writing(without_bela.schools["north"]) as session:
        plain = read_school(session)
        write_school(session, replace(plain, qualifications=()))
    client = without_bela.browser("lead")
    answer = post(client, f"/stand-ins/offers/{offer}/accept")
    assert answer.status_code == 422
    assert "is not qualified" in answer.text


def test_a_declined_offer_is_told_to_its_person(without_bela: Service) -> None:
    offer = offer_seat(without_bela.store, somebody(without_bela, "anna"), A2, "lead", now=without_bela.clock.now)
    assert post(without_bela.browser("lead"), f"/stand-ins/offers/{offer}/decline").status_code == 303
    assert "not needed this time" in without_bela.browser("volunteer").get("/my/open-seats/").text


# ---- hours -----------------------------------------------------------------------------------------------------------


def test_hours_are_told_in_hours_and_units(published: Service) -> None:
    text = published.browser("volunteer").get("/my/hours/").text
    assert "1.5 hours" in text
    assert "2 units of 45 minutes" in text


def test_the_table_holds_the_same_as_the_page(published: Service) -> None:
    answer = published.browser("volunteer").get("/my/hours/table.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1:] == [["2026-11-23", "09:00", "10:30", "A1 morning", "Lead", "1.5", "2", "planned"]]


def test_a_course_named_like_a_formula_stays_text_in_the_table(published: Service) -> None:
    with published.store.writing(published.schools["north"]) as session:
        plain = read_school(session)
        courses = tuple(replace(one, name="=1+1") for one in plain.courses)
        write_school(session, replace(plain, courses=courses))
    assert ";'=1+1;" in published.browser("volunteer").get("/my/hours/table.csv").text


def test_the_proof_of_hours_lists_what_was_held_with_lines_to_sign(published: Service) -> None:
    before = published.browser("volunteer").get("/my/hours/sheet").text
    assert "No session was held in this time yet." in before
    published.clock.now += dt.timedelta(days=7)
    text = published.browser("volunteer").get("/my/hours/sheet").text
    assert "A1 morning" in text
    assert "1 session, 1.5 hours, that is 2 units of 45 minutes." in " ".join(text.split())
    assert "Signature: Anna of north" in text


@pytest.mark.parametrize("asked", ["year=nineteen", "year=99999", "year=1"])
def test_a_year_that_makes_no_sense_is_refused(published: Service, asked: str) -> None:
    assert published.browser("volunteer").get(f"/my/hours/?{asked}").status_code == 422


def test_an_unknown_term_is_not_found(published: Service) -> None:
    assert published.browser("volunteer").get("/my/hours/?term=nowhere").status_code == 404


# ---- data ------------------------------------------------------------------------------------------------------------


def test_language_and_telephone_are_saved_for_pages_mails_and_calendar(published: Service) -> None:
    client = published.browser("volunteer")
    form = {"phone": "+49 541 77", "language": "de", "version": "1"}
    assert post(client, "/my/data/", form).status_code == 303
    (anna,) = (one for one in stored(published).volunteers if one.key == "anna")
    assert (anna.phone, anna.language) == ("+49 541 77", "de")
    assert "Meine Daten" in client.get("/my/data/").text


def test_a_second_editor_of_the_same_person_is_told(published: Service) -> None:
    client = published.browser("volunteer")
    post(client, "/my/data/", {"phone": "1", "language": "en", "version": "1"})
    assert post(client, "/my/data/", {"phone": "2", "language": "en", "version": "1"}).status_code == 409


def test_everything_kept_comes_as_json(published: Service) -> None:
    answer = published.browser("volunteer").get("/my/data/everything.json")
    kept = json.loads(answer.data)
    assert kept["volunteer"][0]["first_name"] == "Anna"
    assert [duty["session"] for duty in kept["published_duty"]] == [A1]
    assert kept["account"][0]["email"] == "volunteer@north.example.org"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_nobody_else_is_in_it(published: Service) -> None:
    client = published.browser("volunteer")
    for path in ("/my/data/everything.json", "/my/data/everything.html"):
        text = client.get(path).text.casefold()
        assert [name for name in ("bela", "clara", "dilan", "emil", "south") if name in text] == []


def test_erasing_asks_for_a_word_first(published: Service) -> None:
    client = published.browser("volunteer")
    assert post(client, "/my/data/erase", {"word": "perhaps"}).status_code == 422
    assert any(one.key == "anna" for one in stored(published).volunteers)


@pytest.mark.parametrize("word", ["erase", " Erase ", "LÖSCHEN"])
def test_the_word_erases_and_signs_out(published: Service, word: str) -> None:
    client = published.browser("volunteer")
    answer = post(client, "/my/data/erase", {"word": word})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert all(one.key != "anna" for one in stored(published).volunteers)
    assert "Everything about you is erased here" in client.get("/sign-in").text
    assert client.get("/my/week").status_code == 303


def test_an_old_cookie_opens_nothing_after_erasing(published: Service) -> None:
    client, other = published.browser("volunteer"), published.browser("volunteer")
    post(client, "/my/data/erase", {"word": "erase"})
    assert other.get("/my/data/").headers["Location"] == "/sign-in"
