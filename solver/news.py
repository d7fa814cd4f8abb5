"""News: what people would have to be told after a change, counted in people and in duties for the search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from roster.problem import Assignment, Person
from solver.choices import Choices, Offer
from solver.linear import Sum


@dataclass(frozen=True)
class News:
    """Who hears something new, and in how many duties.

    ``anyway`` are those whom no plan can spare the news: a duty of theirs is gone, or cannot be theirs any more.
    Whatever else changes for them costs no further person. ``by_person`` says of each other person whether they hear
    something (1 or 0). ``duties`` is how many duties change, never more than ``most_duties``.
    """

    anyway: tuple[str, ...]
    by_person: Mapping[str, Sum]
    duties: Sum
    most_duties: int

    @property
    def people(self) -> Sum:
        """How many people hear something new beside those who must hear anyway."""
        return Sum.total(self.by_person.values())

    def told_anyway(self, person: str) -> News:
        """The same after one more person must hear something anyway."""
        others = {key: hears for key, hears in self.by_person.items() if key != person}
        return replace(self, anyway=tuple(sorted({*self.anyway, person})), by_person=others)


def news(choices: Choices, published: Sequence[Assignment]) -> News:
    """Write the news of a week against what was published, one helper column for each person who could hear some."""
    told = {one for one in published if not _is_past(choices, one)}
    on_offer = {offer.assignment for offer in choices.offers}
    anyway = {one.person for one in told - on_offer} | {person for person, _ in choices.problem.told_anyway}
    by_person: dict[str, Sum] = {}
    duties = Sum(constant=len(told - on_offer))
    for person in choices.problem.people:
        offers = choices.offers_of(person)
        duties.add(Sum.total(_change(offer, told) for offer in offers))
        if offers and person.key not in anyway:
            by_person[person.key] = choices.model.at_least(_signs(choices, person, told), 0, 1)
    seats = sum(need.seats for _, need in choices.seats.needs)
    return News(tuple(sorted(anyway)), by_person, duties, len(told) + seats)


def _signs(choices: Choices, person: Person, told: set[Assignment]) -> list[Sum]:
    """Sums that are at most 1 and reach it if, and only if, something changes for the person.

    A day without any published duty is one sign: whether they work at all. Elsewhere a session is one: whether they
    attend it or, where they had a seat in it, leave that; another seat in it can only be taken by leaving the first.
    """
    days: dict[dt.date, dict[str, list[Offer]]] = {}
    for offer in choices.offers_of(person):
        days.setdefault(offer.session.on_day, {}).setdefault(offer.session.key, []).append(offer)
    signs = []
    for on_day, sessions in days.items():
        left = {key: [offer for offer in offers if offer.assignment in told] for key, offers in sessions.items()}
        works = choices.works_on(person.key, on_day)
        if works.columns and not any(left.values()):
            signs.append(works)
            continue
        for key, offers in left.items():
            signs += [_change(offer, told) for offer in offers] or [choices.attends(person.key, key)]
    return signs


def _change(offer: Offer, told: set[Assignment]) -> Sum:
    return offer.takes * -1 + 1 if offer.assignment in told else offer.takes


def _is_past(choices: Choices, one: Assignment) -> bool:
    session = choices.problem.session_by_key.get(one.session)
    return session is None or session.past
