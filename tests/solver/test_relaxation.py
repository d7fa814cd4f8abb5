"""The linear relaxation: its bound and its prices are true of every plan of a tiny week."""

from __future__ import annotations

import math
import time
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.problem import Problem
from solver import relaxation
from solver.engine import Engine
from solver.forms import patterns
from solver.given import Given
from solver.highs import Program
from solver.limits import Limits
from solver.linear import LinearModel, Sum
from solver.model import Written, write
from solver.relaxation import MOST_FRACTIONS, Relaxation, from_duals, relax
from solver.safe_bounds import rounded_up
from tests.solver.tried import accepted_by_checker
from tests.tiny_problems import tiny_problems
from tests.tiny_school import TUE, person, problem, session

pytestmark = pytest.mark.slow

KEYS = ("cover", "promises", "balance")


def relaxed(written: Written, key: str) -> Relaxation:
    """The relaxation of one goal of a week, without any other goal kept."""
    engine = Engine(written.choices.model, Limits())
    found = relax(engine.model, engine.rows, written.costs[key], math.inf, lambda: False)
    assert found is not None
    return found


@pytest.mark.parametrize("key", KEYS)
@given(week=tiny_problems(most_plans=100))
def test_no_plan_costs_less_than_the_bound(key: str, week: Problem) -> None:
    written = write(Given.of(week), patterns.write)
    bound = relaxed(written, key).bound
    costs = [written.costs[key].value(written.choices.values(plan)) for plan in accepted_by_checker(week)]
    assert bound <= min(costs)


@pytest.mark.parametrize("key", KEYS)
@given(week=tiny_problems(most_plans=100))
def test_a_plan_that_moves_a_held_column_costs_what_was_said(key: str, week: Problem) -> None:
    written = write(Given.of(week), patterns.write)
    relaxation = relaxed(written, key)
    plans = [written.choices.values(plan) for plan in accepted_by_checker(week)]
    for beyond in (relaxation.bound + 1, relaxation.bound + 60):
        held = relaxation.held(written.choices.model, plans[0], beyond)
        moving = [values for values in plans if any(values[column] != value for column, value in held.items())]
        assert all(written.costs[key].value(values) >= beyond for values in moving)


