"""wished_seats: beyond what is required, as many wished seats filled as possible."""

from __future__ import annotations

from roster.plan import Plan
from roster.problem import Problem
from roster.rules.seating import seating_of
from roster.words import Sentence

KEY = "wished_seats"
NAME = Sentence("Gewünschte Plätze", "Wished seats")
SENTENCE = Sentence(
    "Gezählt werden leere Plätze, die gewünscht, aber nicht Pflicht sind.",
    "Counted are empty seats that are wished for but not required.",
)


def value(problem: Problem, plan: Plan) -> int:
    """How many wished seats stay empty, past sessions included; whoever comes fills the required seats first."""
    seating = seating_of(problem, plan)
    return sum(
        max(0, need.seats - max(seating.filled(session, role), need.required))
        for (session, role), need in problem.needs.items()
    )
