"""Several schools as one linear model: their blocks side by side, and the common weeks of the people they share."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from solver.safe_bounds import rounded_up
from solver.state.arrays import Arrays, Floats
from solver.state.block import PROMISES, Block, Seat, Shared, taken_seats
from solver.state.coupling import Addition, couple
from solver.state.hours import add_hours
from solver.state.sharing import MINUTES, Duty, Prices, Record, price_of

SPARING = 0.9  # of the smallest step of a goal: how much sparing shared people may weigh at most

HeldSeat = tuple[str, str, str]
"""A seat that a person keeps: school, session, role."""


@dataclass(frozen=True)
class Elsewhere:
    """What is known of a shared person in schools that a joint model leaves out: their duties and records there.

    ``planned`` are those of the duties that are not past, school by school: the limits written down there count, too.
    """

    duties: tuple[Duty, ...] = ()
    records: tuple[Record, ...] = ()
    planned: tuple[tuple[Record, tuple[Duty, ...]], ...] = ()


NOWHERE_ELSE = Elsewhere()


@dataclass(frozen=True)
class Joint:
    """The model with each goal's cost, and whom and what the rows with a price are about, by row."""

    blocks: tuple[Block, ...]
    arrays: Arrays
    costs: Mapping[str, Floats]
    constants: Mapping[str, int]
    names: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    def seats(self, values: Floats) -> dict[str, tuple[Seat, ...]]:
        """Who sits where in each school."""
        return {block.school: taken_seats(block, values[first:]) for block, first in _placed(self.blocks)}

    def duties(self, values: Floats) -> dict[str, dict[str, tuple[Duty, ...]]]:
        """What each shared person does in each school, by school and identity; sessions of the past included."""
        return {
            block.school: {identity: _duties(shared, values[first:]) for identity, shared in block.shared.items()}
            for block, first in _placed(self.blocks)
        }

    def value(self, key: str, values: Floats) -> int:
        """What a goal comes to."""
        return round(float(self.costs[key] @ values)) + self.constants[key]

    def price_costs(self, prices: Mapping[str, Prices]) -> Floats:
        """What each duty of these people costs at their prices, by column."""
        costs = np.zeros(self.arrays.width)
        for block, first in _placed(self.blocks):
            for identity in block.shared.keys() & prices.keys():
                shared = block.shared[identity]
                for column, duty in zip(shared.columns, shared.duties, strict=True):
                    costs[first + column] += price_of(duty, prices[identity])
        return costs

    def used(self, prices: Mapping[str, Prices], values: Floats) -> dict[str, dict[str, float]]:
        """How many units of the rows named in ``prices`` these values use, by identity and row."""
        found = {identity: dict.fromkeys(rows, 0.0) for identity, rows in prices.items()}
        for block, first in _placed(self.blocks):
            for identity in block.shared.keys() & prices.keys():
                shared, units = block.shared[identity], found[identity]
                for column, duty in zip(shared.columns, shared.duties, strict=True):
                    if values[first + column] > 0:
                        for row in units:
                            units[row] += price_of(duty, {row: 1.0}) * float(values[first + column])
        return found

    def sparing(self, key: str, identities: Collection[str]) -> tuple[Floats, float]:
        """A goal's cost and a little on top for each minute of these people, so that no more are used than help.

        Also gives the most that all of it can come to: less than the goal's smallest step.
        """
        most = {
            identity: max(
                block.shared[identity].record.most_minutes for block in self.blocks if identity in block.shared
            )
            for identity in identities
        }
        step, minutes = self.step(key), sum(max(0, one) for one in most.values())
        if not step or not minutes:
            return self.costs[key], 0.0
        extra = SPARING * step
        prices = {identity: {MINUTES: extra / minutes} for identity in most}
        return self.costs[key] + self.price_costs(prices), extra

    def step(self, key: str) -> int:
        """All values of a goal are a multiple of this, but for its constant; 0 if there is only one value."""
        return math.gcd(*(int(factor) for factor in np.unique(self.costs[key])))

    def rounded_up(self, key: str, bound: float) -> int:
        """The least value of a goal that a proven bound leaves, its constant included."""
        return max(0, self.constants[key] + rounded_up(bound, grain=self.step(key) or 1))

    def keeping(self, key: str, most: int) -> Joint:
        """The same, but no plan may cost more than this in a goal."""
        costs = self.costs[key]
        used = np.flatnonzero(costs)
        if not len(used):
            return self
        addition = Addition(self.arrays.width)
        terms = {int(column): int(costs[column]) for column in used}
        addition.at_most(terms, most - self.constants[key])
        return replace(self, arrays=self.arrays.extended([], addition.rows))


