"""``plan.json``: an outcome written for people's scripts, and read back to be checked.

::

    {
      "organisation": "osnabrueck", "week": "2026-W48",
      "status": "optimal" | "feasible" | "cancelled",
      "seconds": 3.2, "cut_short": false, "fingerprint": "9f…",
      "goals":       [{"key": "cover", "value": 12, "bound": 12, "optimal": true}, …, {"key": "balance", …}],
      "assignments": [{"course": "a2-evening", "date": "2026-11-24", "start": "18:30", "role": "lead",
                       "volunteer": "anna"}],
      "empty":       [{"course": "b1-evening", "date": "2026-11-24", "start": "18:30", "role": "lead",
                       "required": true}],
      "set_aside":   [ pins that could not stand, in the form of an assignment ]
    }

``bound`` is null where nothing is proven about a goal on its own. ``empty`` has one entry for each empty seat;
``required`` is false for a wished seat. Keys are those of the school's own tables.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from pydantic import BaseModel, ValidationError

from roster.errors import Invalid
from roster.outcome import Outcome
from roster.plan import Plan
from roster.problem import Assignment, Problem, session_key
from roster.words import Sentence

NOT_A_PLAN = Sentence(
    de="{file} ist keine Plandatei: {place}: {problem}. Erwartet wird die Ausgabe von „roster solve --out“.",
    en="{file} is not a plan file: {place}: {problem}. Expected is what “roster solve --out” writes.",
)
OTHER_WEEK = Sentence(
    de="{file} ist ein Plan für {found}, geprüft werden soll {week}. Bitte --week {found} angeben.",
    en="{file} is a plan for {found}, but {week} is to be checked. Please give --week {found}.",
)
OTHER_ORGANISATION = Sentence(
    de="{file} ist ein Plan von „{found}“, geprüft wird „{organisation}“. Bitte die zugehörigen Tabellen nehmen.",
    en="{file} is a plan of “{found}”, but checked is “{organisation}”. Please take the tables that it belongs to.",
)


class _Row(BaseModel):
    course: str
    date: dt.date
    start: str
    role: str
    volunteer: str


class _PlanFile(BaseModel):
    week: str
    organisation: str | None = None
    assignments: list[_Row]


def write_plan(problem: Problem, outcome: Outcome) -> str:
    """The text of ``plan.json`` for an outcome of this problem, ending in a newline."""
    content = {
        "organisation": problem.organisation,
        "week": problem.week,
        "status": outcome.status.value,
        "seconds": round(outcome.seconds, 3),
        "cut_short": outcome.cut_short,
        "fingerprint": outcome.fingerprint,
        "goals": [
            {"key": goal.key, "value": goal.value, "bound": goal.bound, "optimal": goal.optimal}
            for goal in outcome.goals
        ],
        "assignments": [_row(problem, assignment) for assignment in outcome.plan.assignments],
        "empty": empty_seats(problem, outcome.plan),
        "set_aside": [_row(problem, pin) for pin in outcome.set_aside],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def empty_seats(problem: Problem, plan: Plan) -> list[dict[str, Any]]:
    """One entry for each empty seat, sessions in order of time; people fill required seats before wished ones."""
    entries = []
    for session in sorted(problem.sessions, key=lambda s: (s.start_minute, s.key)):
        for need in session.needs:
            taken = len(plan.in_seat(session.key, need.role))
            entries += [
                {
                    "course": session.course,
                    "date": session.on_day.isoformat(),
                    "start": session.starts,
                    "role": need.role,
                    "required": place < need.required,
                }
                for place in range(taken, need.seats)
            ]
    return entries


def read_plan(text: str, problem: Problem, *, file: str = "plan.json") -> Plan:
    """Read the assignments of a plan file for a problem.

    Rows that name no session, seat or person of the problem stay in the plan: the rule ``seats`` refuses them by name.
    Raises Invalid where the text is not a plan file or belongs to another week or organisation.
    """
    try:
        content = _PlanFile.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "line 1"
        raise Invalid(NOT_A_PLAN, file=file, place=place, problem=first["msg"]) from error
    if content.week != problem.week:
        raise Invalid(OTHER_WEEK, file=file, found=content.week, week=problem.week)
    if content.organisation is not None and content.organisation != problem.organisation:
        raise Invalid(OTHER_ORGANISATION, file=file, found=content.organisation, organisation=problem.organisation)
    return Plan.of(
        Assignment(session_key(row.course, row.date, row.start), row.role, row.volunteer) for row in content.assignments
    )


def _row(problem: Problem, assignment: Assignment) -> dict[str, str]:
    session = problem.session_by_key[assignment.session]
    return {
        "course": session.course,
        "date": session.on_day.isoformat(),
        "start": session.starts,
        "role": assignment.role,
        "volunteer": assignment.person,
    }
