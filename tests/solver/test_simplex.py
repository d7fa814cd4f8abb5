"""A linear program kept in HiGHS: the same answers in parts, with more rows, and after going back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.linear import Row, Sum
from solver.program import Program
from solver.simplex import Simplex

ROWS = [Row([0, 1], [1, 1], 1, None), Row([1, 2], [1, 1], 1, None), Row([0, 2], [1, 1], 1, None)]
WHOLE = np.zeros(3), np.ones(3)


def loaded() -> Simplex:
    return Simplex(Program.of(ROWS, 3), np.ones(3), *WHOLE)


def test_what_is_settled_counts_in_a_smaller_program() -> None:
    settled = np.array([1.0, 0.0, 0.0]), np.array([1.0, 1.0, 1.0])
    whole = loaded()
    whole.priced(*WHOLE)
    priced = whole.within(*settled).priced(*settled)
    assert priced is not None
    assert (priced.bound, priced.values[0]) == (pytest.approx(2), 1)


def test_going_back_forgets_rows() -> None:
    whole = loaded()
    mark = whole.mark()
    whole.keep([Row([0, 1, 2], [1, 1, 1], 2, None)], lasting=True)
    more = whole.priced(*WHOLE)
    whole.go_back(mark)
    fewer = whole.priced(*WHOLE)
    assert more is not None
    assert fewer is not None
    assert (more.bound, fewer.bound) == (pytest.approx(2), pytest.approx(1.5))


numbers = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@given(
    rows=st.lists(st.tuples(numbers, st.integers(1, 5)), min_size=1, max_size=5),
    costs=numbers,
    settled=st.lists(st.sampled_from([None, 0, 1]), min_size=6, max_size=6),
)
def test_a_smaller_program_has_the_bound_of_the_whole_between_the_same_limits(
    rows: list[tuple[list[int], int]], costs: list[int], settled: list[int | None]
) -> None:
    kept = [(Sum(range(6), factors).merged(), least) for factors, least in rows]
    program = Program.of([Row(one.columns, one.factors, least, None) for one, least in kept], 6)
    whole = Simplex(program, np.array(costs, dtype=np.float64), np.zeros(6), np.ones(6))
    whole.priced(np.zeros(6), np.ones(6))
    lowers = np.array([0.0 if one is None else one for one in settled])
    uppers = np.array([1.0 if one is None else one for one in settled])
    if program.tightened(lowers, uppers) is None:
        return
    small = whole.within(lowers, uppers).priced(lowers, uppers)
    same = whole.priced(lowers, uppers)
    assert (small is None) == (same is None)
    assert small is None or same is None or small.bound == pytest.approx(same.bound, abs=1e-6)
