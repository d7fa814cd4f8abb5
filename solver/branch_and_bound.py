"""HiGHS's branch and bound, beside CP-SAT: late with plans, soon with a proof. Each is given the other's plans."""

from __future__ import annotations

import math
import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from solver.engine import UNLIMITED, News
from solver.highs import Ended, Floats, Kind, Program, loaded
from solver.linear import LinearModel, Row, Sum

MOST_ENTRIES = 2_000_000  # of all rows; with a larger model HiGHS can be busy for long before it hears a stop
MARGIN = 0.01  # below a bound reckoned in floating point; far above its errors, far below the 1 between two plans
OPTIONS: dict[str, bool | int | float] = {
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,  # all goals are whole numbers
    "dual_feasibility_tolerance": 1e-9,  # a hundredth of HiGHS's own: bounds rest on it
}


class BranchAndBound:
    """One search for the least value of a goal, in a thread of its own, from ``begin`` to ``end``."""

    def __init__(self, model: LinearModel, rows: Sequence[Row], goal: Sum, seed: int) -> None:
        self._program = Program.of(model, rows, goal)
        self._news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._offered: Floats | None = None
        self._bound = -UNLIMITED
        self._ending = threading.Event()
        self._highs = loaded(self._program, whole=True, options={**OPTIONS, "random_seed": seed % (1 << 31)})
        self._highs.setCallback(self._called, None)
        for kind in (Kind.kCallbackMipImprovingSolution, Kind.kCallbackMipInterrupt, Kind.kCallbackMipUserSolution):
            self._highs.startCallback(kind)
        self._searching = threading.Thread(target=self._search, daemon=True)

    def begin(self) -> None:
        """Search."""
        self._searching.start()

    def offer(self, values: Sequence[int]) -> None:
        """Let HiGHS know of a better plan. It looks at what it is offered now and then."""
        self._offered = np.array(values, dtype=np.float64)

    def news(self) -> Iterator[News]:
        """What has been found since the last look, oldest first."""
        while not self._news.empty():
            yield self._news.get()

    def end(self) -> None:
        """Let the search end as soon as HiGHS looks up: mostly within a tenth of a second."""
        self._ending.set()

    def wait(self) -> None:
        """Wait until an ended search is over."""
        self._searching.join()

    def _search(self) -> None:
        self._highs.run()
        if self._highs.getModelStatus() == Ended.kOptimal:
            self._tell_bound(self._highs.getInfo().mip_dual_bound)

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
            self._news.put(News(tuple(int(value) for value in values), self._bound))

    def _tell_bound(self, bound: float) -> None:
        if math.isfinite(bound) and whole_bound(bound) > self._bound:
            self._bound = whole_bound(bound)
            self._news.put(News(None, self._bound))


def can_take(model: LinearModel) -> bool:
    """Whether a model is small enough to be stopped in good time."""
    return sum(len(row.columns) for row in model.rows) <= MOST_ENTRIES


def whole_bound(bound: float) -> int:
    """The least whole number that a bound of HiGHS leaves, whatever its last digits are."""
    return math.ceil(bound - MARGIN)
