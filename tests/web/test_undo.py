"""Whatever is taken away on a page comes back by the button on the next one, exactly as it was."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from roster.models.school_records import read_school, write_school
from roster.records import (
    Access,
    Branch,
    ChangeKind,
    Closure,
    Decision,
    DecisionKind,
    Holiday,
    Means,
    Pair,
    PairKind,
    Role,
    Room,
    School,
    SessionChange,
    Site,
    Term,
    Travel,
    Volunteer,
)
from tests.web.planned import publish_week, start_second_draft
from tests.web.school import NOW, WEEK, Service, post, school

DAY = dt.date(2026, 12, 8)
A1_FORM = {
    "name": "A1 morning", "branch": "adults", "site": "hall", "level": "1", "priority": "2", "version": "1",
    "required-lead": "1",
}  # fmt: skip
WITHOUT_ANNA: dict[str, object] = {"people": "bela", "shown": ["anna", "bela"]}


def crowded() -> School:
    """The school with something in every table that a page can take away from."""
    plain = school()
    annex = Site(key="annex", name="Annex", restricted=True)
    return replace(
        plain,
        branches=(*plain.branches, Branch(key="unused", name="Unused")),
        sites=(*plain.sites, annex),
        rooms=(
            *plain.rooms,
            Room(key="annex-1", site="annex", name="Cellar"),
            Room(key="spare", site="hall", name="2"),
        ),
        roles=(*plain.roles, Role(key="host", name="Host")),
        travel=(*plain.travel, Travel(from_site="annex", to_site="hall", means=Means.FOOT, minutes=5)),
        access=(Access(site="annex", volunteer="anna"), Access(site="annex", volunteer="bela")),
        volunteers=tuple(_wishing(one) for one in plain.volunteers),
        pairs=(Pair(first="anna", second="clara", kind=PairKind.TOGETHER),),
        closures=(Closure(from_day=DAY, until_day=DAY, site="annex", name="Painters"),),
        holidays=(Holiday(name="Trip", from_day=DAY, until_day=DAY),),
        terms=(Term(name="Autumn", starts_on=dt.date(2026, 8, 1), ends_on=dt.date(2027, 1, 31)),),
        session_changes=(SessionChange(course="a2", on_day=DAY, start_minute=1110, change=ChangeKind.CANCELLED),),
        decisions=(Decision(kind=DecisionKind.BAN, volunteer="bela", course="a1"),),
    )


def _wishing(one: Volunteer) -> Volunteer:
    return replace(one, preferred_sites=("annex", "hall"), preferred_courses=("a1",)) if one.key == "emil" else one


@pytest.fixture
def full(north: Service) -> Service:
    with north.store.writing(north.schools["north"]) as session:
        write_school(session, crowded())
    return north


def stored(running: Service) -> School:
    with running.store.reading(running.schools["north"]) as session:
        return read_school(session)


def number_in(client: FlaskClient, page: str, pattern: str) -> str:
    return re.findall(pattern, client.get(page).text)[0]


def undo_form(text: str) -> tuple[str, dict[str, object]]:
    """Where the button "Undo" of a page leads, and its hidden fields."""
    form = text.partition('class="notice ok undo"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return re.findall(r'action="([^"]+)"', form)[0], {k: v for k, v in fields.items() if k != "csrf_token"}


# The page, the pattern of the form's address in it, and what the form sends beside its version.
REMOVALS: dict[str, tuple[str, str, dict[str, object]]] = {
    "a qualification": ("/people/bela", r'"(/people/bela/qualifications/\d+/remove)"', {}),
    "a certificate": ("/people/clara", r'"(/people/clara/certificates/\d+/remove)"', {}),
    "a wish about two": ("/people/anna", r'"(/people/anna/pairs/\d+/remove)"', {}),
    "a course": ("/courses/a1", r'"(/courses/a1/remove)"', {}),
    "the change of a session": ("/courses/a2", r'"(/courses/a2/sessions/\d+/undo)"', {}),
    "a meeting and a seat": ("/courses/a1/edit", r'"(/courses/a1/edit)"', A1_FORM),
    "a site": ("/sites/annex", r'"(/sites/annex/remove)"', {}),
    "a room": ("/sites/hall", r'"(/sites/hall/rooms/spare/remove)"', {}),
    "an entry of an access list": ("/sites/annex", r'"(/sites/annex/access)"', WITHOUT_ANNA),
    "a way": ("/ways/bike", r'action="(/ways/bike)"', {}),
    "a branch": ("/settings/words", r'"(/settings/words/branches/unused/remove)"', {}),
    "a role": ("/settings/words", r'"(/settings/words/roles/host/remove)"', {}),
    "a closure": ("/settings/calendar", r'"(/settings/calendar/closures/\d+/remove)"', {}),
    "a holiday": ("/settings/calendar", r'"(/settings/calendar/holidays/\d+/remove)"', {}),
    "a term": ("/settings/calendar", r'"(/settings/calendar/terms/\d+/remove)"', {}),
    "weekly times": ("/availability/bela", r'"(/availability/bela)/confirm"', {}),
}


def remove(client: FlaskClient, what: str) -> str:
    """Take something away; gives the page that comes then."""
    page, pattern, form = REMOVALS[what]
    text = client.get(page).text
    address = re.findall(pattern, text)[0]
    hidden = {name: re.findall(rf'name="{name}" value="([^"]*)"', text) for name in ("version", "edition")}
    given = {name: values[0] for name, values in hidden.items() if values} | form
    answer = post(client, address, given)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"]).text


@pytest.mark.parametrize("what", REMOVALS)
def test_what_is_taken_away_comes_back_as_it_was(full: Service, what: str) -> None:
    client, before = full.browser("admin"), stored(full)
    text = remove(client, what)
    assert stored(full) != before
    address, fields = undo_form(text)
    answer = post(client, address, fields)
    assert answer.status_code == 303
    assert "Undone: it is as it was before." in client.get(answer.headers["Location"]).text
    assert stored(full) == before


def test_a_draft_that_was_thrown_away_comes_back_with_its_history(north: Service) -> None:
    publish_week(north)
    start_second_draft(north)
    client = north.browser("lead")
    before = client.get(f"/week/{WEEK}").text
    edition = re.findall(r'data-edition="(\d+)"', before)[0]
    post(client, f"/week/{WEEK}/draft/discard", {"edition": edition})
    page = client.get(f"/week/{WEEK}").text
    assert "data-edition" not in page
    address, fields = undo_form(page)
    post(client, address, fields)
    assert f'data-edition="{edition}"' in client.get(f"/week/{WEEK}").text


def test_a_role_of_an_account_comes_back(full: Service) -> None:
    client = full.browser("admin")
    number = number_in(client, "/settings/accounts/", r"/settings/accounts/(\d+)/lead/withdraw")
    page = post(client, f"/settings/accounts/{number}/lead/withdraw", follow_redirects=True).text
    assert full.browser("admin").get("/settings/accounts/").text.count("/lead/withdraw") == 0
    address, fields = undo_form(page)
    post(client, address, fields)
    assert f"/settings/accounts/{number}/lead/withdraw" in client.get("/settings/accounts/").text


NIGHTS = {
    "absences": {"from_day": "2026-12-01", "until_day": "2026-12-03", "from_time": "18:00"},
    "extra-times": {"on_day": "2026-12-01", "from_time": "18:00", "willingness": "1"},
}


@pytest.mark.parametrize("kind", NIGHTS)
@pytest.mark.parametrize("until", ["24:00", "2:30"])
def test_hours_that_end_at_midnight_or_later_come_back_as_they_were(north: Service, kind: str, until: str) -> None:
    client, page = north.browser("lead"), "/availability/anna"
    post(client, f"{page}/{kind}", {**NIGHTS[kind], "until_time": until})
    before = stored(north)
    number = number_in(client, page, rf"{page}/{kind}/(\d+)/remove")
    address, fields = undo_form(post(client, f"{page}/{kind}/{number}/remove", follow_redirects=True).text)
    assert post(client, address, fields).status_code == 303
    assert stored(north) == before != replace(before, absences=(), extra_times=())


def test_the_button_is_offered_once(full: Service) -> None:
    client = full.browser("admin")
    remove(client, "a closure")
    assert "notice ok undo" not in client.get("/settings/calendar").text


def test_what_was_entered_again_meanwhile_is_not_doubled(full: Service) -> None:
    client = full.browser("admin")
    address, fields = undo_form(remove(client, "a certificate"))
    post(client, "/people/clara/certificates", {"kind": "clearance", "seen_on": "2026-01-10"})
    before = stored(full)
    text = client.get(post(client, address, fields).headers["Location"]).text
    assert "Nothing was undone, because the same stands there again by now: certificate." in text
    assert stored(full) == before


def test_pressing_it_twice_says_so(full: Service) -> None:
    client = full.browser("admin")
    address, fields = undo_form(remove(client, "a room"))
    post(client, address, fields)
    text = client.get(post(client, address, fields).headers["Location"]).text
    assert "This has been undone already." in text


def test_nobody_else_undoes_it_neither_here_nor_elsewhere(full: Service) -> None:
    address, fields = undo_form(remove(full.browser("admin"), "a room"))
    before = stored(full)
    answers = [
        post(full.browser(role, place), address, fields).status_code
        for role, place in (("lead", "north"), ("volunteer", "north"), ("admin", "south"))
    ]
    assert (answers, stored(full)) == ([404, 404, 404], before)


def test_the_next_day_it_is_too_late(full: Service) -> None:
    client = full.browser("admin")
    address, fields = undo_form(remove(client, "a room"))
    full.clock.now = NOW + dt.timedelta(days=1, seconds=1)
    answer = post(client, address, fields)
    assert answer.status_code == 404
    assert "It is possible for a day" in answer.text


def test_it_leads_back_to_our_own_pages_only(full: Service) -> None:
    client = full.browser("admin")
    address, _fields = undo_form(remove(client, "a room"))
    assert post(client, address, {"back": "//elsewhere.example.org"}).headers["Location"] == "/"
