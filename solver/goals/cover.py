"""Empty required seats, weighted by the course's priority; a lead's seat outweighs the helpers' of its session."""

from roster.problem import Need, Problem, Session
from solver.choices import Choices
from solver.linear import Sum

KEY = "cover"


def cost(choices: Choices) -> Sum:
    """The weight of all required seats that stay empty, those of past sessions included."""
    return Sum.total(
        choices.empty_required(session, need) * weight(choices.problem, session, need)
        for session in choices.problem.sessions
        for need in session.needs
    )


def weight(problem: Problem, session: Session, need: Need) -> int:
    """What one empty seat of a need weighs: the priority times 2, or times 4 for a role that leads or is leant upon.

    A role that others of the session lean upon weighs more than all their required seats together, because they may
    stay empty with it.
    """
    roles = problem.role_by_key  # a need may name a role that no longer exists: nobody can take it, but it stays empty
    leaning = [other for other in session.needs if other.role in roles and roles[other.role].depends_on == need.role]
    if leaning:
        return session.priority * max(4, 2 * sum(other.required for other in leaning) + 2)
    leads = need.role in roles and roles[need.role].leads
    return session.priority * (4 if leads else 2)
