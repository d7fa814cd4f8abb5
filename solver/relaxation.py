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
from typing import Any

import numpy as np

from solver.highs import Ended, Floats, Kind, Program, loaded
from solver.linear import LinearModel, Row, Sum

ROUNDING = 1e-6  # what sums of floating-point numbers may be off, in proportion
POLL_SECONDS = 0.02


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
    program = Program.of(model, rows, goal)
    if not model.lowers:
        return from_duals(program, np.zeros(len(rows)))
    highs = loaded(program, whole=False, options={"time_limit": seconds})
    stopped = threading.Event()

    def called(kind: Any, message: str, told: Any, answer: Any, data: object) -> None:
        answer.user_interrupt = stopped.is_set()

    highs.setCallback(called, None)
    highs.startCallback(Kind.kCallbackSimplexInterrupt)
    working = threading.Thread(target=highs.run, daemon=True)
    working.start()
    while True:
        working.join(POLL_SECONDS)
        if not stopped.is_set() and stop():
            stopped.set()
        if not working.is_alive():
            break
    if stopped.is_set() or highs.getModelStatus() != Ended.kOptimal:
        return None
    return from_duals(program, np.array(highs.getSolution().row_dual, dtype=np.float64))


def from_duals(program: Program, duals: Floats) -> Relaxation:
    """What these duals, one for each row, prove: true for any numbers, and tight for those of an optimal solution."""
    lowers, uppers = program.row_limits
    # A positive dual leans on its row's lower limit, a negative one on the upper. Where that is missing it proves
    # nothing: tolerances leave some such duals behind.
    duals = np.where(np.isinf(lowers), np.minimum(duals, 0), duals)
    duals = np.where(np.isinf(uppers), np.maximum(duals, 0), duals)
    prices = program.costs - program.matrix.T @ duals
    leaning = np.where(duals > 0, lowers, uppers)
    least, most = program.column_limits
    # fsum gives the same sum on every machine, whatever the order in which its processor would add.
    used = duals != 0
    bound = program.constant + math.fsum((*(duals[used] * leaning[used]), *np.minimum(prices * least, prices * most)))
    return Relaxation(math.ceil(bound - ROUNDING * max(1.0, abs(bound))), prices, bound)
