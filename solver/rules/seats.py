"""No more people take a role in a session than it has seats for."""

from solver.choices import Choices

KEY = "seats"


def encode(choices: Choices) -> None:
    """Keep the takers of each need at or below its seats, where more people could take it."""
    for session, need in choices.seats.needs:
        offers = choices.offers_for(session, need.role)
        if len(offers) > need.seats:
            choices.model.keep(choices.fills(session, need.role), upper=need.seats)
