"""A week as one would first write it: one row for each two sessions that clash, one for each session and its day.

Rules are those of ``solver``, without the rows that only make a linear bound tighter.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType, SimpleNamespace
from typing import cast

from solver.choices import Choices, days_of
from solver.forms import day_rules
from solver.linear import Sum
from solver.rules import RULES as OURS
from solver.rules import newcomers, support_needs_lead


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


def _support_needs_lead(choices: Choices) -> None:
    """No helper without the role that theirs depends on."""
    if not choices.problem.settings.support_needs_lead:
        return
    exempt = set(choices.given.standing)
    for offer in choices.offers:
        depends_on = choices.problem.role_by_key[offer.need.role].depends_on
        if (offer.session.key, depends_on) in choices.problem.needs and offer.assignment not in exempt:
            choices.model.keep(offer.takes - choices.is_filled(offer.session, depends_on), upper=0)


def _newcomers(choices: Choices) -> None:
    """No newcomer without somebody experienced."""
    if not choices.problem.settings.newcomers:
        return
    for session in choices.problem.sessions:
        offers = choices.offers_in(session)
        experienced = Sum.total(offer.takes for offer in offers if not offer.person.newcomer)
        for newcomer in {offer.person.key: None for offer in offers if offer.person.newcomer}:
            choices.model.keep(choices.attends(newcomer, session.key) - experienced, upper=0)


_PLAINLY = {support_needs_lead.KEY: _support_needs_lead, newcomers.KEY: _newcomers}
RULES: tuple[ModuleType, ...] = tuple(
    cast(ModuleType, SimpleNamespace(KEY=rule.KEY, encode=_PLAINLY[rule.KEY])) if rule.KEY in _PLAINLY else rule
    for rule in OURS
)
