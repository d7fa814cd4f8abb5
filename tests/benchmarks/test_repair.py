"""How long the proven least disruption takes, over every volunteer in turn, on weeks of the Osnabrück size."""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from roster.problem import Problem
from solver import Limits, solve
from solver.repair import Repairs
from tests.benchmarks.instances import SAMPLE_SCHOOL, instance


@pytest.fixture(scope="module", params=[SAMPLE_SCHOOL, "seed 1", "seed 2"])
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
