"""support_needs_lead: nobody comes to support a role that is empty."""

from __future__ import annotations

from roster.plan import Plan
from roster.problem import Assignment, Problem, Session
from roster.rules.decisions import standing_pins
from roster.rules.seating import Placing, Seating, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "support_needs_lead"
NAME = Sentence("Unterstützung braucht Leitung", "Support needs a lead")
SENTENCE = Sentence(
    de=(
        "Ein Platz, dessen Rolle von einer anderen abhängt (Co-Lehrkraft von der Leitung), wird nur besetzt, wenn "
        "diese Rolle besetzt ist."
    ),
    en="A seat whose role depends on another role (co-teacher on lead) is filled only if that role is filled.",
)

LEAD_IS_MISSING = Sentence(
    "{session}: {person} kann nicht als {role} kommen, solange niemand als {lead_role} eingeteilt ist.",
    "{session}: {person} cannot come as {role} while nobody is assigned as {lead_role}.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List everybody in a depending role whose session needs the other role and has nobody in it.

    A standing pin is exempt, because a lead decided it; past sessions are not judged. Empty where the rule is off.
    """
    seating = seating_of(problem, plan)
    return [found for placing in seating.judged for found in objections(problem, seating, placing)]


def objections(problem: Problem, seating: Seating, placing: Placing) -> list[Violation]:
    """At most one violation: the role that this one depends on is needed in the session, and empty."""
    person, session, role = placing
    if not concerns(problem, seating, session, role):
        return []
    if Assignment(session.key, role, person.key) in standing_pins(problem).standing:
        return []
    facts = (("lead_role", problem.role_by_key[role].depends_on or ""),)
    return [Violation(KEY, person.key, (session.key,), role, facts, LEAD_IS_MISSING)]


def concerns(problem: Problem, seating: Seating, session: Session, role: str) -> bool:
    """Whether that role depends on one that the session needs and has nobody in. False where the rule is off."""
    known = problem.role_by_key.get(role)
    if not problem.settings.support_needs_lead or known is None or known.depends_on is None:
        return False
    return (session.key, known.depends_on) in problem.needs and not seating.filled(session.key, known.depends_on)
