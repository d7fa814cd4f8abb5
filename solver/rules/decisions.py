"""Pins, bans and the past stand as leads have set them. The past is no choice at all: see ``Choices``."""

from roster.problem import Assignment, Person
from solver.choices import Choices
from solver.given import Given
from solver.linear import Sum
from solver.seats import Seats, Truths

KEY = "decisions"


def allows(person: Person, seats: Seats, given: Given) -> Truths:
    """Rows that no ban closes to the person."""
    bans = {(ban.session, ban.role) for ban in given.problem.bans if ban.person == person.key}
    allowed = seats.all()
    if bans:
        for row, (session, need) in enumerate(seats.needs):
            allowed[row] = (session.key, need.role) not in bans and (session.key, None) not in bans
    return allowed


def encode(choices: Choices) -> None:
    """Keep every standing pin; a newcomer's gives way only where nobody experienced attends."""
    yielding = set(choices.given.yielding)
    for pin in choices.given.standing:
        pinned = choices.takes(pin.person, pin.session, pin.role)
        if pin not in yielding:
            choices.model.keep(pinned, lower=1)
            continue
        session = choices.problem.session_by_key[pin.session]
        for offer in choices.offers_in(session):
            if not offer.person.newcomer:
                choices.model.keep(pinned - offer.takes, lower=0)


def missing(choices: Choices, pins: tuple[Assignment, ...]) -> Sum:
    """How many of these pins the plan leaves out."""
    return Sum.total(choices.takes(pin.person, pin.session, pin.role) * -1 for pin in pins) + len(pins)
