"""The search for prices that make a sum of parts large, each of which is a concave function of the prices.

The method of cutting planes with a box: every part tells its value at the prices tried, and a straight line above it
everywhere. The next prices are those at which all lines together promise most, not too far from the best so far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from solver.highs import Program, least_in_fractions

Floats = NDArray[np.float64]

GROWING, SHRINKING = 1.5, 0.6
GOOD_STEP = 0.1  # of what was promised: a step that gains less does not widen the box


@dataclass(frozen=True)
class Line:
    """At any prices, a part is worth at most ``constant`` and the sum of these slopes times their prices."""

    part: int
    constant: float
    slopes: Mapping[int, float]


class PriceSearch:
    """Tries prices in turn, see ``prices``; to be told each time what came of them.

    ``lowers`` are the least prices allowed, ``reach`` how far the first step may go for each; ``slopes`` are what every
    price adds to the sum apart from all parts.
    """

    def __init__(self, start: Floats, lowers: Floats, reach: Floats, slopes: Floats, parts: int) -> None:
        self.prices = start
        self.best_prices = start
        self.best = -np.inf
        self.promised = np.inf
        self._lowers, self._reach, self._slopes, self._parts = lowers, reach, slopes, parts
        self._lines: list[Line] = []
        self._size = 1.0

    def tell(self, value: float, lines: Sequence[Line]) -> None:
        """Hear what all parts come to at ``prices``, and a line of each part that has one; then choose the next."""
        self._lines += lines
        if np.isfinite(self.promised):
            gained = value - self.best
            if gained > GOOD_STEP * (self.promised - self.best):
                self._size *= GROWING
            elif gained < 0:
                self._size *= SHRINKING
        if value > self.best:
            self.best, self.best_prices = value, self.prices
        self._choose()

    def _choose(self) -> None:
        """The prices in the box at which the lines promise most; as they are where there is no answer."""
        width = len(self.prices)
        entries = [
            (number, column, -slope) for number, line in enumerate(self._lines) for column, slope in line.slopes.items()
        ]
        entries += [(number, width + line.part, 1.0) for number, line in enumerate(self._lines)]
        rows, columns, factors = zip(*entries, strict=True) if entries else ((), (), ())
        known = {line.part for line in self._lines}
        box = self._size * self._reach
        free = np.where([part in known for part in range(self._parts)], np.inf, 0.0)
        least = np.concatenate([np.maximum(self._lowers, self.best_prices - box), -free])
        most = np.concatenate([self.best_prices + box, free])
        aim = -np.concatenate([self._slopes, np.array([float(part in known) for part in range(self._parts)])])
        matrix = csr_array((factors, (rows, columns)), shape=(len(self._lines), width + self._parts))
        at_most = np.array([line.constant for line in self._lines], dtype=np.float64)
        solved = least_in_fractions(Program(aim, 0, (least, most), matrix, (np.full(len(at_most), -np.inf), at_most)))
        if solved is not None:
            self.promised = -float(aim @ solved.values)
            self.prices = solved.values[:width]
