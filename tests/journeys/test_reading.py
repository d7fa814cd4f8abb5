"""However somebody reads: from right to left, in larger type, without a connection, without motion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.support import Translations
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Live, listening
from tests.journeys.test_every_page import walk
from tests.web.planned import publish_week, start_second_draft
from tests.web.school import WEEK
from web import language

LATIN, ARABIC = "abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه"
LETTERS = str.maketrans(LATIN + LATIN.upper(), ARABIC + ARABIC)
DAY_PATTERN = re.compile(r"[EdMyw.,' ]+")
LARGE = {
    "admin": ("/", f"/week/{WEEK}", "/people/", "/settings/"),
    "volunteer": ("/my/week", "/my/data/", "/availability/anna"),
}
PAGES = {"lead": f"/week/{WEEK}", "volunteer": "/my/week", "admin": "/availability/anna"}


class PseudoArabic(Translations):
    """Every message in Arabic letters, placeholders as they are: whatever stays Latin is no message."""

    def gettext(self, message: str) -> str:
        """The message, letter by letter; patterns of dates are for Babel."""
        if DAY_PATTERN.fullmatch(message):
            return message
        return "%".join(
            part.translate(LETTERS) if place == 0 else self._after_percent(part)
            for place, part in enumerate(message.split("%"))
        )

    ugettext = gettext

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The plural but for one."""
        return self.gettext(singular if number == 1 else plural)

    ungettext = ngettext

    def _after_percent(self, part: str) -> str:
        name, closing, rest = part.partition(")")
        return f"{name}){rest[:1]}{rest[1:].translate(LETTERS)}" if closing else part


@pytest.fixture
def arabic(furnished: Path, tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """The service with one language more, which is written from right to left."""
    plain = language.catalogue
    monkeypatch.setattr(language, "catalogue", lambda code: PseudoArabic() if code == "ar" else plain(code))
    with listening(furnished, tmp_path, browser, languages=("de", "en", "ar")) as here:
        publish_week(here.running)
        start_second_draft(here.running)
        yield here


def middle(place: Locator) -> float:
    """Where the words of something stand, from the left edge of the window."""
    return float(
        place.evaluate(
            "(one) => { const words = document.createRange(); words.selectNodeContents(one);"
            " const box = words.getBoundingClientRect(); return box.left + box.width / 2; }"
        )
    )


def size_of_type(page: Page) -> float:
    """The size that all other sizes of a page go by, in pixels; only for a page that stands."""
    page.wait_for_load_state()
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def choose_type(page: Page, name: str) -> None:
    """Choose a size of type in the menu of a phone."""
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name=name).click()


def in_arabic(live: Live, role: str, *, phone: bool) -> Page:
    """A page of a role, in the language that is written from right to left."""
    page = live.open(role, phone=phone)
    page.goto(f"{live.url}{PAGES[role]}?lang=ar")
    return page


@pytest.mark.parametrize("role", PAGES)
@pytest.mark.parametrize("phone", [False, True])
def test_a_page_from_right_to_left_stays_inside_its_window_and_pleases_axe(
    arabic: Live, role: str, phone: bool
) -> None:
    page = in_arabic(arabic, role, phone=phone)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("role", PAGES)
def test_everything_begins_at_the_right(arabic: Live, role: str) -> None:
    page = in_arabic(arabic, role, phone=False)
    width = page.evaluate("document.documentElement.clientWidth")
    assert middle(page.locator("a.brand")) > width / 2
    assert middle(page.locator("h1")) > width / 2
    areas = page.locator("nav.areas a")
    assert middle(areas.first) > middle(areas.last)


def test_saturday_stands_left_of_monday_where_the_grid_of_times_is_read_from_the_right(arabic: Live) -> None:
    page = in_arabic(arabic, "admin", phone=False)
    heads = page.locator("[role=grid] [role=columnheader]")
    assert heads.count() >= 7
    assert middle(heads.nth(1)) > middle(heads.nth(6))


@pytest.mark.parametrize(("role", "paths"), LARGE.items())
def test_a_page_fits_a_phone_in_larger_type(live: Live, role: str, paths: tuple[str, ...]) -> None:
    publish_week(live.running)
    start_second_draft(live.running)
    page = live.open(role, phone=True)
    usual = size_of_type(page)
    choose_type(page, "Larger type")
    expect(page.locator("html.large-type")).to_be_visible()
    assert size_of_type(page) > 1.25 * usual
    assert walk(live, paths, page) == []
    page.goto(live.url)
    choose_type(page, "Usual type")
    expect(page.locator("html:not(.large-type)")).to_be_visible()
    assert size_of_type(page) == usual


def test_a_lost_connection_is_told_and_its_return_too(live: Live) -> None:
    page = live.open("volunteer", phone=True)
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()


def test_nothing_moves_for_those_who_ask_for_no_motion(live: Live) -> None:
    publish_week(live.running)
    page = live.open("lead", reduced_motion="reduce")
    page.goto(f"{live.url}/week/{WEEK}")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => {"
        " const style = getComputedStyle(one);"
        " return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none'; }).length"
    )
    assert moving == 0
