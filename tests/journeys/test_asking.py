"""Somebody drops out: from the question over the wait to a way out that is published."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from solver.means import Means
from solver.question_lane import answer_questions
from tests.journeys.conftest import Live
from tests.web.planned import publish_week
from tests.web.school import WEEK

LEASE = dt.timedelta(hours=1)  # the worker's clock stands still with the test's


@pytest.fixture
def worked(live: Live) -> Iterator[Live]:
    """The service with a published week and a worker that answers."""
    publish_week(live.running)
    ended = threading.Event()
    lane = threading.Thread(
        target=answer_questions,
        args=(live.running.store, Means(nice=0, lease=LEASE), ended),
        kwargs={"batched": False, "clock": live.running.clock},
    )
    lane.start()
    yield live
    ended.set()
    lane.join()


def ask_for_anna(live: Live, page: Page) -> None:
    page.goto(f"{live.url}/week/{WEEK}")
    page.get_by_role("link", name="Ask …").click()
    page.get_by_role("link", name="Find a way out …").click()
    page.get_by_label("Who?").select_option("anna")


def take_and_publish(page: Page) -> None:
    page.get_by_role("button", name="Take this as the draft").last.click()
    expect(page.get_by_text("The proposal is the draft of the week now.")).to_be_visible()
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Version 2 is published.")).to_be_visible()


def test_a_way_out_is_found_taken_and_published(worked: Live) -> None:
    page = worked.open("lead", phone=True)
    ask_for_anna(worked, page)
    page.get_by_label("When?").first.select_option(label="For the rest of the week")
    page.get_by_role("button", name="Find the ways out").first.click()
    expect(page.get_by_role("heading", name="Anna of north cannot come for the rest of the week")).to_be_visible()
    expect(page.get_by_role("button", name="Take this as the draft").first).to_be_visible(timeout=60_000)
    take_and_publish(page)


def test_a_way_out_is_found_without_scripts(worked: Live) -> None:
    page = worked.open("lead", java_script_enabled=False)
    ask_for_anna(worked, page)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Find the ways out").first.click()
    expect(page.get_by_role("button", name="Take this as the draft").first).to_be_visible(timeout=60_000)
    take_and_publish(page)
