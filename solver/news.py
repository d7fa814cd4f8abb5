"""News: what people would have to be told after a change, counted in people, urgency and duties for the search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from roster.problem import Assignment, Person
from solver.choices import Choices, Offer
from solver.linear import Sum

Climb = tuple[tuple[int, Sum], ...]
"""Urgencies from the lowest on, each with a sum that is 1 if anything at least that urgent changes for somebody."""


@dataclass(frozen=True)
class News:
    """Who hears something new, how urgent that is, and in how many duties.

    ``anyway`` are those whom no plan can spare the news, with the urgency that this has at least: a duty of theirs is
    gone, or cannot be theirs any more. Whatever else changes for them costs no further person. ``climbs`` says of each
    person who could hear something how urgent it is. ``duties`` is how many duties change, never more than
    ``most_duties``.
    """

    anyway: Mapping[str, int]
    climbs: Mapping[str, Climb]
    duties: Sum
    most_duties: int

    @property
    def people(self) -> Sum:
        """How many people hear something new beside those who must hear anyway."""
        return Sum.total(climb[0][1] for person, climb in self.climbs.items() if person not in self.anyway)

    @property
    def urgency(self) -> Sum:
        """The greatest urgency of what each person hears, all added up: the goal ``stability``, told by these sums."""
        whole = Sum(constant=sum(self.anyway.values()))
        for person, climb in self.climbs.items():
            reached = self.anyway.get(person, 0)
            for urgency, hears in climb:
                if urgency > reached:
                    whole.add(hears, urgency - reached)
                    reached = urgency
        return whole

    @property
    def most_urgency(self) -> int:
        """What the urgency could come to at most."""
        highest = {person: climb[-1][0] for person, climb in self.climbs.items()}
        return sum(max(highest.get(one, 0), self.anyway.get(one, 0)) for one in {*highest, *self.anyway})

    @property
    def is_uniform(self) -> bool:
        """Whether everything is equally urgent, so that the urgency says no more than the number of people."""
        return len({urgency for climb in self.climbs.values() for urgency, _ in climb}) < 2

    def told_anyway(self, urgencies: Iterable[tuple[str, int]]) -> News:
        """The same where further people must hear something anyway, each at least so urgent."""
        return replace(self, anyway=_greatest([*self.anyway.items(), *urgencies]))


def news(choices: Choices, published: Sequence[Assignment]) -> News:
    """Write the news of a week against what was published, one helper column for each urgency of each person."""
    told = {one for one in published if not _is_past(choices, one)}
    held = choices.columns_of(told)
    gone = [
        (one.person, choices.problem.session_by_key[one.session].urgency)
        for one in sorted(told)
        if not choices.takes(one.person, one.session, one.role).columns
    ]
    anyway = _greatest([*choices.problem.told_anyway, *gone])
    climbs: dict[str, Climb] = {}
    duties = Sum(
        (offer.column for offer in choices.offers),
        (-1 if offer.column in held else 1 for offer in choices.offers),
        constant=len(told),
    )
    for one in choices.problem.people:
        offers = choices.offers_of(one)
        levels = sorted({offer.session.urgency for offer in offers})
        if offers:
            climbs[one.key] = tuple(
                (level, choices.model.at_least(_signs(choices, one, held, level), 0, 1)) for level in levels
            )
    seats = sum(need.seats for _, need in choices.seats.needs)
    return News(anyway, climbs, duties, len(told) + seats)


def _signs(choices: Choices, person: Person, held: Collection[int], urgency: int) -> list[Sum]:
    """Sums that are at most 1 and reach it if, and only if, something at least so urgent changes for the person.

    A day without any published duty is one sign: whether they work at all. Elsewhere a session is one: whether they
    attend it or, where they had a seat in it, leave that; another seat in it can only be taken by leaving the first.
    """
    days: dict[dt.date, dict[str, list[Offer]]] = {}
    for offer in choices.offers_of(person):
        days.setdefault(offer.session.on_day, {}).setdefault(offer.session.key, []).append(offer)
    signs = []
    for on_day, sessions in days.items():
        urgent = {key: offers for key, offers in sessions.items() if offers[0].session.urgency >= urgency}
        left = {key: [offer for offer in offers if offer.column in held] for key, offers in urgent.items()}
        works = choices.works_on(person.key, on_day)
        if works.columns and len(urgent) == len(sessions) and not any(left.values()):
            signs.append(works)
            continue
        for key, offers in left.items():
            signs += [_change(offer, held) for offer in offers] or [choices.attends(person.key, key)]
    return signs


def _greatest(urgencies: Iterable[tuple[str, int]]) -> dict[str, int]:
    greatest: dict[str, int] = {}
    for person, urgency in urgencies:
        greatest[person] = max(urgency, greatest.get(person, 0))
    return greatest


def _change(offer: Offer, held: Collection[int]) -> Sum:
    return Sum((offer.column,), (-1,), 1) if offer.column in held else offer.takes


def _is_past(choices: Choices, one: Assignment) -> bool:
    session = choices.problem.session_by_key.get(one.session)
    return session is None or session.past
