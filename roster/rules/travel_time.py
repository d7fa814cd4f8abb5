"""travel_time: nobody is sent where they cannot arrive in time."""

from __future__ import annotations

from itertools import combinations

from roster.plan import Plan
from roster.problem import Commitment, Person, Problem, Session
from roster.rules.seating import Placing, Seating, seating_of
from roster.rules.violation import Fact, Violation
from roster.words import Sentence

KEY = "travel_time"
NAME = Sentence("Wegezeit", "Travel time")
SENTENCE = Sentence(
    de=(
        "Zwischen zwei Terminen bleibt genug Zeit für den Weg von Standort zu Standort, mit dem eigenen "
        "Verkehrsmittel und dem vereinbarten Puffer."
    ),
    en=(
        "Between two sessions on a day a volunteer has at least the travel minutes between the two sites (by their "
        "own way of travelling), plus the organisation's buffer."
    ),
)

TOO_SHORT = Sentence(
    "{person} braucht von {session} nach {later} {way_minutes}, hat dazwischen aber nur {gap_minutes}.",
    "{person} needs {way_minutes} from {session} to {later}, but has only {gap_minutes} in between.",
)
FROM_ELSEWHERE = Sentence(
    "{session}: {person} braucht von einer anderen Aufgabe dorthin {way_minutes}, hat aber nur {gap_minutes}.",
    "{session}: {person} needs {way_minutes} to get there from a duty elsewhere, but has only {gap_minutes}.",
)
TO_ELSEWHERE = Sentence(
    "{session}: {person} braucht von dort zu einer anderen Aufgabe {way_minutes}, hat aber nur {gap_minutes}.",
    "{session}: {person} needs {way_minutes} from there to a duty elsewhere, but has only {gap_minutes}.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every pair of duties that one person cannot travel between, people in key order, earliest first.

    ``problem.journey(person, a, b)`` is the way from site a to site b in whole minutes by that person's means, buffer
    included; the way back may differ, and within a site there is none. Overlaps belong to ``one_place``. Also over
    midnight a way takes its time. Duties elsewhere count where their site is known. What only past sessions have to
    do with is not reported.
    """
    found = []
    for key, sessions in sorted(seating_of(problem, plan).sessions_by_person.items()):
        person = problem.person_by_key[key]
        for first, second in combinations(sessions, 2):
            if not (first.past and second.past):
                found += _between(problem, person, first, second)
        for session in sessions:
            if not session.past:
                found += _around(problem, person, session)
    return found


def objections(problem: Problem, seating: Seating, placing: Placing) -> list[Violation]:
    """The ways to and from this session that would be too short, with the person's other duties as they are."""
    person, session, _ = placing
    found = []
    for other in seating.sessions_of(person.key):
        if other.site != session.site:
            first, second = sorted((other, session), key=lambda one: one.start_minute)
            found += _between(problem, person, first, second)
    return found + _around(problem, person, session)


def _between(problem: Problem, person: Person, first: Session, second: Session) -> list[Violation]:
    lacking = _lacking(problem, person, first, second)
    return [Violation(KEY, person.key, (first.key, second.key), None, lacking, TOO_SHORT)] if lacking else []


def _around(problem: Problem, person: Person, session: Session) -> list[Violation]:
    found = []
    for duty in person.commitments:
        if lacking := _lacking(problem, person, duty, session):
            found.append(Violation(KEY, person.key, (session.key,), None, lacking, FROM_ELSEWHERE))
        if lacking := _lacking(problem, person, session, duty):
            found.append(Violation(KEY, person.key, (session.key,), None, lacking, TO_ELSEWHERE))
    return found


def _lacking(
    problem: Problem, person: Person, first: Session | Commitment, second: Session | Commitment
) -> tuple[tuple[str, Fact], ...]:
    """The minutes needed and the minutes there, if the way is too long; nothing if it can be made."""
    gap = second.start_minute - first.end_minute
    if gap < 0 or first.site is None or second.site is None:
        return ()
    way = problem.journey(person.key, first.site, second.site)
    return (("way_minutes", way), ("gap_minutes", gap)) if gap < way else ()
