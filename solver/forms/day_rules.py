"""What the rules say about the days of one person, gathered for the forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import ModuleType

import numpy as np

from roster.problem import Person
from solver.choices import Choices, Offer
from solver.given import Given
from solver.seats import Seats, Truths


def allowed_rows(person: Person, seats: Seats, given: Given, rules: Sequence[ModuleType]) -> Truths:
    """Rows that every rule allows the person on their own, and that clash with no duty the person has already."""
    allowed = seats.all()
    for rule in rules:
        if hasattr(rule, "allows"):
            allowed &= rule.allows(person, seats, given)
    duties = given.duties(person)
    if duties:
        taken = seats.stretches_of(duties)
        for rule in rules:
            if hasattr(rule, "clashes"):
                allowed &= ~rule.clashes(person, seats.stretches, taken, seats).any(axis=1)
    return allowed


def clash_masks(choices: Choices, person: Person, rules: Sequence[ModuleType]) -> list[int]:
    """For each of the person's offers, in order, the others that clash with it: bit ``j`` of entry ``i``."""
    rows = np.array([offer.row for offer in choices.offers_of(person)], dtype=np.int64)
    stretches = choices.seats.stretches[rows]
    clashing = np.zeros((len(rows), len(rows)), dtype=np.bool_)
    for rule in rules:
        if hasattr(rule, "clashes"):
            clashing |= rule.clashes(person, stretches, stretches, choices.seats)
    np.fill_diagonal(clashing, False)
    packed = np.packbits(clashing, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


def most_on_day(choices: Choices, person: Person, on_day: dt.date, rules: Sequence[ModuleType]) -> int:
    """How many more sessions the rules let the person take on that day; all that are on offer where no rule says."""
    limits: list[int] = [
        rule.most_on_day(person, on_day, choices.given) for rule in rules if hasattr(rule, "most_on_day")
    ]
    return min([len(choices.offers_of(person)), *limits])


def offers_by_day(offers: Sequence[Offer]) -> dict[dt.date, list[int]]:
    """Positions of offers by the day of their session, days in order."""
    days: dict[dt.date, list[int]] = {}
    for position, offer in enumerate(offers):
        days.setdefault(offer.session.on_day, []).append(position)
    return days
