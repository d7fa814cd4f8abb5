"""Volunteers in the browser: the list, one person, their qualifications and certificates."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from roster.models.school_records import read_school, write_school
from roster.records import Certificate, Volunteer
from tests.web.school import Service, post


def volunteers(north: Service) -> dict[str, Volunteer]:
    with north.store.reading(north.schools["north"]) as session:
        return {one.key: one for one in read_school(session).volunteers}


FORM = {
    "first_name": "Frieda", "last_name": "Test", "email": "frieda@north.example.org", "language": "de",
    "standing": "active", "means": "bike", "wished": "4,5", "promised": "1.5", "most": "10", "max_sessions_day": "2",
    "max_days_week": "5",
}  # fmt: skip


def test_the_list_names_everybody(north: Service) -> None:
    text = north.browser("lead").get("/people/").text
    assert all(f"{name} of north" in text for name in ("Anna", "Bela", "Clara", "Dilan", "Emil"))


def test_a_person_is_told_in_words_and_one_as_one(north: Service) -> None:
    with north.store.writing(north.schools["north"]) as session:
        plain = read_school(session)
        bela = next(one for one in plain.volunteers if one.key == "bela")
        wishing = replace(
            bela, preferred_sites=("hostel",), refused_sites=("hall",), preferred_courses=("a1",),
            max_minutes_week=60, max_days_week=1, max_sessions_day=1,
        )  # fmt: skip
        people = tuple(wishing if one.key == "bela" else one for one in plain.volunteers)
        write_school(session, replace(plain, volunteers=people))
    text = north.browser("lead").get("/people/bela").text
    facts = [part.partition("</dd>")[0] for part in text.split("<dd>")]
    assert {"Hostel north", "Hall north", "A1 morning", "1 hour, 1 day a week, 1 session a day"} <= set(facts)


def test_a_search_leaves_only_those_who_fit(north: Service) -> None:
    text = north.browser("lead").get("/people/?search=bel").text
    assert "Bela of north" in text
    assert "Anna of north" not in text


def test_a_search_for_a_percent_sign_finds_only_percent_signs(north: Service) -> None:
    assert "Nobody fits" in north.browser("lead").get("/people/?search=%25").text


def test_a_new_person_is_stored_as_typed(north: Service) -> None:
    answer = post(north.browser("lead"), "/people/", FORM)
    assert answer.headers["Location"] == "/people/frieda-test"
    frieda = volunteers(north)["frieda-test"]
    assert (frieda.wished_minutes_week, frieda.promised_minutes_week, frieda.newcomer) == (270, 90, False)


def test_a_form_with_faults_names_them_all_and_keeps_what_was_typed(north: Service) -> None:
    answer = post(north.browser("lead"), "/people/", {**FORM, "wished": "many", "max_days_week": "9"})
    assert answer.status_code == 422
    assert "Wished hours a week: hours such as" in answer.text
    assert "At most days a week: a whole number from 0 to 7" in answer.text
    assert 'value="Frieda"' in answer.text
    assert "frieda-test" not in volunteers(north)


def test_the_form_asks_for_the_last_name_that_is_needed(north: Service) -> None:
    answer = post(north.browser("lead"), "/people/", {**FORM, "last_name": ""})
    assert (answer.status_code, "Last name: please fill this in" in answer.text) == (422, True)
    assert "Last name <span" not in answer.text


def test_an_edit_changes_that_person_alone(north: Service) -> None:
    client, before = north.browser("lead"), volunteers(north)
    page = client.get("/people/bela/edit").text
    version = page.split('name="version" value="')[1].split('"')[0]
    assert post(client, "/people/bela/edit", {**FORM, "first_name": "Béla", "version": version}).status_code == 303
    after = volunteers(north)
    assert after["bela"].first_name == "Béla"
    assert {key: one for key, one in after.items() if key != "bela"} == {
        key: one for key, one in before.items() if key != "bela"
    }


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(north: Service) -> None:
    client = north.browser("lead")
    version = client.get("/people/bela/edit").text.split('name="version" value="')[1].split('"')[0]
    post(client, "/people/bela/edit", {**FORM, "first_name": "First", "version": version})
    answer = post(client, "/people/bela/edit", {**FORM, "first_name": "Second", "version": version})
    assert answer.status_code == 409
    assert "Somebody else" in answer.text
    assert 'value="Second"' in answer.text
    assert volunteers(north)["bela"].first_name == "First"


def test_fields_that_a_form_does_not_have_change_nothing(north: Service) -> None:
    client = north.browser("lead")
    page = client.get("/people/bela/edit").text
    version = page.split('name="version" value="')[1].split('"')[0]
    extra = {"organisation_id": "2", "role": "admin", "person": "somebody", "key": "anna"}
    post(client, "/people/bela/edit", {**FORM, **extra, "version": version})
    after = volunteers(north)
    assert after["bela"].person is None
    assert after["anna"].first_name == "Anna"


def test_a_qualification_can_be_added_and_removed(north: Service) -> None:
    client = north.browser("lead")
    post(
        client, "/people/emil/qualifications", {"role": "lead", "branch": "adults", "level_from": "1", "level_to": "3"}
    )
    page = client.get("/people/emil").text
    assert "A1.1" in page
    number = page.partition("A1.1")[2].split("/people/emil/qualifications/")[1].split("/")[0]
    post(client, f"/people/emil/qualifications/{number}/remove")
    with north.store.reading(north.schools["north"]) as session:
        assert [q.role for q in read_school(session).qualifications if q.volunteer == "emil"] == ["helper"]


def test_a_certificate_is_noted_without_the_paper(north: Service) -> None:
    client = north.browser("lead")
    data = {"kind": "Clearance", "seen_on": "2026-11-10", "seen_by": "Lead", "valid_until": "2031-11-10"}
    assert post(client, "/people/anna/certificates", data).status_code == 303
    with north.store.reading(north.schools["north"]) as session:
        found = [one for one in read_school(session).certificates if one.volunteer == "anna"]
    day = dt.date(2026, 11, 10)
    assert found == [
        Certificate(volunteer="anna", kind="clearance", seen_on=day, seen_by="Lead", valid_until=day.replace(year=2031))
    ]


def test_a_certificate_seen_tomorrow_is_refused(north: Service) -> None:
    data = {"kind": "clearance", "seen_on": "2026-11-20"}
    answer = post(north.browser("lead"), "/people/anna/certificates", data)
    assert (answer.status_code, "not in the future" in answer.text) == (422, True)


def test_an_admin_can_delete_a_person(north: Service) -> None:
    assert post(north.browser("admin"), "/people/dilan/remove").status_code == 303
    assert "dilan" not in volunteers(north)


def test_a_lead_cannot_delete_a_person(north: Service) -> None:
    assert post(north.browser("lead"), "/people/dilan/remove").status_code == 403
    assert "dilan" in volunteers(north)


def test_a_volunteer_sees_nothing_of_the_others(north: Service) -> None:
    client = north.browser("volunteer")
    assert client.get("/people/").status_code == 403
    assert client.get("/people/bela").status_code == 403
