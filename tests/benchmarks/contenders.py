"""Who is compared: each finds a plan of one week within some seconds and says what it has, when it has it.

All get the same problem and the same order of goals, each goal kept at what was reached, and start from nothing. The
rules and goals are those of ``solver``; what differs is how they are written down and who searches.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from roster.outcome import Progress
from roster.plan import Plan
from roster.problem import Problem
from roster.records import GoalOrder
from roster.rules import BALANCE
from solver import Limits, solve
from solver.forms import pairs, patterns
from solver.given import Given
from solver.linear import LinearModel, Row, Sum
from solver.model import EVERY_GOAL, MISSING_PINS, Form, Written, rates, write
from tests.benchmarks import pairwise
from tests.benchmarks.timefold_process import timefold_process
from tests.benchmarks.timefold_week import TimefoldWeek

STRICT_GOALS = ("cover", "stability", "promises")


class Tell(Protocol):
    """Takes down what a contender has, with the time. The clock runs from when everything is imported."""

    def begin(self) -> None:
        """Start the clock anew: only now is everything loaded that does not depend on the week."""

    def plan(self, plan: Plan) -> None:
        """A plan, better than the one before."""

    def bound(self, goal: str, bound: int, proven: bool) -> None:
        """A bound of a goal, and whether it is proven that no plan is better than the contender's."""


Contender = Callable[[Problem, float, Tell], None]


def this_solver(problem: Problem, seconds: float, tell: Tell) -> None:
    """What this project does: ``solver.solve``."""

    class Listener:
        def progress(self, progress: Progress) -> None:
            if progress.plan is not None:
                tell.plan(progress.plan)
            for goal in progress.goals:
                if goal.bound is not None:
                    tell.bound(goal.key, goal.bound, goal.optimal)

        def cancelled(self) -> bool:
            return False

    outcome = solve(problem, Limits(total_seconds=seconds, strict_seconds=seconds), Listener())
    tell.plan(outcome.plan)
    for goal in outcome.goals:
        if goal.bound is not None:
            tell.bound(goal.key, goal.bound, goal.optimal)


def first_cp_sat(workers: int, problem: Problem, seconds: float, tell: Tell) -> None:
    """CP-SAT as one would first write it: pairwise conflicts, one model, CP-SAT's own choice of workers."""
    ends = time.monotonic() + seconds
    given = Given.of(problem)
    written = write(given, pairwise.write, rules=pairwise.RULES)
    model, columns = _cp_model(written.choices.model)
    for key in goal_order(given):
        cost = _expression(written.costs[key], columns)
        model.minimize(cost)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = max(0.0, ends - time.monotonic())
        solver.best_bound_callback = partial(_tell_bound, tell, key)
        status = solver.solve(model, _Solutions(written, tell))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return
        tell.bound(key, math.ceil(solver.best_objective_bound - 1e-6), status == cp_model.OPTIMAL)
        values = [solver.value(column) for column in columns]
        model.add(cost <= written.costs[key].value(values))
        model.clear_hints()
        for column, value in zip(columns, values, strict=True):
            model.add_hint(column, value)


def highs(problem: Problem, seconds: float, tell: Tell) -> None:
    """HiGHS (SciPy's) on the linear models of this project: days in pairs for strict goals, whole days for the rest.

    SciPy hands over a plan only when a goal ends, so between two goals HiGHS may have had a better one.
    """
    ends = time.monotonic() + seconds
    given = Given.of(problem)
    reached: dict[str, int] = {}
    strict = [key for key in goal_order(given) if key in (MISSING_PINS, *STRICT_GOALS)]
    stages: tuple[tuple[Sequence[str], Form, Sequence[str]], ...] = (
        (strict, pairs.write, STRICT_GOALS),
        (later_goals(given), patterns.write, EVERY_GOAL),
    )
    for keys, form, goals in stages:
        written = write(given, form, goals)
        for key in keys:
            if not _run_highs(written, key, reached, ends - time.monotonic(), tell):
                return


def first_highs(problem: Problem, seconds: float, tell: Tell) -> None:
    """HiGHS (SciPy's) on the week as one would first write it: the same rows as ``first_cp_sat``."""
    ends = time.monotonic() + seconds
    given = Given.of(problem)
    reached: dict[str, int] = {}
    written = write(given, pairwise.write, rules=pairwise.RULES)
    for key in goal_order(given):
        if not _run_highs(written, key, reached, ends - time.monotonic(), tell):
            return


