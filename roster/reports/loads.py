"""Who does how much in a week, beside what they wished."""

from __future__ import annotations

from dataclasses import dataclass

from roster.plan import Plan
from roster.problem import Problem
from roster.rules import Names


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One person's week in minutes, duties elsewhere included; ``share`` is the percentage of the wish, or 0."""

    person: str
    person_name: str
    minutes: int
    elsewhere_minutes: int
    wished_minutes: int
    promised_minutes: int
    max_minutes: int
    sessions: int
    share: int


def load_lines(problem: Problem, plan: Plan, names: Names) -> tuple[LoadLine, ...]:
    """Everyone who is rostered, by name, also those without a duty."""
    lines = []
    for person in problem.people:
        keys = {seat.session for seat in plan.by_person.get(person.key, ())}
        sessions = [problem.session_by_key[key] for key in keys if key in problem.session_by_key]
        elsewhere = sum(duty.minutes for duty in person.commitments)
        minutes = sum(session.minutes for session in sessions) + elsewhere
        lines.append(
            LoadLine(
                person=person.key,
                person_name=names[f"person/{person.key}"],
                minutes=minutes,
                elsewhere_minutes=elsewhere,
                wished_minutes=person.wished_minutes,
                promised_minutes=person.promised_minutes,
                max_minutes=person.max_minutes_week,
                sessions=len(sessions),
                share=100 * minutes // person.wished_minutes if person.wished_minutes else 0,
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.person_name, line.person)))
