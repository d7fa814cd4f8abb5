"""A search in the browser: asked for, watched as it runs, stopped."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from roster.actions.solve_claims import claim
from tests.web.school import WEEK, Service, post
from web import solving


@pytest.fixture
def lead(north: Service) -> FlaskClient:
    """A lead's browser."""
    return north.browser("lead")


def test_asking_for_a_plan_twice_finds_the_same_search(lead: FlaskClient) -> None:
    first = post(lead, f"/week/{WEEK}/solve")
    second = post(lead, f"/week/{WEEK}/solve")
    assert first.headers["Location"] == second.headers["Location"]
    assert "Waiting for its turn" in lead.get(first.headers["Location"]).text


def test_a_search_can_be_cancelled(lead: FlaskClient) -> None:
    address = post(lead, f"/week/{WEEK}/solve").headers["Location"]
    post(lead, f"{address}/cancel")
    text = lead.get(address).text
    assert "Cancelled" in text
    assert "data-ended" in text


def test_the_stream_of_an_ended_search_tells_its_end_and_closes(lead: FlaskClient) -> None:
    address = post(lead, f"/week/{WEEK}/solve").headers["Location"]
    post(lead, f"{address}/cancel")
    with lead.get(f"{address}/stream") as answer:
        text = answer.text
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert text.startswith("event: progress\n")
    assert text.endswith("event: ended\ndata:\n\n")


def test_the_stream_of_a_running_search_goes_with_the_clock(
    north: Service, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stream's pauses move the service's clock; nobody waits."""

    def pause(seconds: float) -> None:
        north.clock.now += dt.timedelta(seconds=seconds)

    monkeypatch.setattr(solving, "time", SimpleNamespace(monotonic=lambda: 0.0, sleep=pause))
    address = post(lead, f"/week/{WEEK}/solve").headers["Location"]
    assert claim(north.store, int(address.rpartition("/")[2]), now=north.clock.now) is not None
    with lead.get(f"{address}/stream") as answer:
        pictures = [part.decode() for part in islice(answer.response, 3)]
    assert "Planning for 2 seconds" in pictures[2]
    assert [re.findall(r'<progress [^>]*value="([\d.]+)"', one) for one in pictures] == [["0.0"], ["1.0"], ["2.0"]]
