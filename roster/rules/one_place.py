"""one_place: nobody is in two places at once."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from roster.plan import Plan
from roster.problem import Commitment, Person, Problem, Session
from roster.rules.seating import Placing, Seating, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "one_place"
NAME = Sentence("Ein Ort zur Zeit", "One place at a time")
SENTENCE = Sentence(
    "Niemand ist in zwei Terminen zugleich oder auf zwei Plätzen eines Termins.",
    "Nobody is in two sessions at once, nor in two seats of one session.",
)

TWO_SESSIONS = Sentence(
    "{person} kann nicht zugleich in {session} und in {later} sein.",
    "{person} cannot be in {session} and in {later} at once.",
)
TWO_SEATS = Sentence(
    "{session}: {person} kann dort nicht zwei Plätze zugleich einnehmen.",
    "{session}: {person} cannot take two seats there at once.",
)
DUTY_ELSEWHERE = Sentence(
    "{session}: {person} hat zu dieser Zeit schon eine Aufgabe an anderer Stelle.",
    "{session}: {person} already has a duty elsewhere at that time.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every pair of overlapping sessions of one person, every duty elsewhere that overlaps one, every second seat.

    What only past sessions have to do with is not reported. Sessions that touch do not overlap.
    """
    seating = seating_of(problem, plan)
    found = []
    for key, sessions in sorted(seating.sessions_by_person.items()):
        person = problem.person_by_key[key]
        for first, second in combinations(sessions, 2):
            if overlap(first, second) and not (first.past and second.past):
                found.append(Violation(KEY, key, (first.key, second.key), None, (), TWO_SESSIONS))
        for session in sessions:
            found += _duties_elsewhere(person, session)
    seats = Counter((placing.person.key, placing.session.key) for placing in seating.judged)
    for (key, where), count in sorted(seats.items()):
        if count > 1:
            found.append(Violation(KEY, key, (where,), None, (), TWO_SEATS))
    return found


def objections(_problem: Problem, seating: Seating, placing: Placing) -> list[Violation]:
    """What the person already does at that time: another seat there, other sessions, duties elsewhere."""
    person, session, _ = placing
    found = []
    for other in seating.sessions_of(person.key):
        if other.key == session.key:
            found.append(Violation(KEY, person.key, (session.key,), None, (), TWO_SEATS))
        elif overlap(other, session):
            first, second = sorted((other, session), key=lambda one: (one.start_minute, one.end_minute, one.key))
            found.append(Violation(KEY, person.key, (first.key, second.key), None, (), TWO_SESSIONS))
    return found + _duties_elsewhere(person, session)


def overlap(first: Session | Commitment, second: Session | Commitment) -> bool:
    """Whether two duties share a minute."""
    return first.start_minute < second.end_minute and second.start_minute < first.end_minute


def _duties_elsewhere(person: Person, session: Session) -> list[Violation]:
    if session.past or not any(overlap(duty, session) for duty in person.commitments):
        return []
    return [Violation(KEY, person.key, (session.key,), None, (), DUTY_ELSEWHERE)]
