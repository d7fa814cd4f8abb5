"""Whole days: one column for each set of sessions that a person can take together on one day.

The columns of a day exclude one another; a seat's column is tied to the days that hold its session. The rows of the
pair form follow from these, and the linear bound is tighter: exact for cover and promises on the study's schools, and
with the waiting and travel of a day known in its column also close for the balance.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import ModuleType

from roster.problem import Person, Session
from solver.choices import Choices, DaySet, days_of
from solver.forms import day_rules, pairs
from solver.linear import Sum

# A day with more possible sets is written in pairs. One such day of one person may cost more of the bound than a
# thousand columns cost time: of 250 sets at most, the bound of a balance lay 16 % lower than of 5000.
MOST_SETS = 5_000
MOST_SETS_OF_ALL = 200_000  # together, for the sake of memory; beyond it the fullest days are written in pairs
FEW_SETS = 100  # what a day may still have once so many are gathered

Sets = list[tuple[Session, ...]]


@dataclass(frozen=True, slots=True)
class _Day:
    """One day of one person: positions of its offers among the person's, and its sets unless they are too many."""

    on_day: dt.date
    positions: list[int]
    sets: Sets | None


def write(choices: Choices, rules: Sequence[ModuleType]) -> None:
    """Write the days of everybody as sets of sessions, very full days in pairs."""
    weeks = []
    gathered = 0
    for person in choices.problem.people:
        if choices.offers_of(person):
            masks = day_rules.clash_masks(choices, person, rules)
            choices.settle_clashes(person, masks)
            at_most = MOST_SETS if gathered < MOST_SETS_OF_ALL else FEW_SETS
            days = _days(choices, person, masks, rules, at_most)
            weeks.append((person, masks, days))
            gathered += sum(len(day.sets) for day in days if day.sets is not None)
    most = _most_sets([len(day.sets) for _, _, days in weeks for day in days if day.sets is not None])
    for person, masks, days in weeks:
        for day in days:
            if day.sets is None or len(day.sets) > most:
                pairs.write_day(choices, person, day.on_day, day.positions, masks, rules)
            else:
                _write_day(choices, person, day.on_day, day.sets)
        pairs.write_nights(choices, person, masks)


def _days(
    choices: Choices, person: Person, masks: Sequence[int], rules: Sequence[ModuleType], at_most: int
) -> list[_Day]:
    """The person's days, with their sets where there are no more than ``at_most``."""
    days = []
    for on_day, positions in day_rules.offers_by_day(choices.offers_of(person)).items():
        most = day_rules.most_on_day(choices, person, on_day, rules)
        days.append(_Day(on_day, positions, _session_sets(choices, person, positions, masks, most, at_most)))
    return days


def _most_sets(sizes: list[int]) -> int:
    """The size of the largest days that are written as sets, so that all of them together stay within the limit."""
    sizes.sort()
    fitting = bisect_right(list(accumulate(sizes)), MOST_SETS_OF_ALL)
    if fitting == len(sizes):
        return MOST_SETS
    return sizes[fitting] - 1  # days of one size are treated alike


def _write_day(choices: Choices, person: Person, on_day: dt.date, sets: Sets) -> None:
    model = choices.model
    held = {key: choices.attends(person.key, key) for key in {session.key: None for whole in sets for session in whole}}
    place = {frozenset(session.key for session in whole): number for number, whole in enumerate(sets)}

    def chosen(values: Sequence[int]) -> Sequence[int]:
        told = [0] * len(sets)
        today = frozenset(key for key, attends in held.items() if attends.value(values))
        if today in place:
            told[place[today]] = 1
        return told

    columns = model.helpers([(0, 1)] * len(sets), chosen)
    day_sets = [DaySet(whole, column) for whole, column in zip(sets, columns, strict=True)]
    works = Sum(columns)
    model.keep(works, upper=1)
    with_it: dict[str, list[int]] = {session: [] for session in held}
    for one in day_sets:
        for session in one.sessions:
            with_it[session.key].append(one.column)
    for key, attends in held.items():
        model.keep(attends - Sum(with_it[key]), lower=0, upper=0)
    choices.day_sets[person.key, on_day] = day_sets
    busy = on_day in days_of(choices.given.duties(person))
    choices.settle_day(person.key, on_day, Sum(constant=1) if busy else works)


def _session_sets(
    choices: Choices, person: Person, positions: Sequence[int], masks: Sequence[int], most: int, at_most: int
) -> Sets | None:
    """All non-empty sets of up to ``most`` sessions, none of them clashing; None if there are more than ``at_most``."""
    offers = choices.offers_of(person)
    sessions: list[Session] = []
    clashing: list[int] = []  # positions that clash with the session in any role
    own: list[int] = []
    for position in positions:
        session = offers[position].session
        if not sessions or sessions[-1] is not session:
            sessions.append(session)
            clashing.append(0)
            own.append(0)
        clashing[-1] |= masks[position]
        own[-1] |= 1 << position

    def grown(first: int, closed: int, room: int) -> Iterator[tuple[Session, ...]]:
        for number in range(first, len(sessions)) if room else ():
            if not own[number] & closed:
                yield (sessions[number],)
                for rest in grown(number + 1, closed | clashing[number], room - 1):
                    yield (sessions[number], *rest)

    found: Sets = []
    for whole in grown(0, 0, most):
        if len(found) == at_most:
            return None
        found.append(whole)
    return found
