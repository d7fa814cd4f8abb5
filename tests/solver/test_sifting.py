"""The least of a goal by linear programs and branching: never less than the truth, never more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from roster.problem import Problem
from solver.bounding import Part
from solver.forms import pairs
from solver.given import Given
from solver.linear import LinearModel, Row, Sum
from solver.model import write
from solver.news import news
from solver.sharpening import sharpening_rows, without_implied
from solver.sifting import Sifting
from tests.solver.tried import accepted_by_checker
from tests.tiny_problems import tiny_problems


def ring(size: int) -> Sifting:
    """Of each two neighbours in a ring at least one is taken: half of each in fractions, more than half in truth."""
    model = LinearModel()
    columns = [model.choice() for _ in range(size)]
    for place in range(size):
        model.keep(Sum([columns[place], columns[place - 1]]), lower=1)
    goal = Sum(columns)
    return Sifting(model, goal, [Part(goal, 1, 0)], columns, model.rows)


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


def test_what_goes_wrong_beside_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ArithmeticError

    asked = ring(5)
    monkeypatch.setattr(asked.simplex, "_run", lambda **_: None)
    monkeypatch.setattr("solver.engine.Engine.run", fail)
    with pytest.raises(ArithmeticError):
        asked.least([1] * 5, {}, seconds=10)


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


def test_a_row_goes_only_if_a_longer_one_implies_it() -> None:
    short, long, tighter = Row([0, 1], [1, 1], None, 1), Row([0, 1, 2], [1, 1, 1], None, 1), Row([0], [1], None, 0)
    assert without_implied([short, long, tighter]) == [long, tighter]
