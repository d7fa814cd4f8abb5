"""Tiny weeks tried out completely: what the model accepts, and what the best plan of all is worth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from types import ModuleType

from ortools.sat.python import cp_model

from roster.plan import Plan
from roster.problem import Need, Person, Problem, Session
from roster.records import GoalOrder
from roster.rules import check, measure, missing_pins
from solver.engine import Engine
from solver.forms import pairs, patterns
from solver.given import Given
from solver.limits import Limits
from solver.linear import LinearModel
from solver.model import Form, Written, write
from solver.prices import with_person
from solver.rules import RULES
from tests.tiny_school import every_plan

FORMS: tuple[Form, ...] = (pairs.write, patterns.write)


def accepted_by_checker(problem: Problem) -> set[Plan]:
    """Every plan that keeps all rules, as the checker tells them."""
    return {plan for plan in every_plan(problem) if not check(problem, plan)}


def accepted_by_search(problem: Problem, form: Form = pairs.write, rules: Sequence[ModuleType] = RULES) -> set[Plan]:
    """Every plan for which CP-SAT finds the model feasible; all are enumerated by CP-SAT itself."""
    written = write(Given.of(problem), form, goals=(), rules=rules)
    found: set[Plan] = set()

    class Collect(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            found.add(written.choices.plan(self.response_proto.solution))

    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    status = solver.solve(Engine(written.choices.model, Limits()).cp_model, Collect())
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return found


def keeps_every_row(model: LinearModel, values: Sequence[int]) -> bool:
    """Whether complete column values lie within all limits and rows."""
    within = all(low <= value <= high for low, value, high in zip(model.lowers, values, model.uppers, strict=True))
    sums = (
        (row, sum(factor * values[column] for column, factor in zip(row.columns, row.factors, strict=True)))
        for row in model.rows
    )
    return within and all(
        (row.lower is None or row.lower <= total) and (row.upper is None or total <= row.upper) for row, total in sums
    )


def least_values(problem: Problem) -> dict[str, int]:
    """What the best of all plans is worth, goal by goal in the order of the search."""
    later = ("balance",)
    if problem.settings.goal_order == GoalOrder.STRICT:
        later = ("continuity", "wishes", "travel", "wished_seats")
    best = min(accepted_by_checker(problem), key=partial(_rank, problem, ("cover", "stability", "promises", *later)))
    return {key: measure(problem, best)[key] for key in ("cover", "stability", "promises", *later)}


def least_of_all_plans(tiny: Problem) -> int:
    """The least cover of all plans that keep the rules and, first of all, as many pins as possible."""
    accepted = [plan for plan in every_plan(tiny) if not check(tiny, plan)]
    return min((len(missing_pins(tiny, plan)), measure(tiny, plan)["cover"]) for plan in accepted)[1]


def gain_of_all_plans(tiny: Problem, newcomer: Person) -> int:
    """By how much one more person lowers the least cover."""
    return least_of_all_plans(tiny) - least_of_all_plans(with_person(tiny, newcomer))


def required_needs(tiny: Problem) -> list[tuple[Session, Need]]:
    """Every required seat that is still to come."""
    return [(one, need) for one in tiny.sessions for need in one.needs if need.required and not one.past]


def pins_given_up(problem: Problem, plan: Plan) -> int:
    """How many pins that may give way a plan does not hold."""
    yielding = set(Given.of(problem).yielding)
    return sum(pin in yielding for pin in missing_pins(problem, plan))


def written_for_all_goals(problem: Problem, form: Form) -> Written:
    """The full model of a tiny week."""
    return write(Given.of(problem), form)


def _rank(problem: Problem, order: Sequence[str], plan: Plan) -> tuple[int, ...]:
    values = measure(problem, plan)
    return (len(missing_pins(problem, plan)), *(values[key] for key in order))
