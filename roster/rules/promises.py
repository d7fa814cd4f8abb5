"""promises: everybody gets about the hours they wish for, and nobody less than they were promised."""

from __future__ import annotations

from roster.plan import Plan
from roster.problem import Person, Problem
from roster.rules.seating import seating_of
from roster.words import Sentence

KEY = "promises"
NAME = Sentence("Gewünschte Stunden", "Promised hours")
SENTENCE = Sentence(
    de=(
        "Gezählt wird, wie weit alle von ihren gewünschten Stunden entfernt sind; große Abstände wiegen mehr, und "
        "unter dem Zugesagten am meisten."
    ),
    en=(
        "Counted is how far everybody is from the hours they wish for; large distances weigh more, and below a "
        "promised minimum most."
    ),
)


def value(problem: Problem, plan: Plan) -> int:
    """Sum of ``cost`` over all people, in weighted minutes; duties elsewhere count in."""
    seating = seating_of(problem, plan)
    return sum(
        cost(person, sum(session.minutes for session in seating.sessions_of(person.key))) for person in problem.people
    )


def cost(person: Person, minutes_here: int) -> int:
    """What one person's week costs: convex in the distance from the wished minutes, so that load is shared.

    Short of the wish by s minutes: 1 for each of the first 90, 3 for each of the next 180, 5 for each further one;
    and 8 for each minute below the promise. Over the wish: 2 for each of the first 90, 4 for each further one.
    """
    minutes = minutes_here + sum(duty.minutes for duty in person.commitments)
    short = max(0, person.wished_minutes - minutes)
    over = max(0, minutes - person.wished_minutes)
    return (
        min(short, 90)
        + 3 * min(max(short - 90, 0), 180)
        + 5 * max(short - 270, 0)
        + 8 * max(0, person.promised_minutes - minutes)
        + 2 * min(over, 90)
        + 4 * max(over - 90, 0)
    )
