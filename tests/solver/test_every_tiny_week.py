"""On tiny weeks drawn at random every plan is tried: the search must agree with the checker on each of them."""

import pytest
from hypothesis import given

from roster.problem import Problem
from roster.rules import measure
from solver import Limits, solve
from solver.model import Form
from tests.solver.tried import (
    FORMS,
    accepted_by_checker,
    accepted_by_search,
    keeps_every_row,
    least_values,
    written_for_all_goals,
)
from tests.tiny_problems import tiny_problems

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("form", FORMS, ids=("pairs", "patterns"))
@given(problem=tiny_problems(most_plans=200))
def test_the_search_accepts_exactly_the_plans_that_the_checker_accepts(form: Form, problem: Problem) -> None:
    assert accepted_by_search(problem, form) == accepted_by_checker(problem)


@pytest.mark.parametrize("form", FORMS, ids=("pairs", "patterns"))
@given(problem=tiny_problems(most_plans=200))
def test_a_completed_plan_keeps_every_row_and_costs_what_the_checker_measures(form: Form, problem: Problem) -> None:
    written = written_for_all_goals(problem, form)
    for plan in accepted_by_checker(problem):
        values = written.choices.values(plan)
        assert keeps_every_row(written.choices.model, values)
        told = {key: cost.value(values) for key, cost in written.costs.items() if key != "decisions"}
        assert told == measure(problem, plan)


@pytest.mark.parametrize("workers", [1, 2], ids=("CP-SAT alone", "HiGHS beside it"))
@given(problem=tiny_problems(most_plans=200))
def test_the_search_finds_the_best_plan_of_all_and_proves_it(workers: int, problem: Problem) -> None:
    outcome = solve(problem, Limits(workers=workers))
    found = {key: outcome.goal(key).value for key in least_values(problem)}
    assert (outcome.status, found) == ("optimal", least_values(problem))
