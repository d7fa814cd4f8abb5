"""The lists of people, courses and sites: filtered and sorted by their address, edited in place, worked on in bulk."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient

from roster.models.school_records import read_school
from roster.records import Meeting, PairKind, School, Standing
from tests.web.planned import publish_week
from tests.web.school import Service, post
from web.described import meetings_in_short


def stored(north: Service) -> School:
    with north.store.reading(north.schools["north"]) as session:
        return read_school(session)


def rows(text: str) -> list[str]:
    """The keys of the rows of a list, in their order."""
    return re.findall(r'<tr id="row-([a-z0-9-]+)"', text)


def people(north: Service) -> dict[str, Standing]:
    return {one.key: one.standing for one in stored(north).volunteers}


# ---- looking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("/people/?branch=children&role=lead", ["clara"]),
        ("/people/?search=zz@&standing=", []),
        ("/people/?search=DILAN", ["dilan"]),
        ("/people/?level=6&role=lead", ["clara"]),
        ("/people/?hours_from=4", []),
        ("/people/?hours_from=2.\u00b2", ["anna", "bela"]),
        ("/people/?sort=nonsense&down=maybe&level=99&certificate=odd&hours_from=x&on=never", ["anna", "bela"]),
        ("/courses/?branch=children", ["kids"]),
        ("/courses/?level=6", ["c1"]),
        ("/courses/?weekday=0", ["a1"]),
        ("/courses/?sort=priority&down=yes", ["kids", "a1", "a2", "c1"]),
        ("/courses/?trouble=no_seats", []),
        ("/sites/?search=secret", ["hostel"]),
        ("/courses/?sort=until", ["a1", "a2", "c1", "kids"]),
        ("/sites/?sort=courses&down=yes", ["hall", "hostel"]),
        ("/sites/?trouble=unused", []),
        ("/sites/?trouble=odd", ["hall", "hostel"]),
    ],
)
def test_a_list_shows_what_its_address_asks_for(north: Service, address: str, keys: list[str]) -> None:
    answer = north.browser("lead").get(address)
    assert (answer.status_code, rows(answer.text)[: len(keys)]) == (200, keys)
    if not keys:
        assert rows(answer.text) == []


def test_a_sorted_column_says_so_and_turns_round(north: Service) -> None:
    text = north.browser("lead").get("/people/?sort=hours&search=a").text
    assert 'aria-sort="ascending"><a class="sorts" href="/people/?search=a&amp;sort=hours&amp;down=yes"' in text


def test_the_count_says_how_many_of_all_are_shown(north: Service) -> None:
    assert "1 of 5 people" in north.browser("lead").get("/people/?search=bela").text


def test_a_list_leaves_as_the_table_that_an_import_reads(north: Service) -> None:
    answer = north.browser("lead").get("/people/table.csv?search=bela")
    assert answer.headers["Content-Disposition"] == "attachment; filename=north-volunteers.csv"
    lines = answer.text.strip().splitlines()
    assert len(lines) == 2
    assert "Bela" in lines[1]


def test_courses_and_sites_leave_as_tables_too(north: Service) -> None:
    client = north.browser("lead")
    assert "A2 evening" in client.get("/courses/table.csv?level=3").text
    assert "Hostel north" not in client.get("/sites/table.csv?search=hall").text


# ---- editing in place -----------------------------------------------------------------------------------------------


def version_of(text: str, key: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', text.partition(f'id="row-{key}"')[2])[0]


def edit(client: FlaskClient, form: dict[str, object], address: str = "/people/bela/row"):
    return post(
        client, address, {"first_name": "Béla", "last_name": "of north", "standing": "paused", "wished": "2,5", **form}
    )


def test_a_row_is_saved_and_the_list_keeps_its_filter(north: Service) -> None:
    client = north.browser("lead")
    version = version_of(client.get("/people/?edit=bela").text, "bela")
    answer = edit(client, {"version": version}, "/people/bela/row?search=a&sort=hours")
    assert answer.headers["Location"] == "/people/?search=a&sort=hours&saved=bela#row-bela"
    bela = next(one for one in stored(north).volunteers if one.key == "bela")
    assert (bela.first_name, bela.standing, bela.wished_minutes_week) == ("Béla", Standing.PAUSED, 150)
    assert bela.phone == "+49 541 400"


def test_of_two_who_edit_one_row_the_second_sees_what_is_stored(north: Service) -> None:
    client = north.browser("lead")
    version = version_of(client.get("/people/?edit=bela").text, "bela")
    edit(client, {"version": version})
    answer = edit(client, {"version": version, "first_name": "Second"})
    assert answer.status_code == 409
    assert "Stored now: First name: Béla." in answer.text
    assert 'value="Second"' in answer.text
    again = edit(client, {"version": version_of(answer.text, "bela"), "first_name": "Second"})
    assert again.status_code == 303


def test_a_row_with_a_fault_stays_open_with_what_was_typed(north: Service) -> None:
    answer = edit(north.browser("lead"), {"version": "1", "wished": "many"})
    assert (answer.status_code, 'value="many"' in answer.text) == (422, True)
    assert people(north)["bela"] is Standing.ACTIVE


def test_a_course_is_edited_in_place_and_keeps_seats_and_meetings(north: Service) -> None:
    client, before = north.browser("lead"), stored(north)
    version = version_of(client.get("/courses/?edit=a2").text, "a2")
    form = {"name": "A2 late", "level": "3", "priority": "4", "ends_on": "2027-01-31", "version": version}
    post(client, "/courses/a2/row", form)
    after = stored(north)
    course = next(one for one in after.courses if one.key == "a2")
    assert (course.name, course.priority, course.ends_on) == ("A2 late", 4, dt.date(2027, 1, 31))
    assert (after.seats, after.meetings) == (before.seats, before.meetings)
    assert post(client, "/courses/a2/row", {"name": "Old", "version": version}).status_code == 409


def test_a_site_is_edited_in_place_and_keeps_its_hint(north: Service) -> None:
    client = north.browser("lead")
    version = version_of(client.get("/sites/?edit=hostel").text, "hostel")
    form = {"name": "Hostel", "address": "3 Lane", "open_until": "2027-01-31", "version": version}
    assert post(client, "/sites/hostel/row", form).status_code == 303
    site = next(one for one in stored(north).sites if one.key == "hostel")
    assert (site.address, site.open_until, site.entry_hint) == ("3 Lane", dt.date(2027, 1, 31), "Ring twice")
    assert post(client, "/sites/hostel/row", {**form, "name": "Old"}).status_code == 409


def test_meetings_at_the_same_time_are_told_together(north: Service) -> None:
    plan = ((0, 540), (1, 540), (2, 540), (4, 540), (1, 1080), (2, 1080), (3, 1080), (5, 840))
    meetings = [Meeting(course="a", weekday=day, start_minute=at, end_minute=at + 90) for day, at in plan]
    with north.app.test_request_context(headers={"Accept-Language": "en"}):
        told = meetings_in_short(meetings)
    assert told == ["Mon, Tue, Wed, Fri 09:00–10:30", "Tue–Thu 18:00–19:30", "Sat 14:00–15:30"]


# ---- several at once ------------------------------------------------------------------------------------------------


def chosen(text: str) -> list[str]:
    return re.findall(r'name="people" value="([a-z]+:\d+)"', text)


def test_a_page_says_what_will_happen_before_it_happens(north: Service) -> None:
    client = north.browser("lead")
    form = {"do": "standing", "new_standing": "paused", "people": ["bela", "emil"]}
    answer = post(client, "/bulk/people/", form)
    assert "Set the standing of 2 people?" in answer.text
    assert answer.text.count("active → paused") == 2
    assert set(people(north).values()) == {Standing.ACTIVE}
    post(client, "/bulk/people/apply", {**form, "people": chosen(answer.text)})
    assert {key for key, standing in people(north).items() if standing is Standing.PAUSED} == {"bela", "emil"}


def test_everybody_means_everybody_whom_the_list_shows(north: Service) -> None:
    answer = post(
        north.browser("lead"), "/bulk/people/?branch=children&role=lead",
        {"do": "standing", "new_standing": "left", "everybody": "yes"},
    )  # fmt: skip
    assert chosen(answer.text) == ["clara:1"]


def test_nobody_chosen_leads_back_with_a_word(north: Service) -> None:
    client = north.browser("lead")
    assert post(client, "/bulk/people/", {"do": "standing", "new_standing": "left"}).status_code == 303
    assert "choose at least one person" in client.get("/people/").text


def test_who_was_changed_meanwhile_stops_all_of_it(north: Service) -> None:
    client = north.browser("lead")
    edit(client, {"version": "1"})
    form = {"do": "standing", "new_standing": "left", "people": ["bela:1", "emil:1"]}
    assert post(client, "/bulk/people/apply", form).status_code == 409
    assert people(north)["emil"] is Standing.ACTIVE


@pytest.mark.parametrize(
    "form",
    [
        {"do": "melt", "people": ["bela:1"]},
        {"do": "standing", "new_standing": "asleep", "people": ["bela:1"]},
        {"do": "standing", "new_standing": "left", "people": ["bela"]},
        {"do": "standing", "new_standing": "left"},
    ],
)
def test_what_no_page_offers_is_refused(north: Service, form: dict[str, object]) -> None:
    assert post(north.browser("lead"), "/bulk/people/apply", form).status_code == 422
    assert set(people(north).values()) == {Standing.ACTIVE}


def test_chosen_people_leave_as_a_table(north: Service) -> None:
    answer = post(north.browser("lead"), "/bulk/people/", {"do": "export", "people": ["bela", "emil"]})
    assert answer.mimetype == "text/csv"
    assert len(answer.text.strip().splitlines()) == 3


def test_asking_for_times_sends_mails_and_shows_who_has_answered(north: Service) -> None:
    client = north.browser("lead")
    post(client, "/bulk/people/apply", {"do": "ask", "people": ["bela:1"]})
    text = client.get("/time-requests/").text
    assert "One mail is on its way." in text
    assert "One was asked and has not answered yet." in text


def test_a_volunteer_reaches_none_of_it(north: Service) -> None:
    client = north.browser("volunteer")
    for path in ("/courses/", "/sites/", "/ways/foot", "/time-requests/", "/people/table.csv"):
        assert client.get(path).status_code == 403


# ---- wishes about two people ----------------------------------------------------------------------------------------


def test_a_wish_about_two_is_noted_shown_to_leads_and_forgotten(north: Service) -> None:
    client = north.browser("lead")
    post(client, "/people/bela/pairs", {"other": "emil", "kind": "apart"})
    assert [(one.first, one.second, one.kind) for one in stored(north).pairs] == [("bela", "emil", PairKind.APART)]
    text = client.get("/people/emil").text
    assert "kept apart: Bela of north and Emil of north" in text
    number = text.split("/people/emil/pairs/")[1].partition("/")[0]
    post(client, f"/people/emil/pairs/{number}/remove")
    assert stored(north).pairs == ()


def test_a_wish_without_a_second_person_is_a_fault(north: Service) -> None:
    answer = post(north.browser("lead"), "/people/bela/pairs", {"other": "bela", "kind": "apart"})
    assert (answer.status_code, stored(north).pairs) == (422, ())


def test_nobody_else_reads_of_such_a_wish(north: Service) -> None:
    publish_week(north)
    post(north.browser("lead"), "/people/anna/pairs", {"other": "bela", "kind": "apart"})
    client = north.browser("volunteer")
    pages = ("/my/week", "/availability/anna", "/my/calendar")
    assert not any("apart" in client.get(page).text for page in pages)
