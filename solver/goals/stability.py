"""People who would have to be told something new, weighing more the nearer the date; 0 for a week never published."""

from __future__ import annotations

from roster.problem import Assignment
from solver.choices import Choices
from solver.linear import Sum

KEY = "stability"


def cost(choices: Choices) -> Sum:
    """For each person the highest urgency among the sessions in which their seats change, all added up.

    A person's urgency is climbed in steps: the step to urgency ``u`` is taken if anything at least that urgent changes.
    """
    problem = choices.problem
    if problem.published is None:
        return Sum()
    published = {
        told
        for told in problem.published
        if told.session in problem.session_by_key and not problem.session_by_key[told.session].past
    }
    told_anyway: dict[str, int] = {}
    for person, urgency in problem.told_anyway:
        told_anyway[person] = max(urgency, told_anyway.get(person, 0))
    changes = _changes(choices, published)
    return Sum.total(
        _climbed(choices, changes.get(person, []), told_anyway.get(person, 0))
        for person in sorted({*told_anyway, *changes})
    )


def _changes(choices: Choices, published: set[Assignment]) -> dict[str, list[tuple[int, Sum]]]:
    """By person: each seat with its urgency and a sum that is 1 if the person's place in it changes."""
    changes: dict[str, list[tuple[int, Sum]]] = {}
    for told in sorted(published):
        urgency = choices.problem.session_by_key[told.session].urgency
        stays = choices.takes(told.person, told.session, told.role)
        changes.setdefault(told.person, []).append((urgency, stays * -1 + 1))
    for offer in choices.offers:
        if offer.assignment not in published:
            changes.setdefault(offer.person.key, []).append((offer.session.urgency, offer.takes))
    return changes


def _climbed(choices: Choices, changes: list[tuple[int, Sum]], told_anyway: int) -> Sum:
    certain = max([told_anyway, *(urgency for urgency, change in changes if not change.columns and change.constant)])
    climbed = Sum(constant=certain)
    reached = certain
    for step in sorted({urgency for urgency, change in changes if urgency > certain and change.columns}):
        urgent = [change for urgency, change in changes if urgency >= step and change.columns]
        climbed.add(choices.model.at_least(urgent, 0, 1), step - reached)
        reached = step
    return climbed
