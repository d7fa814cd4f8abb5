"""What a shared person's week costs all of their schools together: the goal ``promises``, seen over the whole state."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from roster.problem import Person
from solver.goals.promises import cost_of_minutes
from solver.linear import Row
from solver.state.coupling import Addition
from solver.state.sharing import Duty, Record, minutes_left

MOST_TOTALS = 64  # a person who can reach more different totals of minutes than this gets the edges of the cost only


@dataclass(frozen=True)
class Hours:
    """What one person's week costs in the view of every record, by the minutes that come on top of what is fixed.

    ``views`` are the wishes written down in each school, with the minutes that are fixed in its view.
    """

    views: tuple[tuple[Person, int], ...]

    @classmethod
    def of(cls, records: Iterable[Record], fixed: Iterable[Duty]) -> Hours:
        """``fixed`` are duties in all schools of the state that no plan decides."""
        taken = sum(duty.minutes for duty in fixed)
        return cls(tuple((_wishes(one), taken + sum(duty.minutes for duty in one.outside)) for one in records))

    def cost(self, more: int) -> int:
        """The cost with so many minutes more."""
        return sum(cost_of_minutes(person, start + more) for person, start in self.views)

    def edges(self, most: int) -> list[int]:
        """Totals from 0 to ``most`` between which the cost is a straight line."""
        kinks = {
            kink - start
            for person, start in self.views
            for kink in (*(person.wished_minutes - away for away in (270, 90, 0, -90)), person.promised_minutes)
        }
        return sorted({0, most, *(kink for kink in kinks if 0 < kink < most)})


def cheapest_minutes(records: Sequence[Record], price: float) -> int:
    """The minutes at which a person's week costs least if each of them also brings ``price`` back; negative ones cost.

    Tried is every total that the schools' sessions can add up to, and that the week can hold; or where these are many,
    the edges of the cost, which is no dearer between them.
    """
    hours = Hours.of(records, [duty for record in records for duty in record.past])
    grain = max(1, math.gcd(*(record.grain for record in records)))
    most = max(0, minutes_left(records))
    totals = range(0, most + 1, grain) if most <= MOST_TOTALS * grain else hours.edges(most)
    return min(totals, key=lambda minutes: hours.cost(minutes) - price * minutes)


def _wishes(record: Record) -> Person:
    return Person(record.person, "", wished_minutes=record.wished_minutes, promised_minutes=record.promised_minutes)


def add_hours(
    adding: Addition, minutes: Mapping[int, int], records: Iterable[Record], fixed: Iterable[Duty]
) -> tuple[dict[int, int], int]:
    """Write what one person's minutes cost in the view of every record; gives its factors by column and its constant.

    ``minutes`` are those of each offer, by its column. The minutes climb steps that get ever dearer; where few totals
    can be reached, the steps lead from one to the next: the tightest convex cost.
    """
    hours = Hours.of(records, fixed)
    factors: dict[int, int] = {}
    climb = dict(minutes)
    for since, until in pairwise(_edges(list(minutes.values()), hours)):
        steps, length = (1, until - since) if _few(minutes.values()) else (until - since, 1)
        column = adding.column(steps)
        climb[column] = -length
        factors[column] = (hours.cost(until) - hours.cost(since)) // steps
    if minutes:
        adding.rows.append(Row(list(climb.keys()), list(climb.values()), 0, 0))
    return {column: factor for column, factor in factors.items() if factor}, hours.cost(0)


def _few(durations: Iterable[int]) -> bool:
    return len(_totals(durations)) <= MOST_TOTALS


def _edges(durations: list[int], hours: Hours) -> list[int]:
    """Totals of minutes between which the cost is a straight line, as far as it matters."""
    return sorted(_totals(durations)) if _few(durations) else hours.edges(sum(durations))


def _totals(durations: Iterable[int]) -> set[int]:
    """All totals that some of these durations add up to, or enough of them to see that they are too many."""
    totals = {0}
    for duration in durations:
        totals |= {total + duration for total in totals}
        if len(totals) > MOST_TOTALS:
            return totals
    return totals
