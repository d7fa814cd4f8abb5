"""How long the proven least disruption takes, over every volunteer in turn and after all else that may happen.

Weeks of the Osnabrück size, kept in memory.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from roster.problem import Problem
from solver import Limits, solve
from solver.changes import seat_emptied, sessions_added, sessions_at, sessions_cancelled, volunteer_out
from solver.repair import MOST_TOLD, Repairs
from tests.benchmarks.instances import SAMPLE_SCHOOL, instance

CHANGES = 20  # of each kind


@pytest.fixture(scope="module", params=[SAMPLE_SCHOOL, *(f"seed {seed}" for seed in range(1, 6))])
def published(request: pytest.FixtureRequest) -> Problem:
    """A week with the plan that a solve of some seconds finds, as if it had been published."""
    week = instance(request.param)
    return replace(week, published=solve(week, Limits(total_seconds=10)).plan.assignments)


def test_every_volunteer_out_for_the_week(benchmark: BenchmarkFixture, published: Problem) -> None:
    repairs = _in_memory(published)

    def every_volunteer() -> Measured:
        return _measured(repairs, (volunteer_out(published, person.key) for person in published.people), -1)

    benchmark.pedantic(every_volunteer, rounds=1).told(published.organisation)


@pytest.mark.parametrize(("answer", "most_told"), [("the least disruption", -1), ("the list of fewer told", MOST_TOLD)])
@pytest.mark.parametrize("kind", ["session", "day", "site for a day", "seat emptied", "course added"])
def test_whatever_else_happens(
    benchmark: BenchmarkFixture, published: Problem, kind: str, answer: str, most_told: int
) -> None:
    """The week in memory; a course that is added makes it another one, which is written anew."""
    repairs = _in_memory(published)

    def every_change() -> Measured:
        return _measured(repairs, _some(_changes(published, kind)), most_told)

    benchmark.pedantic(every_change, rounds=1).told(f"{published.organisation}, {kind}, {answer}")


def _in_memory(published: Problem) -> Repairs:
    """The week kept written, as after a first question; a busy machine shall not end its proofs."""
    repairs = Repairs(published, seconds=60.0)
    repairs.after(published, most_told=-1)
    return repairs


@dataclass
class Measured:
    """What some answers took, in seconds of the clock and of the processor, and whether all were proven."""

    walls: list[float] = field(default_factory=list)
    works: list[float] = field(default_factory=list)
    proven: bool = True

    def told(self, name: str) -> None:
        """Print it; nothing unproven counts as an answer."""
        sys.stdout.write(f"\n{name}: {_spread('waiting', self.walls)}; {_spread('processor', self.works)}\n")
        assert self.proven


def _measured(repairs: Repairs, changes: Iterable[Problem], most_told: int) -> Measured:
    measured = Measured()
    for changed in changes:
        wall, work = time.perf_counter(), time.process_time()
        repaired = repairs.after(changed, most_told=most_told)
        measured.walls.append(time.perf_counter() - wall)
        measured.works.append(time.process_time() - work)
        measured.proven &= all(option.proven for option in repaired.options)
    return measured


def _some(changes: Iterator[Problem]) -> list[Problem]:
    """Changes from all over the week."""
    every = list(changes)
    return every[:: max(1, len(every) // CHANGES)]


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
