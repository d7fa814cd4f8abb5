"""qualification: a seat is for somebody who may do what it asks, on that date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from roster.plan import Plan
from roster.problem import Person, Problem, Qualification, Session
from roster.records import Level
from roster.rules.seating import NOBODY, Placing, Seating, once_per_problem, seating_of
from roster.rules.violation import Fact, Violation
from roster.words import Sentence

KEY = "qualification"
NAME = Sentence("Qualifikation", "Qualification")
SENTENCE = Sentence(
    "Einen Platz nimmt nur ein, wer an diesem Tag für Rolle, Bereich und Niveau qualifiziert ist.",
    "A seat is taken only by somebody qualified for its role, branch and level, on that date.",
)

NOT_THE_ROLE = Sentence(
    "{session}: {person} ist nicht als {role} qualifiziert.",
    "{session}: {person} is not qualified as {role}.",
)
NOT_THE_BRANCH = Sentence(
    "{session}: {person} ist als {role} nicht für den Bereich {branch} qualifiziert.",
    "{session}: {person} is not qualified as {role} in the branch {branch}.",
)
NOT_THE_LEVEL = Sentence(
    "{session}: {person} ist als {role} nicht für das Niveau {level} qualifiziert.",
    "{session}: {person} is not qualified as {role} at level {level}.",
)
RUN_OUT = Sentence(
    "{session}: Die Qualifikation von {person} als {role} galt nur bis {until}.",
    "{session}: the qualification of {person} as {role} was valid only until {until}.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every assignment of somebody who is not qualified for it; past sessions are not judged."""
    seating = seating_of(problem, plan)
    return [found for placing in seating.judged for found in objections(problem, seating, placing)]


def objections(_problem: Problem, _seating: Seating, placing: Placing) -> list[Violation]:
    """At most one violation, which tells how near the person comes: role, then branch, then level, then date.

    One single qualification has to fit in all four.
    """
    person, session, role = placing
    facts: tuple[tuple[str, Fact], ...] = ()
    in_role = [one for one in person.qualifications if one.role == role]
    in_branch = [one for one in in_role if one.branch in (None, session.branch)]
    at_level = [one for one in in_branch if _spans(one, session)]
    ends = [one.valid_until for one in at_level if one.valid_until is not None and one.valid_until < session.on_day]
    if len(ends) < len(at_level):
        return []
    if at_level:
        telling, facts = RUN_OUT, (("until", max(ends)),)
    elif in_branch and session.level is not None:
        telling, facts = NOT_THE_LEVEL, (("level", spoken_level(session.level)),)
    elif in_role:
        telling, facts = NOT_THE_BRANCH, (("branch", session.branch),)
    else:
        telling = NOT_THE_ROLE
    return [Violation(KEY, person.key, (session.key,), role, facts, telling)]


def qualified_people(problem: Problem, session: Session, role: str) -> Sequence[Person]:
    """Everybody whom this rule lets take a role in a session, in the order of the people."""
    known = _qualified_by_kind(problem)
    kind = (role, session.branch, session.level, session.on_day)
    if kind not in known:
        known[kind] = [
            person for person in problem.people if not objections(problem, NOBODY, Placing(person, session, role))
        ]
    return known[kind]


@once_per_problem
def _qualified_by_kind(_problem: Problem) -> dict[tuple[str, str, Level | None, dt.date], list[Person]]:
    """Whom ``qualified_people`` has found already, by role, branch, level and day: sessions of one kind share them."""
    return {}


def spoken_level(level: Level) -> str:
    """A level as schools write it: "Alpha", "A1.1", "B2"."""
    return "Alpha" if level is Level.ALPHA else level.name.replace("_", ".")


def _spans(qualification: Qualification, session: Session) -> bool:
    """Whether the range of levels holds the session's; a session without level fits every range."""
    if session.level is None:
        return True
    lowest = Level.ALPHA if qualification.level_from is None else qualification.level_from
    highest = Level.C1 if qualification.level_to is None else qualification.level_to
    return lowest <= session.level <= highest
