"""Minutes on the way between sites, and waiting minutes between two sessions of one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise

from roster.problem import Person, Problem, Session
from solver.choices import Choices
from solver.linear import Sum

KEY = "travel"


def cost(choices: Choices) -> Sum:
    """Minutes between the sessions that each person takes on one day, waiting and way, past sessions included."""
    total = Sum()
    for person in choices.problem.people:
        days: dict[dt.date, dict[str, Session]] = {}
        for session in (*choices.given.held(person), *(offer.session for offer in choices.offers_of(person))):
            days.setdefault(session.on_day, {})[session.key] = session
        for on_day, sessions in days.items():
            if len(sessions) > 1:
                total.add(_day(choices, person, on_day, in_order(sessions.values())))
    return total


def in_order(sessions: Iterable[Session]) -> list[Session]:
    """Sessions as a person goes through them."""
    return sorted(sessions, key=lambda session: (session.start_minute, session.end_minute, session.key))


def minutes_between(problem: Problem, person: Person, sessions: Sequence[Session]) -> int:
    """Waiting and way from each of these sessions to the next; no waiting where they overlap."""
    return sum(
        max(0, after.start_minute - before.end_minute) + problem.way_minutes(person.key, before.site, after.site)
        for before, after in pairwise(sessions)
    )


def _day(choices: Choices, person: Person, on_day: dt.date, sessions: list[Session]) -> Sum:
    day_sets = choices.day_sets.get((person.key, on_day))
    if day_sets is None:
        return _in_pairs(choices, person, sessions)
    held = [session for session in choices.given.held(person) if session.on_day == on_day]
    at_rest = minutes_between(choices.problem, person, in_order(held))
    total = Sum(constant=at_rest)
    for day_set in day_sets:
        minutes = minutes_between(choices.problem, person, in_order((*held, *day_set.sessions)))
        if minutes != at_rest:
            total.add(Sum.of(day_set.column), minutes - at_rest)
    return total


def _in_pairs(choices: Choices, person: Person, sessions: list[Session]) -> Sum:
    """A column for each two sessions that may follow one another: 1 if both are taken and nothing between them."""
    total = Sum()
    attends = [choices.attends(person.key, session.key) for session in sessions]
    for first in range(len(sessions)):
        between = Sum()
        for second in range(first + 1, len(sessions)):
            minutes = minutes_between(choices.problem, person, (sessions[first], sessions[second]))
            follow = attends[first] + attends[second] - between - 1
            if minutes and follow.columns:
                total.add(choices.model.at_least([follow], 0, 1), minutes)
            elif minutes:
                total.add(Sum(constant=minutes * max(0, follow.constant)))
            between.add(attends[second])
    return total
