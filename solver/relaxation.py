"""The linear relaxation of a model: a proven bound at once, and for each column the price of moving it.

Columns may take fractions here, so the least cost is a bound for whole plans. Out of any duals of the right sign, weak
duality gives for every plan

    cost  >=  bound  +  sum of price * distance of the column from its cheap limit

so a column with a price beyond what is still to be gained must stay at its cheap limit in every better plan, and plans
that move a dear column are seldom good. HiGHS finds the duals; bound and prices are worked out from them anew here, so
that its tolerances cannot make them untrue.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.highs import Ended, Floats, Kind, Program, loaded
from solver.linear import LinearModel, Row, Sum
from solver.safe_bounds import ROUNDING, WHOLE, proof_of, rounded_up

POLL_SECONDS = 0.02
MOST_FRACTIONS = 80  # with more, none of 13 weeks had a plan that agrees with all the rest; to look costs a tenth


@dataclass(frozen=True)
class Relaxation:
    """``bound`` is proven for whole plans; ``prices`` are positive for columns cheap at their lower limit.

    ``values`` are those of the columns in the relaxation, where they are known: fractions among them.
    """

    bound: int
    prices: Floats
    _exact_bound: float
    values: Floats | None = None

    def near(self, program: Program, beyond: int) -> Program:
        """The program with every column closed that no plan of less than ``beyond`` can move."""
        least, most = program.column_limits
        dear, cheap_at_least = self._dear(beyond), self.prices > 0
        limits = (np.where(dear & ~cheap_at_least, most, least), np.where(dear & cheap_at_least, least, most))
        return replace(program, column_limits=limits)

    def settled(self, program: Program) -> Program | None:
        """The little that is left for plans that cost no more than the bound and move what the relaxation moves wholly.

        Often such a plan is there, and then it is a best one; if not, that proves nothing. None without ``values``, and
        where it has decided too little.
        """
        if self.values is None:
            return None
        whole = np.rint(self.values)
        decided = abs(self.values - whole) < WHOLE
        if (~decided).sum() > MOST_FRACTIONS:
            return None
        near = self.near(program, self.bound + 1)
        least, most = near.column_limits
        moved = decided & (whole > least) & (whole <= most)
        return replace(near, column_limits=(np.where(moved, whole, least), np.where(moved, whole, most)))

    def held(self, model: LinearModel, values: Sequence[int], beyond: int) -> dict[int, int]:
        """Columns to hold at their cheap limit, with that limit, so that only plans near the bound are left.

        Every plan that moves one of them costs at least ``beyond``. Columns that ``values`` have moved stay free, so
        that these values remain possible.
        """
        cheap = np.where(self.prices > 0, model.lowers, model.uppers)
        holding = self._dear(beyond) & (cheap == np.array(values))
        return {int(column): int(cheap[column]) for column in holding.nonzero()[0]}

    def close(self, model: LinearModel, goal: Sum, values: Sequence[int]) -> None:
        """Close the columns of a model that no plan moves which costs as little of the goal as these values.

        Only for rows that every plan has to keep from then on.
        """
        for column, value in self.held(model, values, goal.value(values) + 1).items():
            model.close(column, value)

    def _dear(self, beyond: int) -> NDArray[np.bool_]:
        slack = beyond - self._exact_bound + ROUNDING * max(1.0, abs(self._exact_bound))
        return np.abs(self.prices) >= slack


def relax(
    model: LinearModel, rows: Sequence[Row], goal: Sum, seconds: float, stop: Callable[[], bool]
) -> Relaxation | None:
    """The relaxation of a goal over a model's columns and these rows; None if stopped or not found in time.

    ``stop`` is asked in the calling thread.
    """
    return relaxed(Program.of(model, rows, goal), seconds, stop)


def relaxed(program: Program, seconds: float, stop: Callable[[], bool], *, presolve: bool = True) -> Relaxation | None:
    """The same of a program. Without ``presolve`` a small one is done sooner, a large one later."""
    if not len(program.costs):
        return from_duals(program, np.zeros(program.matrix.shape[0]))
    options: dict[str, bool | int | float | str] = {"time_limit": seconds, "presolve": "on" if presolve else "off"}
    highs = loaded(program, whole=False, options=options)
    stopped = threading.Event()

    def called(kind: Any, message: str, told: Any, answer: Any, data: object) -> None:
        answer.user_interrupt = stopped.is_set()

    highs.setCallback(called, None)
    highs.startCallback(Kind.kCallbackSimplexInterrupt)
    working = threading.Thread(target=highs.run, daemon=True)
    working.start()
    _await(working, stopped, stop)
    if stopped.is_set() or highs.getModelStatus() != Ended.kOptimal:
        return None
    found = highs.getSolution()
    proven = from_duals(program, np.array(found.row_dual, dtype=np.float64))
    return replace(proven, values=np.array(found.col_value, dtype=np.float64))


def _await(working: threading.Thread, stopped: threading.Event, stop: Callable[[], bool]) -> None:
    """Wait until the work is over; it hears by ``stopped`` that it shall end, also where ``stop`` raises."""
    try:
        while True:
            working.join(POLL_SECONDS)
            if not stopped.is_set() and stop():
                stopped.set()
            if not working.is_alive():
                return
    except BaseException:  # Ctrl-C among them: whoever catches it must not be slowed down by what goes on here
        stopped.set()
        working.join()
        raise


def from_duals(program: Program, duals: Floats) -> Relaxation:
    """What these duals, one for each row, prove: true for any numbers, and tight for those of an optimal solution."""
    limits = program.row_limits, program.column_limits
    proof = proof_of(program.costs, program.constant, program.matrix, duals, *limits)
    bound = rounded_up(proof.bound, constant=program.constant, grain=program.grain)
    return Relaxation(bound, proof.prices, proof.bound)
