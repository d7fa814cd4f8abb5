"""Questions as JSON texts and their answers as JSON texts: one pure function for each kind of question.

    ANSWERS["repair"](asked) -> answer

The kinds are ``fillings``, ``repair``, ``recruit``, ``match``, ``whatif`` and ``why``. What is asked shares some parts:

- ``problem``: the text of ``Problem.to_json()``;
- ``plan``: ``[{"session", "role", "person"}]``, which must keep every rule;
- ``seconds``: when the last search ends, a number; each kind has its own default.

Answers take the forms of ``solver.answers``. They hold keys and no names: in their texts a thing stands as its kind and
key in braces, ``{person/anna}``, and ``roster.rules.names.with_names`` puts the names in when the answer is read. A
question that names what its problem does not have raises KeyError, one that is none ValueError; a week that was never
published raises Conflict for a repair; too large a week raises ProblemTooLarge.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from roster.plan import Plan
from roster.problem import Assignment, Person, Problem
from roster.reasons.assignments import why_assigned
from roster.reasons.empty_seats import empty_seats
from solver.answers.changed import comparison_data, repair_data
from solver.answers.explained import empty_seat_data, why_data
from solver.answers.recruited import match_data, recruiting_data
from solver.answers.speech import Data, Speech
from solver.events import happened
from solver.explain.filling import Fillings
from solver.explain.without import without_them
from solver.limits import Limits
from solver.matching import VERIFIED, match, match_volunteer
from solver.recruiting import recruit
from solver.repair import MOST_TOLD, Repairs
from solver.search import solve
from solver.whatif import compare

_PERSON = TypeAdapter(Person)


def fillings(asked: str) -> str:
    """Why one seat is empty, and the cheapest single changes that fill it, each by another person.

    Asked: ``{"problem", "plan", "session", "role", "most": 3, "seconds": 10}``. Answer: an ``empty_seat`` as in
    ``solver.answers.explained.empty_seat_data``, with at most ``most`` fillings; null where the plan fills the seat.
    """
    question, problem, plan = _with_plan(asked)
    session, role = str(question["session"]), str(question["role"])
    problem.needs[session, role]  # KeyError for a seat that there is not
    those = [one for one in empty_seats(problem, plan, wished=True) if (one.session, one.role) == (session, role)]
    if not those:
        return _written(None)
    found = Fillings(problem, plan).cheapest_few(
        session, role, most=int(question.get("most", 3)), seconds=float(question.get("seconds", 10.0))
    )
    return _written(empty_seat_data(those[0], found, Speech()))


def repairing(asked: str) -> str:
    """The least disruption of a published week after something happened, and what fewer told people would keep.

    Asked: ``{"problem", "events": [event], "most_told": 3, "seconds": 5}``; ``seconds`` is for each search. The problem
    is the week as it was published, with ``published``; without events it is taken as it is now. An event is one of
    those in ``solver.events``. Answer: ``solver.answers.changed.repair_data``.
    """
    question = _read(asked)
    problem, repairs = _kept_week(question["problem"], float(question.get("seconds", 5.0)))
    changed = happened(problem, question.get("events", ()))
    found = repairs.after(changed, most_told=int(question.get("most_told", MOST_TOLD)))
    return _written(repair_data(found, Speech()))


@lru_cache(maxsize=1)
def _kept_week(text: str, seconds: float) -> tuple[Problem, Repairs]:
    """A week to repair, kept in this process: who asks about it once mostly asks again."""
    problem = Problem.from_json(text)
    return problem, Repairs(problem, seconds=seconds)


def recruiting(asked: str) -> str:
    """Whom to recruit: the profiles that would fill most empty seats.

    Asked: ``{"problem", "verified": 20, "most_minutes": null, "seconds": 60}``; ``verified`` is how many are searched
    exactly, ``most_minutes`` leaves out profiles with more minutes a week. Answer:
    ``solver.answers.recruited.recruiting_data``.
    """
    question = _read(asked)
    problem = Problem.from_json(question["problem"])
    most_minutes = question.get("most_minutes")
    found = recruit(
        problem,
        verified=int(question.get("verified", VERIFIED)),
        seconds=float(question.get("seconds", 60.0)),
        most_minutes=None if most_minutes is None else int(most_minutes),
    )
    return _written(recruiting_data(found, problem.week, Speech()))


def matching(asked: str) -> str:
    """The open seats where one person helps most, over the weeks of several organisations.

    Asked: ``{"problems": [text of a problem], "person": Person as in a problem, "verified": 20, "seconds": 60}``; for
    somebody who is in one of the problems ``"volunteer": {"organisation", "person": key}`` takes the place of
    ``person``, see ``solver.matching.match_volunteer``. Where the weeks lie in several time zones, ``"zero_minutes":
    {organisation: minutes}`` is needed, see ``solver.matching.match``. Answer: ``solver.answers.recruited.match_data``.
    """
    question = _read(asked)
    problems = [Problem.from_json(text) for text in question["problems"]]
    verified, seconds = int(question.get("verified", VERIFIED)), float(question.get("seconds", 60.0))
    zeros = {key: int(minutes) for key, minutes in question.get("zero_minutes", {}).items()}
    if (volunteer := question.get("volunteer")) is not None:
        home, key = volunteer["organisation"], volunteer["person"]
        found = match_volunteer(problems, home, key, verified=verified, seconds=seconds, zero_minutes=zeros)
    else:
        person = _PERSON.validate_python(question["person"])
        found = match(problems, person, verified=verified, seconds=seconds, zero_minutes=zeros)
    keys = [problem.organisation for problem in problems]
    marks = {key: Speech(organisation=f"{{organisation/{key}}}") for key in keys}
    return _written(match_data(found, marks))


def what_if(asked: str) -> str:
    """A week and a changed copy of it, each with its best plan, side by side.

    Asked: ``{"before": text of a problem, "after": text of a problem, "events": [event], "plan": null | plan of before,
    "seconds": 10}``; the events (see ``solver.events``) change ``after``, or without one ``before``. A ``plan`` is
    where the searches start. ``seconds`` limit each of the two. Answer: ``solver.answers.changed.comparison_data``.
    """
    question = _read(asked)
    before = Problem.from_json(question["before"])
    after = happened(Problem.from_json(question.get("after") or question["before"]), question.get("events", ()))
    limits = Limits(total_seconds=float(question.get("seconds", 10.0)))
    first = solve(before, limits, hint=_plan(question["plan"]) if question.get("plan") else None)
    second = solve(after, limits, hint=first.plan)
    compared = compare(before, first.plan, after, second.plan)
    return _written(comparison_data(compared, first, second, Speech()))


def why(asked: str) -> str:
    """Why somebody sits in a seat: what others there would cost, and what the seat without them costs at least.

    Asked: ``{"problem", "plan", "session", "role", "person", "seconds": 10}``; with ``seconds`` 0 nothing is searched
    and ``without`` is null. Answer: ``solver.answers.explained.why_data``.
    """
    question, problem, plan = _with_plan(asked)
    assignment = Assignment(question["session"], question["role"], question["person"])
    seconds = float(question.get("seconds", 10.0))
    without = without_them(problem, plan, assignment, seconds=seconds) if seconds > 0 else None
    return _written(why_data(why_assigned(problem, plan, assignment), without, Speech()))


ANSWERS: Mapping[str, Callable[[str], str]] = {
    "fillings": fillings,
    "repair": repairing,
    "recruit": recruiting,
    "match": matching,
    "whatif": what_if,
    "why": why,
}


def _read(asked: str) -> dict[str, Any]:
    question = json.loads(asked)
    if not isinstance(question, dict):
        raise ValueError("a question is an object")
    return question


def _with_plan(asked: str) -> tuple[dict[str, Any], Problem, Plan]:
    question = _read(asked)
    return question, Problem.from_json(question["problem"]), _plan(question["plan"])


def _plan(said: Sequence[Mapping[str, str]]) -> Plan:
    return Plan.of(Assignment(one["session"], one["role"], one["person"]) for one in said)


def _written(answer: Data | None) -> str:
    return json.dumps(answer, ensure_ascii=False)
