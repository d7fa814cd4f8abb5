"""HiGHS on arrays: whole plans with a proven bound, and linear relaxations with safe prices (solver.safe_bounds)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from solver.safe_bounds import proof_of
from solver.state.arrays import Arrays, Floats

FINISHED, IMPOSSIBLE = 0, 2


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
        return Relaxed(0.0, np.zeros(model.height), np.zeros(0))
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
    highest = int(above.sum())
    duals = np.zeros(model.height)
    duals[above] = np.minimum(solved.ineqlin.marginals[:highest], 0)
    duals[below] -= np.minimum(solved.ineqlin.marginals[highest:], 0)
    duals[equal] = solved.eqlin.marginals
    limits = (model.row_lowers, model.row_uppers), (model.lowers, model.uppers)
    proof = proof_of(costs, 0.0, model.matrix, duals, *limits)
    return Relaxed(proof.bound, -proof.duals, np.asarray(solved.x))
