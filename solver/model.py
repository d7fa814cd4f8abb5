"""A week written down for the search: choices, every rule, and the goals that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

from roster.garbage import no_search_for_garbage
from roster.rules import BALANCE
from solver.choices import Choices
from solver.forms import patterns
from solver.forms.day_rules import allowed_rows
from solver.given import Given
from solver.goals import GOALS
from solver.linear import Sum
from solver.rules import RULES
from solver.rules.decisions import missing
from solver.seats import Seats

Form = Callable[[Choices, Sequence[ModuleType]], None]

MISSING_PINS = "decisions"  # the key under which pins that give way are counted, before the first goal
EVERY_GOAL: tuple[str, ...] = tuple(goal.KEY for goal in GOALS)


@dataclass(frozen=True)
class Written:
    """The choices of a week with their model, and the cost of each goal that was asked for, by key."""

    choices: Choices
    costs: dict[str, Sum]


def write(
    given: Given,
    form: Form = patterns.write,
    goals: Sequence[str] = EVERY_GOAL,
    rules: Sequence[ModuleType] = RULES,
) -> Written:
    """Write a week: the offers that the rules allow, the days in one of the forms, each rule's rows, and the goals."""
    with no_search_for_garbage():
        seats = Seats(given.problem)
        allowed = [allowed_rows(person, seats, given, rules) for person in given.problem.people]
        choices = Choices(given, seats, allowed)
        form(choices, rules)
        for rule in rules:
            if hasattr(rule, "encode"):
                rule.encode(choices)
        costs = {goal.KEY: goal.cost(choices).merged() for goal in GOALS if goal.KEY in goals}
        costs[MISSING_PINS] = missing(choices, given.yielding)
        if all(key in costs for key in rates(given)):
            balanced = (costs[key] * rate for key, rate in rates(given).items())
            costs[BALANCE] = Sum.total(balanced).merged()
        return Written(choices, costs)


def rates(given: Given) -> dict[str, int]:
    """What one point of each balanced goal is worth, in minutes of waiting."""
    settings = given.problem.settings
    return {
        "continuity": settings.rate_continuity,
        "wishes": settings.rate_wishes,
        "travel": settings.rate_travel,
        "wished_seats": settings.rate_wished_seats,
    }