def goal_order(given: Given) -> tuple[str, ...]:
    """The goals one after the other; pins that may give way first, the balance (or its goals) last."""
    pins = (MISSING_PINS,) if given.yielding else ()
    stability = () if given.problem.published is None else ("stability",)
    return (*pins, "cover", *stability, "promises", *later_goals(given))


def later_goals(given: Given) -> tuple[str, ...]:
    """What comes after promises: the balance, or its goals one after the other."""
    strict = given.problem.settings.goal_order == GoalOrder.STRICT
    return tuple(rates(given)) if strict else (BALANCE,)


def timefold(problem: Problem, seconds: float, tell: Tell) -> None:
    """Timefold for Python in its default configuration, in a process of its own; it has plans and no bounds.

    The clock starts late, to its advantage: when Java runs, the constraints are compiled and the week is written down.
    """
    week = TimefoldWeek(problem)
    with timefold_process() as process:
        order = {"week": week.told(), "seconds": seconds}
        tell.begin()
        for message in process.answers(order):
            if "people" in message:
                tell.plan(week.plan(message["people"]))


OURS, TWO_WORKERS, EIGHT_WORKERS = (
    "this solver",
    "CP-SAT as first written, 2 workers",
    "CP-SAT as first written, 8 workers",
)
HIGHS, FIRST_HIGHS = "HiGHS, same linear models", "HiGHS as first written"
TIMEFOLD = "Timefold, default configuration"

CONTENDERS: Mapping[str, Contender] = {
    OURS: this_solver,
    TWO_WORKERS: partial(first_cp_sat, 2),
    EIGHT_WORKERS: partial(first_cp_sat, 8),
    HIGHS: highs,
    FIRST_HIGHS: first_highs,
    TIMEFOLD: timefold,
}


class _Solutions(cp_model.CpSolverSolutionCallback):
    def __init__(self, written: Written, tell: Tell) -> None:
        super().__init__()
        self._written = written
        self._tell = tell

    def on_solution_callback(self) -> None:
        self._tell.plan(self._written.choices.plan(self.response_proto.solution))


def _tell_bound(tell: Tell, key: str, bound: float) -> None:
    tell.bound(key, math.ceil(bound - 1e-6), False)


def _cp_model(linear: LinearModel) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    columns = [
        model.new_int_var(lower, upper, f"c{index}")
        for index, (lower, upper) in enumerate(zip(linear.lowers, linear.uppers, strict=True))
    ]
    for row in linear.rows:
        kept = cp_model.LinearExpr.weighted_sum([columns[column] for column in row.columns], row.factors)
        if row.lower is not None:
            model.add(kept >= row.lower)
        if row.upper is not None:
            model.add(kept <= row.upper)
    return model, columns


def _expression(cost: Sum, columns: Sequence[cp_model.IntVar]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([columns[column] for column in cost.columns], cost.factors) + cost.constant


def _run_highs(written: Written, key: str, reached: dict[str, int], seconds: float, tell: Tell) -> bool:
    """Make one goal small, with the earlier ones kept; whether HiGHS has found a plan."""
    model, cost = written.choices.model, written.costs[key].merged()
    kept = [
        Row(earlier.columns, earlier.factors, None, value - earlier.constant)
        for earlier, value in ((written.costs[done].merged(), value) for done, value in reached.items())
    ]
    if seconds <= 0:
        return False
    aim = np.zeros(len(model.lowers))
    aim[cost.columns] = cost.factors
    found = milp(
        aim,
        integrality=np.ones(len(model.lowers)),
        bounds=Bounds(model.lowers, model.uppers),
        constraints=_matrix([*model.rows, *kept], len(model.lowers)),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.mip_dual_bound is not None and math.isfinite(found.mip_dual_bound):
        tell.bound(key, math.ceil(found.mip_dual_bound + cost.constant - 1e-6), found.status == 0)
    if found.x is None:
        return False
    values = [round(value) for value in found.x]
    reached[key] = cost.value(values)
    tell.plan(written.choices.plan(values))
    return True


def _matrix(rows: Sequence[Row], width: int) -> LinearConstraint:
    places = np.repeat(np.arange(len(rows)), [len(row.columns) for row in rows])
    columns = np.fromiter((column for row in rows for column in row.columns), dtype=np.int64)
    factors = np.fromiter((factor for row in rows for factor in row.factors), dtype=np.float64)
    lowers = [-np.inf if row.lower is None else row.lower for row in rows]
    uppers = [np.inf if row.upper is None else row.upper for row in rows]
    return LinearConstraint(csr_array((factors, (places, columns)), shape=(len(rows), width)), lowers, uppers)
