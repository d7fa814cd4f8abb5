"""One school of a state written as arrays, as if it were alone: what the joint models are put together from.

Writing a school takes about a tenth of a second, so a block is kept: in the process that wrote it, and as a file beside
the school's problem where there is one.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from roster.problem import Commitment, Person, Problem, Session
from solver.caps import refuse_too_large
from solver.choices import Choices, Offer
from solver.forms import pairs
from solver.given import Given
from solver.goals import promises
from solver.linear import Sum
from solver.model import MISSING_PINS, Written, write
from solver.state.arrays import Arrays, Floats, cost_of
from solver.state.sharing import Duty, Record

COVER, STABILITY, PROMISES = "cover", "stability", "promises"
Seat = tuple[str, str, str]
"""An assignment as it is told to others: session, role, person."""


@dataclass(frozen=True)
class Shared:
    """One shared person's place in a school's arrays: the record, and each offer's column with its time."""

    record: Record
    columns: tuple[int, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Goal:
    """A goal's cost: a factor for each column, and what it comes to anyway."""

    costs: Floats
    constant: int


@dataclass(frozen=True)
class Block:
    """A school in arrays. The first columns are ``seats``, in order; ``past`` seats are in every plan.

    ``promises`` leaves shared people out: what a week costs them is seen only from all their schools together.
    """

    school: str
    arrays: Arrays
    seats: tuple[Seat, ...]
    past: tuple[Seat, ...]
    goals: Mapping[str, Goal]
    shared: Mapping[str, Shared]


def written_block(
    problem: Problem, identities: Collection[str], zero_minute: int, goals: Sequence[str] = (COVER,)
) -> Block:
    """Write a school; ``identities`` are those of its people who help in further schools of the state.

    Raises ProblemTooLarge.
    """
    refuse_too_large(problem)
    written = write(Given.of(problem), pairs.write, [goal for goal in goals if goal != PROMISES])
    choices = written.choices
    costs = _costs(written, frozenset(identities), PROMISES in goals)
    width = len(choices.model.lowers)
    shared = [person for person in problem.people if person.identity in identities]
    return Block(
        problem.organisation,
        Arrays.of(choices.model),
        tuple(_seat(offer) for offer in choices.offers),
        tuple((told.session, told.role, told.person) for told in choices.given.past),
        {key: Goal(cost_of([cost], width), cost.constant) for key, cost in costs.items()},
        {person.identity: _shared(choices, person, zero_minute) for person in shared},
    )


def record_of(given: Given, person: Person, zero_minute: int) -> Record:
    """What a school has written down about a shared person."""
    return Record(
        given.problem.organisation,
        person.key,
        person.max_minutes_week,
        person.max_sessions_day,
        person.max_days_week,
        person.wished_minutes,
        person.promised_minutes,
        tuple(duty_of(session, zero_minute) for session in given.held(person)),
        tuple(duty_of(duty, zero_minute) for duty in person.commitments),
    )


def duty_of(session: Session | Commitment, zero_minute: int) -> Duty:
    """A session or commitment in state minutes."""
    return Duty(session.on_day.toordinal(), session.start_minute + zero_minute, session.end_minute + zero_minute)


def _costs(written: Written, identities: frozenset[str], with_promises: bool) -> dict[str, Sum]:
    """The costs of the goals; how many pins give way is one of them only where any may."""
    choices = written.choices
    costs = {key: cost for key, cost in written.costs.items() if key != MISSING_PINS or choices.given.yielding}
    if with_promises:
        alone = copy.copy(choices)
        alone.problem = dataclasses.replace(
            choices.problem,
            people=tuple(person for person in choices.problem.people if person.identity not in identities),
        )
        costs[PROMISES] = promises.cost(alone).merged()
    return costs


def _shared(choices: Choices, person: Person, zero_minute: int) -> Shared:
    offers = choices.offers_of(person)
    return Shared(
        record_of(choices.given, person, zero_minute),
        tuple(offer.column for offer in offers),
        tuple(duty_of(offer.session, zero_minute) for offer in offers),
    )


def _seat(offer: Offer) -> Seat:
    return offer.session.key, offer.need.role, offer.person.key


def taken_seats(block: Block, values: Floats) -> tuple[Seat, ...]:
    """The seats that column values of this block mean, the past included."""
    taken = np.flatnonzero(values[: len(block.seats)] > 0.5)
    return (*block.past, *(block.seats[int(column)] for column in taken))
