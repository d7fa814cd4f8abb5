"""HiGHS beside CP-SAT: true bounds, plans that keep the rules, and an end whenever it is wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given

from roster.outcome import Status
from roster.problem import Problem
from roster.rules import check
from solver import Limits, branch_and_bound, solve
from solver.branch_and_bound import BranchAndBound, can_take, whole_bound
from solver.engine import Engine, News, Run
from solver.forms import pairs, patterns
from solver.given import Given
from solver.linear import LinearModel, Sum
from solver.model import Form, Written, write
from tests.solver.test_search import Notes, crowded_week
from tests.solver.tried import FORMS, accepted_by_checker
from tests.tiny_problems import tiny_problems
from tests.tiny_school import person, problem, session


def searched(written: Written, key: str) -> list[News]:
    """Everything that HiGHS tells of one goal, without any other goal kept."""
    model = written.choices.model
    search = BranchAndBound(model, model.rows, written.costs[key], seed=1)
    search.begin()
    search.wait()
    return list(search.news())


def at_a_crowded_week() -> BranchAndBound:
    """HiGHS before a week that it cannot prove in no time."""
    written = write(Given.of(crowded_week()), patterns.write)
    model = written.choices.model
    return BranchAndBound(model, model.rows, written.costs["balance"], seed=1)


@pytest.mark.parametrize("key", ["cover", "promises"])
@pytest.mark.parametrize("form", FORMS, ids=("pairs", "patterns"))
@given(week=tiny_problems(most_plans=100))
def test_it_proves_what_trying_every_plan_shows(form: Form, key: str, week: Problem) -> None:
    written = write(Given.of(week), form)
    costs = [written.costs[key].value(written.choices.values(plan)) for plan in accepted_by_checker(week)]
    known = written.choices.model.least(written.costs[key])  # all there is to say where nothing is to decide
    assert max([known, *(news.bound for news in searched(written, key))]) == min(costs)


@given(week=tiny_problems(most_plans=100))
def test_every_plan_that_it_tells_of_keeps_the_rules(week: Problem) -> None:
    written = write(Given.of(week), pairs.write)
    plans = [written.choices.plan(news.values) for news in searched(written, "cover") if news.values is not None]
    assert [check(week, plan) for plan in plans if check(week, plan)] == []


def test_a_search_that_is_ended_stops_without_a_proof() -> None:
    search = at_a_crowded_week()
    search.end()
    search.begin()
    search.wait()
    assert not any(news.values for news in search.news())


@pytest.mark.parametrize(("bound", "whole"), [(11.0, 11), (11.005, 11), (10.995, 11), (11.5, 12), (-0.5, 0)])
def test_the_last_digits_of_a_bound_prove_nothing(bound: float, whole: int) -> None:
    assert whole_bound(bound) == whole


def test_a_model_that_could_not_be_stopped_in_time_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    model = LinearModel()
    model.keep(Sum([model.choice(), model.choice()]), upper=1)
    monkeypatch.setattr(branch_and_bound, "MOST_ENTRIES", 1)
    assert not can_take(model)


# ---- in a search ----------------------------------------------------------------------------------------------------


def idle(engine: Engine, *_: object, **__: object) -> Run:
    """A CP-SAT that finds nothing at all."""
    return Run(bound=0, proven=False, out_of_time=False)


def waiting(
    engine: Engine, goal: Sum, hint: object, seconds: float, hear: object, stop: Callable[[], bool], **_: object
) -> Run:
    """A CP-SAT that finds nothing until somebody ends it."""
    while not stop():
        threading.Event().wait(0.01)
    return idle(engine)


def test_what_only_highs_has_found_and_proven_is_the_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "run", waiting)
    outcome = solve(problem([session()], [person("anna")]), Limits(workers=2, total_seconds=60))
    assert (outcome.status, outcome.goal("cover").value) == (Status.OPTIMAL, 0)


@pytest.mark.parametrize("limits", [Limits(workers=1), Limits(reproducible=True)], ids=("one worker", "reproducible"))
def test_one_worker_is_cp_sat_alone(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "run", idle)
    assert solve(problem([session()], [person("anna")]), limits).goal("cover").value > 0


@pytest.mark.parametrize("cancel_after", [1, 4])
def test_no_thread_outlives_a_cancelled_search(cancel_after: int) -> None:
    before = set(threading.enumerate())
    solve(crowded_week(), Limits(total_seconds=60), Notes(cancel_after=cancel_after))
    assert set(threading.enumerate()) <= before
