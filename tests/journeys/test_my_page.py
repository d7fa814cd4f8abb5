"""A volunteer's page in a real browser: cancel in two taps on a phone, step in, choose days, erase."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from roster.actions.duty_answers import cannot_come
from roster.actor import AccountRole, Actor
from roster.models.school_records import read_school
from roster.records import Absence
from tests.journeys.conftest import Live
from tests.web.planned import A2, publish_week


def phone(live: Live, role: str = "volunteer", **options: object) -> Page:
    """A phone with a touch screen, signed in."""
    return live.open(role, phone=True, has_touch=True, is_mobile=True, **options)


def absences(live: Live) -> tuple[Absence, ...]:
    """All absences in the store."""
    with live.running.store.reading(live.running.schools["north"]) as session:
        return read_school(session).absences


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    found = [f"{one['id']}: {one['nodes'][0]['html'][:150]}" for one in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("wider than the window")
    return found


def bela_cannot_come(live: Live) -> None:
    """So that Anna could lead A2 on Tuesday."""
    running = live.running
    bela = Actor(99, running.schools["north"], "north", frozenset({AccountRole.VOLUNTEER}), "bela", "en")
    cannot_come(running.store, bela, "bela", A2, now=running.clock.now)


@pytest.fixture
def duty(live: Live) -> Live:
    """Anna leads A1 on Monday."""
    publish_week(live.running)
    return live


def test_cancelling_takes_two_taps_and_undoing_one(duty: Live) -> None:
    page = phone(duty)
    page.get_by_text("I cannot come", exact=True).tap()
    assert faults(page) == []
    page.get_by_role("button", name="Not to this session").tap()
    expect(page.get_by_text("stand-in sought", exact=True)).to_be_visible()
    assert len(absences(duty)) == 1
    assert faults(page) == []
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_text("Good that you can come after all.")).to_be_visible()
    assert absences(duty) == ()


def test_confirming_is_one_tap(duty: Live) -> None:
    page = phone(duty, dark=True)
    page.get_by_role("button", name="I’ll be there").tap()
    expect(page.get_by_text("confirmed", exact=True)).to_be_visible()
    assert faults(page) == []


def test_cancelling_several_days_by_keyboard_alone(duty: Live) -> None:
    page = duty.open("volunteer")
    page.get_by_role("button", name="I’ll be there").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Not to this session")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("stand-in sought", exact=True)).to_be_visible()
    assert [(one.start_minute, one.end_minute) for one in absences(duty)] == [(None, None)]


def test_everything_works_without_scripts(duty: Live) -> None:
    page = phone(duty, java_script_enabled=False)
    page.get_by_text("I cannot come", exact=True).tap()
    page.get_by_role("button", name="Not on the whole Monday").tap()
    expect(page.get_by_text("stand-in sought", exact=True)).to_be_visible()
    page.goto(f"{duty.url}/availability/anna?month=2026-12")
    page.locator('a[data-day="2026-12-07"]').tap()
    page.locator('a[data-day="2026-12-09"]').tap()
    page.get_by_role("button", name="Note the absence").tap()
    expect(page.get_by_text("There was no duty then.")).to_be_visible()
    assert [one.from_day.isoformat() for one in absences(duty)] == ["2026-11-23", "2026-12-07"]


def test_an_offer_goes_to_the_lead_and_comes_back_accepted(duty: Live) -> None:
    bela_cannot_come(duty)
    anna, lead = phone(duty), duty.open("lead")
    anna.get_by_role("link", name="Open seats").tap()
    expect(anna.get_by_role("heading", name="Open seats that fit me")).to_be_visible()
    assert faults(anna) == []
    anna.get_by_role("button", name="I can do this").tap()
    expect(anna.get_by_text("waits for an answer")).to_be_visible()
    assert faults(anna) == []
    lead.goto(duty.url)
    expect(lead.get_by_text("one offer")).to_be_visible()
    assert faults(lead) == []
    lead.get_by_role("link", name="Look after stand-ins").click()
    expect(lead.get_by_role("heading", name="Stand-ins")).to_be_visible()
    assert faults(lead) == []
    lead.get_by_role("button", name="Accept Anna of north").click()
    expect(lead.get_by_text("Accepted and published as version 2.")).to_be_visible()
    anna.goto(f"{duty.url}/my/open-seats/")
    expect(anna.get_by_text("accepted", exact=True)).to_be_visible()
    anna.goto(f"{duty.url}/my/week")
    expect(anna.get_by_role("heading", name="A2 evening")).to_be_visible()


def test_days_are_chosen_by_finger(duty: Live) -> None:
    page = phone(duty)
    page.goto(f"{duty.url}/availability/anna?month=2026-12#days")
    page.locator('a[data-day="2026-12-07"]').tap()
    page.locator('a[data-day="2026-12-09"]').tap()
    expect(page.get_by_text("Chosen: Monday, December 7 to Wednesday, December 9.")).to_be_visible()
    page.get_by_role("button", name="Note the absence").tap()
    expect(page.locator('a[data-day="2026-12-08"]')).to_have_attribute("data-away", "whole_day")
    assert faults(page) == []
    page.get_by_role("button", name="Undo").first.tap()
    expect(page.locator('a[data-day="2026-12-08"]')).not_to_have_attribute("data-away", "whole_day")
    assert absences(duty) == ()


def test_days_are_chosen_by_keyboard(duty: Live) -> None:
    page = duty.open("volunteer")
    page.goto(f"{duty.url}/availability/anna?month=2026-12")
    page.locator('a[data-day="2026-12-07"]').focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator('a[data-day="2026-12-16"]')).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#f-from_day")).to_have_value("2026-12-07")
    expect(page.locator("#f-until_day")).to_have_value("2026-12-16")
    assert page.locator('.month a[tabindex="0"]').count() == 1


def test_hours_can_be_fetched_as_a_table_and_printed(duty: Live) -> None:
    page = phone(duty)
    page.goto(f"{duty.url}/my/hours/")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="As a table (CSV)").tap()
    assert fetched.value.suggested_filename.endswith(".csv")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.get_by_role("link", name="Proof of hours").tap()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="PDF").tap()
    assert fetched.value.suggested_filename.endswith(".pdf")


def test_everything_can_be_fetched_and_then_erased(duty: Live) -> None:
    page = phone(duty)
    page.goto(f"{duty.url}/my/data/")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Fetch it to read").tap()
    assert fetched.value.suggested_filename == "my-data.html"
    page.get_by_role("link", name="Erase …").tap()
    page.get_by_label("To confirm, please type: erase").fill("no")
    page.get_by_role("button", name="Erase everything now").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []
    duty.complaints.clear()  # the console mentions the refused form
    page.get_by_label("To confirm, please type: erase").fill("erase")
    page.get_by_role("button", name="Erase everything now").tap()
    expect(page.get_by_text("Everything about you is erased here.")).to_be_visible()


def test_the_second_editor_chooses_between_both_versions_without_scripts(duty: Live) -> None:
    anna, lead = phone(duty, java_script_enabled=False), duty.open("lead", java_script_enabled=False)
    for page in (anna, lead):
        page.goto(f"{duty.url}/availability/anna")
    for page, start in ((lead, "10:00"), (anna, "12:00")):
        page.locator("#f-from-5-0").fill(start)
        page.locator("#f-to-5-0").fill("14:00")
        page.get_by_role("button", name="Save the weekly times").click()
    expect(anna.get_by_text("Somebody else changed these times meanwhile")).to_be_visible()
    duty.complaints.clear()  # the console mentions the conflict
    expect(anna.get_by_text("Saturday: 10:00 to 14:00 possible")).to_be_visible()
    expect(anna.get_by_text("Saturday: 12:00 to 14:00 possible")).to_be_visible()
    anna.get_by_role("button", name="Save my version").tap()
    expect(anna.get_by_text("Saturday: 12:00 to 14:00 possible")).to_be_visible()
