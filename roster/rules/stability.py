"""stability: after a roster was published, as few people as possible must be told something new."""

from __future__ import annotations

from collections.abc import Iterator

from roster.plan import Plan
from roster.problem import Problem
from roster.rules.seating import seating_of
from roster.words import Sentence

KEY = "stability"
NAME = Sentence("Beständigkeit", "Stability")
SENTENCE = Sentence(
    de=(
        "Gezählt werden Personen, denen nach der Veröffentlichung etwas Neues gesagt werden muss; je näher der "
        "Termin, desto mehr wiegt es."
    ),
    en=(
        "Counted are people who would have to be told something new after publishing, weighing more the nearer the "
        "date."
    ),
)


def value(problem: Problem, plan: Plan) -> int:
    """Sum over people of the greatest urgency among the sessions in which their duty changes.

    0 for a week that was never published. A duty is a session with a role. People told anyway cost at least their own
    urgency. Past sessions do not count.
    """
    return sum(told_urgency(problem, plan).values())


def told_urgency(problem: Problem, plan: Plan) -> dict[str, int]:
    """Everybody who would have to be told something, with the urgency; empty for a week that was never published."""
    if problem.published is None:
        return {}
    urgency: dict[str, int] = {}
    for person, session in _changed(problem, plan):
        urgency[person] = max(urgency.get(person, 0), problem.session_by_key[session].urgency)
    for person, least in problem.told_anyway:
        urgency[person] = max(urgency.get(person, 0), least)
    return urgency


def _changed(problem: Problem, plan: Plan) -> Iterator[tuple[str, str]]:
    """Person and session of every duty that is published but not planned, or planned but not published."""
    planned = {(one.person.key, one.session.key, one.role) for one in seating_of(problem, plan).judged}
    published = {
        (told.person, told.session, told.role)
        for told in problem.published or ()
        if (session := problem.session_by_key.get(told.session)) is not None and not session.past
    }
    for person, where, _ in planned ^ published:
        yield person, where
