"""Walking through the term on a phone and by keyboard."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from playwright.sync_api import Page, expect

from roster.models.school_records import read_school, write_school
from roster.records import Term
from tests.journeys.conftest import Live
from tests.web.school import WEEK

YEAR = Term(name="School year", starts_on=dt.date(2026, 8, 24), ends_on=dt.date(2027, 3, 26))


def in_sight(page: Page) -> bool:
    """Whether the week that is looked at lies within the strip's frame."""
    return bool(
        page.evaluate(
            """() => { const strip = document.querySelector(".weeks ol").getBoundingClientRect(),
            here = document.querySelector(".weeks [aria-current]").getBoundingClientRect();
            return here.left >= strip.left && here.right <= strip.right }"""
        )
    )


def test_the_term_is_walked_through_with_the_week_in_sight_and_by_one_stop_of_the_keyboard(live: Live) -> None:
    with live.running.store.writing(live.running.schools["north"]) as session:
        write_school(session, replace(read_school(session), terms=(YEAR,)))
    page = live.open("lead", phone=True, has_touch=True)
    page.goto(f"{live.url}/week/{WEEK}")
    expect(page.get_by_text("week 14 of 31")).to_be_visible()
    assert in_sight(page)
    here = page.locator(".weeks [aria-current]")
    assert page.locator('.weeks ol a[tabindex="0"]').count() == 1
    here.focus()
    page.keyboard.press("End")
    expect(page.locator(".weeks ol a").last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("week 2 of 31")).to_be_visible()
    assert in_sight(page)
    assert live.complaints == []
