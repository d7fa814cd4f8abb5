"""continuity: learners meet few different faces."""

from __future__ import annotations

from roster.plan import Plan
from roster.problem import Problem
from roster.rules.seating import seating_of
from roster.words import Sentence

KEY = "continuity"
NAME = Sentence("Vertraute Gesichter", "Continuity")
SENTENCE = Sentence(
    de=(
        "Gezählt werden verschiedene Leitungen je Kurs in dieser Woche und Leitungen, die der Kurs aus den letzten "
        "Wochen nicht kennt."
    ),
    en=(
        "Counted are different leads per course in this week, and leads whom the course does not know from the last "
        "weeks."
    ),
)

PER_FACE = 3
PER_NEW_FACE = 1


def value(problem: Problem, plan: Plan) -> int:
    """3 for each course and person leading it this week, and 1 more where the course knows leads but not this one.

    Past sessions count in. A course without history knows nobody, so nobody is new to it.
    """
    faces = {
        (placing.session.course, placing.person.key)
        for placing in seating_of(problem, plan).placings
        if (role := problem.role_by_key.get(placing.role)) is not None and role.leads
    }
    new = [1 for course, person in faces if person not in problem.familiar_leads.get(course, {person})]
    return PER_FACE * len(faces) + PER_NEW_FACE * len(new)
