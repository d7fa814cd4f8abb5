"""Looking after people by mouse, by touch, by keyboard alone and without scripts; each state is accessible."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from roster.models.school_records import read_school
from roster.records import Standing, Volunteer
from tests.journeys.conftest import Live
from tests.web.planned import fail_a_mail


def person(live: Live, key: str) -> Volunteer:
    with live.running.store.reading(live.running.schools["north"]) as session:
        return next(one for one in read_school(session).volunteers if one.key == key)


def accessible(page: Page) -> None:
    """axe finds nothing, and nothing is wider than the window."""
    assert Axe().run(page).response["violations"] == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_by_mouse_the_list_follows_the_filter_and_a_row_is_edited_in_place(live: Live) -> None:
    page = live.open("lead")
    page.goto(f"{live.url}/people/")
    page.get_by_label("Search by name or mail address").press_sequentially("bel")
    expect(page.get_by_text("1 of 5 people")).to_be_visible()
    expect(page).to_have_url(f"{live.url}/people/?search=bel&standing=&branch=&certificate=&role=&level=&site="
                             "&entered=&hours_from=&hours_until=&on=")  # fmt: skip
    page.get_by_role("link", name="Edit Bela of north").click()
    expect(page.get_by_label("First name")).to_be_focused()
    accessible(page)
    page.locator("tr.edited").get_by_label("Wished hours").fill("7,5")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#count")).to_contain_text("Saved.")
    expect(page.locator("#row-bela")).to_contain_text("7.5")
    assert person(live, "bela").wished_minutes_week == 450


def test_two_who_edit_one_row_lose_nothing(live: Live) -> None:
    first, second = live.open("lead"), live.open("admin")
    for page in (first, second):
        page.goto(f"{live.url}/people/?edit=bela")
    first.get_by_label("First name").fill("Béla")
    first.get_by_role("button", name="Save").click()
    expect(first.locator("#count")).to_contain_text("Saved.")
    second.locator("tr.edited").get_by_label("Wished hours").fill("1")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("Stored now: First name: Béla")).to_be_visible()
    accessible(second)
    live.complaints[:] = [one for one in live.complaints if "409" not in one]
    assert person(live, "bela").wished_minutes_week == 180


def test_by_keyboard_alone_a_person_is_found_edited_and_the_focus_stays(live: Live) -> None:
    page = live.open("lead")
    page.goto(f"{live.url}/people/")
    page.get_by_label("Search by name or mail address").focus()
    page.keyboard.type("emil")
    expect(page.get_by_text("1 of 5 people")).to_be_visible()
    edit = page.get_by_role("link", name="Edit Emil of north")
    for _ in range(40):
        if edit.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(edit).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("First name")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Emilia")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Edit Emilia of north")).to_be_focused()
    assert person(live, "emil").first_name == "Emilia"


def test_by_touch_several_people_are_paused_after_a_word_of_warning(live: Live) -> None:
    page = live.open("lead", phone=True, has_touch=True, dark=True)
    page.goto(f"{live.url}/people/")
    accessible(page)
    for name in ("Bela", "Emil"):
        page.get_by_label(f"Choose {name} of north").tap()
    page.get_by_label("Set the standing to").select_option("paused")
    page.get_by_role("button", name="Set the standing …").tap()
    expect(page.get_by_role("heading", name="Set the standing of 2 people?")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Change it").tap()
    expect(page.get_by_text("2 people are changed.")).to_be_visible()
    assert {person(live, key).standing for key in ("bela", "emil")} == {Standing.PAUSED}


def test_without_scripts_the_list_filters_and_saves(live: Live) -> None:
    page = live.open("lead", java_script_enabled=False)
    page.goto(f"{live.url}/people/")
    page.get_by_label("Search by name or mail address").fill("bel")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("1 of 5 people")).to_be_visible()
    page.get_by_role("link", name="Edit Bela of north").click()
    page.get_by_label("Last name").fill("Bright")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Bela Bright", exact=True)).to_be_visible()


def test_the_ways_are_filled_in_half_and_complete_themselves(live: Live) -> None:
    page = live.open("lead", phone=True, has_touch=True)
    page.goto(f"{live.url}/ways/car")
    page.get_by_label("From Hall north to Hostel north").fill("11")
    page.get_by_label("From Hostel north to Hall north").fill("")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_label("From Hostel north to Hall north")).to_have_value("11")
    accessible(page)


def test_a_number_of_the_rules_says_what_it_means_while_it_is_typed(live: Live) -> None:
    page = live.open("admin")
    page.goto(f"{live.url}/settings/")
    page.get_by_label("Continuity").fill("30")
    expect(page.get_by_text("One teacher less for a course is worth 90 minutes of waiting")).to_be_visible()


def test_an_admin_gives_access_and_looks_after_failed_mail(live: Live) -> None:
    fail_a_mail(live.running)
    page = live.open("admin", phone=True, has_touch=True)
    page.goto(f"{live.url}/")
    page.get_by_role("link", name="See why, and send again").tap()
    expect(page.get_by_role("heading", name="Welcome to north")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Send again to bela@north.example.org").tap()
    expect(page.get_by_text("Nothing has failed.")).to_be_visible()
    page.goto(f"{live.url}/settings/accounts/")
    page.get_by_text("Give somebody access").tap()
    page.get_by_label("Mail address").fill("nonsense@")
    page.locator("form[action$='/accounts/'] button").evaluate("button => button.form.noValidate = true")
    page.get_by_role("button", name="Give access").tap()
    expect(page.get_by_text("is not a complete mail address")).to_be_visible()
    accessible(page)
    live.complaints[:] = [one for one in live.complaints if "422" not in one]


def test_by_touch_courses_end_after_a_word_of_warning_and_one_button_takes_it_back(live: Live) -> None:
    page = live.open("lead", phone=True, has_touch=True, dark=True)
    page.goto(f"{live.url}/courses/")
    accessible(page)
    for name in ("A1 morning", "A2 evening"):
        page.get_by_label(f"Choose {name}").tap()
    page.get_by_role("button", name="Set the last day …").tap()
    expect(page.get_by_role("heading", name="End 2 courses?")).to_be_visible()
    accessible(page)
    page.get_by_label("Last day").fill("2026-12-18")
    page.get_by_role("button", name="Show what happens").tap()
    expect(page.get_by_text("ends on 18 Dec 2026")).to_have_count(2)
    accessible(page)
    page.get_by_role("button", name="End 2 courses").tap()
    expect(page.get_by_text("2 courses are changed.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_text("Undone: it is as it was before.")).to_be_visible()
    with live.running.store.reading(live.running.schools["north"]) as session:
        assert {one.ends_on for one in read_school(session).courses} == {None}


def test_without_scripts_sites_close_for_a_time_and_one_button_opens_them_again(live: Live) -> None:
    page = live.open("lead", java_script_enabled=False)
    page.goto(f"{live.url}/sites/")
    page.get_by_label("choose all 2 sites shown").check()
    page.get_by_role("button", name="Close for a time …").click()
    page.get_by_label("First day").fill("2026-12-07")
    page.get_by_role("button", name="Show what happens").click()
    page.get_by_role("button", name="Close 2 sites").click()
    expect(page.get_by_text("2 sites are changed.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: it is as it was before.")).to_be_visible()
    with live.running.store.reading(live.running.schools["north"]) as session:
        assert read_school(session).closures == ()
