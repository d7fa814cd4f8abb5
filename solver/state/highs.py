"""HiGHS on arrays: whole plans with a proven bound, and linear relaxations with safe prices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from solver.state.arrays import Arrays, Floats

ROUNDING = 1e-6  # what sums of floating-point numbers, and the tolerances of HiGHS, may be off, in proportion
FINISHED, IMPOSSIBLE = 0, 2


@dataclass(frozen=True)
class Whole:
    """The best whole values found, None if none were, and the least that any whole values can cost."""

    values: Floats | None
    bound: float


@dataclass(frozen=True)
class Relaxed:
    """A bound for whole values, and for each row with an upper limit what one unit more of it would gain (0 or more).

    Bound and prices hold whatever tolerances HiGHS used: the bound is worked out anew from the prices.
    """

    bound: float
    prices: Floats


def least_whole(costs: Floats, model: Arrays, seconds: float) -> Whole:
    """Whole values of all columns with the least cost."""
    if not model.width:
        return Whole(np.zeros(0), 0.0)
    found = milp(
        costs,
        integrality=np.ones(model.width, dtype=np.int64),
        bounds=Bounds(model.lowers, model.uppers),
        constraints=LinearConstraint(cast(Any, model.matrix), model.row_lowers, model.row_uppers),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        impossible = found.status == IMPOSSIBLE
        bound = math.inf if impossible else -math.inf if found.mip_dual_bound is None else found.mip_dual_bound
        return Whole(None, float(bound))
    return Whole(np.round(found.x), min(float(found.mip_dual_bound), float(found.fun)))


def relaxation(costs: Floats, model: Arrays, seconds: float) -> Relaxed | None:
    """The linear relaxation; None if it was not solved in time."""
    if not model.width:
        return Relaxed(0.0, np.zeros(model.height))
    equal = model.row_lowers == model.row_uppers
    above = np.isfinite(model.row_uppers) & ~equal
    below = np.isfinite(model.row_lowers) & ~equal
    at_most_rows = csr_array(vstack([model.matrix[above], -model.matrix[below]], format="csr"))
    at_most = np.concatenate([model.row_uppers[above], -model.row_lowers[below]])
    equal_rows, equal_to = csr_array(model.matrix[equal]), model.row_uppers[equal]
    solved = linprog(
        costs,
        cast(Any, at_most_rows),
        at_most,
        cast(Any, equal_rows),
        equal_to,
        cast(Any, np.stack([model.lowers, model.uppers], axis=1)),
        method="highs-ds",
        options={"time_limit": seconds},
    )
    if solved.status != FINISHED:
        return None
    duals, equal_duals = np.minimum(solved.ineqlin.marginals, 0), np.asarray(solved.eqlin.marginals)
    reduced = costs - at_most_rows.T @ duals - equal_rows.T @ equal_duals
    cheapest = np.minimum(reduced * model.lowers, reduced * model.uppers)
    bound = math.fsum((*(duals * at_most), *(equal_duals * equal_to), *cheapest))
    prices = np.zeros(model.height)
    prices[above] = -duals[: int(above.sum())]
    return Relaxed(bound, prices)


def rounded_up(bound: float) -> int:
    """The least whole number that a proven bound leaves."""
    return math.ceil(bound - ROUNDING * max(1.0, abs(bound)))
