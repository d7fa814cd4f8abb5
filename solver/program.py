"""A linear program in arrays: its least value as a proven bound, and for each column the price of moving it.

HiGHS gives the duals of the rows; out of any duals of the right sign, weak duality gives

    cost of any plan  >=  duals * limits of the rows  +  sum of the least that each column can add at its price

The bound is worked out anew here, with room for rounding, so that tolerances cannot make it untrue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd

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
    """Rows in the form "no more than", over columns that are numbered as in their model and are whole in truth.

    ``lasting`` tells of each row whether it says something of every question about a week.
    """

    def __init__(self, matrix: csr_array, limits: Floats, lasting: Truths) -> None:
        self.matrix = matrix
        self.limits = limits
        self.lasting = lasting
        self._transposed = matrix.T
        self._sizes = abs(matrix).T

    @classmethod
    def of(cls, rows: Sequence[Row], width: int, *, lasting: bool = True) -> Program:
        """The program with these rows; one with limits on both sides becomes two.

        Factors are divided by what all of a row share, and its limit is rounded down: only whole hours fill hours.
        """
        shared = [gcd(*row.factors) or 1 for row in rows]
        sided = [(row, by, row.upper // by) for row, by in zip(rows, shared, strict=True) if row.upper is not None]
        sided += [(row, -by, -row.lower // by) for row, by in zip(rows, shared, strict=True) if row.lower is not None]
        factors = np.array([factor // by for row, by, _ in sided for factor in row.factors], dtype=np.float64)
        columns = np.array([column for row, _, _ in sided for column in row.columns], dtype=np.int64)
        places = np.repeat(np.arange(len(sided)), [len(row.columns) for row, _, _ in sided])
        matrix = csr_array((factors, (places, columns)), shape=(len(sided), width))
        limits = np.array([limit for _, _, limit in sided], dtype=np.float64)
        return cls(matrix, limits, np.full(len(sided), lasting))

    def without_implied(self) -> Program:
        """The same program without rows that a longer one implies, for columns that are never negative.

        Implied is a row that counts columns once each, if another one has its limit, takes off what it takes off, and
        counts the same columns and further ones. Of rows that are all the same one is left.
        """
        factors, height = self.matrix.data, len(self.limits)
        places = np.repeat(np.arange(height), np.diff(self.matrix.indptr))
        many = np.bincount(places[factors > 0], minlength=height)
        more_than_once = np.bincount(places[factors > 1], minlength=height)
        rows = ((many > 0) & (more_than_once == 0)).nonzero()[0]
        counting, against = self._by_sign
        counted = counting[rows]
        shared = (counted @ counted.T).tocoo()  # how many columns each two of them both count
        short, long = rows[shared.row], rows[shared.col]
        inside = (shared.data == many[short]) & (self.limits[short] == self.limits[long])
        inside &= (many[short] < many[long]) | ((many[short] == many[long]) & (short > long))
        short, long = short[inside], long[inside]
        alike = abs(against[short] - against[long]).sum(axis=1) == 0
        kept = np.ones(height, dtype=np.bool_)
        kept[short[alike]] = False
        return Program(self.matrix[kept], self.limits[kept], self.lasting[kept])

    def and_rows(self, rows: Sequence[Row], *, lasting: bool) -> Program:
        """The same with more rows, which come last."""
        if not rows:
            return self
        more = Program.of(rows, self.matrix.shape[1], lasting=lasting)
        return Program(
            csr_array(vstack([self.matrix, more.matrix])),
            np.concatenate([self.limits, more.limits]),
            np.concatenate([self.lasting, more.lasting]),
        )

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

    def can_be_missed(self, lowers: Floats, uppers: Floats) -> Truths:
        """The rows that not all values between these limits keep."""
        missed: Truths = self._room(uppers, lowers) < 0
        return missed

    @cached_property
    def _by_sign(self) -> tuple[csr_array, csr_array]:
        """The matrix's positive and its negative factors."""
        return self.matrix.maximum(0), self.matrix.minimum(0)

    def _room(self, lowers: Floats, uppers: Floats) -> Floats:
        """What each row has left if every column is as kind to it as it can be."""
        positive, negative = self._by_sign
        room: Floats = self.limits - positive @ lowers - negative @ uppers
        return room

    def rows_within(self, part: Truths, lowers: Floats, uppers: Floats) -> list[Row]:
        """The rows that can be missed between these limits, over a part's columns, the others at their lower limits."""
        places = self.can_be_missed(lowers, uppers).nonzero()[0]
        inside = self.matrix[places][:, part]
        left = self.limits[places] - self.matrix[places] @ np.where(part, 0.0, lowers)
        rows = []
        for place in range(len(places)):
            where = slice(inside.indptr[place], inside.indptr[place + 1])
            columns, factors = inside.indices[where].tolist(), inside.data[where].astype(np.int64).tolist()
            rows.append(Row(columns, factors, None, round(float(left[place]))))
        return rows
