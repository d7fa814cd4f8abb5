"""A seat whose role depends on another role is filled only if that role is filled. Standing pins are exempt."""

from roster.problem import Need, Session
from solver.choices import Choices
from solver.linear import Sum

KEY = "support_needs_lead"


def encode(choices: Choices) -> None:
    """Tie each depending need to a column "the role it depends on is filled" of its session."""
    if not choices.problem.settings.support_needs_lead:
        return
    for session, need in choices.seats.needs:
        role = choices.problem.role_by_key.get(need.role)
        depends_on = role.depends_on if role else None
        if depends_on is not None and (session.key, depends_on) in choices.problem.needs:
            _tie(choices, session, need, depends_on)


def _tie(choices: Choices, session: Session, need: Need, depends_on: str) -> None:
    exempt = set(choices.given.standing)
    tied = [offer for offer in choices.offers_for(session, need.role) if offer.assignment not in exempt]
    if not tied:
        return
    filled = choices.is_filled(session, depends_on)
    for offer in tied:
        choices.model.keep(offer.takes - filled, upper=0)
    helpers = Sum(offer.column for offer in tied)
    choices.model.keep(helpers - filled * min(need.seats, len(tied)), upper=0)
    if need.required and len(tied) == len(choices.offers_for(session, need.role)):
        # Follows for whole plans. Without it half a lead would let the required one of two helpers come in the bound.
        empty = choices.empty_required(session, need)
        choices.model.keep(empty + filled * need.required, lower=need.required)