@pytest.mark.parametrize("key", KEYS)
@given(week=tiny_problems(most_plans=100))
def test_closing_leaves_every_plan_that_is_as_good(key: str, week: Problem) -> None:
    plans = list(accepted_by_checker(week))
    for reached in plans[:: max(1, len(plans) // 5)]:
        written = write(Given.of(week), patterns.write)
        model, cost = written.choices.model, written.costs[key]
        of_plans = [written.choices.values(plan) for plan in plans]
        values = written.choices.values(reached)
        relaxed(written, key).close(model, cost, values)
        as_good = [other for other in of_plans if cost.value(other) <= cost.value(values)]
        limits = list(zip(model.lowers, model.uppers, strict=True))
        assert all(
            lower <= value <= upper for other in as_good for value, (lower, upper) in zip(other, limits, strict=True)
        )


@given(week=tiny_problems(most_plans=100), chance=st.randoms(use_true_random=False))
def test_no_duals_whatever_prove_more_than_is_true(week: Problem, chance: Random) -> None:
    written = write(Given.of(week), patterns.write)
    model, cost = written.choices.model, written.costs["balance"]
    duals = np.array([chance.choice((-40.0, -1.5, 0.0, 2.5, 40.0)) for _ in model.rows])
    bound = from_duals(Program.of(model, model.rows, cost), duals).bound
    assert bound <= min(cost.value(written.choices.values(plan)) for plan in accepted_by_checker(week))


@pytest.mark.parametrize(
    ("price", "lower", "upper", "right", "wrong", "bounds"),
    [(7, 1, None, 7.0, -1e-9, [7, 0]), (-7, None, 0, -7.0, 1e-9, [0, -7])],
    ids=("a row with a lower limit", "a row with an upper limit"),
)
def test_a_dual_of_the_wrong_sign_costs_no_more_of_the_bound_than_its_row(
    price: int, lower: int | None, upper: int | None, right: float, wrong: float, bounds: list[int]
) -> None:
    model = LinearModel()
    column = model.choice()
    model.keep(Sum.of(column), lower=lower, upper=upper)
    program = Program.of(model, model.rows, Sum.of(column, price))
    assert [from_duals(program, np.array([dual])).bound for dual in (right, wrong)] == bounds


def test_dear_columns_are_held() -> None:
    written = write(Given.of(problem([session()], [person("anna")])), patterns.write)
    relaxation = relaxed(written, "cover")
    filled = written.choices.values(
        max(accepted_by_checker(written.choices.problem), key=lambda plan: len(plan.assignments))
    )
    assert relaxation.held(written.choices.model, filled, relaxation.bound + 1) != {}


@pytest.mark.parametrize(("exact", "bound"), [(203.0, 203), (203.1, 223), (223.0000001, 223), (-3.0, 3)])
def test_a_bound_is_rounded_up_to_what_can_be_added_up(exact: float, bound: int) -> None:
    assert rounded_up(exact, constant=3, grain=20) == bound


@given(week=tiny_problems(most_plans=100))
def test_no_plan_lies_between_two_multiples_of_the_grain(week: Problem) -> None:
    written = write(Given.of(week), patterns.write)
    program = Program.of(written.choices.model, written.choices.model.rows, written.costs["cover"])
    costs = {program.value(written.choices.values(plan)) - program.constant for plan in accepted_by_checker(week)}
    assert {cost % program.grain for cost in costs} == {0}


def test_what_the_relaxation_has_decided_is_settled() -> None:
    written = write(Given.of(problem([session()], [person("anna")])), patterns.write)
    program = Program.of(written.choices.model, written.choices.model.rows, written.costs["cover"])
    settled = relaxed(written, "cover").settled(program)
    assert settled is not None
    assert (settled.column_limits[0] > program.column_limits[0]).any()


@pytest.mark.parametrize(("fractions", "settles"), [(0, True), (MOST_FRACTIONS, True), (MOST_FRACTIONS + 1, False)])
def test_a_relaxation_that_has_decided_too_little_settles_nothing(fractions: int, settles: bool) -> None:
    model = LinearModel()
    seats = Sum.total(Sum.of(model.choice()) for _ in range(200))
    program = Program.of(model, [], seats)
    values = np.ones(200)
    values[:fractions] = 0.5
    settled = Relaxation(0, np.zeros(200), 0.0, values).settled(program)
    assert (settled is not None) == settles


def test_a_column_that_costs_too_much_is_closed() -> None:
    written = write(Given.of(problem([session()], [person("anna")])), patterns.write)
    model = written.choices.model
    filled = written.choices.values(
        max(accepted_by_checker(written.choices.problem), key=lambda plan: len(plan.assignments))
    )
    relaxed(written, "cover").close(model, written.costs["cover"], filled)
    assert model.lowers.count(1) > 0


def test_what_the_values_have_moved_stays_free() -> None:
    written = write(Given.of(problem([session()], [person("anna")])), patterns.write)
    empty = written.choices.values(written.choices.given.least_plan())
    held = relaxed(written, "cover").held(written.choices.model, empty, 1)
    assert all(empty[column] == value for column, value in held.items())


def test_a_stop_ends_the_relaxation_without_a_result() -> None:
    written = write(Given.of(problem([session("a2", TUE)], [person("anna")])), patterns.write)
    engine = Engine(written.choices.model, Limits())
    assert relax(engine.model, engine.rows, written.costs["cover"], math.inf, lambda: True) is None


class Unending:
    """Stands for HiGHS, on a relaxation that never ends by itself."""

    def __init__(self) -> None:
        self.ended = False
        self.setCallback = self._keep
        self.startCallback = lambda kind: None

    def _keep(self, called: Any, data: object) -> None:
        self._called = called

    def run(self) -> None:
        """Go on until told to end."""
        answer = SimpleNamespace(user_interrupt=False)
        give_up_at = time.monotonic() + 60
        while not answer.user_interrupt and time.monotonic() < give_up_at:
            self._called(None, "", None, answer, None)
        self.ended = bool(answer.user_interrupt)


def test_where_the_stop_itself_fails_the_relaxation_has_ended_before_that_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = write(Given.of(problem([session("a2", TUE)], [person("anna")])), patterns.write)
    engine, highs = Engine(written.choices.model, Limits()), Unending()
    monkeypatch.setattr(relaxation, "loaded", lambda *_, **__: highs)

    def stop() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relax(engine.model, engine.rows, written.costs["cover"], math.inf, stop)
    assert highs.ended
