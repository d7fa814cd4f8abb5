"""The linear relaxation of a model: a proven bound at once, and for each column the price of moving it.

Columns may take fractions here, so the least cost is a bound for whole plans. Out of any duals of the right sign, weak
duality gives for every plan

    cost  >=  bound  +  sum of price * distance of the column from its cheap limit

so a column with a price beyond what is still to be gained must stay at its cheap limit in every better plan, and plans
that move a dear column are seldom good. HiGHS finds the duals; bound and prices are worked out from them anew here, so
that its tolerances cannot make them untrue.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from solver.linear import LinearModel, Row, Sum

Floats = NDArray[np.float64]

ROUNDING = 1e-6  # what sums of floating-point numbers may be off, in proportion
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Relaxation:
    """``bound`` is proven for whole plans; ``prices`` are positive for columns cheap at their lower limit."""

    bound: int
    prices: Floats
    _exact_bound: float

    def held(self, model: LinearModel, values: Sequence[int], beyond: int) -> dict[int, int]:
        """Columns to hold at their cheap limit, with that limit, so that only plans near the bound are left.

        Every plan that moves one of them costs at least ``beyond``. Columns that ``values`` have moved stay free, so
        that these values remain possible.
        """
        slack = beyond - self._exact_bound + ROUNDING * max(1.0, abs(self._exact_bound))
        cheap = np.where(self.prices > 0, model.lowers, model.uppers)
        holding = (np.abs(self.prices) >= slack) & (cheap == np.array(values))
        return {int(column): int(cheap[column]) for column in holding.nonzero()[0]}


def relax(
    model: LinearModel, rows: Sequence[Row], goal: Sum, seconds: float, stop: Callable[[], bool]
) -> Relaxation | None:
    """The relaxation of a goal over a model's columns and these rows; None if stopped or not found in time.

    ``stop`` is asked in the calling thread.
    """
    found: list[Relaxation | None] = []
    working = threading.Thread(target=lambda: found.append(_relaxation(model, rows, goal, seconds)), daemon=True)
    working.start()
    while True:
        working.join(POLL_SECONDS)
        if stop():
            return None
        if not working.is_alive():
            break
    return found[0] if found else None


def _relaxation(model: LinearModel, rows: Sequence[Row], goal: Sum, seconds: float) -> Relaxation | None:
    if not model.lowers:
        return Relaxation(goal.constant, np.zeros(0), goal.constant)
    costs = np.zeros(len(model.lowers))
    np.add.at(costs, goal.columns, goal.factors)
    equal, equal_to = _matrix([(row, 1, row.upper) for row in rows if row.lower == row.upper], len(costs))
    below, at_most = _matrix(
        [(row, 1, row.upper) for row in rows if row.upper is not None and row.lower != row.upper]
        + [(row, -1, -row.lower) for row in rows if row.lower is not None and row.lower != row.upper],
        len(costs),
    )
    limits = np.array([model.lowers, model.uppers], dtype=np.float64)
    solved = linprog(
        costs,
        cast(Any, below),  # scipy takes sparse matrices here; its type stubs do not say so
        at_most,
        cast(Any, equal),
        equal_to,
        cast(Any, limits.T),
        method="highs-ds",
        options={"time_limit": seconds},
    )
    if solved.status != 0:
        return None
    below_duals, equal_duals = np.minimum(solved.ineqlin.marginals, 0), solved.eqlin.marginals
    prices = costs - below.T @ below_duals - equal.T @ equal_duals
    # fsum gives the same sum on every machine, whatever the order in which its processor would add.
    bound = goal.constant + math.fsum(
        (*below_duals * at_most, *equal_duals * equal_to, *np.minimum(prices * limits[0], prices * limits[1]))
    )
    return Relaxation(math.ceil(bound - ROUNDING * max(1.0, abs(bound))), prices, bound)


def _matrix(sided: Sequence[tuple[Row, int, int | None]], width: int) -> tuple[csr_array, Floats]:
    """Rows, each times its sign, as a sparse matrix with their limits."""
    factors = [sign * factor for row, sign, _ in sided for factor in row.factors]
    columns = [column for row, _, _ in sided for column in row.columns]
    places = [place for place, (row, _, _) in enumerate(sided) for _ in row.columns]
    matrix = csr_array((np.array(factors, dtype=np.float64), (places, columns)), shape=(len(sided), width))
    return matrix, np.array([limit for _, _, limit in sided], dtype=np.float64)
