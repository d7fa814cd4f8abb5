"""The weekly times painted in a real browser: by mouse, by finger on a phone, by keyboard alone, and side by side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Locator, Page, expect

from roster.models.school_records import read_school
from roster.records import Willingness
from tests.journeys.conftest import Live

GLADLY, POSSIBLE, IF_NEEDED = Willingness.GLADLY, Willingness.POSSIBLE, Willingness.IF_NEEDED
ALL_DAY = [(day, 480, 1260, GLADLY if day % 2 else POSSIBLE) for day in range(5)]  # what Anna has at first


def times(live: Live, name: str = "anna") -> list[tuple[int, int, int, Willingness]]:
    """The stored windows of somebody, in order."""
    with live.running.store.reading(live.running.schools["north"]) as session:
        found = [one for one in read_school(session).availability if one.volunteer == name]
    return sorted((one.weekday, one.start_minute, one.end_minute, one.willingness) for one in found)


def opened(live: Live, role: str = "volunteer", **options: object) -> Page:
    """Anna's availability, opened by somebody with a role."""
    page = live.open(role, **options)
    page.goto(f"{live.url}/availability/anna")
    return page


def opened_on_phone(live: Live, **options: object) -> Page:
    """Anna's availability on a phone with a touch screen."""
    return opened(live, phone=True, has_touch=True, is_mobile=True, **options)


def cell(page: Page, day: int, clock: str) -> Locator:
    """The quarter of an hour of a weekday that begins at a time."""
    hour, minute = clock.split(":")
    return page.locator(f'.canvas .cell[data-day="{day}"][data-quarter="{int(hour) * 4 + int(minute) // 15}"]')


