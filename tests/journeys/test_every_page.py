"""What holds on every page: axe finds nothing, nothing is wider than a phone, keyboard and no scripts will do."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Live
from tests.web.asked import every_question
from tests.web.planned import A1, A1_BEFORE, A2, C1, WEEK_BEFORE, publish_week, start_second_draft
from tests.web.school import WEEK

PAGES = {
    "admin": (
        "/", f"/week/{WEEK}", "/week/2026-W50", f"/week/{WEEK}?only=trouble", f"/week/{WEEK}?view=room",
        f"/week/{WEEK}?view=course", f"/week/{WEEK}?view=person", f"/week/{WEEK}?view=person&person=emil",
        f"/week/{WEEK}/versions/0/1", "/week/2026-W53", f"/week/{WEEK}/publish",
        f"/week/{WEEK}/versions", f"/week/{WEEK}/seats/{A1}/helper", f"/week/{WEEK}/seats/{C1}/lead",
        f"/week/{WEEK}/seats/{A2}/lead?person=bela", f"/week/{WEEK}/pictures", "/week/2026-W53/pictures",
        f"/week/{WEEK_BEFORE}", f"/week/{WEEK_BEFORE}/attendance/", f"/week/{WEEK}/attendance/",
        f"/week/{WEEK_BEFORE}/attendance/{A1_BEFORE}",
        f"/week/{WEEK}/questions", f"/week/{WEEK}/drop-out", f"/week/{WEEK}/drop-out?person=anna",
        f"/week/{WEEK}/what-if", "/week/2026-W53/drop-out", *(f"/questions/{number}" for number in range(1, 9)),
        f"/print/{WEEK}", "/print/2026-W53", f"/print/{WEEK}/door/hall", f"/print/{WEEK}/signatures/hall",
        f"/print/{WEEK}/door/hall/hall-1", f"/print/{WEEK}/doors", f"/print/{WEEK}/person/anna",
        "/people/", "/people/?search=nobody", "/people/?edit=bela&sort=hours", "/people/new", "/time-requests/",
        "/people/clara", "/people/anna/edit", "/availability/anna",
        "/courses/", "/courses/?edit=a2", "/courses/?search=nobody", "/courses/a2", "/courses/a2/edit", "/courses/new",
        "/sites/", "/sites/?edit=hall", "/sites/?search=nobody", "/ways/foot",
        "/sites/hall", "/sites/hostel/edit", "/transfer/", "/settings/", "/settings/words",
        "/settings/calendar", "/settings/words/branches/children/edit", "/settings/words/roles/helper/edit",
        "/settings/accounts/", "/settings/accounts/3/lead/withdraw", "/settings/log/", "/settings/log/?area=mail",
        "/settings/mail/", "/stand-ins/", "/my/calendar", "/nothing-here",
    ),
    "volunteer": (
        "/my/week", "/my/week?from=2026-W10", "/my/open-seats/", "/my/hours/", "/my/hours/?year=2020",
        "/my/hours/sheet", "/my/data/", "/my/data/erase", f"/print/{WEEK}/person/anna",
        "/my/calendar", "/availability/anna", "/availability/anna?month=2026-12&day=2026-12-01&until=2026-12-03",
        "/people/",
    ),
    "operator": ("/service/", "/service/south/visit"),
    None: ("/sign-in", "/sign-in/sent", "/sign-in/a-link"),
}  # fmt: skip


# What `Axe().run(page)` looks for, but only findings come back: on many pages the long list of what is well takes time.
FINDINGS = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


def walk(live: Live, paths: Iterable[str], page: Page) -> list[str]:
    """What is wrong on pages: findings of axe, and pages wider than the window."""
    wrong = []
    page.add_init_script(AXE_SCRIPT)
    for path in paths:
        page.goto(f"{live.url}{path}")
        found = page.evaluate(FINDINGS)
        wrong += [f"{path}: {one['id']}: {one['nodes'][0]['html'][:150]}" for one in found]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{path} is wider than the window")
    # pages that are refused answer with a status that the console mentions
    live.complaints[:] = [one for one in live.complaints if "status of 40" not in one]
    return wrong


@pytest.mark.parametrize("role", PAGES)
@pytest.mark.parametrize(("phone", "dark", "locale"), [(False, False, "de"), (True, True, "en")])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(
    live: Live, role: str | None, phone: bool, dark: bool, locale: str
) -> None:
    publish_week(live.running)
    start_second_draft(live.running)
    every_question(live.running)
    page = live.open(role, phone=phone, dark=dark)
    page.set_extra_http_headers({"Accept-Language": locale})
    assert walk(live, PAGES[role], page) == []


def test_a_seat_opens_and_closes_by_keyboard_and_gives_the_focus_back(live: Live) -> None:
    publish_week(live.running)
    start_second_draft(live.running)
    page = live.open("lead")
    page.goto(f"{live.url}/week/{WEEK}")
    seat = page.locator("a.seat.wished-empty")
    seat.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    expect(seat).to_be_focused()
    expect(page.locator("#panel")).to_be_empty()


def test_taking_a_seat_in_the_panel_and_undoing_it(live: Live) -> None:
    publish_week(live.running)
    start_second_draft(live.running)
    page = live.open("lead")
    page.goto(f"{live.url}/week/{WEEK}")
    page.locator("a.seat.wished-empty").click()
    page.get_by_role("button", name="Put Dilan of north here").click()
    expect(page.locator("a.seat", has_text="Dilan of north")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("a.seat", has_text="Dilan of north")).to_have_count(0)


def test_availability_can_be_read_and_saved_without_scripts(live: Live) -> None:
    page = live.open("volunteer", phone=True, java_script_enabled=False)
    page.goto(f"{live.url}/availability/anna")
    page.locator("#f-from-5-0").fill("10:00")
    page.locator("#f-to-5-0").fill("14:00")
    page.get_by_role("button", name="Save the weekly times").click()
    expect(page.get_by_text("Saturday: 10:00 to 14:00 possible")).to_be_visible()


def test_a_draft_can_be_mended_and_published_without_scripts(live: Live) -> None:
    publish_week(live.running)
    start_second_draft(live.running)
    page = live.open("lead", java_script_enabled=False)
    page.goto(f"{live.url}/week/{WEEK}")
    page.locator("a.seat.wished-empty").click()
    page.get_by_role("button", name="Put Dilan of north here").click()
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Version 2 is published.")).to_be_visible()


def test_a_first_visit_is_light(live: Live) -> None:
    publish_week(live.running)
    page = live.open("lead")
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{live.url}/week/{WEEK}")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 150_000
