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
    most = min(need.seats, len(tied))
    helpers = Sum.total(offer.takes for offer in tied)
    choices.model.keep(helpers - filled * most, upper=0)
