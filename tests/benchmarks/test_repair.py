"""How long the proven least disruption takes, over every volunteer in turn, on weeks of the Osnabrück size."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from roster.problem import Problem
from solver import Limits, solve
from solver.changes import seat_emptied, sessions_added, sessions_at, sessions_cancelled, volunteer_out
from solver.repair import Repairs, repair
from tests.benchmarks.instances import SAMPLE_SCHOOL, instance

CHANGES = 20  # of each kind


@pytest.fixture(scope="module", params=[SAMPLE_SCHOOL, *(f"seed {seed}" for seed in range(1, 6))])
def published(request: pytest.FixtureRequest) -> Problem:
    """A week with the plan that a solve of some seconds finds, as if it had been published."""
    week = instance(request.param)
    return replace(week, published=solve(week, Limits(total_seconds=10)).plan.assignments)


def test_every_volunteer_out_for_the_week(benchmark: BenchmarkFixture, published: Problem) -> None:
    repairs = Repairs(published, seconds=60.0)  # a busy machine shall not end the proofs
    walls: list[float] = []
    works: list[float] = []
    proven: list[bool] = []

    def every_volunteer() -> None:
        for person in published.people:
            wall, work = time.perf_counter(), time.process_time()
            repaired = repairs.volunteer_out(person.key, most_told=-1)
            walls.append(time.perf_counter() - wall)
            works.append(time.process_time() - work)
            proven.append(repaired.best.proven)

    benchmark.pedantic(every_volunteer, rounds=1)

    sys.stdout.write(f"\n{published.organisation}: {_spread('waiting', walls)}; {_spread('processor', works)}\n")
    assert all(proven)


@pytest.mark.parametrize("kind", ["session", "day", "site for a day", "seat emptied", "course added"])
def test_whatever_else_happens_with_the_list_of_fewer_told(
    benchmark: BenchmarkFixture, published: Problem, kind: str
) -> None:
    """A week written anew for each change, and the whole list of 0, 1, 2, 3 people told and the best."""
    walls: list[float] = []
    proven: list[bool] = []

    def every_change() -> None:
        for changed in islice(_changes(published, kind), CHANGES):
            repaired = repair(changed, seconds=60.0)
            walls.append(repaired.seconds)
            proven.append(repaired.best.proven)

    benchmark.pedantic(every_change, rounds=1)

    sys.stdout.write(f"\n{published.organisation}, {kind}: {_spread('waiting', walls)}\n")
    assert all(proven)


def _changes(week: Problem, kind: str) -> Iterator[Problem]:
    """Weeks in which one thing of a kind has happened, the same ones each time."""
    duties = [told for told in week.published or () if not week.session_by_key[told.session].past]
    match kind:
        case "session":
            yield from (volunteer_out(week, told.person, session=told.session) for told in duties)
        case "day":
            for told in duties:
                yield volunteer_out(week, told.person, on_day=week.session_by_key[told.session].on_day)
        case "site for a day":
            days = sorted({(one.site, one.on_day) for one in week.sessions if not one.past})
            for site, on_day in days:
                yield sessions_cancelled(week, sessions_at(week, site, on_day=on_day))
        case "seat emptied":
            yield from (seat_emptied(week, told) for told in duties)
        case "course added":
            for one in week.sessions:
                yield sessions_added(week, [replace(one, key=f"{one.key}+", course=f"{one.course}+")])


def test_a_repair_of_a_week_that_is_not_in_memory(benchmark: BenchmarkFixture, published: Problem) -> None:
    busiest = max(published.people, key=lambda one: sum(told.person == one.key for told in published.published or ()))

    def anew() -> bool:
        return Repairs(published, seconds=60.0).volunteer_out(busiest.key).best.proven

    assert benchmark.pedantic(anew, rounds=3)


def _spread(what: str, seconds: list[float]) -> str:
    """Median, 95th percentile and maximum in milliseconds."""
    in_order = sorted(1000 * one for one in seconds)
    points = in_order[len(in_order) // 2], in_order[int(0.95 * len(in_order))], in_order[-1]
    return f"{what}: median {points[0]:.0f} ms, p95 {points[1]:.0f} ms, max {points[2]:.0f} ms"
