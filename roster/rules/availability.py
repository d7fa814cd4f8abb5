"""availability: people come when they said they could, and not while they are away."""

from __future__ import annotations

from roster.plan import Plan
from roster.problem import Person, Problem, Session, willingness
from roster.rules.seating import Placing, Seating, once_per_problem, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "availability"
NAME = Sentence("Verfügbarkeit", "Availability")
SENTENCE = Sentence(
    de=(
        "Ehrenamtliche übernehmen nur Termine, die an diesem Tag ganz in ihrer Verfügbarkeit und außerhalb ihrer "
        "Abwesenheiten liegen."
    ),
    en=(
        "A volunteer takes only sessions that lie wholly inside a window of theirs on that date, and outside their "
        "absences."
    ),
)

AWAY = Sentence(
    "{session}: {person} ist zu dieser Zeit abwesend gemeldet.",
    "{session}: {person} has said that they are away then.",
)
NOT_AVAILABLE = Sentence(
    "{session}: {person} ist nicht während des ganzen Termins verfügbar.",
    "{session}: {person} is not available for the whole session.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every assignment outside the person's windows or inside an absence; past sessions are not judged."""
    seating = seating_of(problem, plan)
    return [found for placing in seating.judged for found in objections(problem, seating, placing)]


def objections(problem: Problem, _seating: Seating, placing: Placing) -> list[Violation]:
    """At most one violation; an absence is told before a missing window.

    Windows that touch or overlap count as one. All ends are exclusive, so an absence until 18:30 leaves 18:30 free.
    """
    person, session, role = placing
    away = any(
        absence.start_minute < session.end_minute and session.start_minute < absence.end_minute
        for absence in person.absences
    )
    if not away and _is_available(problem, person, session):
        return []
    return [Violation(KEY, person.key, (session.key,), role, (), AWAY if away else NOT_AVAILABLE)]


def _is_available(problem: Problem, person: Person, session: Session) -> bool:
    """Whether the windows hold the session; kept, because parallel sessions and roles ask the same again."""
    known = _available_then(problem)
    then = (person.key, session.start_minute, session.end_minute)
    if then not in known:
        known[then] = willingness(person.windows, session) is not None
    return known[then]


@once_per_problem
def _available_then(_problem: Problem) -> dict[tuple[str, int, int], bool]:
    """What ``_is_available`` has found already, by person, start and end."""
    return {}
