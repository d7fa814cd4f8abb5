"""The best week that one person could have if every session had a worth of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from roster.problem import Person, Session
from solver.choices import days_of
from solver.given import Given
from solver.rules import RULES
from solver.seats import Seats

MOST_SETS_OF_A_DAY = 20_000


def best_week(
    person: Person, sessions: Sequence[Session], worth_of: Mapping[str, float], seats: Seats, given: Given
) -> float:
    """The most that a week of these sessions is worth, within the person's days, minutes and ways.

    What clashes over midnight is not looked at, which can only make it more.
    """
    duties = given.duties(person)
    busy = days_of(duties)
    minutes_left = person.max_minutes_week - sum(duty.minutes for duty in duties)
    weeks: dict[tuple[int, int], float] = {(0, 0): 0.0}  # new days and minutes taken: the most that can be had so
    for on_day in sorted(days_of(sessions)):
        today = [session for session in sessions if session.on_day == on_day]
        most = min(rule.most_on_day(person, on_day, given) for rule in RULES if hasattr(rule, "most_on_day"))
        days = _days(person, today, worth_of, min(most, len(today)), seats)
        new = 0 if on_day in busy else 1
        for (used, spent), before in list(weeks.items()):
            for minutes, worth in days.items():
                week = (used + new, spent + minutes)
                if week[0] <= person.max_days_week - len(busy) and week[1] <= minutes_left:
                    weeks[week] = max(before + worth, weeks.get(week, 0.0))
    return max(weeks.values())


def _days(
    person: Person, sessions: Sequence[Session], worth_of: Mapping[str, float], most: int, seats: Seats
) -> dict[int, float]:
    """By minutes: the most that a day of these sessions is worth; with too many ways to fill it, as if none clashed."""
    clashing = _clashing(person, sessions, seats)
    found: dict[int, float] = {}
    tried = 0
    growing: list[tuple[int, int, int, int, float]] = [(0, 0, 0, 0, 0.0)]  # next session, taken, closed, minutes, worth
    while growing:
        first, taken, closed, minutes, worth = growing.pop()
        for number in range(first, len(sessions)) if taken < most else ():
            if closed >> number & 1:
                continue
            tried += 1
            longer = minutes + sessions[number].minutes
            more = worth + worth_of[sessions[number].key]
            found[longer] = max(more, found.get(longer, 0.0))
            growing.append((number + 1, taken + 1, closed | clashing[number], longer, more))
        if tried > MOST_SETS_OF_A_DAY:
            return {0: sum(sorted((worth_of[session.key] for session in sessions), reverse=True)[:most])}
    return found


def _clashing(person: Person, sessions: Sequence[Session], seats: Seats) -> list[int]:
    """For each session the others that the person cannot take beside it: bit ``j`` of entry ``i``."""
    stretches = seats.stretches_of(sessions)
    matrices = [rule.clashes(person, stretches, stretches, seats) for rule in RULES if hasattr(rule, "clashes")]
    clashes = np.logical_or.reduce(matrices)
    return [sum(1 << int(other) for other in row.nonzero()[0]) for row in clashes]