def middle(place: Locator) -> tuple[float, float]:
    """Where on the screen a part is."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draw(page: Page, first: Locator, last: Locator) -> None:
    """Draw with the mouse."""
    page.locator(".canvas").evaluate("grid => grid.scrollIntoView({block: 'center'})")
    page.mouse.move(*middle(first))
    page.mouse.down()
    page.mouse.move(*middle(last), steps=4)
    page.mouse.up()


@contextmanager
def finger(page: Page, on: Locator) -> Iterator[CDPSession]:
    """A finger that touches a part, moves as the block says, and is lifted."""
    touch = page.context.new_cdp_session(page)
    x, y = middle(on)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    yield touch
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def slide(touch: CDPSession, over: Locator) -> None:
    """Move the finger on to a part."""
    x, y = middle(over)
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})


def save(page: Page) -> None:
    """Save, and see that it was."""
    page.get_by_role("button", name="Save the weekly times").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def keys(page: Page, *names: str) -> None:
    """Press keys one after the other."""
    for name in names:
        page.keyboard.press(name)


def said(page: Page) -> list[str]:
    """The sentences at the top of the page."""
    return page.locator("[data-said] li").all_text_contents()


def test_the_mouse_paints_several_days_at_once(live: Live) -> None:
    page = opened(live)
    page.get_by_role("button", name="only if needed").click()
    draw(page, cell(page, 5, "10:00"), cell(page, 6, "12:15"))
    expect(page.locator("[data-painted]")).to_have_text(
        "Saturday: 10:00 to 12:30 only if needed · Sunday: 10:00 to 12:30 only if needed"
    )
    save(page)
    assert times(live) == [*ALL_DAY, (5, 600, 750, IF_NEEDED), (6, 600, 750, IF_NEEDED)]


def test_what_is_said_while_painting_is_said_after_saving(live: Live) -> None:
    page = opened(live)
    page.get_by_role("button", name="only if needed").click()
    draw(page, cell(page, 1, "10:00"), cell(page, 3, "11:45"))
    draw(page, cell(page, 5, "07:15"), cell(page, 5, "21:45"))
    while_painting = said(page)
    save(page)
    assert (len(while_painting), said(page)) == (6, while_painting)


def test_not_available_cuts_a_time_in_two_and_undo_joins_it_again(live: Live) -> None:
    page = opened(live)
    page.get_by_role("button", name="not available").click()
    draw(page, cell(page, 0, "12:00"), cell(page, 0, "13:45"))
    expect(page.locator("[data-said] li").first).to_have_text(
        "Monday: 08:00 to 12:00 possible; 14:00 to 21:00 possible"
    )
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-said] li").first).to_have_text("Monday: 08:00 to 21:00 possible")
    expect(page.locator("[data-unsaved]:visible")).to_have_count(0)


def test_a_click_on_a_painted_quarter_clears_it(live: Live) -> None:
    page = opened(live)
    cell(page, 5, "10:00").click()
    expect(cell(page, 5, "10:00")).to_have_attribute("aria-label", "Saturday, 10:00 to 10:15: gladly")
    cell(page, 5, "10:00").click()
    expect(cell(page, 5, "10:00")).to_have_attribute("aria-label", "Saturday, 10:00 to 10:15: not available")


def test_a_finger_paints_over_the_hours_without_scrolling_the_page(live: Live) -> None:
    page = opened_on_phone(live)
    page.locator('.day-tabs [data-day="5"]').tap()
    page.locator(".brushes").evaluate("part => part.scrollIntoView()")
    before = middle(cell(page, 5, "09:30"))
    with finger(page, cell(page, 5, "09:30")) as touch:
        slide(touch, cell(page, 5, "10:15"))
        slide(touch, cell(page, 5, "12:15"))
    expect(page.locator("[data-painted]")).to_have_text("Saturday: 09:30 to 12:30 gladly")
    assert middle(cell(page, 5, "09:30")) == pytest.approx(before, abs=1)
    save(page)
    assert times(live) == [*ALL_DAY, (5, 570, 750, GLADLY)]


def test_a_finger_on_the_hours_at_the_side_scrolls_the_page(live: Live) -> None:
    page = opened_on_phone(live)
    edge = page.get_by_role("rowheader", name="12", exact=True)
    edge.evaluate("part => part.scrollIntoView({block: 'center'})")
    before = page.evaluate("scrollY")
    with finger(page, edge) as touch:
        for hour in ("11", "10", "09"):
            slide(touch, page.get_by_role("rowheader", name=hour, exact=True))
    page.wait_for_function("before => scrollY > before", arg=before)
    expect(page.locator("[data-unsaved]:visible")).to_have_count(0)


def test_every_target_on_a_phone_is_large_enough_for_a_finger(live: Live) -> None:
    page = opened_on_phone(live)
    small = page.evaluate("""[...document.querySelectorAll(".painting button, .cell, .save-bar button")]
        .filter((part) => part.checkVisibility() && Math.min(part.offsetWidth, part.offsetHeight) < 44)
        .map((part) => `${part.className} ${part.offsetWidth}x${part.offsetHeight}`)""")
    assert small == []


def test_the_keyboard_alone_paints_and_saves(live: Live) -> None:
    page = opened(live)
    page.get_by_role("button", name="not available").focus()
    keys(page, "Tab", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Home")
    expect(cell(page, 5, "07:00")).to_be_focused()
    keys(page, "Control+ArrowRight", *["Shift+ArrowRight"] * 7, "2")
    expect(page.locator("[data-painted]")).to_have_text("Saturday: 08:00 to 10:00 possible")
    keys(page, "ArrowRight", "Shift+Control+ArrowRight", "Shift+ArrowDown", "1", "Control+z")
    expect(page.locator("[data-painted]")).to_have_text(
        "The last change is undone. · Saturday: 08:00 to 10:00 possible · Sunday: not available"
    )
    page.get_by_role("button", name="Save the weekly times").focus()
    keys(page, "Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert times(live) == [*ALL_DAY, (5, 480, 600, POSSIBLE)]


def test_the_keyboard_reads_a_narrow_day_like_lines_of_text(live: Live) -> None:
    page = opened(live, phone=True)
    page.get_by_role("button", name="Sunday: not available").click()
    cell(page, 6, "09:45").focus()
    keys(page, "Shift+ArrowDown", "Shift+ArrowRight", "Space")
    expect(page.locator("[data-painted]")).to_have_text("Sunday: 09:45 to 11:15 gladly")
    expect(cell(page, 6, "11:00")).to_be_focused()


def test_a_day_is_copied_to_others(live: Live) -> None:
    page = opened(live)
    page.get_by_text("Copy a day").click()
    page.get_by_label("The times of").select_option("Tuesday")
    page.get_by_role("checkbox", name="Saturday").check()
    page.get_by_role("checkbox", name="Monday").check()
    page.get_by_role("button", name="Copy the times").click()
    save(page)
    assert times(live) == sorted([*ALL_DAY[1:], (0, 480, 1260, GLADLY), (5, 480, 1260, GLADLY)])


def test_late_hours_show_when_asked_for_or_in_use(live: Live) -> None:
    page = opened(live)
    expect(cell(page, 0, "23:00")).to_have_count(0)
    page.get_by_role("button", name="Show all hours").click()
    draw(page, cell(page, 0, "22:00"), cell(page, 0, "23:45"))
    expect(page.locator("[data-painted]")).to_have_text("Monday: 08:00 to 21:00 possible; 22:00 to 00:00 gladly")
    save(page)
    expect(cell(page, 0, "23:00")).to_be_visible()
    assert times(live)[1] == (0, 1320, 1440, GLADLY)


def test_times_to_the_minute_are_shown_and_stay_as_typed(live: Live) -> None:
    page = opened(live)
    page.locator("#f-from-5-0").fill("9:10")
    page.locator("#f-to-5-0").fill("10:20")
    page.locator("#f-to-5-0").press("Tab")
    expect(cell(page, 5, "09:00")).to_have_attribute(
        "aria-label", "Saturday, 09:00 to 09:15: possible, with exact or dated times"
    )
    draw(page, cell(page, 5, "14:00"), cell(page, 5, "14:45"))
    save(page)
    assert times(live)[-2:] == [(5, 550, 620, POSSIBLE), (5, 840, 900, GLADLY)]


def test_times_into_the_next_morning_are_kept_when_another_part_of_the_day_is_painted(live: Live) -> None:
    page = opened(live)
    page.locator("#f-from-5-0").fill("22:00")
    page.locator("#f-to-5-0").fill("2:00")
    page.locator("#f-to-5-0").press("Tab")
    draw(page, cell(page, 5, "10:00"), cell(page, 5, "10:45"))
    save(page)
    assert times(live)[-2:] == [(5, 600, 660, GLADLY), (5, 1320, 1560, POSSIBLE)]


def test_the_second_of_two_painters_sees_both_versions_and_chooses(live: Live) -> None:
    anna, lead = opened(live), opened(live, "lead")
    draw(lead, cell(lead, 5, "10:00"), cell(lead, 5, "11:45"))
    save(lead)
    draw(anna, cell(anna, 6, "14:00"), cell(anna, 6, "15:45"))
    anna.get_by_role("button", name="Save the weekly times").click()
    expect(anna.get_by_text("Saturday: 10:00 to 12:00 gladly")).to_be_visible()
    anna.get_by_role("button", name="Save my version").click()
    expect(anna.get_by_text("Saved.")).to_be_visible()
    live.complaints[:] = [one for one in live.complaints if "status of 409" not in one]
    assert times(live) == [*ALL_DAY, (6, 840, 960, GLADLY)]


@pytest.mark.parametrize(("phone", "dark", "locale"), [(True, False, "de"), (False, True, "en")])
def test_axe_finds_nothing_while_something_is_painted_and_copied(
    live: Live, phone: bool, dark: bool, locale: str
) -> None:
    page = opened(live, phone=phone, dark=dark)
    page.goto(f"{live.url}/availability/anna?lang={locale}")
    cell(page, 0, "12:00").focus()
    keys(page, "Shift+ArrowRight", "3", "ArrowRight", "Shift+ArrowDown")
    page.locator(".copying summary").click()
    page.locator("[data-all-hours]").click()
    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_levels_differ_without_any_colour(live: Live) -> None:
    page = opened_on_phone(live)
    marks = page.evaluate("""[...document.querySelectorAll(".swatch")].map((part) =>
        getComputedStyle(part, "::after").content)""")
    assert len(set(marks)) == 4
