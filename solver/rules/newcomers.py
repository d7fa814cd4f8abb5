"""A newcomer never sits in a session without somebody experienced."""

from roster.problem import Session
from solver.choices import Choices
from solver.linear import Sum

KEY = "newcomers"


def encode(choices: Choices) -> None:
    """Let each newcomer into a session only together with at least one experienced person, in whatever role."""
    if not choices.problem.settings.newcomers:
        return
    for session in choices.problem.sessions:
        offers = choices.offers_in(session)
        experienced = Sum(offer.column for offer in offers if not offer.person.newcomer)
        newcomers = {offer.person.key: None for offer in offers if offer.person.newcomer}
        for newcomer in newcomers:
            choices.model.keep(choices.attends(newcomer, session.key) - experienced, upper=0)
        if newcomers:
            _leave_no_half_seats(choices, session)


def _leave_no_half_seats(choices: Choices, session: Session) -> None:
    """Say of each single seat that a newcomer in it needs somebody experienced in another role.

    Follows for whole plans. Without it half a newcomer beside half of somebody experienced would fill the seat in the
    bound, with nobody else there.
    """
    for need in session.needs:
        newcomers = [offer.takes for offer in choices.offers_for(session, need.role) if offer.person.newcomer]
        if need.seats == 1 and newcomers:
            elsewhere = (
                offer.takes
                for offer in choices.offers_in(session)
                if not offer.person.newcomer and offer.need.role != need.role
            )
            choices.model.keep(Sum.total(newcomers) - Sum.total(elsewhere), upper=0)
