"""Pages share what was read and worked out before, and show a change by somebody else at the very next request."""

from __future__ import annotations

import gc

import pytest
from flask import Flask
from sqlalchemy import select

from roster.actions import seat_edits
from roster.database import open_store
from roster.models.people import Volunteer
from tests.web.planned import A1, A2, lead_of, publish_week, start_second_draft
from tests.web.school import WEEK, Service, counted
from web.server import settled

PAGES = (
    f"/week/{WEEK}", f"/week/{WEEK}?view=person", f"/week/{WEEK}/seats/{A1}/helper", f"/week/{WEEK}/pictures",
    f"/week/{WEEK}/drop-out", f"/print/{WEEK}", f"/week/{WEEK}/versions/0/1",
)  # fmt: skip


@pytest.fixture
def planned(north: Service) -> Service:
    """A published week with a draft beside it."""
    publish_week(north)
    start_second_draft(north)
    return north


@pytest.mark.parametrize("address", PAGES)
def test_a_name_changed_by_another_process_is_on_the_very_next_page(planned: Service, address: str) -> None:
    lead = planned.browser("lead")
    before = lead.get(address).text
    other = open_store(planned.store.engine.url)
    try:
        with other.writing(planned.schools["north"]) as session:
            for one in session.scalars(select(Volunteer)):
                one.last_name = "Changed-Elsewhere"
    finally:
        other.close()
    assert ("Changed-Elsewhere" in before, "Changed-Elsewhere" in lead.get(address).text) == (False, True)


def test_an_edit_of_the_draft_by_another_lead_is_on_the_very_next_page(planned: Service) -> None:
    lead = planned.browser("lead")
    edition = int(lead.get(f"/week/{WEEK}").text.split('data-edition="')[1].split('"')[0])
    seat_edits.empty_seat(
        planned.store, lead_of(planned), WEEK, A2, "helper", "emil", edition=edition, despite_warnings=True,
        now=planned.clock.now,
    )  # fmt: skip
    seats = [lead.get(f"/week/{WEEK}/seats/{A2}/helper{asked}").status_code for asked in ("", "?person=emil")]
    assert seats == [200, 404]


def test_the_same_week_is_told_in_each_readers_language(planned: Service) -> None:
    german, english = planned.browser("lead", language="de"), planned.browser("lead")
    address = f"/week/{WEEK}/pictures"
    assert german.get(f"{address}?lang=de").text != english.get(f"{address}?lang=en").text
    assert "Thursday" not in german.get(f"/week/{WEEK}?lang=de").text


def test_pages_leave_what_they_share_as_it_is(planned: Service) -> None:
    lead = planned.browser("admin")
    texts = [[_body(lead.get(address).text) for address in PAGES] for _ in range(2)]
    assert texts[0] == texts[1]


def test_a_page_of_an_unchanged_week_does_not_read_its_people_again(planned: Service) -> None:
    lead = planned.browser("lead")
    lead.get(f"/week/{WEEK}")
    with counted(planned.store) as sent:
        lead.get(f"/week/{WEEK}")
    assert [one for one in sent if "FROM availability" in one or "FROM qualification" in one] == []


def test_what_was_loaded_at_the_start_is_not_looked_through_for_garbage() -> None:
    app = Flask("nothing")
    try:
        assert settled(app) is app
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def _body(text: str) -> str:
    """A page without what differs in each answer: tokens and nonces."""
    return text.split("<main", 1)[1].replace(text.split('name="csrf_token" value="')[1].split('"', maxsplit=1)[0], "")
