"""Whole days: one column for each set of sessions that a person can take together on one day.

The columns of a day exclude one another; a seat's column is tied to the days that hold its session. The rows of the
pair form follow from these, and the linear bound is tighter: exact for cover and promises on the study's schools, and
with the waiting and travel of a day known in its column also close for the balance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from types import ModuleType

from roster.problem import Person, Session
from solver.choices import Choices, DaySet, days_of
from solver.forms import day_rules, pairs
from solver.linear import Sum

MOST_SETS = 250  # a day with more possible sets is written in pairs


def write(choices: Choices, rules: Sequence[ModuleType]) -> None:
    """Write the days of everybody as sets of sessions, very full days in pairs."""
    for person in choices.problem.people:
        if not choices.offers_of(person):
            continue
        masks = day_rules.clash_masks(choices, person, rules)
        for on_day, positions in day_rules.offers_by_day(choices.offers_of(person)).items():
            most = day_rules.most_on_day(choices, person, on_day, rules)
            sets = _session_sets(choices, person, positions, masks, most)
            if sets is None:
                pairs.write_day(choices, person, on_day, positions, masks, rules)
            else:
                _write_day(choices, person, on_day, sets)
        pairs.write_nights(choices, person, masks)


def _write_day(choices: Choices, person: Person, on_day: dt.date, sets: list[tuple[Session, ...]]) -> None:
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
    choices: Choices, person: Person, positions: Sequence[int], masks: Sequence[int], most: int
) -> list[tuple[Session, ...]] | None:
    """All non-empty sets of sessions that the day can hold, none of them clashing; None if there are too many."""
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

    found: list[tuple[Session, ...]] = []
    for whole in grown(0, 0, most):
        if len(found) == MOST_SETS:
            return None
        found.append(whole)
    return found
