"""A convex cost of the distance from each volunteer's wished hours; below a promised minimum costs most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from roster.problem import Person
from solver.choices import Choices
from solver.linear import Sum

KEY = "promises"

MOST_TOTALS = 64  # a person who can reach more different totals of minutes than this gets minute-wise steps
MOST_MINUTES = 4 * 7 * 1440  # totals beyond this are not enumerated


@dataclass(frozen=True, slots=True)
class Stretch:
    """Equal steps from one total of minutes to the next: how many, how long each, what each adds to the cost."""

    steps: int
    minutes: int
    cost: int


def cost(choices: Choices) -> Sum:
    """The cost of everybody's minutes in this week, commitments and past sessions included, in weighted minutes."""
    return Sum.total(_cost_of(choices, person) for person in choices.problem.people)


def cost_of_minutes(person: Person, minutes: int) -> int:
    """What it costs that the person has so many minutes: 1, 3, then 5 for each one missing (from 90 and 270 on), 8 more
    for each one missing to the promise, 2 and then 4 for each one too many (from 90 on)."""
    missing = max(0, person.wished_minutes - minutes)
    surplus = max(0, minutes - person.wished_minutes)
    return (
        min(missing, 90)
        + 3 * min(max(missing - 90, 0), 180)
        + 5 * max(missing - 270, 0)
        + 8 * max(0, person.promised_minutes - minutes)
        + 2 * min(surplus, 90)
        + 4 * max(surplus - 90, 0)
    )


def _cost_of(choices: Choices, person: Person) -> Sum:
    """The person's cost as a sum of steps: the minutes climb them one after the other, because they get ever dearer."""
    start = sum(duty.minutes for duty in choices.given.duties(person))
    offers = choices.offers_of(person)
    spent = Sum(constant=cost_of_minutes(person, start))
    if not offers:
        return spent
    minutes = Sum((offer.column for offer in offers), (offer.session.minutes for offer in offers))
    stretches = _stretches(person, start, minutes.factors)

    def climbed(values: Sequence[int]) -> Sequence[int]:
        left, told = minutes.value(values), []
        for stretch in stretches:
            told.append(min(stretch.steps, left // stretch.minutes))
            left -= told[-1] * stretch.minutes
        return told

    columns = choices.model.helpers([(0, stretch.steps) for stretch in stretches], climbed)
    climb = Sum()
    for column, stretch in zip(columns, stretches, strict=True):
        climb.add(Sum.of(column), stretch.minutes)
        spent.add(Sum.of(column), stretch.cost)
    choices.model.keep(minutes - climb, lower=0, upper=0)
    return spent


def _stretches(person: Person, start: int, durations: Iterable[int]) -> list[Stretch]:
    """The steps from what the person has already to all that could come on top, cheapest steps first.

    Where the person can reach few different totals, the steps lead from one to the next: the tightest convex cost.
    """
    durations = list(durations)
    room = min(sum(durations), max(0, person.max_minutes_week - start))
    totals = _totals(durations, room)
    if len(totals) > MOST_TOTALS:
        kinks = (person.wished_minutes - distance for distance in (270, 90, 0, -90))
        edges = sorted({start + room, start, *kinks, person.promised_minutes})
        inside = [edge for edge in edges if start <= edge <= start + room]
        pieces = [(until - since, 1, since) for since, until in pairwise(inside)]
    else:
        ordered = sorted(totals)
        pieces = [(1, until - since, start + since) for since, until in pairwise(ordered)]
    stretches: list[Stretch] = []
    for steps, minutes, since in pieces:
        price = cost_of_minutes(person, since + minutes) - cost_of_minutes(person, since)
        if stretches and (stretches[-1].minutes, stretches[-1].cost) == (minutes, price):
            stretches[-1] = Stretch(stretches[-1].steps + steps, minutes, price)
        else:
            stretches.append(Stretch(steps, minutes, price))
    return stretches


def _totals(durations: list[int], room: int) -> set[int]:
    """All totals up to ``room`` that some of these durations add up to, or enough to see that they are too many."""
    if room > MOST_MINUTES:
        return set(range(MOST_TOTALS + 1))
    reached = 1  # bit t: the total t can be reached
    for duration in durations:
        reached |= reached << duration
        reached &= (1 << room + 1) - 1
    return {total for total in range(room + 1) if reached >> total & 1}
