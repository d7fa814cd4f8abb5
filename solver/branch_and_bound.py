"""HiGHS's branch and bound: late with plans, soon with a proof. It is shown the plans that others find."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from solver.engine import UNLIMITED, News
from solver.highs import PROVING, Ended, Floats, Kind, Options, Program, loaded
from solver.linear import LinearModel

MOST_ENTRIES = 2_000_000  # of all rows; with a larger model HiGHS can be busy for long before it hears a stop
MARGIN = 0.01  # below a bound reckoned in floating point; far above its errors, far below the 1 between two plans
OFFERED_PER_MILLE = 20  # how far above the bound a plan may be: a poor one HiGHS only tries to mend, before the proof

OPTIONS: Options = MappingProxyType({**PROVING, "mip_abs_gap": 0.99})  # all goals are whole numbers


class BranchAndBound:
    """One search for the least value of a goal, in the thread that calls ``search``.

    Of plans that cost ``beyond`` or more nothing is told: they may be cut off, and bounds end there. ``tell`` is called
    in the same thread.
    """

    def __init__(
        self,
        program: Program,
        seed: int,
        tell: Callable[[News], None],
        *,
        bound: int = -UNLIMITED,
        beyond: int = UNLIMITED,
        options: Options = MappingProxyType({}),
    ) -> None:
        self._program = program
        self._tell = tell
        self._beyond = beyond
        self._offered: Floats | None = None
        self.bound = bound  # proven for every plan of the whole goal
        self._ending = threading.Event()
        limit = {} if beyond >= UNLIMITED else {"objective_bound": float(beyond)}
        self._highs = loaded(
            program, whole=True, options={**OPTIONS, **options, **limit, "random_seed": seed % (1 << 31)}
        )
        self._highs.setCallback(self._called, None)
        for kind in (Kind.kCallbackMipImprovingSolution, Kind.kCallbackMipInterrupt, Kind.kCallbackMipUserSolution):
            self._highs.startCallback(kind)

    def search(self) -> None:
        """Search until the goal is proven, or all below ``beyond`` has been looked at, or ``end`` was called."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == Ended.kOptimal:
            self._tell_bound(self._highs.getInfo().mip_dual_bound)
        elif status == Ended.kInfeasible and self._beyond < UNLIMITED:
            self._tell_bound(float(self._beyond))

    def offer(self, values: Sequence[int]) -> None:
        """Let HiGHS know of a better plan, if it is a good one. It looks at what it is offered now and then."""
        value = self._program.value(values)
        if value < self._beyond and (value - self.bound) * 1000 <= value * OFFERED_PER_MILLE:
            self._offered = np.array(values, dtype=np.float64)

    def end(self) -> None:
        """Let the search end as soon as HiGHS looks up: mostly within a tenth of a second."""
        self._ending.set()

    def _called(self, kind: Any, message: str, told: Any, answer: Any, data: object) -> None:
        """HiGHS calls this, in the thread of the search."""
        if kind == Kind.kCallbackMipImprovingSolution:
            self._tell_plan(np.rint(told.mip_solution))
        elif kind == Kind.kCallbackMipInterrupt:
            self._tell_bound(told.mip_dual_bound)
            answer.user_interrupt = self._ending.is_set()
        elif kind == Kind.kCallbackMipUserSolution and self._offered is not None:
            offered, self._offered = self._offered, None
            answer.setSolution(offered)

    def _tell_plan(self, values: Floats) -> None:
        """Pass on a plan, unless its whole numbers break a row that fractions nearby have kept."""
        activity = self._program.matrix @ values
        lowers, uppers = self._program.row_limits
        if (activity >= lowers).all() and (activity <= uppers).all():
            self._tell(News(tuple(int(value) for value in values), self.bound))

    def _tell_bound(self, bound: float) -> None:
        if math.isfinite(bound) and min(whole_bound(bound), self._beyond) > self.bound:
            self.bound = min(whole_bound(bound), self._beyond)
            self._tell(News(None, self.bound))


def can_take(model: LinearModel) -> bool:
    """Whether a model is small enough to be stopped in good time."""
    return sum(len(row.columns) for row in model.rows) <= MOST_ENTRIES


def whole_bound(bound: float) -> int:
    """The least whole number that a bound of HiGHS leaves, whatever its last digits are."""
    return math.ceil(bound - MARGIN)
