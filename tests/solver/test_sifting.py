"""The least of a goal by linear programs and branching: never less than the truth, never more."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.problem import Problem
from solver.bounding import Part
from solver.forms import pairs
from solver.given import Given
from solver.linear import LinearModel, Row, Sum
from solver.model import write
from solver.news import news
from solver.program import Floats
from solver.sharpening import sharpening_rows
from solver.sifting import Sifting
from solver.simplex import Simplex
from tests.solver.tried import accepted_by_checker
from tests.tiny_problems import tiny_problems


def ring(size: int) -> Sifting:
    """Of each two neighbours in a ring at least one is taken: half of each in fractions, more than half in truth."""
    model = LinearModel()
    columns = [model.choice() for _ in range(size)]
    for place in range(size):
        model.keep(Sum([columns[place], columns[place - 1]]), lower=1)
    goal = Sum(columns)
    return Sifting(model, goal, goal, [Part(goal, 1, 0)], columns, model.rows)


def triangles(number: int) -> Sifting:
    """Of each two corners of each triangle at least one is taken: half of each would do, and no rounding up helps."""
    model = LinearModel()
    columns = [model.choice() for _ in range(3 * number)]
    for first in columns[::3]:
        for one, other in ((first, first + 1), (first + 1, first + 2), (first, first + 2)):
            model.keep(Sum([one, other]), lower=1)
    goal = Sum(columns)
    return Sifting(model, goal, goal, [Part(goal, 1, 0)], columns, model.rows)


@pytest.mark.parametrize(("size", "least"), [(3, 2), (5, 3), (7, 4), (8, 4)])
def test_a_bound_in_fractions_is_rounded_up_to_the_truth_and_no_further(size: int, least: int) -> None:
    found = ring(size).least([1] * size, {}, seconds=10)
    assert (sum(found.values or ()), found.proven) == (least, True)


def test_a_question_leaves_nothing_behind_for_the_next() -> None:
    asked = ring(5)
    first = asked.least([1] * 5, {0: 1, 1: 1}, [Row([2, 3], [1, 1], 2, None)], seconds=10)
    second = asked.least([1] * 5, {}, seconds=10)
    assert (sum(first.values or ()), sum(second.values or ())) == (4, 3)


def test_rows_that_contradict_each_other_have_no_answer() -> None:
    assert ring(5).least([1] * 5, {}, [Row([0, 1, 2, 3, 4], [1] * 5, None, 2)], seconds=10).values is None


def test_a_linear_program_that_never_comes_to_its_end_costs_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ring(5)
    assert asked.simplex.priced(*asked.limits({})) is not None
    monkeypatch.setattr(asked.simplex, "_run", lambda **_: None)
    assert asked.simplex.priced(*asked.limits({0: 1})) is None
    found = asked.least([1] * 5, {}, seconds=10)
    assert (sum(found.values or ()), found.proven) == (3, True)


def test_what_goes_wrong_in_the_last_search_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ArithmeticError

    asked = ring(5)
    monkeypatch.setattr(asked.simplex, "_run", lambda **_: None)
    monkeypatch.setattr("solver.engine.Engine.run", fail)
    with pytest.raises(ArithmeticError):
        asked.least([1] * 5, {}, seconds=10)


def test_what_proved_one_answer_is_known_for_the_next() -> None:
    asked = triangles(2)
    found = asked.least([1] * 6, {}, seconds=10)
    assert (sum(found.values or ()), found.proven) == (4, True)
    sizes = [len(asked.begin_anew().program.limits) for _ in range(2)]
    assert sizes[0] == sizes[1] > len(asked.model.rows)


def test_a_smaller_program_that_never_comes_to_its_end_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = triangles(2)
    assert asked.simplex.priced(*asked.limits({})) is not None
    narrowed = Simplex.within

    def lost(self: Simplex, lowers: Floats, uppers: Floats) -> Simplex:
        small = narrowed(self, lowers, uppers)
        monkeypatch.setattr(small, "_run", lambda **_: None)
        return small

    monkeypatch.setattr(Simplex, "within", lost)
    found = asked.least([1] * 6, {}, seconds=10)
    assert (sum(found.values or ()), found.proven) == (4, True)


def test_the_first_plan_that_has_the_first_part_is_not_taken_for_the_best() -> None:
    """Found by trying: the first step is one too few, and the first plan of the next one costs 11 where 10 will do."""
    model = LinearModel()
    seat, *people = [model.choice() for _ in range(10)]
    pairs_of = [(8, 5), (2, 7), (5, 7), (2, 6)]
    more = [(7, 1, 5, 9), (2, 7, 3), (2, 9, 3, 5), (5, 1, 6), (5, 1, 7), (7, 8, 6)]
    twice = [(8, 9, 4), (8, 3, 9), (9, 8, 2), (2, 3, 4), (6, 3, 7, 4)]
    for group in (*pairs_of, *more, *twice):
        model.keep(Sum(group), lower=2 if group in twice else 1)
    first = Sum.of(seat)
    both = first * 100 + Sum(people, [1, 1, 2, 3, 3, 1, 2, 3, 1])
    asked = Sifting(model, both, both, [Part(first, 100, 17), Part(both.merged(), 1, 0)], [seat, *people], model.rows)
    found = asked.least([1] * 10, {}, seconds=10)
    assert found.values is not None
    assert (both.value(found.values), found.proven) == (10, True)


def test_a_question_that_is_impossible_is_answered_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.engine.Engine.run", None)
    found = ring(3).least([1] * 3, {}, [Row([0, 1, 2], [1] * 3, None, 1)], seconds=10)
    assert (found.values, found.proven) == (None, True)


numbers = st.lists(st.integers(0, 3), min_size=8, max_size=8)


@pytest.mark.parametrize(("halvings", "branches"), [(25, 20), (0, 200), (0, 0), (25, 0)])
@settings(max_examples=40)
@given(
    rows=st.lists(st.tuples(numbers, st.integers(1, 6)), min_size=2, max_size=6),
    seats=numbers,
    people=numbers,
    closed=st.lists(st.integers(0, 7), max_size=2),
)
def test_each_way_of_searching_finds_the_least_of_all(
    halvings: int,
    branches: int,
    rows: list[tuple[list[int], int]],
    seats: list[int],
    people: list[int],
    closed: list[int],
) -> None:
    """Eight things to be taken or not, of which enough must be taken in each row, asked with and without some."""
    model = LinearModel()
    columns = [model.choice() for _ in range(8)]
    for factors, least in rows:
        model.keep(Sum(columns, factors), lower=least)
    first = Sum(columns, seats).merged()
    both = (first * 100 + Sum(columns, people)).merged()
    asked = Sifting(model, both, both, [Part(first, 100, sum(people)), Part(both, 1, 0)], columns, model.rows)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("solver.sifting.MOST_HALVINGS", halvings)
        patched.setattr("solver.sifting.MOST_BRANCHES", branches)
        for held in ({}, dict.fromkeys(closed, 0), {}):
            found = asked.least([1] * 8, held, seconds=10)
            right = [
                both.value(values)
                for values in product((0, 1), repeat=8)
                if all(Sum(columns, factors).value(values) >= least for factors, least in rows)
                and not any(values[column] for column in held)
            ]
            assert (found.values and both.value(found.values), found.proven) == (min(right, default=None), True)


@settings(max_examples=40)
@given(tiny=tiny_problems(most_plans=100))
def test_every_plan_keeps_the_rows_that_sharpen_the_bound(tiny: Problem) -> None:
    published = replace(tiny, published=tiny.published or ())
    choices = write(Given.of(published), pairs.write, goals=()).choices
    told = news(choices, published.published or ())
    rows = sharpening_rows(choices, told, frozenset(published.published or ()))
    for plan in accepted_by_checker(published):
        values = choices.values(plan)
        assert all(Sum(row.columns, row.factors).value(values) <= (row.upper or 0) for row in rows)
