"""seats: every assignment names a seat that exists, and no seat holds two people.

This is the rule about the form of a plan. What it objects to, no other rule looks at.
"""

from __future__ import annotations

from collections import Counter

from roster.plan import Plan
from roster.problem import Assignment, Problem, Session
from roster.rules.seating import Placing, Seating, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "seats"
NAME = Sentence("Plätze", "Seats")
SENTENCE = Sentence(
    "Jeder Einsatz gehört zu einem Platz, den es gibt, und kein Platz ist doppelt besetzt.",
    "Every assignment belongs to a seat that exists, and no seat is taken twice.",
)

NO_SESSION = Sentence(
    "Den Termin {session} gibt es in dieser Woche nicht.",
    "There is no session {session} in this week.",
)
NO_NEED = Sentence(
    "{session}: Die Rolle {role} wird dort nicht gebraucht.",
    "{session}: the role {role} is not needed there.",
)
NO_PERSON = Sentence(
    "{session}: {person} gehört nicht zu den aktiven Ehrenamtlichen.",
    "{session}: {person} is not an active volunteer.",
)
REPEATED = Sentence(
    "{session}: {person} steht mehrmals auf demselben Platz ({role}).",
    "{session}: {person} is listed more than once in the same seat ({role}).",
)
FULL = Sentence(
    "{session}: Für {role} sind mehr Personen eingeteilt ({filled}), als es Plätze gibt ({seats}).",
    "{session}: more people are assigned as {role} ({filled}) than there are seats ({seats}).",
)
NO_SEAT_LEFT = Sentence(
    "{session}: Als {role} ist kein Platz mehr frei.",
    "{session}: there is no seat left as {role}.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every ill-formed assignment, then every seat that is taken twice.

    In past sessions neither needs nor numbers are judged: they stand as published.
    """
    times = Counter(plan.assignments)
    found = [
        _violation(telling, assignment)
        for assignment in times
        if (telling := _fault(problem, assignment, times[assignment]))
    ]
    seating = seating_of(problem, plan)
    for session, placings in seating.sessions_with_people():
        filled = Counter(placing.role for placing in placings)
        for role, count in sorted(filled.items()):
            if not session.past and count > problem.needs[session.key, role].seats:
                facts = (("filled", count), ("seats", problem.needs[session.key, role].seats))
                found.append(Violation(KEY, None, (session.key,), role, facts, FULL))
    return found


def objections(problem: Problem, seating: Seating, placing: Placing) -> list[Violation]:
    """What is wrong with one more person in that seat: the session does not need the role, or has no seat left."""
    if not concerns(problem, seating, placing.session, placing.role):
        return []
    telling = NO_SEAT_LEFT if (placing.session.key, placing.role) in problem.needs else NO_NEED
    return [Violation(KEY, placing.person.key, (placing.session.key,), placing.role, (), telling)]


def concerns(problem: Problem, seating: Seating, session: Session, role: str) -> bool:
    """Whether the session has no place for one more person in that role, whoever it is."""
    need = problem.needs.get((session.key, role))
    return need is None or seating.filled(session.key, role) >= need.seats


def unknown(problem: Problem, assignment: Assignment) -> Violation | None:
    """The violation of an assignment that names nothing this problem knows, or None if it could be judged."""
    telling = _fault(problem, assignment, 1)
    return None if telling is None else _violation(telling, assignment)


def _fault(problem: Problem, assignment: Assignment, times: int) -> Sentence | None:
    session = problem.session_by_key.get(assignment.session)
    if session is None:
        return NO_SESSION
    if assignment.person not in problem.person_by_key:
        return NO_PERSON
    if not session.past and (assignment.session, assignment.role) not in problem.needs:
        return NO_NEED
    return REPEATED if times > 1 else None


def _violation(telling: Sentence, assignment: Assignment) -> Violation:
    return Violation(KEY, assignment.person, (assignment.session,), assignment.role, (), telling)
