"""Wished (not required) seats left empty. Whoever comes fills required seats first."""

from __future__ import annotations

from roster.problem import Need, Session
from solver.choices import Choices
from solver.linear import Sum

KEY = "wished_seats"


def cost(choices: Choices) -> Sum:
    """The number of wished seats that stay empty, those of past sessions included."""
    return Sum.total(
        _empty(choices, session, need) for session in choices.problem.sessions for need in session.needs if need.wished
    )


def _empty(choices: Choices, session: Session, need: Need) -> Sum:
    """All empty seats but the required ones; while a required one is empty, every wished one is."""
    fills = choices.fills(session, need.role)
    if not fills.columns:
        return Sum(constant=max(0, need.seats - max(fills.constant, need.required)))
    empty = fills * -1 + need.seats
    if not need.required:
        return empty
    empty_required = choices.empty_required(session, need)
    [lacking] = choices.model.helpers([(0, 1)], lambda values: (int(empty_required.value(values) > 0),))
    choices.model.keep(empty_required - Sum.of(lacking, need.required), upper=0)
    choices.model.keep(empty - empty_required - Sum.of(lacking, need.wished), lower=0)
    return empty - empty_required
