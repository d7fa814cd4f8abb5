"""How long the everyday ways take on the sample school of the Osnabrück size: freezing, the week page, a calendar."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from roster.actions.feeds import create_feed
from roster.actions.imports import import_folder
from roster.actions.publishing import publish
from roster.actions.solve_claims import claim, finish
from roster.actions.solves import request_solve
from roster.actor import Actor, command_line_actor
from roster.database import Store
from roster.freeze import freeze
from roster.models.feeds import FeedKind
from roster.problem import Problem
from roster.records import School
from roster.reports.calendar_feed import Shelf, feed_bytes
from roster.reports.service import organisations
from roster.reports.week import week_page
from solver import Limits, solve
from tests.tiny_store import tiny_store

FOLDER = Path(__file__).resolve().parents[2] / "sample_data" / "osnabrueck"
WEEK = "2026-W48"
NOW = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)  # the Thursday before


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with tiny_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'roster.sqlite'}") as opened:
        yield opened


@pytest.fixture(scope="module")
def school(store: Store) -> School:
    [stored] = import_folder(store, FOLDER, now=NOW)
    return stored


@pytest.fixture(scope="module")
def lead(store: Store, school: School) -> Actor:
    [organisation] = organisations(store)
    return command_line_actor(organisation.id, organisation.key, "en")


@pytest.fixture(scope="module")
def published(store: Store, school: School, lead: Actor) -> School:
    """The school with its week solved for a moment and published."""
    claimed = claim(store, request_solve(store, lead, WEEK, now=NOW).solve_id, now=NOW)
    assert claimed is not None
    finish(store, claimed, solve(Problem.from_json(claimed.problem), Limits(total_seconds=2)), now=NOW)
    info = week_page(store, lead, WEEK, now=NOW).draft
    assert info is not None
    publish(store, lead, WEEK, edition=info.edition, now=NOW)
    return school


def test_freezing_a_week(benchmark: BenchmarkFixture, school: School) -> None:
    problem = benchmark(lambda: freeze(school, WEEK, now=NOW))

    assert problem.sessions


def test_reading_the_week_page(benchmark: BenchmarkFixture, store: Store, lead: Actor, published: School) -> None:
    page = benchmark(lambda: week_page(store, lead, WEEK, published=True, now=NOW))

    assert page.filled_required


def test_writing_the_calendar_of_all_sessions(
    benchmark: BenchmarkFixture, store: Store, lead: Actor, published: School
) -> None:
    token = create_feed(store, lead, FeedKind.LEAD, "", now=NOW).token

    answer = benchmark(lambda: feed_bytes(store, token, now=NOW, shelf=Shelf()))

    assert answer.content.startswith(b"BEGIN:VCALENDAR")
