"""A newcomer never sits in a session without somebody experienced."""

from solver.choices import Choices
from solver.linear import Sum

KEY = "newcomers"


def encode(choices: Choices) -> None:
    """Let each newcomer into a session only together with at least one experienced person, in whatever role."""
    if not choices.problem.settings.newcomers:
        return
    for session in choices.problem.sessions:
        offers = choices.offers_in(session)
        experienced = Sum.total(offer.takes for offer in offers if not offer.person.newcomer)
        for newcomer in {offer.person.key: None for offer in offers if offer.person.newcomer}:
            choices.model.keep(choices.attends(newcomer, session.key) - experienced, upper=0)
