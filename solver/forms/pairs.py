"""Days in pairs: of sessions that clash two by two at most one is taken, and none unless the person works that day.

Groups of clashing sessions (cliques) are written as one row each, with the day in it:
``sum of the group <= works on the day``. One row for each two sessions, or ``session <= day`` apart, says the same
about whole plans but leaves the linear bound far weaker (212 instead of 239 of 246 for cover in the study).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import ModuleType

from roster.problem import Person
from solver.choices import Choices, days_of
from solver.forms import clashing, day_rules
from solver.linear import Sum


def write(choices: Choices, rules: Sequence[ModuleType]) -> None:
    """Write the days of everybody in pairs."""
    for person in choices.problem.people:
        if choices.offers_of(person):
            masks = day_rules.clash_masks(choices, person, rules)
            choices.settle_clashes(person, masks)
            for on_day, positions in day_rules.offers_by_day(choices.offers_of(person)).items():
                write_day(choices, person, on_day, positions, masks, rules)
            write_nights(choices, person, masks)


def write_day(
    choices: Choices,
    person: Person,
    on_day: dt.date,
    positions: Sequence[int],
    masks: Sequence[int],
    rules: Sequence[ModuleType],
) -> None:
    """Write one day of one person; ``positions`` are those of the day's offers among the person's."""
    first = positions[0]
    groups = [
        _taken(choices, person, [first + place for place in group])
        for group in clashing.covering(clashing.masks_of_day(masks, positions))
    ]
    if on_day in days_of(choices.given.duties(person)):
        works = Sum(constant=1)
        for group in groups:
            choices.model.keep(group, upper=1)
    else:
        works = choices.model.at_least(groups, 0, 1)
    choices.settle_day(person.key, on_day, works)
    most = day_rules.most_on_day(choices, person, on_day, rules)
    if most < len(groups):
        choices.model.keep(_taken(choices, person, positions) - works * most, upper=0)


def write_nights(choices: Choices, person: Person, masks: Sequence[int]) -> None:
    """Keep apart what clashes over midnight: sessions that start on different days."""
    today: dict[dt.date, int] = {}
    offers = choices.offers_of(person)
    for position, offer in enumerate(offers):
        today[offer.session.on_day] = today.get(offer.session.on_day, 0) | 1 << position
    nightly = [mask & ~today[offer.session.on_day] for offer, mask in zip(offers, masks, strict=True)]
    for position, mask in enumerate(nightly):
        for other in clashing.bits(mask):
            if other > position:
                choices.model.keep(offers[position].takes + offers[other].takes, upper=1)


def _taken(choices: Choices, person: Person, positions: Sequence[int]) -> Sum:
    offers = choices.offers_of(person)
    return Sum(offers[position].column for position in positions)
