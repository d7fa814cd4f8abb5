"""Rows made by halving: no whole plan misses them, and fractions do."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.halving import halved
from solver.linear import Row, Sum
from solver.program import Program
from solver.simplex import Simplex

TWO_OF_THREE = [Row([0, 1], [1, 1], None, 1), Row([1, 2], [1, 1], None, 1), Row([0, 2], [1, 1], None, 1)]


def test_of_three_that_clash_two_by_two_one_is_taken() -> None:
    [row] = halved(Program.of(TWO_OF_THREE, 3), np.full(3, 0.5), np.ones(3))
    assert (row.columns, row.factors, row.upper) == ([0, 1, 2], [1, 1, 1], 1)


def test_whole_values_are_not_cut_off() -> None:
    assert halved(Program.of(TWO_OF_THREE, 3), np.array([1.0, 0.0, 0.0]), np.ones(3)) == []


def test_what_holds_for_one_question_alone_makes_no_lasting_row() -> None:
    program = Program.of(TWO_OF_THREE[:2], 3).and_rows(TWO_OF_THREE[2:], lasting=False)
    assert halved(program, np.full(3, 0.5), np.ones(3)) == []


def test_a_column_at_its_upper_limit_costs_nothing_of_what_is_cut_off() -> None:
    rows = [Row([0, 1, 3], [1, 1, 1], None, 2), *TWO_OF_THREE[1:]]
    [row] = halved(Program.of(rows, 4), np.array([0.5, 0.5, 0.5, 1.0]), np.ones(4))
    assert (row.columns, row.factors, row.upper) == ([0, 1, 2, 3], [1, 1, 1, 1], 2)


def test_only_whole_hours_fill_hours() -> None:
    program = Program.of([Row([0, 1], [90, 180], None, 200), Row([0], [2], 3, None)], 2)
    assert program.matrix.toarray().tolist() == [[1, 2], [-1, 0]]
    assert program.limits.tolist() == [2, -2]


factors = st.lists(st.integers(-2, 3), min_size=5, max_size=5)


@given(
    rows=st.lists(st.tuples(factors, st.integers(0, 4)), min_size=3, max_size=7),
    costs=factors,
    uppers=st.lists(st.integers(1, 2), min_size=5, max_size=5),
)
def test_no_whole_values_within_the_rows_are_ever_cut_off(
    rows: list[tuple[list[int], int]], costs: list[int], uppers: list[int]
) -> None:
    program = Program.of([Row(list(range(5)), one, None, limit) for one, limit in rows], 5)
    limits = np.zeros(5), np.array(uppers, dtype=np.float64)
    priced = Simplex(program, -np.array(costs, dtype=np.float64), *limits).priced(*limits)
    assert priced is not None
    made = halved(program, priced.values, limits[1])
    assert all(Sum(row.columns, row.factors).value(priced.values) > (row.upper or 0) for row in made)
    for whole in product(*(range(upper + 1) for upper in uppers)):
        if program.keeps(np.array(whole, dtype=np.float64)):
            assert all(Sum(row.columns, row.factors).value(whole) <= (row.upper or 0) for row in made)
