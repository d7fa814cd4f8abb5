"""What a shared person's week costs all of their schools together: the goal ``promises``, seen over the whole state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from roster.problem import Person
from solver.goals.promises import cost_of_minutes
from solver.linear import Row
from solver.state.coupling import Addition
from solver.state.sharing import Duty, Record

MOST_TOTALS = 64  # a person who can reach more different totals of minutes than this gets the edges of the cost only


def add_hours(
    adding: Addition, minutes: Mapping[int, int], records: Iterable[Record], fixed: Iterable[Duty]
) -> tuple[dict[int, int], int]:
    """Write what one person's minutes cost in the view of every record; gives its factors by column and its constant.

    ``minutes`` are those of each offer, by its column. The minutes climb steps that get ever dearer; where few totals
    can be reached, the steps lead from one to the next: the tightest convex cost.
    """
    taken = sum(duty.minutes for duty in fixed)
    people = [
        (Person(record.person, "", wished_minutes=record.wished_minutes, promised_minutes=record.promised_minutes), at)
        for record in records
        for at in (taken + sum(duty.minutes for duty in record.outside),)
    ]

    def cost(more: int) -> int:
        return sum(cost_of_minutes(person, start + more) for person, start in people)

    factors: dict[int, int] = {}
    climb = dict(minutes)
    for since, until in pairwise(_edges(list(minutes.values()), people)):
        steps, length = (1, until - since) if _few(minutes.values()) else (until - since, 1)
        column = adding.column(steps)
        climb[column] = -length
        factors[column] = (cost(until) - cost(since)) // steps
    if minutes:
        adding.rows.append(Row(list(climb.keys()), list(climb.values()), 0, 0))
    return {column: factor for column, factor in factors.items() if factor}, cost(0)


def _few(durations: Iterable[int]) -> bool:
    return len(_totals(durations)) <= MOST_TOTALS


def _edges(durations: list[int], people: list[tuple[Person, int]]) -> list[int]:
    """Totals of minutes between which the cost is a straight line, as far as it matters."""
    if _few(durations):
        return sorted(_totals(durations))
    most = sum(durations)
    kinks = {
        kink - start
        for person, start in people
        for kink in (*(person.wished_minutes - away for away in (270, 90, 0, -90)), person.promised_minutes)
    }
    return sorted({0, most, *(kink for kink in kinks if 0 < kink < most)})


def _totals(durations: Iterable[int]) -> set[int]:
    """All totals that some of these durations add up to, or enough of them to see that they are too many."""
    totals = {0}
    for duration in durations:
        totals |= {total + duration for total in totals}
        if len(totals) > MOST_TOTALS:
            return totals
    return totals
