"""The head of a page on a phone: one row, and a menu that the browser itself opens and closes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import Live

ONE_ROW = 70  # pixels
TARGET = 44


def test_the_menu_of_a_phone_works_by_keyboard_and_without_scripts(live: Live) -> None:
    page = live.open("admin", phone=True, java_script_enabled=False)
    page.goto(f"{live.url}/people/")
    head, menu = page.locator("header.top"), page.get_by_role("button", name="Menu")
    assert head.bounding_box()["height"] <= ONE_ROW
    expect(page.get_by_role("link", name="Courses")).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    expect(page.get_by_role("link", name="People", exact=True)).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.get_by_role("link", name="Courses")).to_be_hidden()
    menu.click()
    page.get_by_role("link", name="Courses").click()
    expect(page.get_by_role("heading", name="Courses", exact=True)).to_be_visible()


@pytest.mark.parametrize(("role", "dark", "width"), [("admin", True, 320), ("volunteer", False, 390)])
def test_the_open_menu_pleases_axe_and_fingers(live: Live, role: str, dark: bool, width: int) -> None:
    page = live.open(role, phone=True, dark=dark)
    page.set_viewport_size({"width": width, "height": 700})
    page.get_by_role("button", name="Menu").click()
    targets = page.locator("#menu a, #menu button").filter(visible=True)
    assert targets.count() >= 6
    assert [one.text_content() for one in targets.all() if one.bounding_box()["height"] < TARGET] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert Axe().run(page).response["violations"] == []


def test_a_desk_has_everything_in_its_head(live: Live) -> None:
    page = live.open("admin")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("link", name="Courses", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert page.locator("header.top").bounding_box()["height"] <= ONE_ROW
