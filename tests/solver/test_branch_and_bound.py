"""HiGHS beside CP-SAT: true bounds, plans that keep the rules, and an end whenever it is wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings

from roster.outcome import Status
from roster.problem import Problem
from roster.rules import check, measure
from solver import Limits, branch_and_bound, proofs, solve
from solver.branch_and_bound import BranchAndBound, can_take, whole_bound
from solver.engine import UNLIMITED, Engine, News, Run
from solver.forms import pairs, patterns
from solver.given import Given
from solver.highs import Program
from solver.linear import LinearModel, Sum
from solver.model import Form, Written, write
from solver.proofs import Narrowing, WholeTree
from solver.relaxation import Relaxation, from_duals
from tests.solver.test_search import Notes, crowded_week
from tests.solver.tried import FORMS, accepted_by_checker
from tests.tiny_problems import tiny_problems
from tests.tiny_school import TUE, WED, person, problem, session


def program_of(written: Written, key: str) -> Program:
    """One goal, without any other goal kept."""
    return Program.of(written.choices.model, written.choices.model.rows, written.costs[key])


def searched(written: Written, key: str, beyond: int = UNLIMITED) -> list[News]:
    """Everything that HiGHS tells of one goal, of plans that cost less than that."""
    heard: list[News] = []
    BranchAndBound(program_of(written, key), 1, heard.append, beyond=beyond).search()
    return heard


def at_work(way: type[WholeTree], written: Written, key: str, *, light: bool = False) -> WholeTree:
    """HiGHS set to work on one goal in its own thread."""
    proof = way(program_of(written, key), 1, threading.Event(), light=light)
    proof.begin()
    return proof


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


@pytest.mark.parametrize("off", [-1, 1, 40])
@settings(max_examples=25)
@given(week=tiny_problems(most_plans=60))
def test_what_is_cut_off_costs_as_much_as_was_said(off: int, week: Problem) -> None:
    written = write(Given.of(week), patterns.write)
    least = min(written.costs["balance"].value(written.choices.values(plan)) for plan in accepted_by_checker(week))
    known = written.choices.model.least(written.costs["balance"])
    bounds = [news.bound for news in searched(written, "balance", beyond=least + off)]
    assert max([known, *bounds]) == max(known, least + min(off, 0))


@pytest.mark.parametrize("way", [WholeTree, Narrowing])
@pytest.mark.parametrize(("key", "light"), [("cover", True), ("balance", False)])
@settings(max_examples=25)
@given(week=tiny_problems(most_plans=60))
def test_either_way_ends_with_the_proof(way: type[WholeTree], key: str, light: bool, week: Problem) -> None:
    written = write(Given.of(week), patterns.write)
    proof = at_work(way, written, key, light=light)
    proof.wait()
    least = min(written.costs[key].value(written.choices.values(plan)) for plan in accepted_by_checker(week))
    assert max([written.choices.model.least(written.costs[key]), *(news.bound for news in proof.news())]) == least


@pytest.mark.parametrize("way", [WholeTree, Narrowing])
def test_work_that_is_ended_stops_without_a_proof(way: type[WholeTree]) -> None:
    proof = at_work(way, write(Given.of(crowded_week()), patterns.write), "balance")
    proof.end()
    proof.wait()
    assert not any(news.values for news in proof.news())


@pytest.mark.parametrize("light", [False, True], ids=("heavy", "light"))
def test_the_part_is_widened_until_it_holds_the_best_plan(light: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def poor(program: Program, *_: object, **__: object) -> Relaxation:
        return from_duals(program, np.zeros(program.matrix.shape[0]))

    monkeypatch.setattr(proofs, "relaxed", poor)
    week = problem([session(course, TUE) for course in ("a2", "b1", "c1")], [person("anna")])
    proof = at_work(Narrowing, write(Given.of(week), patterns.write), "cover", light=light)
    proof.wait()
    shown = [news.bound for news in proof.news()]
    assert (shown[0], shown[-1]) == (0, 8)


def test_a_plan_at_the_bound_is_found_without_any_branching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Narrowing, "_widen", lambda *_: None)
    week = problem([session(course, TUE) for course in ("a2", "b1")], [person("anna"), person("berta")])
    proof = at_work(Narrowing, write(Given.of(week), pairs.write), "cover", light=True)
    proof.wait()
    found = [news for news in proof.news() if news.values is not None]
    assert (found[-1].bound, found[-1].values is not None) == (0, True)


def test_a_plan_that_somebody_else_found_is_the_limit_of_the_proof() -> None:
    week = problem([session("a2", TUE), session("b1", WED)], [person("anna", wished_minutes=90)])
    written = write(Given.of(week), patterns.write)
    best = min(accepted_by_checker(week), key=lambda plan: measure(week, plan)["balance"])
    proof = Narrowing(program_of(written, "balance"), 1, threading.Event(), light=False)
    proof.offer(written.choices.values(best))
    proof.begin()
    proof.wait()
    assert max(news.bound for news in proof.news()) == measure(week, best)["balance"]


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
