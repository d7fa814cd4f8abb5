"""newcomers: somebody new is never alone with a class."""

from __future__ import annotations

from roster.plan import Plan
from roster.problem import Problem, Session
from roster.rules.seating import Placing, Seating, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "newcomers"
NAME = Sentence("Neue nicht allein", "Newcomers not alone")
SENTENCE = Sentence(
    "Wer neu ist, ist nie allein mit einer Gruppe: im selben Termin ist jemand mit Erfahrung.",
    "A newcomer is never alone with a class: somebody experienced sits in the same session.",
)

ALONE = Sentence(
    "{session}: {person} ist neu und wäre dort ohne jemanden mit Erfahrung.",
    "{session}: {person} is new and would be there without anybody experienced.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every newcomer in a session where everybody is new; past sessions are not judged.

    Empty where the rule is off.
    """
    seating = seating_of(problem, plan)
    return [found for placing in seating.judged for found in objections(problem, seating, placing)]


def objections(problem: Problem, seating: Seating, placing: Placing) -> list[Violation]:
    """At most one violation: the person is new, and nobody in the session has experience."""
    person, session, role = placing
    if not person.newcomer or not concerns(problem, seating, session, role):
        return []
    return [Violation(KEY, person.key, (session.key,), role, (), ALONE)]


def concerns(problem: Problem, seating: Seating, session: Session, _role: str) -> bool:
    """Whether nobody experienced sits in the session. False where the rule is off."""
    return problem.settings.newcomers and not has_experience(seating, session.key)


def has_experience(seating: Seating, session: str) -> bool:
    """Whether somebody who is not a newcomer sits in the session, in whatever role."""
    return any(not placing.person.newcomer for placing in seating.in_session(session))
