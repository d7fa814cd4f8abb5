"""Courses, sites, settings, import and export, first steps: they render, their effect is stored."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from roster.actions import solves
from roster.models.school_records import read_school, write_school
from roster.records import Access, ChangeKind, GoalOrder, Means, Organisation, School, Standing
from tests.web.planned import publish_week
from tests.web.school import WEEK, Service, post


def stored(north: Service) -> School:
    with north.store.reading(north.schools["north"]) as session:
        return read_school(session)


def version_of(text: str) -> str:
    return text.split('name="version" value="')[1].partition('"')[0]


COURSE = {
    "name": "B1 noon", "branch": "adults", "site": "hall", "level": "4", "priority": "3", "learners": "9",
    "required-lead": "1", "wished-helper": "2", "weekday-0": "4", "from-0": "12:00", "to-0": "13:30", "room-0":
    "hall-1",
}  # fmt: skip


def test_a_course_is_stored_with_seats_and_meetings(north: Service) -> None:
    assert post(north.browser("lead"), "/courses/", COURSE).headers["Location"] == "/courses/b1-noon"
    school = stored(north)
    course = next(one for one in school.courses if one.key == "b1-noon")
    assert (course.name, course.priority, course.learners) == ("B1 noon", 3, 9)
    seats = {one.role: (one.required, one.wished) for one in school.seats if one.course == "b1-noon"}
    assert seats == {"lead": (1, 0), "helper": (0, 2)}
    meetings = [
        (one.weekday, one.start_minute, one.end_minute, one.room) for one in school.meetings if one.course == "b1-noon"
    ]
    assert meetings == [(4, 720, 810, "hall-1")]


def test_an_edit_of_a_course_keeps_what_the_form_shows(north: Service) -> None:
    client, before = north.browser("lead"), stored(north)
    text = client.get("/courses/a2/edit").text
    assert 'value="18:30"' in text
    form = {
        "name": "A2 evening", "branch": "adults", "site": "hall", "level": "3", "priority": "2", "required-lead": "1",
        "required-helper": "1", "weekday-0": "1", "from-0": "18:30", "to-0": "20:00", "room-0": "hall-1",
    }  # fmt: skip
    post(client, "/courses/a2/edit", {**form, "version": version_of(text)})
    assert stored(north) == before


def test_a_session_is_cancelled_and_the_cancellation_taken_back(north: Service) -> None:
    client = north.browser("lead")
    post(client, "/courses/a2/sessions", {"change": "cancelled", "on_day": "2026-11-24", "start": "18:30"})
    assert [one.change for one in stored(north).session_changes] == [ChangeKind.CANCELLED]
    number = client.get("/courses/a2").text.split("/courses/a2/sessions/")[1].split("/")[0]
    post(client, f"/courses/a2/sessions/{number}/undo")
    assert stored(north).session_changes == ()


def test_a_site_is_stored_and_named_in_the_list(north: Service) -> None:
    client = north.browser("lead")
    post(client, "/sites/", {"name": "Church hall", "address": "3 Lane", "restricted": "yes"})
    site = next(one for one in stored(north).sites if one.key == "church-hall")
    assert (site.restricted, site.address_in_feeds) == (True, False)
    assert "Church hall" in client.get("/sites/").text


def access_form(text: str) -> list[str]:
    """Who stood ticked on the access list when the page was opened."""
    return re.findall(r'name="shown" value="([^"]+)"', text)


def access(north: Service) -> set[str]:
    return {one.volunteer for one in stored(north).access}


@pytest.fixture
def restricted(north: Service) -> Service:
    """The hostel has an access list: Bela, and Dilan, who has left since."""
    plain = stored(north)
    sites = tuple(replace(one, restricted=True) if one.key == "hostel" else one for one in plain.sites)
    people = tuple(replace(one, standing=Standing.LEFT) if one.key == "dilan" else one for one in plain.volunteers)
    listed = tuple(Access(site="hostel", volunteer=key) for key in ("bela", "dilan"))
    with north.store.writing(north.schools["north"]) as session:
        write_school(session, replace(plain, sites=sites, volunteers=people, access=listed))
    return north


def test_two_leads_who_edit_an_access_list_at_once_lose_nothing(restricted: Service) -> None:
    client = restricted.browser("lead")
    shown = access_form(client.get("/sites/hostel").text)
    post(client, "/sites/hostel/access", {"people": ["anna", "bela"], "shown": shown})
    post(client, "/sites/hostel/access", {"people": ["clara"], "shown": shown})
    assert {"anna", "clara"} <= access(restricted)
    assert "bela" not in access(restricted)


def test_who_has_left_stands_on_an_access_list_marked_and_can_be_taken_off(restricted: Service) -> None:
    client = restricted.browser("lead")
    page = client.get("/sites/hostel").text
    assert "Dilan of north (has left)" in page
    post(client, "/sites/hostel/access", {"people": ["bela"], "shown": access_form(page)})
    assert access(restricted) == {"bela"}


def test_who_has_left_and_is_on_no_access_list_is_not_offered(restricted: Service) -> None:
    client = restricted.browser("lead")
    post(client, "/sites/hostel/access", {"people": ["bela"], "shown": ["bela", "dilan"]})
    assert "Dilan" not in client.get("/sites/hostel").text


def test_nobody_is_dropped_from_an_access_list_unseen(restricted: Service) -> None:
    post(restricted.browser("lead"), "/sites/hostel/access", {"people": ["anna", "bela"], "shown": ["bela"]})
    assert access(restricted) == {"anna", "bela", "dilan"}


def ways_form(text: str, **minutes: str) -> dict[str, object]:
    edition = text.split('name="edition" value="')[1].partition('"')[0]
    return {"edition": edition, **{name.replace("_", "-"): value for name, value in minutes.items()}}


def ways(north: Service) -> dict[tuple[str, str], int]:
    return {(one.from_site, one.to_site): one.minutes for one in stored(north).travel if one.means is Means.FOOT}


def test_the_ways_on_foot_are_stored_as_the_table_says(north: Service) -> None:
    client = north.browser("lead")
    post(client, "/ways/foot", ways_form(client.get("/ways/foot").text, way_0_1="22", way_1_0="19"))
    assert ways(north) == {("hall", "hostel"): 22, ("hostel", "hall"): 19}


def test_an_empty_way_back_takes_as_long_as_the_way_there_where_asked_for(north: Service) -> None:
    client = north.browser("lead")
    form = ways_form(client.get("/ways/foot").text, way_0_1="22", way_1_0="")
    post(client, "/ways/foot", {**form, "both_ways": "yes"})
    assert ways(north) == {("hall", "hostel"): 22, ("hostel", "hall"): 22}


def test_an_emptied_way_is_forgotten_and_other_means_stay(north: Service) -> None:
    client = north.browser("lead")
    post(client, "/ways/foot", ways_form(client.get("/ways/foot").text, way_0_1="", way_1_0="7"))
    assert ways(north) == {("hostel", "hall"): 7}
    assert len([one for one in stored(north).travel if one.means is Means.BIKE]) == 2


def test_the_second_of_two_who_edit_the_ways_sees_both_versions(north: Service) -> None:
    client = north.browser("lead")
    form = ways_form(client.get("/ways/foot").text, way_0_1="22", way_1_0="22")
    post(client, "/ways/foot", form)
    answer = post(client, "/ways/foot", {**form, "way-0-1": "99"})
    assert answer.status_code == 409
    assert 'value="99"' in answer.text
    assert ways(north)["hall", "hostel"] == 22


def test_a_way_that_is_no_number_is_named_by_its_two_sites(north: Service) -> None:
    client = north.browser("lead")
    answer = post(client, "/ways/foot", ways_form(client.get("/ways/foot").text, way_0_1="soon", way_1_0="7"))
    assert (answer.status_code, "From Hall north to Hostel north: a whole number" in answer.text) == (422, True)


def test_the_rules_stand_as_sentences_and_their_numbers_are_stored(north: Service) -> None:
    client = north.browser("admin")
    text = client.get("/settings/").text
    assert "A newcomer is never alone with a class" in text
    form = {
        "name": "North", "travel_buffer_minutes": "12", "newcomers": "yes", "goal_order": "strict",
        "rate_continuity": "1", "rate_wishes": "2", "rate_travel": "3", "rate_wished_seats": "4", "history_weeks": "5",
    }  # fmt: skip
    post(client, "/settings/", {**form, "version": version_of(text)})
    own = stored(north).organisation
    assert (own.travel_buffer_minutes, own.newcomers, own.support_needs_lead) == (12, True, False)
    assert own.goal_order is GoalOrder.STRICT


def test_a_closure_is_stored_and_removed(north: Service) -> None:
    client = north.browser("lead")
    post(client, "/settings/calendar/closures", {"name": "Flood", "from_day": "2026-11-23", "site": "hall"})
    assert [(one.name, one.site) for one in stored(north).closures] == [("Flood", "hall")]
    number = client.get("/settings/calendar").text.split("/settings/calendar/closures/")[1].split("/")[0]
    post(client, f"/settings/calendar/closures/{number}/remove")
    assert stored(north).closures == ()


def test_an_export_imports_without_any_change(north: Service) -> None:
    client, before = north.browser("admin"), stored(north)
    for form in ("zip", "xlsx"):
        answer = upload(client, f"north.{form}", client.get(f"/transfer/export.{form}").data)
        assert "everything in the file is stored already" in answer.text
    assert stored(north) == before


def test_an_import_is_previewed_first_and_stored_only_when_agreed(north: Service) -> None:
    client, before = north.browser("admin"), stored(north)
    answer = upload(client, "north.zip", renamed(client.get("/transfer/export.zip").data, b"Bela", b"Balu"))
    assert "Balu" in answer.text
    assert stored(north) == before
    fields = {
        name: answer.text.split(f'name="{name}" value="')[1].partition('"')[0] for name in ("upload", "fingerprint")
    }
    assert post(client, "/transfer/apply", fields).status_code == 303
    assert "Balu" in {one.first_name for one in stored(north).volunteers}
    assert post(client, "/transfer/apply", fields).status_code == 410


def test_a_file_with_faults_names_every_place_and_changes_nothing(north: Service) -> None:
    client, before = north.browser("admin"), stored(north)
    broken = renamed(client.get("/transfer/export.zip").data, b"bike", b"broomstick")
    answer = upload(client, "north.zip", broken)
    assert answer.status_code == 422
    assert answer.text.count("broomstick") >= 5
    assert stored(north) == before


def test_a_file_that_is_no_spreadsheet_is_refused_kindly(north: Service) -> None:
    answer = upload(north.browser("admin"), "cat.zip", b"not a zip at all")
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


def upload(client: FlaskClient, name: str, content: bytes):
    return post(client, "/transfer/preview", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def renamed(archive: bytes, old: bytes, new: bytes) -> bytes:
    """The same archive with one word replaced in all of its tables."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return written.getvalue()


