"""Nothing is lost by a click: every page that removes something offers to take it back, or it says here why not."""

from pathlib import Path

import pytest
from flask import Flask

from tests.structure.removals import Graph, reached, removing, spoken_of
from web.app import AREAS

ROOT = Path(__file__).resolve().parents[2]
OFFERS = {"web.undoing.offer_undo", "web.undoing.say_done"}

# What these delete is nothing that anybody entered: it is counted, told or held for a time and then of no use.
HOUSEKEEPING = frozenset(
    {
        "roster.actions.throttle.count_attempt",  # asked-for sign-in links of the last hour
        "roster.actions.news_for_leads.tell_leads",  # waiting mail, replaced by one that says more
        "roster.actions.feed_entries.sync_entries",  # cancelled events that calendars have had time to hear of
        "roster.actions.trails.forget_old_trails",
        "roster.models.undo_entries.UndoEntry",
    }
)

# Pages that remove something and offer no button "Undo", each with the reason.
WITHOUT_UNDO = {
    "people.remove": "an erasure that data protection asks for is final; the page says so before",
    "my_data.erase": "the same, and a word has to be typed first",
    "undoing.carry_out": "it is the undo",
    "my.take_back_absence": "it is the undo of an absence",
    "my.unconfirm": "it takes a yes back; the button for the yes stands there again",
    "seats.edit": "the draft remembers every edit and takes back one after the other, this one too",
    "answers.take": "a proposal becomes an edit of the draft, which takes it back",
    "seats.start": "it refuses where there is a draft, so it replaces none",
    "publishing.publish": "the draft has become the version; any version can be brought back",
    "stand_ins.accept": "it publishes; any version can be brought back",
    "courses.save_row": "the row in the list carries no seats or meetings, so none are taken out",
    "transfer.apply": "the preview names every row that goes; the export of before brings them back",
}


def views() -> dict[str, str]:
    """Every route that takes a form, with the name of its function."""
    app = Flask("routes")
    for area in AREAS:
        app.register_blueprint(area.pages)
    found = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "POST" in (rule.methods or ()):
            found[rule.endpoint] = f"{view.__module__}.{view.__name__}"
    return found


def without_way_back(graph: Graph, pages: dict[str, str]) -> set[str]:
    """The routes that lead to code that removes rows, and not to a button that takes it back."""
    removers = removing(graph)
    found = set()
    for endpoint, view in pages.items():
        there = reached(graph, view, without=HOUSEKEEPING)
        if there & removers and not there & OFFERS:
            found.add(endpoint)
    return found


@pytest.fixture(scope="module")
def graph() -> Graph:
    return spoken_of(ROOT)


def test_every_page_that_removes_something_offers_to_take_it_back(graph: Graph) -> None:
    assert without_way_back(graph, views()) - WITHOUT_UNDO.keys() == set()


def test_no_reason_outlives_its_page(graph: Graph) -> None:
    assert WITHOUT_UNDO.keys() - without_way_back(graph, views()) == set()


# Positive controls.


def test_every_route_is_found_in_the_source(graph: Graph) -> None:
    assert [view for view in views().values() if view not in graph] == []


@pytest.mark.parametrize(
    "endpoint", ["people.remove_certificate", "settings.remove_dates", "courses.save", "ways.save", "accounts.withdraw"]
)
def test_a_page_that_forgets_the_button_is_seen(graph: Graph, endpoint: str) -> None:
    pages = views()
    forgetful = {**graph, pages[endpoint]: graph[pages[endpoint]] - OFFERS}
    assert endpoint in without_way_back(forgetful, pages)
