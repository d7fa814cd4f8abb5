"""Nobody overwrites what they have not seen: a form goes by the version that its values belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from roster.models.school_records import read_school, write_school
from roster.records import Availability, Meeting, School, Willingness
from tests.web.filled_form import filled_form
from tests.web.school import Service, post


@dataclass(frozen=True)
class Edited:
    """A form that two people fill in: the first one's role and fault, what the other saves, and how that is told.

    ``other`` is the other one's role.
    """

    page: str
    role: str
    fault: dict[str, str]
    theirs: dict[str, str]
    told: str
    address: str = ""
    other: str = "lead"


FORMS = {
    "a person": Edited(
        "/people/bela/edit", "admin", {"wished": "many"}, {"phone": "0541 7"}, "<dt>Phone</dt><dd>0541 7</dd>"
    ),
    "a site": Edited(
        "/sites/hall/edit", "admin", {"open_until": "soon"}, {"address": "9 New Lane"},
        "<dt>Address</dt><dd>9 New Lane</dd>",
    ),
    "a course": Edited(
        "/courses/a2/edit", "admin", {"learners": "some"}, {"wished-lead": "2", "from-0": "18:00"},
        "Lead: 1 required, 2 wished",
    ),
    "my own data": Edited(
        "/my/data/", "volunteer", {"phone": "7" * 41}, {"phone": "0541 8"}, "<dd>0541 8</dd>", other="volunteer"
    ),
    "weekly times": Edited(
        "/availability/anna", "volunteer", {"from-0-0": "25:00"}, {"from-0-0": "10:00"}, "Monday: 10:00 to 21:00"
    ),
    "the row of a person": Edited(
        "/people/?edit=bela", "admin", {"wished": "many"}, {"newcomer": "yes"}, "Newcomer: yes", "/people/bela/row"
    ),
    "the row of a course": Edited(
        "/courses/?edit=a2", "admin", {"learners": "some"}, {"ends_on": "2027-01-31"}, "Last day: 1/31/27",
        "/courses/a2/row",
    ),
    "the row of a site": Edited(
        "/sites/?edit=hall", "admin", {"open_until": "soon"}, {"open_until": "2027-01-31"}, "Open until: 1/31/27",
        "/sites/hall/row",
    ),
    "the rules": Edited(
        "/settings/", "admin", {"travel_buffer_minutes": "some"}, {"newcomers": ""},
        "<dt>Newcomers not alone</dt><dd>no</dd>", other="admin",
    ),
    "a branch": Edited(
        "/settings/words/branches/adults/edit", "admin", {"name": ""}, {"certificates": "measles"},
        "<dt>Certificates asked for</dt><dd>measles</dd>", other="admin",
    ),
    "a role": Edited(
        "/settings/words/roles/helper/edit", "admin", {"name": ""}, {"depends_on": ""},
        "<dt>Only together with</dt><dd>–</dd>", other="admin",
    ),
}  # fmt: skip


def stored(north: Service) -> School:
    with north.store.reading(north.schools["north"]) as session:
        return read_school(session)


def overtake(north: Service, form: Edited) -> dict[str, str]:
    """Open the form, and let somebody else save; gives what the first one sees in it."""
    mine = filled_form(north.browser(form.role).get(form.page).text)
    other = north.browser(form.other)
    assert post(other, form.address or form.page, {**mine, **form.theirs}).status_code == 303
    return mine


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_typing_fault_does_not_make_an_overtaken_form_a_newer_one(north: Service, form: Edited) -> None:
    mine, client, address = overtake(north, form), north.browser(form.role), form.address or form.page
    theirs = stored(north)
    answer = post(client, address, {**mine, **form.fault})
    assert answer.status_code == 422
    corrected = {**filled_form(answer.text), **{name: mine[name] for name in form.fault}}
    assert post(client, address, corrected).status_code == 409
    assert stored(north) == theirs


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_overtaken_form_shows_what_is_stored_now_and_can_be_saved_again(north: Service, form: Edited) -> None:
    mine, client, address = overtake(north, form), north.browser(form.role), form.address or form.page
    answer = post(client, address, mine)
    assert (answer.status_code, form.told in answer.text) == (409, True)
    assert post(client, address, filled_form(answer.text)).status_code == 303
    assert filled_form(client.get(form.page).text) | {"version": ""} == mine | {"version": ""}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_without_its_version_is_refused(north: Service, form: Edited) -> None:
    client = north.browser(form.role)
    mine = filled_form(client.get(form.page).text)
    assert post(client, form.address or form.page, {**mine, **form.theirs, "version": ""}).status_code == 409


def test_a_refused_sheet_of_times_holds_only_what_was_sent(north: Service) -> None:
    form = FORMS["weekly times"]
    more = {"from-0-1": "6:00", "to-0-1": "7:00", "how-0-1": "3"}
    mine = overtake(north, replace(form, theirs=more))
    sent = filled_form(post(north.browser("volunteer"), form.page, {**mine, **form.fault}).text)
    assert {name: sent[name] for name in mine} == {**mine, **form.fault}
    assert [value for name, value in sent.items() if name not in mine and name.startswith(("from", "to"))] == []


def test_a_refused_course_holds_only_the_meetings_that_were_sent(north: Service) -> None:
    form = FORMS["a course"]
    mine = overtake(north, replace(form, theirs={"from-1": "8:00", "to-1": "9:00"}))
    sent = filled_form(post(north.browser("admin"), form.page, {**mine, **form.fault}).text)
    assert sent == {**mine, **form.fault}


def with_dates(records: School) -> School:
    """The school with one dated window and one dated meeting."""
    day = records.certificates[0].seen_on
    window = Availability(
        volunteer="anna", weekday=0, start_minute=540, end_minute=600, willingness=Willingness.GLADLY, valid_from=day
    )
    meeting = Meeting(course="a2", weekday=3, start_minute=540, end_minute=600, valid_from=day)
    return replace(records, availability=(window,), meetings=(meeting,))


@pytest.mark.parametrize("what", ["weekly times", "a course"])
def test_the_dates_of_a_row_come_back_with_its_times(north: Service, what: str) -> None:
    form = FORMS[what]
    with north.store.writing(north.schools["north"]) as session:
        write_school(session, with_dates(read_school(session)))
    mine = filled_form(north.browser(form.role).get(form.page).text)
    theirs = {name: "" for name in mine if name.startswith(("from-", "to-"))}
    post(north.browser("lead"), form.page, {**mine, **theirs})
    sent = filled_form(post(north.browser(form.role), form.page, {**mine, **form.fault}).text)
    assert [value for name, value in sent.items() if name.startswith("valid_from")] == ["2026-01-10"]


def test_a_course_with_many_meetings_keeps_all_of_them(north: Service) -> None:
    client = north.browser("lead")
    many = tuple(Meeting(course="a2", weekday=0, start_minute=480 + 30 * n, end_minute=500 + 30 * n) for n in range(14))
    with north.store.writing(north.schools["north"]) as session:
        write_school(session, replace(before := read_school(session), meetings=many))
    post(client, "/courses/a2/edit", {**filled_form(client.get("/courses/a2/edit").text), "learners": "7"})
    assert len(before.meetings) != len(stored(north).meetings) == 14
