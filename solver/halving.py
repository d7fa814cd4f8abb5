"""Halving: rows that every whole plan keeps and that cut the fractions of a linear program off.

Of each two of three clashing seats one at most: three halves keep that. Added up, these rows say that twice all three
come to 3 at most; halved, all three to 1.5; and since there are no half seats, to 1. In general rows are added up, the
sum is halved, and factors and limit are rounded down (zero-half cuts; Caprara and Fischetti, 1996). That holds for all
whole numbers that are not negative, whatever the values were that it is made to cut off.

It cuts off most where nothing is lost by rounding factors: the rows added have no room left, the columns in fractions
have an even factor in the sum, and its limit is odd. Such sums are found by elimination modulo 2. Columns at their
upper limit are counted from there, so that their odd factors are lost without loss, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np

from solver.linear import Row
from solver.program import Floats, Program
from solver.safe_bounds import WHOLE
from solver.seats import Numbers, Truths

MISSED = 0.1  # by so much at least the values miss a row that is worth adding
MOST_ROWS = 40  # of one solution


@dataclass(frozen=True)
class _Mixed:
    """Some rows added up, modulo 2: which columns in fractions are odd, whether the limit is, and which rows."""

    odd: int
    odd_limit: bool
    rows: int

    def __add__(self, other: _Mixed) -> _Mixed:
        return _Mixed(self.odd ^ other.odd, self.odd_limit != other.odd_limit, self.rows ^ other.rows)


def halved(program: Program, values: Floats, uppers: Floats) -> list[Row]:
    """Rows that these values miss and no whole plan does, those that they miss most first; none if none was found.

    Made of the program's lasting rows, so they last as well. Columns lie between 0 and ``uppers``.
    """
    fractions = np.abs(values - np.rint(values)) > WHOLE
    from_above: Truths = ~fractions & (values > uppers - WHOLE)
    room = program.limits - program.matrix @ values
    tight = ((abs(program.matrix) @ fractions > 0) & (room < WHOLE) & program.lasting).nonzero()[0]
    found: dict[tuple[bytes, bytes], tuple[float, Row]] = {}
    parities = _parities(program, tight, fractions, from_above, uppers)
    for mixed in chain.from_iterable(_even(parities, bits) for bits in _orders(parities)):
        places = [int(place) for bit, place in enumerate(tight) if mixed.rows >> bit & 1]
        factors, limit = _half(program, places, from_above, uppers)
        missed = float(factors @ values) - limit
        if missed > MISSED:
            columns = factors.nonzero()[0]
            row = Row(columns.tolist(), factors[columns].astype(int).tolist(), None, round(limit))
            found[columns.tobytes(), factors[columns].tobytes()] = missed / float(np.linalg.norm(factors)), row
    return [row for _, row in sorted(found.values(), key=lambda one: -one[0])[:MOST_ROWS]]


def _parities(program: Program, places: Numbers, fractions: Truths, from_above: Truths, uppers: Floats) -> list[_Mixed]:
    """Each of these rows modulo 2."""
    bits = {int(column): 1 << bit for bit, column in enumerate(fractions.nonzero()[0])}
    mixed = []
    for bit, place in enumerate(places):
        columns, factors = program.row(place)
        odd = columns[fractions[columns] & (factors % 2 != 0)]
        above = from_above[columns]
        limit = program.limits[place] - factors[above] @ uppers[columns[above]]
        mixed.append(_Mixed(sum(bits[int(column)] for column in odd), limit % 2 != 0, 1 << bit))
    return mixed


def _orders(rows: list[_Mixed]) -> list[list[int]]:
    """Orders in which columns may be eliminated: the rarest first, then two in which others end up in other sums."""
    width = max((one.odd.bit_length() for one in rows), default=0)
    counts = [sum(one.odd >> bit & 1 for one in rows) for bit in range(width)]
    rarest = sorted(range(width), key=counts.__getitem__)
    return [rarest, list(range(width)), list(reversed(range(width)))]


def _even(rows: list[_Mixed], bits: list[int]) -> list[_Mixed]:
    """Sums of these rows in which no column is odd, but the limit: columns eliminated in this order.

    Of the rows that could eliminate a column, that of the fewest rows is taken, so that sums stay short.
    """
    for bit in bits:
        with_it = [one for one in rows if one.odd >> bit & 1]
        if with_it:
            pivot = min(with_it, key=lambda one: (one.rows.bit_count(), one.odd.bit_count()))
            rows = [one + pivot if one.odd >> bit & 1 else one for one in rows if one is not pivot]
    return [one for one in rows if one.odd_limit and not one.odd]


def _half(program: Program, places: list[int], from_above: Truths, uppers: Floats) -> tuple[Floats, float]:
    """Half the sum of these rows, rounded to the side that keeps it true: its factors and its limit."""
    whole = np.asarray(program.matrix[places].sum(axis=0)).ravel()
    at_most = whole[from_above] @ uppers[from_above]
    factors = np.where(from_above, np.ceil(whole / 2), np.floor(whole / 2))
    limit = np.floor((program.limits[places].sum() - at_most) / 2)
    return factors, float(limit + factors[from_above] @ uppers[from_above])
