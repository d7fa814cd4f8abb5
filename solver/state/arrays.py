"""Linear models as sparse arrays: taken out of ``LinearModel``, put side by side, added to, and handed to HiGHS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

from solver.highs import matrix_of
from solver.linear import LinearModel, Row, Sum

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Arrays:
    """Columns and rows with their limits; a missing limit is infinite."""

    matrix: csr_array
    row_lowers: Floats
    row_uppers: Floats
    lowers: Floats
    uppers: Floats

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.lowers)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.row_uppers)

    @classmethod
    def of(cls, model: LinearModel) -> Arrays:
        """The arrays of a model."""
        width = len(model.lowers)
        matrix, (row_lowers, row_uppers) = matrix_of(model.rows, width)
        lowers, uppers = np.array([model.lowers, model.uppers], dtype=np.float64).reshape(2, width)
        return cls(matrix, row_lowers, row_uppers, lowers, uppers)

    @classmethod
    def side_by_side(cls, blocks: Sequence[Arrays]) -> Arrays:
        """Several models that know nothing of each other; the columns of each follow those of the one before."""
        if not blocks:
            return cls(csr_array((0, 0)), *(np.zeros(0) for _ in range(4)))
        widths = np.cumsum([0, *(block.width for block in blocks)])
        starts = np.cumsum([0, *(block.matrix.nnz for block in blocks)])
        data = np.concatenate([block.matrix.data for block in blocks])
        indices = np.concatenate([block.matrix.indices + width for block, width in zip(blocks, widths, strict=False)])
        pointers = [block.matrix.indptr[1:] + start for block, start in zip(blocks, starts, strict=False)]
        indptr = np.concatenate([np.zeros(1, dtype=np.int64), *pointers])
        height = sum(block.height for block in blocks)
        return cls(
            csr_array((data, indices, indptr), shape=(height, int(widths[-1]))),
            np.concatenate([block.row_lowers for block in blocks]),
            np.concatenate([block.row_uppers for block in blocks]),
            np.concatenate([block.lowers for block in blocks]),
            np.concatenate([block.uppers for block in blocks]),
        )

    def extended(self, uppers: Sequence[int], rows: Sequence[Row]) -> Arrays:
        """The same with further columns from 0 to these limits, and further rows at the end."""
        width = self.width + len(uppers)
        matrix, (row_lowers, row_uppers) = matrix_of(rows, width)
        wider = hstack([self.matrix, csr_array((self.height, len(uppers)))], format="csr") if uppers else self.matrix
        return Arrays(
            csr_array(vstack([wider, matrix], format="csr")),
            np.concatenate([self.row_lowers, row_lowers]),
            np.concatenate([self.row_uppers, row_uppers]),
            np.concatenate([self.lowers, np.zeros(len(uppers))]),
            np.concatenate([self.uppers, np.array(uppers, dtype=np.float64)]),
        )


def cost_of(sums: Iterable[Sum], width: int) -> Floats:
    """The factor of every column in these sums together; constants are left out."""
    costs = np.zeros(width)
    for part in sums:
        np.add.at(costs, np.array(part.columns, dtype=np.int64), np.array(part.factors, dtype=np.float64))
    return costs
