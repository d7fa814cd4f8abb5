"""Sifting: the least of a goal near a plan that is almost right, proven, with as little search as that takes.

1. The linear program of the week. Where it ends at whole numbers, it has found the best plan itself.
2. The bound is rounded up, part by part of the goal: there are no half seats and no half people. Where that cuts the
   fractions off, the program is solved again. A plan that reaches the bound is the best.
3. What costs no more than the rounded bound allows is searched through by branching: first on people, told or not,
   then on seats, where the columns are closed whose price is beyond that. Nothing there: the bound is a step higher.
4. Where a few branches do not do it: plans near the linear program's by CP-SAT, and the proof of the goal's first part
   alone (the cover), whose steps are thousands of those of people.
5. Then branching goes on, and CP-SAT searches beside it, on another core, whatever prices and the best plan so far
   leave open; whichever has the proof first has the answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import inf

import numpy as np

from solver.bounding import ALMOST, WHOLE, SiftedWeek, Standing, whole
from solver.engine import Engine, News
from solver.limits import Limits
from solver.linear import LinearModel, Row, Sum
from solver.program import Floats
from solver.seats import Truths

HALF = 0.5
FIRST_STEP = 20  # branches, of some milliseconds each, before anything else is tried
STEPS = (90, 25)  # branches for plans at the bound after that, and for those a step above
INTERACTIVE = Limits(workers=1)  # one worker that leans on its linear bound answers soonest


@dataclass(frozen=True)
class Found:
    """Complete values of the best plan found (None = there is none, or none was found in time), and whether proven."""

    values: tuple[int, ...] | None
    proven: bool


class Sifting(SiftedWeek):
    """A sifted week that is asked several times, each time with other limits."""

    def least(
        self, start: Sequence[int], held: Mapping[int, int], rows: Sequence[Row] = (), *, seconds: float
    ) -> Found:
        """The least of the goal with some columns held and further rows kept.

        ``start`` are complete values to begin with; they need not be within all limits and rows. ``seconds`` limit what
        CP-SAT may take.
        """
        return _Question(self, start, held, rows, time.monotonic() + seconds).found()


class _Question(Standing):
    """One question in its course."""

    def __init__(
        self, week: Sifting, start: Sequence[int], held: Mapping[int, int], rows: Sequence[Row], ends: float
    ) -> None:
        super().__init__(week, start, held, rows)
        self._ends = ends
        self._beside: Future[None] | None = None
        self._ended = False  # CP-SAT has seen all

    def found(self) -> Found:
        """The answer, by the linear program alone where that is enough."""
        if self._relaxed():
            self._near_the_bound()
        if self._gap() >= ALMOST:
            self._begin_beside()
        if self._prices:
            all(self._step(branches) for branches in STEPS)
        if self._beside is not None:
            self._beside.result()
        return Found(self._best, self._gap() < ALMOST or self._ended)

    def _near_the_bound(self) -> None:
        """What costs little: some branches, plans near the linear program's, and the first part of the goal alone."""
        self._step(FIRST_STEP)
        self._look_around()
        if self._prove_first_part():
            self._sharpen()
            self._look_around()

    def _step(self, branches: int) -> bool:
        """Search by branching for plans at the bound, which is a step higher then; whether it came to its end."""
        if self._gap() < ALMOST:
            return True
        most = self._most_at_the_bound()
        ended = self._branch(most, branches)
        if ended:
            self._nothing_up_to(most)
            self._sharpen()
        return ended

    def _begin_beside(self) -> None:
        """Let CP-SAT search in a thread of its own whatever prices and the best plan leave open."""
        lowers, uppers = self._closed(self._still(inf), self._prices, self._lowers, self._uppers)
        one = ThreadPoolExecutor(1)
        self._beside = one.submit(self._search_all, lowers, uppers)
        one.shutdown(wait=False)

    def _search_all(self, lowers: Floats, uppers: Floats) -> None:
        self._ended = self._search_within(lowers, uppers)

    # ---- searching ---------------------------------------------------------------------------------------------------

    def _branch(self, most: float, branches: int) -> bool:
        """Search by linear programs for plans that cost no more than that; whether all were seen, or a plan is best."""
        self._simplex.go_back(self._mark)
        limits = self._program.tightened(*self._closed(most, self._prices, self._lowers, self._uppers))
        waiting = [] if limits is None else [limits]
        while waiting and self._gap() >= ALMOST and not self._ended:
            if not branches or time.monotonic() > self._ends:
                return False
            branches -= 1
            lowers, uppers = waiting.pop()
            priced = self._simplex.priced(lowers, uppers)
            if priced is None:
                if not self._simplex.is_impossible(lowers, uppers):
                    return False
                continue
            self._take_if_whole(priced)
            open_to = self._still(most)
            if self._rounded(priced.bound + self._week.goal.constant) > open_to + WHOLE:
                continue
            lowers, uppers = self._closed(open_to, [priced], lowers, uppers)
            column = self._undecided(priced.values, lowers, uppers)
            if column is None:
                return False
            below, above = uppers.copy(), lowers.copy()
            below[column], above[column] = np.floor(priced.values[column]), np.ceil(priced.values[column])
            both = [(lowers, below), (above, uppers)]
            waiting += both if priced.values[column] % 1 >= HALF else reversed(both)
        return True

    def _undecided(self, values: Floats, lowers: Floats, uppers: Floats) -> int | None:
        """The column nearest to a half: of those that count people if there is one, else of all choices."""
        for columns in (self._week.people, np.arange(len(self._week.owners))):
            off = np.where(lowers[columns] < uppers[columns], np.abs(values[columns] - np.rint(values[columns])), 0.0)
            if off.size and off.max() > WHOLE:
                return int(columns[off.argmax()])
        return None

    def _look_around(self) -> None:
        """Look for plans in which only people whom the last linear program leaves in fractions differ from it."""
        if self._gap() < ALMOST:
            return
        values = self._prices[-1].values
        choices = values[: len(self._week.owners)]
        fractions = np.abs(choices - np.rint(choices)) > WHOLE
        few = np.isin(self._week.owners, self._week.owners[fractions])
        lowers, uppers = self._lowers.copy(), self._uppers.copy()
        settled = (~few).nonzero()[0]
        lowers[settled] = uppers[settled] = np.rint(values[settled])
        self._search_within(lowers, uppers)

    def _prove_first_part(self) -> bool:
        """Where the best plan's first part is above the bound, search for the least of that part alone.

        Whether that has come to its end: then the bound is raised to it.
        """
        first = self._week.parts[0]
        if self._gap() < ALMOST or (
            self._best is not None and first.cost.value(self._best) <= first.least(self._bound)
        ):
            return False
        costs = np.zeros(len(self._week.costs))
        merged = first.cost.merged()
        costs[merged.columns] = merged.factors
        lowers, uppers = self._closed(self._still(inf), self._prices, self._lowers, self._uppers)
        if not self._search_within(lowers, uppers, costs) or self._best is None:
            return False
        least = first.cost.value(self._best)
        self._raise_to(least * first.weight)
        return True

    def _search_within(self, lowers: Floats, uppers: Floats, costs: Floats | None = None) -> bool:
        """Search by CP-SAT within these limits; whether nothing better than the best is there."""
        limits = self._program.tightened(lowers, uppers)
        seconds = self._ends - time.monotonic()
        if limits is None or seconds <= 0:
            return limits is None
        lowers, uppers = limits
        part: Truths = lowers < uppers
        few = LinearModel()
        few.lowers, few.uppers = whole(lowers[part]), whole(uppers[part])
        few.rows = self._program.rows_within(part, lowers)
        inside = part.nonzero()[0].tolist()
        goal = Sum(range(len(inside)), whole((self._week.costs if costs is None else costs)[part])).merged()
        hint = np.clip(self._start if self._best is None else self._best, lowers, uppers)
        values = whole(lowers)

        def hear(news: News) -> None:
            if news.values is not None:
                for column, value in zip(inside, news.values, strict=True):
                    values[column] = value
                self._take(self._week.model.complete(values[: len(self._week.owners)]))

        def reached() -> bool:
            return self._gap() < ALMOST

        run = Engine(few, INTERACTIVE, light_start=True).run(goal, whole(hint[part]), seconds, hear, reached)
        return run.proven or run.impossible or reached()
