"""Assignments in only-if-needed windows, away from preferred sites, courses and partners; gladly beats possible."""

from __future__ import annotations

from roster.problem import Person
from roster.records import Willingness
from solver.choices import Choices, Offer
from solver.linear import Sum

KEY = "wishes"

PRICE = {Willingness.GLADLY: 0, Willingness.POSSIBLE: 1, Willingness.IF_NEEDED: 3}


def cost(choices: Choices) -> Sum:
    """What the assignments of this week cost those who take them, each on its own, and sessions without a partner."""
    total = Sum()
    for person in choices.problem.people:
        offers = choices.offers_of(person)
        if offers:
            gladness = choices.seats.gladness(person)
            for offer in offers:
                total.add(offer.takes, _price(person, offer, Willingness(int(gladness[offer.row]))))
            if person.partners:
                total.add(_alone(choices, person))
    return total


def _price(person: Person, offer: Offer, willingness: Willingness) -> int:
    other_site = bool(person.preferred_sites) and offer.session.site not in person.preferred_sites
    other_course = bool(person.preferred_courses) and offer.session.course not in person.preferred_courses
    return PRICE[willingness] + other_site + other_course


def _alone(choices: Choices, person: Person) -> Sum:
    """In how many sessions the person sits without any of their partners."""
    total = Sum()
    for session in {offer.session.key: offer.session for offer in choices.offers_of(person)}.values():
        attends = choices.attends(person.key, session.key)
        beside = Sum.total(choices.attends(partner, session.key) for partner in person.partners)
        total.add(choices.model.at_least([attends - beside], 0, 1) if beside.columns else attends)
    return total
