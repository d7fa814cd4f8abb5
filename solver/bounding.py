"""The linear program of a sifted week: what it proves of a goal, part by part, and where one question stands.

See ``solver.sifting`` for how a question is answered with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, gcd, inf

import numpy as np

from solver.linear import LinearModel, Row, Sum
from solver.program import Floats, Priced, Program
from solver.safe_bounds import WHOLE
from solver.seats import Numbers
from solver.simplex import Simplex

ALMOST = 0.75  # goals are whole numbers, so a gap below 1 is none
MOST_ROUNDS = 4
MOST_LEARNED = 300  # rows kept from one question to the next


@dataclass(frozen=True)
class Part:
    """The leading part of a goal: it counts ``weight`` times, and all that comes after it adds ``rest`` at most.

    ``rest`` is less than the weight. In whole plans the value of the part is its constant plus a multiple of a step,
    which a linear program does not know.
    """

    cost: Sum
    weight: int
    rest: int

    def least(self, bound: float) -> int:
        """The least that it can be in a whole plan in which the goal is no less than a bound."""
        step = gcd(*self.cost.factors) if self.cost.factors else 1
        beyond = (bound - self.rest) / self.weight - self.cost.constant
        return self.cost.constant + ceil(beyond / step - WHOLE) * step

    def row(self, least: int) -> Row:
        """The row that keeps it from being less."""
        return Row(list(self.cost.columns), list(self.cost.factors), least - self.cost.constant, None)


class SiftedWeek:
    """A model with a goal in arrays, asked several times with other limits.

    ``rows`` say of whole plans what the model's rows say; no column is ever negative. ``owners`` tells for each choice
    of the model who decides it; ``parts`` are the leading parts of the goal, each with those before it included.
    ``lean`` ranks plans as the goal does, with smaller numbers.
    """

    def __init__(
        self,
        model: LinearModel,
        goal: Sum,
        lean: Sum,
        parts: Sequence[Part],
        owners: Sequence[int],
        rows: Sequence[Row],
    ) -> None:
        self.model = model
        self.goal = goal.merged()
        self.parts = parts
        self.owners: Numbers = np.array(owners, dtype=np.int64)
        leading = set(parts[0].cost.columns)
        self.people = np.array([one for one in parts[:2][-1].cost.columns if one not in leading], dtype=np.int64)
        self.costs, self.lean_costs = self._by_column(self.goal), self._by_column(lean.merged())
        self._rows = rows
        self._simplex: Simplex | None = None
        self._learned: dict[tuple[tuple[int, ...], tuple[int, ...]], Row] = {}
        self._to_learn: list[Row] = []

    def _by_column(self, goal: Sum) -> Floats:
        costs = np.zeros(len(self.model.lowers))
        costs[goal.columns] = goal.factors
        return costs

    @property
    def simplex(self) -> Simplex:
        """The linear program of the week, kept from one question to the next."""
        if self._simplex is None:
            lowers, uppers = self.limits({})
            program = Program.of(self._rows, len(lowers)).without_implied()
            self._simplex = Simplex(program, self.costs, lowers, uppers)
            self._simplex.solve_first()
        return self._simplex

    def begin_anew(self) -> Simplex:
        """The linear program as it is before a question, with all that earlier questions have taught."""
        simplex = self.simplex
        simplex.begin_anew(self._to_learn)
        self._to_learn = []
        return simplex

    def learn(self, rows: Sequence[Row]) -> None:
        """Keep rows that hold of all whole plans for the questions to come, as many as do not slow them down."""
        for row in rows:
            key = tuple(row.columns), tuple(row.factors)
            if key not in self._learned and len(self._learned) < MOST_LEARNED:
                self._learned[key] = row
                self._to_learn.append(row)

    def limits(self, held: Mapping[int, int]) -> tuple[Floats, Floats]:
        """The limits of all columns while some are held at a value."""
        lowers = np.array(self.model.lowers, dtype=np.float64)
        uppers = np.array(self.model.uppers, dtype=np.float64)
        for column, value in held.items():
            lowers[column] = uppers[column] = value
        return lowers, uppers


class Standing:
    """Where a question stands: the bound rises, the best values so far get better, until they meet."""

    def __init__(self, week: SiftedWeek, start: Sequence[int], held: Mapping[int, int], rows: Sequence[Row]) -> None:
        self._week = week
        self._lowers, self._uppers = week.limits(held)
        self._simplex = week.begin_anew()
        self._simplex.keep(rows, lasting=False)
        self._mark = self._simplex.mark()
        self._prices: list[Priced] = []
        self._program = self._simplex.program
        self._start = np.array(start, dtype=np.float64)
        self._best: tuple[int, ...] | None = None
        self._bound = -inf
        self._take_if_kept(start)

    def _reaches(self, part: Part) -> bool:
        """Whether the best plan so far has a part of the goal at the bound."""
        return self._best is not None and part.cost.value(self._best) <= part.least(self._bound)

    def _most_at_the_bound(self, part: Part) -> float:
        """The most that the goal is where a part of it is at the bound."""
        return self._still(part.least(self._bound) * part.weight + part.rest)

    def _nothing_up_to(self, most: float) -> None:
        """Raise the bound: no plan but the best one costs that little."""
        self._raise_to(most + 1 if self._best is None else min(most + 1, self._week.goal.value(self._best)))

    def _still(self, most: float) -> float:
        """No more than that, and less than the best plan."""
        return most if self._best is None else min(most, self._week.goal.value(self._best) - 1)

    # ---- the bound ---------------------------------------------------------------------------------------------------

    def _relaxed(self) -> bool:
        """Solve the linear program, again as long as rounding its bound up cuts its values off; whether it has any."""
        for _ in range(MOST_ROUNDS):
            priced = self._simplex.priced(self._lowers, self._uppers)
            if priced is None:
                break
            self._prices.append(priced)
            self._raise_to(priced.bound + self._week.goal.constant)
            self._take_if_whole(priced)
            if self._gap() < ALMOST or not self._cut(priced.values):
                break
        self._mark = self._simplex.mark()
        return bool(self._prices)

    def _sharpen(self, learned: Sequence[Row]) -> None:
        """Solve the linear program with rows learned, and with what the bound says by now: its prices close more."""
        if self._gap() >= ALMOST:
            self._simplex.go_back(self._mark)
            self._simplex.keep(learned, lasting=True)
            self._relaxed()

    def _raise_to(self, bound: float) -> None:
        self._bound = max(self._bound, self._rounded(bound))

    def _rounded(self, bound: float) -> float:
        """A bound rounded up part by part."""
        return max(bound, *(part.least(bound) * part.weight for part in self._week.parts))

    def _gap(self) -> float:
        return inf if self._best is None else self._week.goal.value(self._best) - self._bound

    def _cut(self, values: Floats) -> bool:
        """Add the first row that rounding up has shown and that these values miss, if there is one."""
        for part in self._week.parts:
            least = part.least(self._bound)
            reached = part.cost.constant + np.array(part.cost.factors) @ values[part.cost.columns]
            if reached < least - WHOLE * max(1, abs(least)):
                self._simplex.keep([part.row(least)], lasting=False)
                return True
        return False

    # ---- plans -------------------------------------------------------------------------------------------------------

    def _take(self, values: Sequence[int]) -> None:
        if self._best is None or self._week.goal.value(values) < self._week.goal.value(self._best):
            self._best = tuple(values)

    def _take_if_kept(self, values: Sequence[int]) -> None:
        inside = (self._lowers <= values) & (values <= self._uppers)
        if inside.all() and self._program.keeps(np.array(values, dtype=np.float64)):
            self._take(values)

    def _take_if_whole(self, priced: Priced) -> None:
        """Take the plan of a linear program that has ended at whole numbers, if it keeps every row."""
        choices = priced.values[: len(self._week.owners)]
        if (np.abs(choices - np.rint(choices)) <= WHOLE).all():
            self._take_if_kept(self._week.model.complete(whole(choices)))

    def _closed(self, most: float, prices: Sequence[Priced], lowers: Floats, uppers: Floats) -> tuple[Floats, Floats]:
        """These limits without what the prices forbid to any plan that costs no more than that."""
        start_lowers, start_uppers = lowers, uppers
        for priced in prices:
            dear = np.abs(priced.prices) > most - self._week.goal.constant - priced.bound
            uppers = np.where(dear & (priced.prices > 0), start_lowers, uppers)
            lowers = np.where(dear & (priced.prices < 0), start_uppers, lowers)
        return lowers, uppers


def whole(values: Floats) -> list[int]:
    return [int(value) for value in np.rint(values)]
