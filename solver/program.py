"""A linear program in arrays: its least value as a proven bound, and for each column the price of moving it.

HiGHS gives the duals of the rows; out of any duals of the right sign, weak duality gives

    cost of any plan  >=  duals * limits of the rows  +  sum of the least that each column can add at its price

The bound is worked out anew here, with room for rounding, so that tolerances cannot make it untrue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from solver.linear import Row
from solver.seats import Truths

Floats = NDArray[np.float64]

ROUNDING = 1e-13  # what a sum of floating-point products may be off, in proportion to the sum of their sizes
TIGHT = 1e-6  # by so much a row may be missed and still count as kept


@dataclass(frozen=True)
class Priced:
    """A solved program: the values of all columns, a proven bound, and each column's price.

    A column with a price beyond what is still to be gained stays at its cheap limit in every better plan.
    """

    values: Floats
    bound: float
    prices: Floats


class Program:
    """Rows in the form "no more than", over columns that are numbered as in their model."""

    def __init__(self, matrix: csr_array, limits: Floats) -> None:
        self.matrix = matrix
        self.limits = limits
        self._transposed = matrix.T.tocsr()
        self._sizes = abs(self._transposed)
        self._signs = matrix.maximum(0), matrix.minimum(0)

    @classmethod
    def of(cls, rows: Sequence[Row], width: int) -> Program:
        """The program with these rows; one with limits on both sides becomes two."""
        sided = [(row, 1, row.upper) for row in rows if row.upper is not None]
        sided += [(row, -1, -row.lower) for row in rows if row.lower is not None]
        factors = np.array([sign * factor for row, sign, _ in sided for factor in row.factors], dtype=np.float64)
        columns = np.array([column for row, _, _ in sided for column in row.columns], dtype=np.int64)
        places = np.repeat(np.arange(len(sided)), [len(row.columns) for row, _, _ in sided])
        matrix = csr_array((factors, (places, columns)), shape=(len(sided), width))
        return cls(matrix, np.array([limit for _, _, limit in sided], dtype=np.float64))

    def and_rows(self, rows: Sequence[Row]) -> Program:
        """The same with more rows, which come last."""
        if not rows:
            return self
        more = Program.of(rows, self.matrix.shape[1])
        return Program(csr_array(vstack([self.matrix, more.matrix])), np.concatenate([self.limits, more.limits]))

    def proven(self, values: Floats, costs: Floats, duals: Floats, lowers: Floats, uppers: Floats) -> Priced:
        """What these duals, one for each row, prove about the least of these costs."""
        duals = np.minimum(duals, 0.0)
        prices = costs - self._transposed @ duals
        reach = np.maximum(np.abs(lowers), np.abs(uppers))
        sizes = np.abs(duals) @ np.abs(self.limits) + (np.abs(costs) + self._sizes @ np.abs(duals)) @ reach
        bound = duals @ self.limits + np.minimum(prices * lowers, prices * uppers).sum() - ROUNDING * sizes
        return Priced(values, float(bound), prices)

    def row(self, place: int) -> tuple[NDArray[np.int32], Floats]:
        """The columns of one row and their factors."""
        where = slice(self.matrix.indptr[place], self.matrix.indptr[place + 1])
        return self.matrix.indices[where].astype(np.int32), self.matrix.data[where]

    def tightened(self, lowers: Floats, uppers: Floats, rounds: int = 6) -> tuple[Floats, Floats] | None:
        """Limits of whole numbers that follow from the rows and these limits; None if nothing is left."""
        lowers, uppers = lowers.copy(), uppers.copy()
        factors, columns = self.matrix.data, self.matrix.indices
        places = np.repeat(np.arange(len(self.limits)), np.diff(self.matrix.indptr))
        up, down = factors > 0, factors < 0
        for _ in range(rounds):
            room = self._room(lowers, uppers)
            if (room < -TIGHT).any():
                return None
            before = (uppers - lowers).sum()
            steps = np.floor((room[places] + TIGHT) / np.abs(factors))
            highest, lowest = lowers[columns[up]] + steps[up], uppers[columns[down]] - steps[down]
            np.minimum.at(uppers, columns[up], highest)
            np.maximum.at(lowers, columns[down], lowest)
            if (lowers > uppers).any():
                return None
            if (uppers - lowers).sum() == before:
                return lowers, uppers
        return None if (self._room(lowers, uppers) < -TIGHT).any() else (lowers, uppers)

    def keeps(self, values: Floats) -> bool:
        """Whether these values are within all rows."""
        return bool((self.limits - self.matrix @ values >= -TIGHT).all())

    def _room(self, lowers: Floats, uppers: Floats) -> Floats:
        """What each row has left if every column is as kind to it as it can be."""
        positive, negative = self._signs
        room: Floats = self.limits - positive @ lowers - negative @ uppers
        return room

    def rows_within(self, part: Truths, values: Floats) -> list[Row]:
        """The rows that the part concerns, over its columns numbered anew, the others at these values."""
        inside = self.matrix[:, part]
        left = self.limits - self.matrix @ np.where(part, 0.0, values)
        rows = []
        for place in np.diff(inside.indptr).nonzero()[0]:
            where = slice(inside.indptr[place], inside.indptr[place + 1])
            columns, factors = inside.indices[where].tolist(), inside.data[where].astype(np.int64).tolist()
            rows.append(Row(columns, factors, None, round(float(left[place]))))
        return rows
