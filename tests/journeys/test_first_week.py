"""From `roster found` to the first published week, entered by hand as the first steps lead on."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from roster.models.outbox import OutboxMessage
from solver.worker import carry_out
from tests.journeys.conftest import Live, listening
from tests.web.school import WEEK, address_of

ADMIN, FRIEDA = address_of("admin"), "frieda@north.example.org"


@pytest.fixture
def founded(tmp_path: Path, browser: Browser) -> Iterator[Live]:
    """A service with one organisation, just founded by the command, and empty."""
    database = tmp_path / "founded.sqlite"
    command = [sys.executable, "-m", "roster", "found", "north", "--name", "New school", "--admin", ADMIN]
    subprocess.run([*command, "--database", f"sqlite:///{database}"], check=True, capture_output=True, timeout=60)
    folder = tmp_path / "served"
    folder.mkdir()
    with listening(database, folder, browser) as here:
        yield here


def last_link(live: Live, recipient: str) -> str:
    """The address in the newest mail to somebody."""
    with live.running.store.across() as session:
        query = select(OutboxMessage.body).where(OutboxMessage.recipient == recipient)
        body = session.scalars(query.order_by(OutboxMessage.id.desc())).first()
    found = re.search(r"http\S+", body or "")
    assert found, body
    return found[0]


def next_step(page: Page, live: Live, label: str) -> None:
    """From the start page on, by the one button that is marked as next."""
    page.goto(f"{live.url}/")
    assert Axe().run(page).response["violations"] == []
    page.locator("li.now a.button").filter(has_text=label).click()


def enter_places(page: Page, live: Live) -> None:
    """A site, a branch, a role and a course."""
    next_step(page, live, "Go to the sites")
    page.get_by_role("link", name="Add the first site").click()
    page.get_by_label("Name", exact=True).fill("Old mill")
    page.get_by_role("button", name="Save").click()
    next_step(page, live, "Go to branches and roles")
    page.locator("form[action$='/branches'] [name=name]").fill("Adults")
    page.locator("form[action$='/branches'] button").click()
    page.locator("form[action$='/roles'] [name=name]").fill("Lead")
    page.get_by_label("Leads the course").check()
    page.locator("form[action$='/roles'] button").click()
    next_step(page, live, "Go to the courses")
    page.get_by_role("link", name="Add the first course").click()
    page.get_by_label("Name", exact=True).fill("A1 evening")
    page.get_by_label("Lead, required").fill("1")
    page.locator("[name=from-0]").fill("18:30")
    page.locator("[name=to-0]").fill("20:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="A1 evening")).to_be_visible()


def enter_frieda(page: Page, live: Live) -> None:
    """One person with a qualification."""
    next_step(page, live, "Go to the people")
    expect(page.get_by_role("heading", name="Nobody here yet")).to_be_visible()
    page.locator("section").get_by_role("link", name="Add a person").click()
    page.get_by_label("First name").fill("Frieda")
    page.get_by_label("Last name").fill("Test")
    page.get_by_label("Mail address").fill(FRIEDA)
    page.get_by_label("Language").select_option("en")
    page.get_by_label("Wished hours a week").fill("2")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Add a qualification").click()
    page.locator("form[action$='/qualifications'] button").click()


def ask_and_answer(page: Page, live: Live) -> None:
    """Frieda is asked by mail, signs in by mail on her telephone, and answers."""
    next_step(page, live, "Ask for times")
    page.get_by_role("button", name="Ask the one person by mail …").click()
    expect(page.get_by_text(FRIEDA)).to_be_visible()
    page.get_by_role("button", name="Send the mails").click()
    expect(page.get_by_text("One was asked and has not answered yet.")).to_be_visible()
    phone = live.open(phone=True, has_touch=True)
    phone.goto(last_link(live, FRIEDA))
    phone.get_by_label("Mail address").fill(FRIEDA)
    phone.get_by_role("button").filter(has_text="link").click()
    expect(phone).to_have_url(f"{live.url}/sign-in/sent")
    phone.goto(last_link(live, FRIEDA))
    phone.get_by_role("button", name="Sign in now").tap()
    expect(phone).to_have_url(f"{live.url}/availability/frieda-test")
    phone.get_by_text("Times as text, to the minute").tap()
    phone.locator("#f-from-0-0").fill("17:00")
    phone.locator("#f-to-0-0").fill("21:00")
    phone.get_by_role("button", name="Save the weekly times").click()
    expect(phone.get_by_text("Monday: 17:00 to 21:00")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 of 1 have answered.")).to_be_visible()


def plan_and_publish(page: Page, live: Live) -> None:
    """The start page offers the plan; the worker makes it; the lead publishes it."""
    page.goto(f"{live.url}/")
    expect(page.get_by_role("heading", name="On the way to the first published week")).to_be_visible()
    page.get_by_role("button", name="Plan this week").click()
    expect(page).to_have_url(re.compile(r"/solves/\d+$"))
    carry_out(live.running.store, int(page.url.rsplit("/", 1)[1]), clock=live.running.clock)
    page.goto(f"{live.url}/week/{WEEK}")
    expect(page.locator(".seat", has_text="Frieda").first).to_be_visible()
    page.get_by_role("link", name="Publish …").first.click()
    page.get_by_role("button", name="Publish now").click()
    expect(page).not_to_have_url(re.compile("/publish$"))
    page.goto(f"{live.url}/")
    expect(page.get_by_role("heading", name="The coming week is published")).to_be_visible()
    expect(page.get_by_text("first published week")).to_have_count(0)


def test_a_new_school_publishes_its_first_week_by_hand(founded: Live) -> None:
    page = founded.open("admin")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="From nothing to the first published week")).to_be_visible()
    enter_places(page, founded)
    enter_frieda(page, founded)
    ask_and_answer(page, founded)
    plan_and_publish(page, founded)
