"""cover: as few required seats empty as possible, the most important ones first."""

from __future__ import annotations

from collections.abc import Mapping

from roster.plan import Plan
from roster.problem import Need, Problem, Session
from roster.rules.seating import once_per_problem, seating_of
from roster.words import Sentence

KEY = "cover"
NAME = Sentence("Besetzung", "Cover")
SENTENCE = Sentence(
    de=(
        "Gezählt werden leere Pflichtplätze, gewichtet nach der Priorität des Kurses; die Leitung eines Termins wiegt "
        "mehr als alle Helfenden darin zusammen."
    ),
    en=(
        "Counted are empty required seats, weighted by the priority of the course; a session's lead outweighs all its "
        "helpers together."
    ),
)

HELPER_WEIGHT = 2
LEAD_WEIGHT = 4


def value(problem: Problem, plan: Plan) -> int:
    """Sum of the weights of all empty required seats, past sessions included."""
    seating = seating_of(problem, plan)
    return sum(
        weight * max(0, problem.needs[session, role].required - seating.filled(session, role))
        for (session, role), weight in seat_weights(problem).items()
    )


@once_per_problem
def seat_weights(problem: Problem) -> Mapping[tuple[str, str], int]:
    """What one empty required seat costs, by session and role.

    The priority of the course, times 4 for a role that leads or that another needed role of the session depends on,
    else times 2; where roles depend on it, at least 2 more than all their required seats together.
    """
    return {
        (session.key, need.role): session.priority * _weight(problem, session, need)
        for session in problem.sessions
        for need in session.needs
    }


def _weight(problem: Problem, session: Session, need: Need) -> int:
    depending = [other.required for other in session.needs if _depends(problem, other.role, need.role)]
    if depending:
        return max(LEAD_WEIGHT, HELPER_WEIGHT * sum(depending) + HELPER_WEIGHT)
    role = problem.role_by_key.get(need.role)
    return LEAD_WEIGHT if role is not None and role.leads else HELPER_WEIGHT


def _depends(problem: Problem, role: str, on_role: str) -> bool:
    known = problem.role_by_key.get(role)
    return known is not None and known.depends_on == on_role