def test_an_empty_organisation_greets_an_admin_with_the_next_step(north: Service) -> None:
    with north.store.writing(north.schools["north"]) as session:
        for_volunteer = stored(north).volunteers[0]
        write_school(session, School(organisation=Organisation(key="north", name="New"), volunteers=(for_volunteer,)))
    client = north.browser("admin")
    text = client.get("/").text
    assert "From nothing to the first published week" in text
    assert "Import a spreadsheet" in text
    assert "No courses yet" in client.get("/courses/").text
    assert "Add the first site" in client.get("/sites/").text
    assert client.get("/week/2026-W48").status_code == 200


def test_my_week_shows_duties_with_address_and_colleagues(north: Service) -> None:
    publish_week(north)
    text = north.browser("volunteer").get("/my/week").text
    assert "A1 morning" in text
    assert "1 Hall Street, north" in text
    assert "A2 evening" not in text


def test_just_after_midnight_my_week_is_the_new_one_though_utc_is_still_on_sunday(north: Service) -> None:
    north.clock.now = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    assert "from week 48" in north.browser("volunteer").get("/my/week").text


def test_a_week_beyond_what_the_search_takes_on_is_refused_before_anything_is_planned(
    north: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solves, "MOST_WINDOWS", 3)
    answer = post(north.browser("lead"), f"/week/{WEEK}/solve")
    assert answer.status_code == 422
    assert "split" in answer.text
