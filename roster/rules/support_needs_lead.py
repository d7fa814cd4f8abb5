"""support_needs_lead: nobody comes to support a role that is empty."""

from __future__ import annotations

from roster.plan import Plan
from roster.problem import Assignment, Problem
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
    known = problem.role_by_key.get(role)
    lead_role = None if known is None else known.depends_on
    if not problem.settings.support_needs_lead or lead_role is None:
        return []
    if (session.key, lead_role) not in problem.needs or seating.filled(session.key, lead_role):
        return []
    if Assignment(session.key, role, person.key) in standing_pins(problem).standing:
        return []
    return [Violation(KEY, person.key, (session.key,), role, (("lead_role", lead_role),), LEAD_IS_MISSING)]
