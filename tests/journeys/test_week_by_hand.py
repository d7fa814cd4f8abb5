"""A lead mends a week by hand: with the mouse, with a finger, by keyboard, and is told what each change does."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Live
from tests.web.planned import A1, A2, C1, publish_week, start_second_draft
from tests.web.school import WEEK


@pytest.fixture
def drafted(live: Live) -> Live:
    """The week published, and a draft beside it."""
    publish_week(live.running)
    start_second_draft(live.running)
    return live


def week_of(live: Live, address: str = "", **options: object) -> Page:
    """The week in a lead's browser."""
    page = live.open("lead", **options)  # type: ignore[arg-type]
    page.goto(f"{live.url}/week/{WEEK}{address}")
    return page


def seat(page: Page, session: str, role: str, person: str = "") -> Locator:
    """A seat of the board; without a person an empty one."""
    who = f'[data-person="{person}"]' if person else ":not([data-person])"
    return page.locator(f'[data-session="{session}"] a.seat[data-role="{role}"]{who}').first


def middle(place: Locator) -> tuple[float, float]:
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: Locator, target: Locator) -> None:
    """Drag with the mouse, as a hand does: not in one jump."""
    page.mouse.move(*middle(start))
    page.mouse.down()
    x, y = middle(target)
    page.mouse.move(x - 20, y - 10, steps=4)
    page.mouse.move(x, y, steps=4)
    page.mouse.up()


def held_and_dragged(page: Page, start: Locator, target: Locator) -> None:
    """Hold a finger on a seat until its person is lifted, and draw it to another seat."""
    finger = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    x, y = middle(start)
    to_x, to_y = middle(target)
    send("touchStart", (x, y))
    expect(page.locator(".ghost")).to_be_visible()
    for part in (0.3, 0.6, 1.0):
        send("touchMove", (x + (to_x - x) * part, y + (to_y - y) * part))
    send("touchEnd")


def no_findings(page: Page) -> bool:
    return [one["id"] for one in Axe().run(page).response["violations"]] == []


def test_a_person_is_dragged_to_an_empty_seat_and_the_goals_are_told(drafted: Live) -> None:
    page = week_of(drafted)
    drag(page, seat(page, A2, "helper", "emil"), seat(page, A1, "helper"))
    expect(seat(page, A1, "helper", "emil")).to_be_focused()
    expect(page.locator(".said")).to_contain_text("Saved: person moved. Cover: 4 worse")
    assert page.url.endswith(f"/week/{WEEK}")


def test_an_edit_is_undone_by_one_click(drafted: Live) -> None:
    page = week_of(drafted)
    drag(page, seat(page, A2, "helper", "emil"), seat(page, A1, "helper"))
    expect(seat(page, A1, "helper", "emil")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(seat(page, A2, "helper", "emil")).to_be_visible()
    expect(page.locator("#week-said")).to_contain_text("Taken back: person moved.")


def test_two_people_change_places_where_one_is_dropped_on_the_other(drafted: Live) -> None:
    page = week_of(drafted)
    drag(page, seat(page, A1, "lead", "anna"), seat(page, A2, "lead", "bela"))
    expect(seat(page, A2, "lead", "anna")).to_be_focused()
    expect(seat(page, A1, "lead", "bela")).to_be_visible()


def test_seats_that_fit_stand_out_while_somebody_is_carried(drafted: Live) -> None:
    page = week_of(drafted)
    page.mouse.move(*middle(seat(page, A1, "lead", "anna")))
    page.mouse.down()
    page.mouse.move(*middle(seat(page, A2, "lead", "bela")), steps=4)
    expect(seat(page, A2, "lead", "bela")).to_have_class(re.compile("fits"))
    expect(seat(page, C1, "lead")).to_have_class(re.compile("unfit"))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".ghost")).to_have_count(0)
    expect(seat(page, A1, "lead", "anna")).to_be_visible()


def test_a_drop_that_breaks_a_rule_is_asked_about_first(drafted: Live) -> None:
    page = week_of(drafted)
    drag(page, seat(page, A2, "helper", "emil"), seat(page, C1, "lead"))
    expect(page.locator("#panel h2")).to_be_focused()
    expect(page.locator("#panel")).to_contain_text("Emil of north is not qualified as Lead")
    assert no_findings(page)
    page.get_by_role("link", name="Leave it as it is").click()
    expect(page.locator("#panel")).to_be_empty()
    expect(seat(page, A2, "helper", "emil")).to_be_visible()


