"""The rules and goals of a roster, told plainly: what a plan must not break, and what it should come near to.

``RULES`` and ``GOALS`` list one module each, in order. Every module has ``KEY``, ``NAME`` and ``SENTENCE``; a rule has
``check(problem, plan)`` and ``objections(problem, seating, placing)``, a goal has ``value(problem, plan)``. Nothing
here raises on a plan, whatever keys it holds.
"""

from __future__ import annotations

from typing import Protocol

from roster.plan import Plan
from roster.problem import Problem
from roster.rules import (
    apart,
    availability,
    certificate,
    continuity,
    cover,
    decisions,
    newcomers,
    one_place,
    promises,
    qualification,
    seats,
    site_access,
    stability,
    support_needs_lead,
    travel,
    travel_time,
    wished_seats,
    wishes,
    workload,
)
from roster.rules.decisions import missing_pins, past_assignments, standing_pins
from roster.rules.names import names_of
from roster.rules.obstacles import obstacles, obstacles_of
from roster.rules.pin_warnings import PinWarning, pin_warnings
from roster.rules.seating import Placing, Seating
from roster.rules.violation import Names, Violation
from roster.words import Sentence

__all__ = [
    "BALANCE",
    "GOALS",
    "RULES",
    "Goal",
    "Names",
    "PinWarning",
    "Rule",
    "Violation",
    "balance",
    "check",
    "measure",
    "missing_pins",
    "names_of",
    "obstacles",
    "obstacles_of",
    "past_assignments",
    "pin_warnings",
    "standing_pins",
]


class Rule(Protocol):
    """What every rule's module offers."""

    KEY: str
    NAME: Sentence
    SENTENCE: Sentence

    def check(self, problem: Problem, plan: Plan, /) -> list[Violation]:
        """List every place where the plan breaks the rule."""
        ...

    def objections(self, problem: Problem, seating: Seating, placing: Placing, /) -> list[Violation]:
        """List what the rule says against one more placing."""
        ...


class Goal(Protocol):
    """What every goal's module offers."""

    KEY: str
    NAME: Sentence
    SENTENCE: Sentence

    def value(self, problem: Problem, plan: Plan, /) -> int:
        """What the plan costs; less is better."""
        ...


RULES: tuple[Rule, ...] = (
    seats,
    availability,
    qualification,
    certificate,
    one_place,
    travel_time,
    workload,
    site_access,
    support_needs_lead,
    newcomers,
    apart,
    decisions,
)
GOALS: tuple[Goal, ...] = (cover, stability, promises, continuity, wishes, travel, wished_seats)

BALANCE = "balance"
BALANCE_NAME = Sentence("Ausgleich", "Balance")
BALANCE_SENTENCE = Sentence(
    de=(
        "Vertraute Gesichter, Wünsche, Wege und gewünschte Plätze zusammen, zu den Wechselkursen der Organisation, in "
        "Minuten Wartezeit."
    ),
    en=(
        "Continuity, wishes, travel and wished seats together, at the organisation's exchange rates, in minutes of "
        "waiting."
    ),
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List everything that a plan breaks, rule by rule in their order; an empty list means that it may be published."""
    return [found for rule in RULES for found in rule.check(problem, plan)]


def measure(problem: Problem, plan: Plan) -> dict[str, int]:
    """Every goal's value by its key, in order, and last the balance."""
    values = {goal.KEY: goal.value(problem, plan) for goal in GOALS}
    return values | {BALANCE: balance(problem, values)}


def balance(problem: Problem, values: dict[str, int]) -> int:
    """The balanced goals' values at the organisation's exchange rates, summed up in minutes of waiting."""
    settings = problem.settings
    return (
        settings.rate_continuity * values[continuity.KEY]
        + settings.rate_wishes * values[wishes.KEY]
        + settings.rate_travel * values[travel.KEY]
        + settings.rate_wished_seats * values[wished_seats.KEY]
    )
