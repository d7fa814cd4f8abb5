"""A linear program kept in HiGHS: solved again with other limits or further rows, it begins where it ended last.

HiGHS finds the duals; bounds are worked out from them by ``Program.proven``, so that tolerances cannot make them
untrue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from solver.highs import Ended, loaded
from solver.highs import Program as Loaded
from solver.linear import Row
from solver.program import Floats, Priced, Program

LEAST_SECONDS = 0.1  # what any solution may take
TIMES = 2  # as long as the very first one, from nothing, may every later one take: they take a tenth of it
CARE = 10  # times as long where costs are shifted


@dataclass(frozen=True)
class Mark:
    """A state to come back to: the rows, and which columns and rows were at their limits."""

    program: Program
    basis: Any


class Simplex:
    """The least of some costs over a program whose columns lie between limits."""

    def __init__(self, program: Program, costs: Floats, lowers: Floats, uppers: Floats) -> None:
        self.program = program
        self._costs = costs
        self._columns = np.arange(len(costs), dtype=np.int32)
        least = np.full(len(program.limits), -np.inf)
        linear = Loaded(costs, 0, (lowers, uppers), program.matrix, (least, program.limits))
        self._highs: Any = loaded(linear, whole=False, options={})
        self._highs.setOptionValue("presolve", "off")  # it would forget where the last solution was
        self._run(shifting=False, seconds=inf)
        self._usual = max(LEAST_SECONDS, TIMES * self._highs.getRunTime())
        self._first = self.mark()

    def _run(self, *, shifting: bool, seconds: float) -> None:
        """Let HiGHS solve it, with costs that are shifted a little on the way or not, in some seconds at most.

        Measured: to shift them and to mend that in the end takes two to five times as many steps here. Without it the
        steps may lead round in a circle for ever, seen once in some hundred questions; hence the seconds.
        """
        self._highs.setOptionValue("dual_simplex_cost_perturbation_multiplier", float(shifting))
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + seconds)  # HiGHS adds up all its runs
        self._highs.run()

    def begin_anew(self) -> None:
        """Forget all further rows and go back to where the first solution was."""
        self.go_back(self._first)

    def mark(self) -> Mark:
        """Where it is now."""
        return Mark(self.program, self._highs.getBasis())

    def go_back(self, mark: Mark) -> None:
        """Forget the rows that came after a mark, and begin at the solution that was the last then."""
        few, many = len(mark.program.limits), len(self.program.limits)
        if many > few:
            self._highs.deleteRows(many - few, np.arange(few, many, dtype=np.int32))
        self.program = mark.program
        self._highs.setBasis(mark.basis)

    def keep(self, rows: Sequence[Row]) -> None:
        """Keep further rows from now on."""
        before = len(self.program.limits)
        self.program = self.program.and_rows(rows)
        for place in range(before, len(self.program.limits)):
            columns, factors = self.program.row(place)
            self._highs.addRow(-np.inf, self.program.limits[place], len(columns), columns, factors)

    def priced(self, lowers: Floats, uppers: Floats) -> Priced | None:
        """The least of the costs within these limits; None if there is no solution, or none was found."""
        if not len(self._costs):
            return Priced(np.zeros(0), 0.0, np.zeros(0))
        self._highs.changeColsBounds(len(self._columns), self._columns, lowers, uppers)
        self._run(shifting=False, seconds=self._usual)
        if self._highs.getModelStatus() not in (Ended.kOptimal, Ended.kInfeasible):
            self._highs.clearSolver()  # it has lost its way: once more, with care, from the very beginning
            self._run(shifting=True, seconds=CARE * self._usual)
        if self._highs.getModelStatus() != Ended.kOptimal:
            return None
        solution = self._highs.getSolution()
        duals = np.array(solution.row_dual, dtype=np.float64)
        return self.program.proven(np.array(solution.col_value), self._costs, duals, lowers, uppers)

    def is_impossible(self, lowers: Floats, uppers: Floats) -> bool:
        """Whether it is proven that the last program had no solution: its rows, added up rightly, contradict these."""
        _, known, ray = self._highs.getDualRay()
        nothing = np.zeros(len(self._costs))
        ways = (np.array(ray), -np.array(ray)) if known else ()
        return any(self.program.proven(nothing, nothing, way, lowers, uppers).bound > 0 for way in ways)
