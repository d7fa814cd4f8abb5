"""The least whole values of a joint model, and of those below a limit, against trying all values."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from solver.state.arrays import Arrays
from solver.state.highs import Whole, least_whole

WIDTH, MOST = 4, 2
SECONDS = 60.0

numbers = st.integers(-3, 3)
factors = st.lists(numbers, min_size=WIDTH, max_size=WIDTH)
rows = st.lists(st.tuples(factors, st.integers(-4, 6)), min_size=1, max_size=4)


def model(rows: list[tuple[list[int], int]]) -> Arrays:
    """Columns between 0 and 2, and of every row no more than its limit."""
    matrix = csr_array(np.array([factors for factors, _ in rows], dtype=np.float64))
    at_most = np.array([limit for _, limit in rows], dtype=np.float64)
    return Arrays(matrix, np.full(len(rows), -np.inf), at_most, np.zeros(WIDTH), np.full(WIDTH, float(MOST)))


def least_of_all(costs: list[int], rows: list[tuple[list[int], int]]) -> float:
    """The least cost by trying all values; infinite if no values keep the rows."""
    return min(
        (
            float(np.dot(costs, values))
            for values in product(range(MOST + 1), repeat=WIDTH)
            if all(np.dot(factors, values) <= limit for factors, limit in rows)
        ),
        default=math.inf,
    )


def value(costs: list[int], found: Whole) -> float:
    return math.inf if found.values is None else float(np.dot(costs, found.values))


@given(factors, rows)
def test_the_least_values_are_found_and_are_the_bound(costs: list[int], rows: list[tuple[list[int], int]]) -> None:
    found = least_whole(np.array(costs, dtype=np.float64), model(rows), SECONDS)
    assert value(costs, found) == pytest.approx(least_of_all(costs, rows))
    assert found.bound == pytest.approx(least_of_all(costs, rows))


@given(factors, rows, st.integers(-12, 12))
def test_below_a_limit_the_same_are_found_and_else_the_limit_is_proven(
    costs: list[int], rows: list[tuple[list[int], int]], below: int
) -> None:
    least = least_of_all(costs, rows)
    found = least_whole(np.array(costs, dtype=np.float64), model(rows), SECONDS, below=float(below))
    assert found.bound == pytest.approx(min(least, below))
    assert value(costs, found) == pytest.approx(least) if least < below else value(costs, found) >= below


@pytest.mark.parametrize("seed", range(6))
def test_the_same_where_it_takes_a_search(seed: int) -> None:
    chance = np.random.default_rng(seed)
    covering = csr_array((chance.random((30, 30)) < 0.2).astype(np.float64))
    costs = chance.integers(1, 9, 30).astype(np.float64)
    ones = np.ones(30)
    weeks = Arrays(covering, np.minimum(ones, covering @ ones), np.full(30, np.inf), np.zeros(30), ones)
    least = least_whole(costs, weeks, SECONDS).bound
    for below in np.rint(least) + np.arange(-3.0, 4.0):
        found = least_whole(costs, weeks, SECONDS, below=below)
        assert found.bound == pytest.approx(min(least, below))
        if below > least + 0.5:
            assert found.values is not None
            assert float(costs @ found.values) == pytest.approx(least)


def test_without_time_nothing_is_claimed() -> None:
    costs = np.array([-1.0, -2.0, -3.0, -1.0])
    found = least_whole(costs, model([([3, 2, 3, 1], 5), ([1, 3, 2, 3], 5)]), 0.0)
    assert found.bound <= least_of_all([-1, -2, -3, -1], [([3, 2, 3, 1], 5), ([1, 3, 2, 3], 5)])
