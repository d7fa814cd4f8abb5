"""Availability in the browser: what is typed is stored, said back, and never overwritten unseen."""

from __future__ import annotations

import datetime as dt

import pytest
from flask.testing import FlaskClient

from roster.models.school_records import read_school
from roster.records import School, Willingness
from tests.web.planned import publish_week
from tests.web.school import Service, post

MONDAY = {"from-0-0": "9:00", "to-0-0": "12:30", "how-0-0": "3"}


def save(client: FlaskClient, name: str = "anna", version: str | None = None, **changes: str):
    """Send the weekly form with Monday morning, based on the newest version unless said otherwise."""
    version = version or version_of(client.get(f"/availability/{name}").text)
    fields = {**MONDAY, **{key.replace("_", "-"): value for key, value in changes.items()}, "version": version}
    return post(client, f"/availability/{name}", fields)


def version_of(text: str) -> str:
    return text.split('name="version" value="')[1].split('"', maxsplit=1)[0]


def stored(north: Service) -> School:
    with north.store.reading(north.schools["north"]) as session:
        return read_school(session)


def windows(north: Service, name: str = "anna") -> list[tuple[int, int, int, Willingness]]:
    return [
        (one.weekday, one.start_minute, one.end_minute, one.willingness)
        for one in stored(north).availability
        if one.volunteer == name
    ]


def test_a_volunteer_saves_their_own_times(north: Service) -> None:
    client = north.browser("volunteer")
    assert save(client).status_code == 303
    assert windows(north) == [(0, 540, 750, Willingness.GLADLY)]


def test_the_page_says_back_what_was_understood(north: Service) -> None:
    client = north.browser("volunteer")
    save(client)
    assert "Monday: 09:00 to 12:30 gladly" in client.get("/availability/anna").text
    assert "Montag: 09:00 bis 12:30 Uhr gern" in client.get("/availability/anna?lang=de").text


@pytest.mark.parametrize("typed", ["9:00", "09.00", "9", "9 Uhr", "9h00"])
def test_times_are_understood_as_people_write_them(north: Service, typed: str) -> None:
    save(north.browser("volunteer"), from_0_0=typed)
    assert windows(north) == [(0, 540, 750, Willingness.GLADLY)]


@pytest.mark.parametrize("typed", ["25:00", "9:75", "morning", "-1:00", "9:00:00", "٩:٠٠"])
def test_times_that_are_none_are_refused_and_nothing_changes(north: Service, typed: str) -> None:
    before = windows(north)
    answer = save(north.browser("volunteer"), from_0_0=typed)
    assert (answer.status_code, "a time such as 18:30" in answer.text) == (422, True)
    assert windows(north) == before


def test_an_end_before_the_start_is_refused(north: Service) -> None:
    answer = save(north.browser("volunteer"), to_0_0="8:00")
    assert (answer.status_code, "the end must be after the start" in answer.text) == (422, True)


def test_an_end_in_the_small_hours_means_the_next_morning_and_is_said_so(north: Service) -> None:
    client = north.browser("volunteer")
    save(client, from_0_0="22:00", to_0_0="2:00")
    assert windows(north) == [(0, 1320, 1560, Willingness.GLADLY)]
    assert "into the next morning" in client.get("/availability/anna").text


def test_an_empty_form_means_not_available(north: Service) -> None:
    client = north.browser("volunteer")
    save(client, from_0_0="", to_0_0="")
    assert windows(north) == []
    assert "Not available at any time" in client.get("/availability/anna").text


def test_the_second_of_two_editors_sees_both_versions_and_chooses(north: Service) -> None:
    anna, lead = north.browser("volunteer"), north.browser("lead")
    seen = version_of(anna.get("/availability/anna").text)
    save(lead, to_0_0="11:00")
    answer = save(anna, version=seen)
    assert answer.status_code == 409
    assert "09:00 to 12:30 gladly" in answer.text
    assert "09:00 to 11:00 gladly" in answer.text
    assert windows(north) == [(0, 540, 660, Willingness.GLADLY)]
    assert save(anna, version=version_of(answer.text)).status_code == 303
    assert windows(north) == [(0, 540, 750, Willingness.GLADLY)]


