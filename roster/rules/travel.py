"""travel: little time on the way and little waiting between two sessions of one day."""

from __future__ import annotations

from itertools import pairwise

from roster.plan import Plan
from roster.problem import Problem, Session
from roster.rules.seating import seating_of
from roster.words import Sentence

KEY = "travel"
NAME = Sentence("Wege und Wartezeiten", "Travel and waiting")
SENTENCE = Sentence(
    de=(
        "Gezählt werden Minuten zwischen zwei Terminen eines Tages und dazu die Minuten auf dem Weg zwischen den "
        "Standorten."
    ),
    en="Counted are the minutes between two sessions of one day, plus the minutes on the way between their sites.",
)


def value(problem: Problem, plan: Plan) -> int:
    """Sum of ``minutes_between`` over a person's neighbouring sessions that start on one day, past included."""
    return sum(
        minutes_between(problem, person, first, second)
        for person, sessions in seating_of(problem, plan).sessions_by_person.items()
        for first, second in pairwise(sessions)
        if first.on_day == second.on_day
    )


def minutes_between(problem: Problem, person: str, first: Session, second: Session) -> int:
    """Minutes from the end of one session to the start of the next (0 if they overlap), plus the way."""
    waiting = max(0, second.start_minute - first.end_minute)
    return waiting + problem.way_minutes(person, first.site, second.site)
