"""A linear program kept in HiGHS: solved again with other limits or further rows, it begins where it ended last.

HiGHS finds the duals; bounds are worked out from them by ``Program.proven``, so that tolerances cannot make them
untrue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from solver.highs import Ended, loaded
from solver.highs import Program as Loaded
from solver.linear import Row
from solver.program import Floats, Priced, Program
from solver.seats import Numbers

LEAST_STEPS = 1000  # what any solution may take
TIMES = 2  # as many as the very first one, from nothing, may every later one take: they take a tenth of it
CARE = 10  # times as many where costs are shifted
NO_LIMIT = 2**31 - 1


@dataclass(frozen=True)
class Mark:
    """A state to come back to: the program, which of its rows HiGHS has, and what was at its limits."""

    program: Program
    rows: Numbers
    basis: Any


class Simplex:
    """The least of some costs over a program whose columns lie between limits.

    HiGHS has only the columns that are free between these limits, and the rows that they can miss.
    """

    def __init__(self, program: Program, costs: Floats, lowers: Floats, uppers: Floats) -> None:
        self.program = program
        self._costs = costs
        self._held = lowers
        self._free = (lowers < uppers).nonzero()[0]
        self._rows = program.can_be_missed(lowers, uppers).nonzero()[0]
        self._columns = np.arange(len(self._free), dtype=np.int32)
        least = np.full(len(self._rows), -np.inf)
        matrix = program.matrix[self._rows][:, self._free]
        linear = Loaded(
            costs[self._free], 0, (lowers[self._free], uppers[self._free]), matrix, (least, self._left(self._rows))
        )
        self._highs: Any = loaded(linear, whole=False, options={})
        self._highs.setOptionValue("presolve", "off")  # it would forget where the last solution was
        self._usual = LEAST_STEPS
        self._first = self.mark()

    def solve_first(self) -> None:
        """Solve it once, from nothing: every later solution begins there and may take about as long."""
        self._run(shifting=False, steps=NO_LIMIT)
        self._usual = max(LEAST_STEPS, TIMES * self._highs.getInfo().simplex_iteration_count)
        self._first = self.mark()

    def within(self, lowers: Floats, uppers: Floats) -> Simplex:
        """The same between narrower limits, smaller by the columns that are settled there; begins where this one is."""
        small = Simplex(self.program, self._costs, lowers, uppers)
        small._usual = self._usual
        basis = self._highs.getBasis()
        of_columns, of_rows = list(basis.col_status), list(basis.row_status)  # each look at them copies all
        basis.col_status = [of_columns[place] for place in np.searchsorted(self._free, small._free)]
        basis.row_status = [of_rows[place] for place in np.searchsorted(self._rows, small._rows)]
        basis.alien = True  # so HiGHS adds or leaves out what it takes to make it a basis of the small program
        small._highs.setBasis(basis)
        return small

    def _left(self, rows: Numbers) -> Floats:
        """What the settled columns leave of the limits of some rows."""
        settled = self._held.copy()
        settled[self._free] = 0
        left: Floats = self.program.limits[rows] - self.program.matrix[rows] @ settled
        return left

    def _run(self, *, shifting: bool, steps: int) -> None:
        """Let HiGHS solve it, with costs that are shifted a little on the way or not, in some steps at most.

        Measured: to shift them and to mend that in the end takes two to five times as many steps here. Without it the
        steps may lead round in a circle for ever, seen once in some hundred questions; hence the limit.
        """
        self._highs.setOptionValue("dual_simplex_cost_perturbation_multiplier", float(shifting))
        self._highs.setOptionValue("simplex_iteration_limit", steps)
        self._highs.run()

    def begin_anew(self, lasting: Sequence[Row] = ()) -> None:
        """Forget all further rows and go back to where the first solution was, from now on with these rows as well."""
        self.go_back(self._first)
        if lasting:
            self.keep(lasting, lasting=True)
            self._first = self.mark()

    def mark(self) -> Mark:
        """Where it is now."""
        return Mark(self.program, self._rows, self._highs.getBasis())

    def go_back(self, mark: Mark) -> None:
        """Forget the rows that came after a mark, and begin at the solution that was the last then."""
        few, many = len(mark.rows), len(self._rows)
        if many > few:
            self._highs.deleteRows(many - few, np.arange(few, many, dtype=np.int32))
        self.program, self._rows = mark.program, mark.rows
        self._highs.setBasis(mark.basis)

    def keep(self, rows: Sequence[Row], *, lasting: bool) -> None:
        """Keep further rows from now on; lasting ones say something of every question about the week."""
        before = len(self.program.limits)
        self.program = self.program.and_rows(rows, lasting=lasting)
        added = np.arange(before, len(self.program.limits))
        inside = self.program.matrix[added][:, self._free]
        for place, left in enumerate(self._left(added)):
            part = slice(inside.indptr[place], inside.indptr[place + 1])
            self._highs.addRow(-np.inf, left, part.stop - part.start, inside.indices[part], inside.data[part])
        self._rows = np.concatenate([self._rows, added])

    def leaned_on(self) -> list[Row]:
        """The lasting rows beyond those of the first program on which the last solution leans."""
        few = len(self._first.program.limits)
        leaning = (self.program.lasting[few:] & (self._duals()[few:] < 0)).nonzero()[0]
        rows = []
        for place in few + leaning:
            columns, factors = self.program.row(int(place))
            rows.append(Row(columns.tolist(), factors.astype(int).tolist(), None, round(self.program.limits[place])))
        return rows

    def priced(self, lowers: Floats, uppers: Floats) -> Priced | None:
        """The least of the costs within these limits; None if there is no solution, or none was found."""
        if len(self._free):
            free = self._free
            self._highs.changeColsBounds(len(self._columns), self._columns, lowers[free], uppers[free])
            self._run(shifting=False, steps=self._usual)
            if self._highs.getModelStatus() not in (Ended.kOptimal, Ended.kInfeasible):
                self._highs.clearSolver()  # it has lost its way: once more, with care, from the very beginning
                self._run(shifting=True, steps=CARE * self._usual)
            if self._highs.getModelStatus() != Ended.kOptimal:
                return None
        values = self._held.copy()
        values[self._free] = self._highs.getSolution().col_value
        return self.program.proven(values, self._costs, self._duals(), lowers, uppers)

    def _duals(self) -> Floats:
        """The duals of the last solution, one for each row of the program; 0 for those that HiGHS has not."""
        return self._of_all(self._highs.getSolution().row_dual)

    def _of_all(self, of_rows: Sequence[float]) -> Floats:
        whole = np.zeros(len(self.program.limits))
        if len(of_rows):
            whole[self._rows] = of_rows
        return whole

    def is_impossible(self, lowers: Floats, uppers: Floats) -> bool:
        """Whether it is proven that the last program had no solution: its rows, added up rightly, contradict these."""
        _, known, ray = self._highs.getDualRay()
        nothing = np.zeros(len(self._costs))
        ways = (self._of_all(ray), -self._of_all(ray)) if known else ()
        return any(self.program.proven(nothing, nothing, way, lowers, uppers).bound > 0 for way in ways)
