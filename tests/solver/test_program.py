"""Rows in arrays: which of them say nothing new."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.linear import Row
from solver.program import Program

LONG = Row([0, 1, 2, 3], [1, 1, 1, -1], None, 0)


def _left(*rows: Row) -> list[list[float]]:
    return Program.of(rows, 5).without_implied().matrix.toarray().tolist()


@pytest.mark.parametrize(
    "implied",
    [Row([0, 1, 3], [1, 1, -1], None, 0), Row([3, 2], [-1, 1], None, 0), Row([3, 2, 1, 0], [-1, 1, 1, 1], None, 0)],
)
def test_a_row_goes_if_another_counts_the_same_columns_and_further_ones(implied: Row) -> None:
    assert _left(implied, LONG) == _left(LONG, implied) == [[1, 1, 1, -1, 0]]


@pytest.mark.parametrize(
    "other",
    [
        Row([0, 1], [1, 1], None, 0),
        Row([0, 1, 3], [1, 1, -2], None, 0),
        Row([0, 1, 4], [1, 1, -1], None, 0),
        Row([0, 1, 3], [1, 1, -1], None, 1),
        Row([0, 1, 3], [1, 2, -1], None, 0),
        Row([0, 4, 3], [1, 1, -1], None, 0),
        Row([3], [-1], None, 0),
    ],
)
def test_a_row_stays_that_takes_off_counts_or_allows_anything_else(other: Row) -> None:
    assert len(_left(other, LONG)) == 2


def test_there_may_be_no_rows_and_no_columns() -> None:
    assert _left() == []
    assert len(Program.of([Row([], [], None, 0)], 0).without_implied().limits) == 1


factors = st.lists(st.sampled_from([-1, 0, 0, 1, 1, 2]), min_size=5, max_size=5)


@given(st.lists(st.tuples(factors, st.integers(-1, 2)), min_size=2, max_size=12))
def test_what_is_left_keeps_out_all_that_was_kept_out(rows: list[tuple[list[int], int]]) -> None:
    whole = Program.of([Row(list(range(5)), one, None, limit) for one, limit in rows], 5)
    left = whole.without_implied()
    for values in product((0.0, 1.0, 2.0), repeat=5):
        assert left.keeps(np.array(values)) == whole.keeps(np.array(values))
