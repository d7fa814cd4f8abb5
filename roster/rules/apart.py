"""apart: two people who must be kept apart never share a session."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from roster.plan import Plan
from roster.problem import Problem, Session
from roster.rules.seating import Placing, Seating, once_per_problem, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "apart"
NAME = Sentence("Getrennt einteilen", "Kept apart")
SENTENCE = Sentence(
    "Zwei Personen, die getrennt bleiben sollen, sind nie im selben Termin.",
    "Two people who must be kept apart never share a session.",
)

TOGETHER = Sentence(
    "{session}: {person} und {other} sollen nicht im selben Termin sein.",
    "{session}: {person} and {other} must not be in the same session.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every pair kept apart that shares a session, whatever their seats; past sessions are not judged."""
    if not problem.apart:
        return []
    return [
        Violation(KEY, first, (session.key,), None, (("other", second),), TOGETHER)
        for session, placings in seating_of(problem, plan).sessions_with_people()
        if not session.past
        for first, second in combinations(sorted({placing.person.key for placing in placings}), 2)
        if second in kept_apart(problem).get(first, ())
    ]


def objections(problem: Problem, seating: Seating, placing: Placing) -> list[Violation]:
    """Those in the session whom the person must be kept apart from; the names stand in key order, as in ``check``."""
    person, session, _ = placing
    foes = kept_apart(problem).get(person.key)
    if not foes:
        return []
    there = {one.person.key for one in seating.in_session(session.key)}
    pairs = [sorted((person.key, foe)) for foe in sorted(foes & there)]
    return [Violation(KEY, one, (session.key,), None, (("other", other),), TOGETHER) for one, other in pairs]


def concerns(problem: Problem, _seating: Seating, _session: Session, _role: str) -> bool:
    """Whether anybody at all must be kept apart."""
    return bool(problem.apart)


@once_per_problem
def kept_apart(problem: Problem) -> Mapping[str, frozenset[str]]:
    """Whom each person must be kept apart from; people without such a wish are missing."""
    others: dict[str, set[str]] = {}
    for first, second in problem.apart:
        if first != second:
            others.setdefault(first, set()).add(second)
            others.setdefault(second, set()).add(first)
    return {person: frozenset(those) for person, those in others.items()}
