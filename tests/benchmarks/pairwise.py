"""Days as one would first write them: one row for each two sessions that clash, one for each session and its day."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from solver.choices import Choices, days_of
from solver.forms import day_rules
from solver.linear import Sum


def write(choices: Choices, rules: Sequence[ModuleType]) -> None:
    """Write the days of everybody; the plans allowed are those of ``solver.forms``, the linear bound is far weaker."""
    for person in choices.problem.people:
        offers = choices.offers_of(person)
        masks = day_rules.clash_masks(choices, person, rules)
        for first, mask in enumerate(masks):
            for second in range(first + 1, len(offers)):
                if mask >> second & 1:
                    choices.model.keep(offers[first].takes + offers[second].takes, upper=1)
        busy = days_of(choices.given.duties(person))
        for on_day, positions in day_rules.offers_by_day(offers).items():
            today = [offers[position].takes for position in positions]
            works = Sum(constant=1) if on_day in busy else choices.model.at_least(today, 0, 1)
            choices.settle_day(person.key, on_day, works)
            most = day_rules.most_on_day(choices, person, on_day, rules)
            choices.model.keep(Sum.total(today), upper=most)
