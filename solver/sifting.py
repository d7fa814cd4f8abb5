"""Sifting: the least of a goal near a plan that is almost right, proven, with as little search as that takes.

1. The linear program of the week. Where it ends at whole numbers, it has found the best plan itself.
2. Elsewhere CP-SAT looks at the few people whose seats it left in fractions, all others as the program has them.
3. The bound is rounded up, part by part of the goal: there are no half seats and no half people. Where that cuts the
   fractions off, the program is solved again. A plan that reaches the bound is the best.
4. What is still open goes to CP-SAT, without the columns whose price is beyond what is still to be gained.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, gcd, inf

import numpy as np

from solver.engine import Engine, News
from solver.limits import Limits
from solver.linear import LinearModel, Row, Sum
from solver.program import Floats, Priced, Program
from solver.seats import Numbers, Truths

WHOLE = 1e-6  # how far from a whole number a value may be and still be meant as one
ALMOST = 0.75  # goals are whole numbers, so a gap below 1 is none
MOST_ROUNDS = 3
INTERACTIVE = Limits(workers=1)  # one worker that leans on its linear bound answers soonest


@dataclass(frozen=True)
class Found:
    """Complete values of the best plan found (None = there is none, or none was found in time), and whether proven."""

    values: tuple[int, ...] | None
    proven: bool


@dataclass(frozen=True)
class Part:
    """The leading part of a goal: it counts ``weight`` times, and everything after it together less than once.

    In whole plans its value is its constant plus a multiple of a step, which a linear program does not know.
    """

    cost: Sum
    weight: int

    def least(self, bound: float) -> int:
        """The least that it can be in a whole plan in which the goal is no less than a bound."""
        step = gcd(*self.cost.factors) if self.cost.factors else 1
        beyond = (bound - self.weight + 1) / self.weight - self.cost.constant
        return self.cost.constant + ceil(beyond / step - WHOLE) * step

    def row(self, least: int) -> Row:
        """The row that keeps it from being less."""
        return Row(list(self.cost.columns), list(self.cost.factors), least - self.cost.constant, None)


class Sifting:
    """A model with a goal in arrays, asked several times with other limits.

    ``owners`` tells for each choice of the model who decides it; ``parts`` are the leading parts of the goal, each with
    those before it included.
    """

    def __init__(self, model: LinearModel, goal: Sum, parts: Sequence[Part], owners: Sequence[int]) -> None:
        self.model = model
        self.goal = goal.merged()
        self.parts = parts
        self.owners: Numbers = np.array(owners, dtype=np.int64)
        self.costs = np.zeros(len(model.lowers))
        self.costs[self.goal.columns] = self.goal.factors
        self.program = Program.of(model.rows, len(model.lowers))

    def least(
        self, start: Sequence[int], held: Mapping[int, int], rows: Sequence[Row] = (), *, seconds: float
    ) -> Found:
        """The least of the goal with some columns held and further rows kept.

        ``start`` are complete values to begin with; they need not be within all limits and rows. ``seconds`` limit what
        CP-SAT may take.
        """
        return _Question(self, start, held, rows, time.monotonic() + seconds).found()


class _Question:
    """One question in its course: the bound rises, the best values so far get better, until they meet."""

    def __init__(
        self, week: Sifting, start: Sequence[int], held: Mapping[int, int], rows: Sequence[Row], ends: float
    ) -> None:
        self._week = week
        self._ends = ends
        self._lowers = np.array(week.model.lowers, dtype=np.float64)
        self._uppers = np.array(week.model.uppers, dtype=np.float64)
        for column, value in held.items():
            self._lowers[column] = self._uppers[column] = value
        self._program = self._whole_program = week.program.and_rows(rows)
        self._start = np.array(start, dtype=np.float64)
        self._best: tuple[int, ...] | None = None
        self._bound = -inf
        within = (self._lowers <= self._start) & (self._start <= self._uppers)
        if within.all() and self._program.keeps(self._start):
            self._take(start)

    def found(self) -> Found:
        """The answer, by the linear program alone where that is enough."""
        priced = None
        for _ in range(MOST_ROUNDS):
            priced = self._program.priced(self._week.costs, self._lowers, self._uppers)
            if priced is None:
                return Found(self._best, False)
            self._raise_to(priced.bound + self._week.goal.constant)
            fractions = self._fractions(priced.values)
            if self._gap() >= ALMOST and fractions.any():
                self._look_around(priced.values, fractions)
            if self._gap() < ALMOST:
                return Found(self._best, True)
            if not self._cut(priced.values):
                break
        proven = self._search(priced)
        return Found(self._best, proven)

    # ---- the bound ---------------------------------------------------------------------------------------------------

    def _raise_to(self, bound: float) -> None:
        """Take a bound, rounded up part by part."""
        floors = [part.least(bound) * part.weight for part in self._week.parts]
        self._bound = max(self._bound, bound, *floors)

    def _gap(self) -> float:
        return inf if self._best is None else self._week.goal.value(self._best) - self._bound

    def _cut(self, values: Floats) -> bool:
        """Add the first row that rounding up has shown and that these values miss, if there is one."""
        for part in self._week.parts:
            least = part.least(self._bound)
            reached = part.cost.constant + np.array(part.cost.factors) @ values[part.cost.columns]
            if reached < least - WHOLE * max(1, abs(least)):
                self._program = self._program.and_rows([part.row(least)])
                return True
        return False

    # ---- plans -------------------------------------------------------------------------------------------------------

    def _take(self, values: Sequence[int]) -> None:
        if self._best is None or self._week.goal.value(values) < self._week.goal.value(self._best):
            self._best = tuple(values)

    def _fractions(self, values: Floats) -> Truths:
        """Which choices a linear program leaves in fractions; where there are none, its plan is taken."""
        choices = values[: len(self._week.owners)]
        fractions: Truths = np.abs(choices - np.rint(choices)) > WHOLE
        if not fractions.any():
            self._take(self._week.model.complete([int(value) for value in np.rint(choices)]))
        return fractions

    def _look_around(self, values: Floats, fractions: Truths) -> None:
        """Look for plans in which only people with fractions differ from a linear program."""
        few = np.isin(self._week.owners, self._week.owners[fractions])
        lowers, uppers = self._lowers.copy(), self._uppers.copy()
        settled = (~few).nonzero()[0]
        lowers[settled] = uppers[settled] = np.rint(values[settled])
        self._search_within(lowers, uppers)

    def _search(self, priced: Priced | None) -> bool:
        """Look at every plan that could still be better; whether the best is proven then."""
        lowers, uppers = self._lowers, self._uppers
        if priced is not None and self._best is not None:
            gap = self._week.goal.value(self._best) - self._week.goal.constant - priced.bound
            dear = np.abs(priced.prices) > gap
            cheap = np.where(priced.prices > 0, lowers, uppers)
            lowers, uppers = np.where(dear, cheap, lowers), np.where(dear, cheap, uppers)
        return self._search_within(lowers, uppers)

    def _search_within(self, lowers: Floats, uppers: Floats) -> bool:
        """Search by CP-SAT within these limits; whether nothing better than the best is there."""
        limits = self._whole_program.tightened(lowers, uppers)
        seconds = self._ends - time.monotonic()
        if limits is None or seconds <= 0:
            return limits is None and self._best is not None
        lowers, uppers = limits
        part: Truths = lowers < uppers
        few = LinearModel()
        few.lowers, few.uppers = _whole(lowers[part]), _whole(uppers[part])
        few.rows = self._whole_program.rows_within(part, lowers)
        inside = part.nonzero()[0].tolist()
        goal = Sum(range(len(inside)), _whole(self._week.costs[part])).merged()
        hint = np.clip(self._start if self._best is None else self._best, lowers, uppers)
        values = _whole(lowers)

        def hear(news: News) -> None:
            if news.values is not None:
                for column, value in zip(inside, news.values, strict=True):
                    values[column] = value
                self._take(self._week.model.complete(values[: len(self._week.owners)]))

        def reached() -> bool:
            return self._gap() < ALMOST

        run = Engine(few, INTERACTIVE, light_start=True).run(goal, _whole(hint[part]), seconds, hear, reached)
        return run.proven or reached()


def _whole(values: Floats) -> list[int]:
    return [int(value) for value in np.rint(values)]
