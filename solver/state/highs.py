"""HiGHS on arrays: whole plans with a proven bound, and linear relaxations with safe prices (solver.safe_bounds)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from solver.highs import FEASIBLE, LIGHT, PROVING, Ended, Program, least_in_fractions, loaded
from solver.safe_bounds import proof_of
from solver.state.arrays import Arrays, Floats


@dataclass(frozen=True)
class Whole:
    """The best whole values found, None if none were, and the least that any whole values can cost."""

    values: Floats | None
    bound: float


@dataclass(frozen=True)
class Relaxed:
    """A bound for whole values, the least-cost values with fractions, and for each row what one unit more would gain.

    That gain is 0 or more where a row has an upper limit alone. The bound holds whatever tolerances HiGHS used.
    """

    bound: float
    prices: Floats
    values: Floats


def least_whole(costs: Floats, model: Arrays, seconds: float, *, below: float = math.inf) -> Whole:
    """Whole values of all columns with the least cost, if that is less than ``below``; else any, or none.

    Nothing at or above ``below`` is looked at, so the bound ends there.
    """
    if not model.width:
        return Whole(np.zeros(0), 0.0)
    limit = {"objective_bound": below} if math.isfinite(below) else {}
    highs = loaded(_program(costs, model), whole=True, options={**PROVING, **LIGHT, **limit, "time_limit": seconds})
    highs.run()
    if highs.getModelStatus() == Ended.kInfeasible:
        return Whole(None, below)
    told = highs.getInfo()
    bound = min(float(told.mip_dual_bound), below)  # HiGHS may call the first plan that it found the least one then
    if told.primal_solution_status != FEASIBLE:
        return Whole(None, bound)
    return Whole(np.rint(highs.getSolution().col_value), min(bound, float(told.objective_function_value)))


def relaxation(costs: Floats, model: Arrays, seconds: float) -> Relaxed | None:
    """The linear relaxation; None if it was not solved in time."""
    if not model.width:
        return Relaxed(0.0, np.zeros(model.height), np.zeros(0))
    program = _program(costs, model)
    found = least_in_fractions(program, seconds=seconds)
    if found is None:
        return None
    proof = proof_of(costs, 0.0, model.matrix, found.duals, program.row_limits, program.column_limits)
    return Relaxed(proof.bound, -proof.duals, found.values)


def _program(costs: Floats, model: Arrays) -> Program:
    return Program(costs, 0, (model.lowers, model.uppers), model.matrix, (model.row_lowers, model.row_uppers))