def test_what_was_asked_about_can_be_done_all_the_same(drafted: Live) -> None:
    page = week_of(drafted)
    drag(page, seat(page, A2, "helper", "emil"), seat(page, C1, "lead"))
    page.get_by_role("button", name="Do it all the same").click()
    expect(seat(page, C1, "lead", "emil")).to_be_focused()
    expect(page.locator("#warnings")).to_be_visible()


def test_a_person_is_moved_by_keyboard_alone(drafted: Live) -> None:
    page = week_of(drafted)
    seat(page, A2, "helper", "emil").focus()
    page.keyboard.press("Space")
    expect(page.locator("#week-said")).to_contain_text("Emil of north is picked up. One seat fits.")
    assert no_findings(page)
    page.keyboard.press("ArrowRight")
    expect(seat(page, A1, "helper")).to_be_focused()
    expect(page.locator("#week-said")).to_contain_text(
        "Empty seat: A1 morning A1.1, Mon, 23 Nov, 09:00–10:30, Helper. Fits."
    )
    page.keyboard.press("Enter")
    expect(seat(page, A1, "helper", "emil")).to_be_focused()
    expect(page.locator("#week-said")).to_contain_text("Saved: person moved.")


def test_escape_leaves_all_as_it_was_and_gives_the_focus_back(drafted: Live) -> None:
    page = week_of(drafted)
    seat(page, A2, "helper", "emil").focus()
    page.keyboard.press("Space")
    expect(page.locator("#week-said")).to_contain_text("picked up")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(seat(page, A2, "helper", "emil")).to_be_focused()
    expect(page.locator("#week-said")).to_have_text("Nothing was changed.")


def test_a_person_is_carried_by_a_finger_that_rests_first(drafted: Live) -> None:
    page = week_of(drafted, phone=True, has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": 3000})  # so that both days are in sight
    held_and_dragged(page, seat(page, A2, "helper", "emil"), seat(page, A1, "helper"))
    expect(seat(page, A1, "helper", "emil")).to_be_visible()


def test_a_tap_opens_a_seat_on_a_phone(drafted: Live) -> None:
    page = week_of(drafted, phone=True, has_touch=True, is_mobile=True)
    seat(page, C1, "lead").tap()
    expect(page.locator("#panel")).to_contain_text("Why is it empty?")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert no_findings(page)


def test_pinning_in_the_panel_keeps_the_filter_and_the_focus(drafted: Live) -> None:
    page = week_of(drafted, "?view=room&site=hall")
    seat(page, A1, "lead", "anna").click()
    page.get_by_role("button", name="Pin here").click()
    expect(seat(page, A1, "lead", "anna")).to_be_focused()
    expect(seat(page, A1, "lead", "anna").get_by_label("pinned")).to_be_visible()
    expect(page.locator(".views [aria-current]")).to_have_text("By room")


def test_an_edit_that_comes_too_late_is_refused_beside_the_week(drafted: Live) -> None:
    page, other = week_of(drafted), week_of(drafted)
    drag(other, seat(other, A2, "helper", "emil"), seat(other, A1, "helper"))
    expect(seat(other, A1, "helper", "emil")).to_be_visible()
    drag(page, seat(page, A1, "lead", "anna"), seat(page, A2, "lead", "bela"))
    expect(page.locator("#panel")).to_contain_text("The draft was changed meanwhile")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    expect(seat(page, A1, "lead", "anna")).to_be_visible()
    drafted.complaints[:] = [one for one in drafted.complaints if "409" not in one]


@pytest.mark.parametrize("view", ["room", "course", "person"])
def test_every_layout_pleases_axe(drafted: Live, view: str) -> None:
    for phone in (False, True):
        page = week_of(drafted, f"?view={view}", phone=phone, dark=phone)
        assert no_findings(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_week_is_filtered_at_once_and_the_address_keeps_it(drafted: Live) -> None:
    page = week_of(drafted)
    page.get_by_label("only trouble").check()
    expect(page.locator("article.session")).to_have_count(1)
    assert "only=trouble" in page.url


def test_a_filter_works_without_scripts(drafted: Live) -> None:
    page = week_of(drafted, java_script_enabled=False)
    page.get_by_label("Site").select_option("hostel")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("article.session")).to_have_count(1)