def test_nothing_changed_is_noted_with_day_and_person(north: Service) -> None:
    client = north.browser("volunteer")
    post(client, "/availability/anna/confirm")
    assert "Last confirmed 19 Nov 2026, 10:00 by Anna of north" in client.get("/availability/anna").text


def test_entering_for_somebody_else_is_said_and_noted(north: Service) -> None:
    client = north.browser("lead")
    assert "for somebody else" in client.get("/availability/bela").text
    post(client, "/availability/bela/confirm")
    assert "by lead@north.example.org" in client.get("/availability/bela").text


def test_an_absence_is_noted_and_taken_back(north: Service) -> None:
    client = north.browser("volunteer")
    post(client, "/availability/anna/absences", {"from_day": "2026-11-24", "until_day": "26.11.2026"})
    assert len(stored(north).absences) == 1
    number = client.get("/availability/anna").text.split("/absences/")[1].split("/")[0]
    post(client, f"/availability/anna/absences/{number}/remove")
    assert stored(north).absences == ()


def test_an_absence_still_counts_for_what_had_begun(north: Service) -> None:
    publish_week(north)
    client = north.browser("volunteer")
    post(client, "/availability/anna/absences", {"from_day": "2026-11-23", "until_day": "2026-11-27"})
    number = client.get("/availability/anna").text.split("/absences/")[1].split("/")[0]
    north.clock.now = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    client = north.browser("volunteer")
    post(client, f"/availability/anna/absences/{number}/remove")
    page = client.get("/availability/anna").text
    assert "For one session that had begun already the absence still counts." in page
    number = page.split("/absences/")[1].split("/")[0]
    post(client, f"/availability/anna/absences/{number}/remove")
    assert "so the absence from it stays noted" in client.get("/availability/anna").text


def test_an_absence_that_ends_before_it_begins_is_refused(north: Service) -> None:
    data = {"from_day": "2026-11-24", "until_day": "2026-11-23"}
    answer = post(north.browser("volunteer"), "/availability/anna/absences", data)
    assert (answer.status_code, "not before the first day" in answer.text) == (422, True)


def test_an_extra_time_is_noted_and_taken_back(north: Service) -> None:
    client = north.browser("volunteer")
    data = {"on_day": "2026-11-28", "from_time": "10:00", "until_time": "13:00", "willingness": "3"}
    post(client, "/availability/anna/extra-times", data)
    assert [(one.start_minute, one.end_minute) for one in stored(north).extra_times] == [(600, 780)]
    number = client.get("/availability/anna").text.split("/extra-times/")[1].split("/")[0]
    post(client, f"/availability/anna/extra-times/{number}/remove")
    assert stored(north).extra_times == ()


def test_a_volunteer_cannot_touch_somebody_elses_times(north: Service) -> None:
    client, before = north.browser("volunteer"), windows(north, "bela")
    assert client.get("/availability/bela").status_code == 403
    assert post(client, "/availability/bela", MONDAY).status_code == 403
    assert windows(north, "bela") == before


NO_LONGER_FIT = "Published duties that no longer fit"


def test_a_page_without_conflicts_names_none(north: Service) -> None:
    publish_week(north)
    assert NO_LONGER_FIT not in north.browser("volunteer").get("/availability/anna").text


@pytest.mark.parametrize("role", ["volunteer", "lead"])
def test_times_that_leave_a_published_duty_uncovered_name_that_duty(north: Service, role: str) -> None:
    publish_week(north)
    client = north.browser(role)
    save(client, from_0_0="13:00", to_0_0="15:00")
    text = client.get("/availability/anna").text
    assert NO_LONGER_FIT in text
    assert "A1 morning, Mon 23 Nov 09:00" in text
    assert "A2 evening, Tue 24 Nov" not in text


def test_an_absence_names_the_published_duties_within_it(north: Service) -> None:
    publish_week(north)
    client = north.browser("volunteer")
    post(client, "/availability/anna/absences", {"from_day": "2026-11-23", "until_day": "2026-11-23"})
    assert NO_LONGER_FIT in client.get("/availability/anna").text


def test_a_duty_that_is_over_conflicts_with_nothing(north: Service) -> None:
    publish_week(north)
    client = north.browser("volunteer")
    save(client, from_0_0="13:00", to_0_0="15:00")
    north.clock.now = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    assert NO_LONGER_FIT not in north.browser("volunteer").get("/availability/anna").text
