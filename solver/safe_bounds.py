"""Bounds that stay true whatever tolerances a solver used: worked out anew from the prices that it found for the rows.

For columns between two limits and rows ``lower <= row of the matrix * columns <= upper``, weak duality says of any
duals, one for each row, and of every plan

    cost  >=  constant  +  sum of dual * limit of its row  +  sum of the least that each column can add at its price

where the price of a column is its cost less its duals, and a positive dual leans on the lower limit of its row, a
negative one on the upper. So nothing about the duals has to be trusted; good ones only make the bound close.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]

WHOLE = 1e-6  # how far from a whole number a value of a linear program may be and still be meant as one
ROUNDING = 1e-6  # what sums of floating-point numbers, and the tolerances of HiGHS, may be off, in proportion


@dataclass(frozen=True)
class Proof:
    """No plan costs less than ``bound`` (see ``rounded_up`` for whole numbers).

    ``prices`` are those of the columns, positive where a column is cheap at its lower limit: a plan that moves a column
    away from its cheap limit costs at least that much more for each unit. ``duals`` are those of the rows that count.
    """

    bound: float
    prices: Floats
    duals: Floats


def proof_of(
    costs: Floats,
    constant: float,
    matrix: csr_array,
    duals: Floats,
    row_limits: tuple[Floats, Floats],
    column_limits: tuple[Floats, Floats],
) -> Proof:
    """What these duals prove. Limits are pairs of lower and upper ones; those of rows may be infinite."""
    lowers, uppers = row_limits
    # Where the limit that a dual leans on is missing it proves nothing: tolerances leave some such duals behind.
    duals = np.where(np.isinf(lowers), np.minimum(duals, 0), duals)
    duals = np.where(np.isinf(uppers), np.maximum(duals, 0), duals)
    prices = costs - matrix.T @ duals
    leaning = np.where(duals > 0, lowers, uppers)
    least, most = column_limits
    # fsum gives the same sum on every machine, whatever the order in which its processor would add.
    used = duals != 0
    bound = constant + math.fsum((*(duals[used] * leaning[used]), *np.minimum(prices * least, prices * most)))
    return Proof(bound, prices, duals)


def rounded_up(bound: float, *, constant: int = 0, grain: int = 1) -> int:
    """The least number that a proven bound leaves, of those that are whole multiples of ``grain`` above a constant."""
    return constant + grain * math.ceil((bound - ROUNDING * max(1.0, abs(bound)) - constant) / grain)