def joint(
    blocks: Sequence[Block],
    elsewhere: Mapping[str, Elsewhere],
    held: Mapping[str, frozenset[HeldSeat]],
    *,
    left_apart: frozenset[str] = frozenset(),
) -> Joint:
    """Put schools together.

    The seats of the people in ``held`` stay as they are given there. People in ``left_apart`` are not coupled: that is
    what a bound at prices is made of.
    """
    side_by_side = Arrays.side_by_side([block.arrays for block in blocks])
    goals = blocks[0].goals.keys() | {key for block in blocks for key in block.goals} if blocks else set()
    width = side_by_side.width
    costs = {key: np.zeros(width) for key in goals}
    constants = dict.fromkeys(goals, 0)
    for block, first in _placed(blocks):
        for key, goal in block.goals.items():
            costs[key][first : first + block.arrays.width] = goal.costs
            constants[key] += goal.constant
    adding = Addition(width)
    hours: dict[int, int] = {}
    lowers, uppers = side_by_side.lowers.copy(), side_by_side.uppers.copy()
    for identity, places in _people(blocks).items():
        if identity in left_apart:
            continue
        if identity in held:
            for column, seat in _offers(identity, places):
                lowers[column] = uppers[column] = float(seat in held[identity])
            continue
        other = elsewhere.get(identity, NOWHERE_ELSE)
        own = [(block.shared[identity], first) for block, first in places]
        minutes = couple(adding, identity, own, other.duties, other.planned)
        if PROMISES in goals:
            records = [block.shared[identity].record for block, _ in places]
            fixed = [*other.duties, *(duty for record in records for duty in record.past)]
            factors, constant = add_hours(adding, minutes, [*records, *other.records], fixed)
            hours.update(factors)
            constants[PROMISES] += constant
    uppers[adding.closed] = lowers[adding.closed] = 0.0
    arrays = replace(side_by_side, lowers=lowers, uppers=uppers).extended(adding.uppers, adding.rows)
    wider = {key: np.concatenate([cost, np.zeros(len(adding.uppers))]) for key, cost in costs.items()}
    for column, factor in hours.items():
        wider[PROMISES][column] += factor
    names = {side_by_side.height + row: name for row, name in adding.names.items()}
    return Joint(tuple(blocks), arrays, wider, constants, names)


def _placed(blocks: Sequence[Block]) -> Iterator[tuple[Block, int]]:
    """Each block with its first column."""
    first = 0
    for block in blocks:
        yield block, first
        first += block.arrays.width


def _people(blocks: Sequence[Block]) -> dict[str, list[tuple[Block, int]]]:
    """The shared people of these schools, each with their blocks and the first columns of those."""
    people: dict[str, list[tuple[Block, int]]] = {}
    for block, first in _placed(blocks):
        for identity in block.shared:
            people.setdefault(identity, []).append((block, first))
    return people


def _offers(identity: str, places: Sequence[tuple[Block, int]]) -> Iterator[tuple[int, HeldSeat]]:
    for block, first in places:
        for column in block.shared[identity].columns:
            session, role, _ = block.seats[column]
            yield first + column, (block.school, session, role)


def _duties(shared: Shared, values: Floats) -> tuple[Duty, ...]:
    taken = (duty for column, duty in zip(shared.columns, shared.duties, strict=True) if values[column] > 0.5)
    return (*shared.record.past, *taken)
