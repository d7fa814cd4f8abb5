"""On every page an id stands once, and what points to an id finds it: else a label names a field of another form."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest

from tests.journeys.test_every_page import PAGES
from tests.web.asked import every_question
from tests.web.planned import publish_week, start_second_draft
from tests.web.school import Service

POINTERS = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form", "popovertarget")


class Ids(HTMLParser):
    """The ids of a page, and those that something points to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.there: Counter[str] = Counter()
        self.wanted: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element says."""
        for name, value in attrs:
            if name == "id" and value:
                self.there[value] += 1
            elif name in POINTERS and value:
                self.wanted |= set(value.split())

    @property
    def wrong(self) -> list[str]:
        """What stands twice or is missing."""
        twice = [f"{one} stands {count} times" for one, count in self.there.items() if count > 1]
        return twice + [f"{one} is missing" for one in sorted(self.wanted - self.there.keys())]


@pytest.mark.parametrize("role", PAGES)
def test_every_id_stands_once_and_is_there_where_something_points_to_it(north: Service, role: str | None) -> None:
    publish_week(north)
    start_second_draft(north)
    every_question(north)
    client = north.browser(role)
    wrong = {path: found for path in PAGES[role] if (found := Ids(client.get(path).text).wrong)}
    assert wrong == {}


def test_an_id_that_stands_twice_or_is_missing_is_seen() -> None:
    """The positive control of the test above."""
    page = '<label for="a">A</label><input id="b"><select id="b"></select>'
    assert Ids(page).wrong == ["b stands 2 times", "a is missing"]
