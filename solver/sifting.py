"""Sifting: the least of a goal near a plan that is almost right, proven, with as little search as that takes.

1. The linear program of the week. Where it ends at whole numbers, it has found the best plan itself.
2. The bound is rounded up, part by part of the goal: there are no half seats and no half people. Where that cuts the
   fractions off, the program is solved again. A plan that reaches the bound is the best.
3. Plans that cost no more than the rounded bound allows are searched for. Prices close the columns that none of them
   can move; what is left is a program of a third or a tenth of the size. There halved rows cut fractions off, and what
   they leave is branched on: people first, told or not, then seats. Nothing found: the bound is a step higher.
4. If the first step was one too few, the same is asked of the goal's first part alone (the cover): its steps are
   thousands of those of people.
5. Where a few branches do not do it, or the best plan is far from the bound: CP-SAT, on all that prices and the best
   plan so far leave open. It is given the goal with its parts as close together as they may be.

Halved rows hold of every plan of the week, so those that proved something are kept for the questions to come.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from solver.bounding import ALMOST, Part, SiftedWeek, Standing, whole
from solver.engine import Engine, News
from solver.halving import halved
from solver.limits import Limits
from solver.linear import LinearModel, Row, Sum
from solver.program import Floats, Priced
from solver.safe_bounds import WHOLE
from solver.seats import Truths
from solver.simplex import Simplex

Limited = tuple[Floats, Floats]

HALF = 0.5
MOST_HALVINGS = 25  # times that fractions are cut off, of some milliseconds each
MOST_BRANCHES = 8  # of one step: if these do not end it, hundreds seldom do, and CP-SAT is sooner
FIRST_BRANCHES = 1  # of a step of the goal's first part, where a plan is either near or far
FAR = 2  # people between the bound and the best plan: so many steps take longer than CP-SAT
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
        self._learned: list[Row] = []  # halved rows on which the last step leaned

    def found(self) -> Found:
        """The answer, by the linear program alone where that is enough."""
        if self._relaxed():
            self._climb()
        elif self._simplex.is_impossible(self._lowers, self._uppers):
            return Found(self._best, True)
        proven = self._gap() < ALMOST or self._search_all()
        return Found(self._best, proven)

    def _climb(self) -> None:
        """Search for plans at the bound, step by step, until a plan reaches it or a search does not come to its end.

        Where the first step is one too few, the first part of the goal may be in doubt; its steps are thousands of
        those of people.
        """
        first, people = self._week.parts[0], self._week.parts[:2][-1]
        going = self._step(people)
        if going and not self._reaches(first):
            going = self._step(first)
        while going and self._gap() >= ALMOST and (self._best is None or self._gap() < FAR * people.weight):
            going = self._step(people)

    def _step(self, part: Part) -> bool:
        """Search for plans in which a part of the goal is at the bound; if there is none, the bound is a step higher.

        Whether the search came to its end. Of the goal's first part it ends at the first such plan.
        """
        most = self._most_at_the_bound(part)
        any_will_do = part is self._week.parts[0]
        ended = self._branch(most, any_will_do=any_will_do)
        if ended and not (any_will_do and self._reaches(part)):
            self._nothing_up_to(most)
            self._sharpen(self._learned)
        return ended

    # ---- searching ---------------------------------------------------------------------------------------------------

    def _branch(self, most: float, *, any_will_do: bool) -> bool:
        """Search by linear programs for plans that cost no more than that; whether all were seen, or a plan is enough.

        Enough is a plan at the bound, or (``any_will_do``) one with the first part of the goal at the bound.
        """
        self._simplex.go_back(self._mark)
        limits = self._program.tightened(*self._closed(most, self._prices, self._lowers, self._uppers))
        if limits is None:
            return True
        small = self._simplex.within(*limits)
        waiting = self._halved(small, limits, most)
        branches = FIRST_BRANCHES if any_will_do else MOST_BRANCHES
        while waiting and self._gap() >= ALMOST and not (any_will_do and self._reaches(self._week.parts[0])):
            if not branches or time.monotonic() > self._ends:
                return False
            branches -= 1
            lowers, uppers = waiting.pop()
            priced = small.priced(lowers, uppers)
            if priced is None:
                if not small.is_impossible(lowers, uppers):
                    return False
                continue
            self._take_if_whole(priced)
            if self._is_beyond(priced, most):
                continue
            lowers, uppers = self._closed(self._still(most), [priced], lowers, uppers)
            column = self._undecided(priced.values, lowers, uppers)
            if column is None:
                return False
            below, above = uppers.copy(), lowers.copy()
            below[column], above[column] = np.floor(priced.values[column]), np.ceil(priced.values[column])
            both = [(lowers, below), (above, uppers)]
            waiting += both if priced.values[column] % 1 >= HALF else reversed(both)
        return True

    def _halved(self, small: Simplex, limits: Limited, most: float) -> list[Limited]:
        """Cut fractions off as long as rows are found that do; the limits that are left to branch on, if any."""
        waiting = [limits]
        uppers = self._week.limits({})[1]
        for _ in range(MOST_HALVINGS):
            priced = small.priced(*waiting[0])
            if priced is None:
                break
            self._take_if_whole(priced)
            if self._gap() < ALMOST or self._is_beyond(priced, most):
                waiting = []
                break
            waiting = [self._closed(self._still(most), [priced], *waiting[0])]
            rows = halved(small.program, priced.values, uppers)
            if not rows:
                break
            small.keep(rows, lasting=True)
        self._learned = small.leaned_on()
        self._week.learn(self._learned)
        return waiting

    def _is_beyond(self, priced: Priced, most: float) -> bool:
        """Whether what was solved holds no plan that is better than the best and costs no more than that."""
        return self._rounded(priced.bound + self._week.goal.constant) > self._still(most) + WHOLE

    def _undecided(self, values: Floats, lowers: Floats, uppers: Floats) -> int | None:
        """The column nearest to a half: of those that count people if there is one, else of all choices."""
        for columns in (self._week.people, np.arange(len(self._week.owners))):
            off = np.where(lowers[columns] < uppers[columns], np.abs(values[columns] - np.rint(values[columns])), 0.0)
            if off.size and off.max() > WHOLE:
                return int(columns[off.argmax()])
        return None

    def _search_all(self) -> bool:
        """Search by CP-SAT what prices leave open; whether nothing better than the best plan is there.

        First only plans with the first part of the goal at the bound, as prices close many more columns for these.
        """
        if self._bound > -inf:
            most = self._most_at_the_bound(self._week.parts[0])
            if not self._search_up_to(most):
                return False
            self._nothing_up_to(most)
        return self._gap() < ALMOST or self._search_up_to(self._still(inf))

    def _search_up_to(self, most: float) -> bool:
        """Search by CP-SAT for plans that cost no more than that; whether none of them is better than the best."""
        limits = self._program.tightened(*self._closed(most, self._prices, self._lowers, self._uppers))
        seconds = self._ends - time.monotonic()
        if limits is None or seconds <= 0:
            return limits is None
        lowers, uppers = limits
        part: Truths = lowers < uppers
        few = LinearModel()
        few.lowers, few.uppers = whole(lowers[part]), whole(uppers[part])
        few.rows = self._program.rows_within(part, lowers, uppers)
        inside = part.nonzero()[0].tolist()
        goal = Sum(range(len(inside)), whole(self._week.lean_costs[part])).merged()
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
