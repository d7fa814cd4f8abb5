"""Several courses or sites at once: a page asks what is missing, says what will happen, and one button undoes all."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from roster.models.school_records import read_school
from roster.records import ChangeKind, Closure, Course, School
from tests.web.planned import publish_week
from tests.web.school import Service, post
from tests.web.test_undo import undo_form

END = dt.date(2026, 12, 18)


def stored(north: Service) -> School:
    with north.store.reading(north.schools["north"]) as session:
        return read_school(session)


def courses(north: Service) -> dict[str, Course]:
    return {one.key: one for one in stored(north).courses}


def apply(client: FlaskClient, what: str, form: dict[str, object], page: TestResponse) -> TestResponse:
    """Press the button of the page that says what will happen."""
    given = re.findall(rf'name="{what}" value="([^"]+:\d+)"', page.text)
    return post(client, f"/bulk/{what}/apply", {**form, what: given})


def test_from_the_list_a_page_asks_for_the_day_and_keeps_who_was_chosen(north: Service) -> None:
    page = post(north.browser("lead"), "/bulk/courses/?branch=adults", {"do": "end", "courses": ["a1", "a2"]})
    assert (page.status_code, "End 2 courses?" in page.text) == (200, True)
    assert re.findall(r'name="courses" value="(\w+)"', page.text) == ["a1", "a2"]
    assert "Please correct" not in page.text


def test_all_that_the_list_shows_end_on_a_day_and_one_button_takes_it_back(north: Service) -> None:
    client, before = north.browser("lead"), stored(north)
    form = {"do": "end", "ends_on": END.isoformat(), "asked": "yes", "everybody": "yes"}
    page = post(client, "/bulk/courses/?branch=adults", form)
    assert page.text.count("ends on 18 Dec 2026") == 3
    assert stored(north) == before
    answer = apply(client, "courses", form, page)
    assert {key for key, one in courses(north).items() if one.ends_on == END} == {"a1", "a2", "c1"}
    text = client.get(answer.headers["Location"]).text
    assert "3 courses are changed." in text
    address, fields = undo_form(text)
    post(client, address, fields)
    assert stored(north) == before


def test_who_cannot_stays_out_with_the_reason(north: Service) -> None:
    client = north.browser("lead")
    form = {"name": "A1", "branch": "adults", "site": "hall", "starts_on": "2027-01-10", "version": "1"}
    post(client, "/courses/a1/edit", form)
    form = {"do": "end", "ends_on": END.isoformat(), "asked": "yes", "courses": ["a1", "a2"]}
    page = post(client, "/bulk/courses/", form)
    assert "begins only on 10 Jan 2027." in page.text
    apply(client, "courses", form, page)
    assert [courses(north)[key].ends_on for key in ("a1", "a2")] == [None, END]


def test_a_day_that_is_missing_or_odd_is_asked_for_again(north: Service) -> None:
    page = post(north.browser("lead"), "/bulk/courses/", {"do": "end", "asked": "yes", "courses": "a1"})
    assert (page.status_code, "Last day: please give a date" in page.text) == (422, True)
    form = {"do": "cancel", "asked": "yes", "courses": "a1", "from_day": "2026-12-08", "until_day": "2026-12-01"}
    page = post(north.browser("lead"), "/bulk/courses/", form)
    assert (page.status_code, "The last day lies before the first." in page.text) == (422, True)


def test_every_session_of_a_time_is_cancelled_and_a_second_time_nothing_is_left(north: Service) -> None:
    client = north.browser("lead")
    form = {
        "do": "cancel", "asked": "yes", "courses": ["a1", "kids"], "from_day": "2026-12-01", "until_day": "2026-12-14"
    }  # fmt: skip
    page = post(client, "/bulk/courses/", form)
    assert "2 sessions are cancelled: 7 Dec 2026, 14 Dec 2026" in page.text
    apply(client, "courses", form, page)
    made = stored(north).session_changes
    assert {one.change for one in made} == {ChangeKind.CANCELLED}
    assert [(one.course, one.on_day.day) for one in made] == [("a1", 7), ("a1", 14), ("kids", 2), ("kids", 9)]
    assert "So there is nothing to do." in post(client, "/bulk/courses/", form).text


def test_courses_move_with_their_meetings_into_a_room(north: Service) -> None:
    client, before = north.browser("lead"), stored(north)
    form = {"do": "move", "asked": "yes", "courses": ["kids", "a1"], "place": "site hostel"}
    page = post(client, "/bulk/courses/", form)
    assert "Hall north, Room 1 → Hostel north" in page.text
    text = client.get(apply(client, "courses", form, page).headers["Location"]).text
    assert courses(north)["a1"].site == "hostel"
    assert [one.room for one in stored(north).meetings if one.course == "a1"] == [None]
    address, fields = undo_form(text)
    post(client, address, fields)
    assert stored(north) == before


def test_a_room_that_is_taken_at_that_time_is_told_of(north: Service) -> None:
    client = north.browser("lead")
    meeting = {"weekday-0": "0", "from-0": "9:00", "to-0": "10:00"}
    course = {"name": "Reading", "branch": "adults", "site": "hostel", "priority": "1", **meeting}
    post(client, "/courses/", course)
    form = {"do": "move", "asked": "yes", "courses": ["reading", "kids"], "place": "room hall-1"}
    text = post(client, "/bulk/courses/", form).text
    assert "Hostel north → Hall north, Room 1. Mind: at the same time there: A1 morning" in text
    assert text.count("Mind:") == 1


def test_a_session_that_a_lead_moved_stays_where_it_is(north: Service) -> None:
    client = north.browser("lead")
    moved = {"change": "moved", "on_day": "2026-12-07", "start": "9:00", "new_day": "2026-12-08"}
    post(client, "/courses/a1/sessions", moved)
    before = stored(north)
    form = {"do": "cancel", "asked": "yes", "courses": "a1", "from_day": "2026-12-07", "until_day": "2026-12-08"}
    assert "has no session in that time" in post(client, "/bulk/courses/", form).text
    post(client, "/bulk/courses/apply", {**form, "courses": "a1:1"})
    assert stored(north) == before


@pytest.mark.parametrize(
    ("form", "told"), [({"do": "priority", "priority": "4"}, "2 → 4"), ({"do": "level", "level": "4"}, "A1.1 → B1")]
)
def test_priority_and_level_are_set(north: Service, form: dict[str, object], told: str) -> None:
    client = north.browser("lead")
    page = post(client, "/bulk/courses/", {**form, "asked": "yes", "courses": "a1"})
    assert told in page.text
    apply(client, "courses", form, page)
    course = courses(north)["a1"]
    assert 4 in (course.priority, course.level)


def test_only_courses_that_no_roster_names_are_deleted_and_only_by_admins(north: Service) -> None:
    publish_week(north)
    client, before = north.browser("admin"), stored(north)
    form = {"do": "unused", "everybody": "yes"}
    page = post(client, "/bulk/courses/", form)
    assert "stands in rosters. Please set a last day instead." in page.text
    text = client.get(apply(client, "courses", form, page).headers["Location"]).text
    assert set(courses(north)) < {one.key for one in before.courses}
    address, fields = undo_form(text)
    post(client, address, fields)
    assert stored(north) == before
    assert post(north.browser("lead"), "/bulk/courses/", form).status_code == 403
    assert post(north.browser("lead"), "/bulk/courses/apply", {"do": "unused", "courses": "c1:1"}).status_code == 403


def test_one_that_was_changed_meanwhile_stops_all_of_it(north: Service) -> None:
    client = north.browser("lead")
    form = {"do": "priority", "priority": "3", "asked": "yes", "courses": ["a1", "a2"]}
    page = post(client, "/bulk/courses/", form)
    post(client, "/courses/a2/row", {"name": "A2 late", "priority": "4", "version": "1"})
    assert apply(client, "courses", form, page).status_code == 409
    assert courses(north)["a1"].priority == 2


def test_sites_close_for_a_time_and_open_again_by_one_button(north: Service) -> None:
    client, before = north.browser("lead"), stored(north)
    form = {
        "do": "close", "asked": "yes", "sites": ["hall", "hostel"], "from_day": "2026-12-07", "until_day": "2026-12-08",
        "name": "Painters",
    }  # fmt: skip
    page = post(client, "/bulk/sites/", form)
    assert "is closed; 2 sessions are cancelled" in page.text
    text = client.get(apply(client, "sites", form, page).headers["Location"]).text
    first, last = dt.date(2026, 12, 7), dt.date(2026, 12, 8)
    assert set(stored(north).closures) == {
        Closure(from_day=first, until_day=last, site=site, name="Painters") for site in ("hall", "hostel")
    }
    assert post(client, "/bulk/sites/", form).text.count("is closed in that time already") == 2
    address, fields = undo_form(text)
    post(client, address, fields)
    assert stored(north) == before


@pytest.mark.parametrize(
    ("site", "told"),
    [("hostel", "is closed; no session is cancelled"), ("hall", "is closed; one session is cancelled")],
)
def test_one_session_that_a_closure_cancels_is_told_as_one(north: Service, site: str, told: str) -> None:
    form = {"do": "close", "asked": "yes", "sites": site, "from_day": "2026-12-07"}
    assert told in post(north.browser("lead"), "/bulk/sites/", form).text


def test_the_one_course_that_has_to_move_is_told_as_one(north: Service) -> None:
    form = {"do": "until", "asked": "yes", "sites": "hostel", "open_until": "2027-01-31"}
    page = post(north.browser("lead"), "/bulk/sites/", form)
    assert "is open until 31 Jan 2027; one course still takes place there after that" in page.text


def test_the_one_duty_after_a_course_has_ended_is_told_as_one(north: Service) -> None:
    publish_week(north)
    form = {"do": "end", "asked": "yes", "courses": "a1", "ends_on": "2026-11-22"}
    page = post(north.browser("lead"), "/bulk/courses/", form)
    assert "ends on 22 Nov 2026; one duty published already lies after it" in page.text


def test_the_last_day_of_a_site_names_the_courses_that_have_to_move(north: Service) -> None:
    form = {"do": "until", "asked": "yes", "sites": "hall", "open_until": "2027-01-31"}
    page = post(north.browser("lead"), "/bulk/sites/", form)
    assert "is open until 31 Jan 2027; 3 courses still take place there after that" in page.text


def test_only_sites_that_nothing_uses_are_deleted(north: Service) -> None:
    client = north.browser("admin")
    post(client, "/sites/", {"name": "Empty"})
    form = {"do": "unused", "everybody": "yes"}
    page = post(client, "/bulk/sites/", form)
    assert "courses or sessions still take place there." in page.text
    apply(client, "sites", form, page)
    assert {one.key for one in stored(north).sites} == {"hall", "hostel"}


@pytest.mark.parametrize("what", ["courses", "sites"])
def test_none_chosen_leads_back_with_a_word_and_odd_things_are_refused(north: Service, what: str) -> None:
    client = north.browser("lead")
    assert post(client, f"/bulk/{what}/", {"do": "unused"}).status_code == 303
    assert "Please choose at least one" in client.get(f"/{what}/").text
    assert post(client, f"/bulk/{what}/", {"do": "melt", "everybody": "yes"}).status_code == 422
    assert post(client, f"/bulk/{what}/apply", {"do": "melt", what: "a1:1"}).status_code == 422
    assert post(client, f"/bulk/{what}/", {"do": "unused", what: "zoo"}).status_code == 404


@pytest.mark.parametrize(("what", "key"), [("courses", "a1"), ("sites", "hall")])
def test_the_chosen_leave_as_a_table(north: Service, what: str, key: str) -> None:
    answer = post(north.browser("lead"), f"/bulk/{what}/", {"do": "export", what: key})
    assert (answer.mimetype, len(answer.text.strip().splitlines())) == ("text/csv", 2)


def test_hostile_names_are_shown_literally(north: Service) -> None:
    client = north.browser("lead")
    hostile = "{name} {0} %s <script>alert(1)</script>"
    post(client, "/sites/", {"name": hostile, "key": "odd", "open_until": "2027-01-31"})
    post(client, "/courses/a1/row", {"name": hostile, "priority": "2", "version": "1"})
    shown = post(client, "/bulk/courses/", {"do": "move", "asked": "yes", "courses": "a1", "place": "site hostel"}).text
    assert "{name} {0} %s &lt;script&gt;alert(1)" in shown
    refused = post(client, "/bulk/courses/apply", {"do": "move", "courses": "a1:2", "place": "site odd"})
    assert refused.status_code == 409
    assert (
        "{name} {0} %s &lt;script&gt;alert(1)&lt;/script&gt;: the site is open only until 31 Jan 2027." in refused.text
    )
