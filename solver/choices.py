"""The decisions of a search, behind words: who takes what, who attends, who works on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from roster.plan import Plan
from roster.problem import Assignment, Commitment, Need, Person, Problem, Session
from solver.given import Given
from solver.linear import LinearModel, Sum
from solver.seats import Seats, Truths


@dataclass(frozen=True, slots=True)
class Offer:
    """A seat that a person may take, and the row and column in which the search decides it."""

    person: Person
    session: Session
    need: Need
    row: int
    column: int
    assignment: Assignment  # what taking it means

    @property
    def takes(self) -> Sum:
        """1 if the person takes the seat."""
        return Sum.of(self.column)


@dataclass(frozen=True, slots=True)
class DaySet:
    """Sessions that a person may take together on one day, and the column that says "these and no others"."""

    sessions: tuple[Session, ...]
    column: int


class Choices:
    """All offers of a week with their columns; the past enters every sum as a constant.

    ``allowed`` tells for each person (in the problem's order) which rows of ``seats`` that person may take.
    ``day_sets`` is filled by the form that enumerates days; where it has no entry, the day is written in pairs.
    """

    def __init__(self, given: Given, seats: Seats, allowed: Sequence[Truths]) -> None:
        self.given = given
        self.problem: Problem = given.problem
        self.seats = seats
        self.model = LinearModel()
        self.offers: list[Offer] = []
        self.day_sets: dict[tuple[str, dt.date], list[DaySet]] = {}
        self._of_person: dict[str, list[Offer]] = defaultdict(list)
        self._in_session: dict[str, list[Offer]] = defaultdict(list)
        self._attending: dict[tuple[str, str], list[Offer]] = defaultdict(list)
        self._by_seat: dict[Assignment, Offer] = {}
        self._filled: dict[tuple[str, str], Sum] = {}
        self._empty_required: dict[tuple[str, str], Sum] = {}
        self._works_on: dict[tuple[str, dt.date], Sum] = {}
        self._clashes: dict[str, Sequence[int]] = {}
        self._most_of: dict[str, Callable[[Sequence[Session]], int]] = {}
        for person, rows in zip(self.problem.people, allowed, strict=True):
            for row in rows.nonzero()[0]:
                session, need = seats.needs[row]
                seat = Assignment(session.key, need.role, person.key)
                offer = Offer(person, session, need, int(row), self.model.choice(), seat)
                self.offers.append(offer)
                self._of_person[person.key].append(offer)
                self._in_session[session.key].append(offer)
                self._attending[person.key, session.key].append(offer)
                self._by_seat[seat] = offer
        self._past = frozenset(given.past)
        self._past_attendance = {(told.person, told.session) for told in given.past}

    # ---- words -------------------------------------------------------------------------------------------------------

    def takes(self, person: str, session: str, role: str) -> Sum:
        """1 if that person takes that seat, else 0; a constant where nothing is left to decide."""
        seat = Assignment(session, role, person)
        offer = self._by_seat.get(seat)
        return offer.takes if offer else Sum(constant=int(seat in self._past))

    def attends(self, person: str, session: str) -> Sum:
        """1 if that person takes any seat of that session."""
        if (person, session) in self._past_attendance:
            return Sum(constant=1)
        return Sum(offer.column for offer in self._attending.get((person, session), ()))

    def fills(self, session: Session, role: str) -> Sum:
        """How many people take that role in that session."""
        past = sum(1 for told in self.given.past if told.session == session.key and told.role == role)
        return Sum((offer.column for offer in self.offers_for(session, role)), constant=past)

    def is_filled(self, session: Session, role: str) -> Sum:
        """1 only if somebody takes that role in that session; may stay 0 where that hurts nobody."""
        if (session.key, role) not in self._filled:
            fills = self.fills(session, role)
            need = self.problem.needs.get((session.key, role))
            if need is not None and need.seats == 1:
                self._filled[session.key, role] = fills
            else:
                [column] = self.model.helpers([(0, 1)], lambda values: (min(1, fills.value(values)),))
                self.model.keep(fills - Sum.of(column), lower=0)
                self._filled[session.key, role] = Sum.of(column)
        return self._filled[session.key, role]

    def empty_required(self, session: Session, need: Need) -> Sum:
        """How many required seats of a need stay empty; no less than that, as the search sees it."""
        if (session.key, need.role) not in self._empty_required:
            lacking = self.fills(session, need.role) * -1 + need.required
            if not lacking.columns:
                lacking = Sum(constant=max(0, lacking.constant))
            elif need.wished:
                lacking = self.model.at_least([lacking], 0, need.required)
            self._empty_required[session.key, need.role] = lacking
        return self._empty_required[session.key, need.role]

    def works_on(self, person: str, on_day: dt.date) -> Sum:
        """1 if the person takes any session of that day; on days that count anyway the constant 1."""
        return self._works_on.get((person, on_day), Sum())

    def clashes_of(self, person: Person) -> Sequence[int]:
        """For each of the person's offers, in order, the others that clash with it: bit ``j`` of entry ``i``."""
        return self._clashes[person.key]

    def settle_clashes(self, person: Person, masks: Sequence[int]) -> None:
        """Say which of a person's offers clash. Done once for each with an offer, by the form that writes the days."""
        self._clashes[person.key] = masks

    def settle_day(self, person: str, on_day: dt.date, works: Sum) -> None:
        """Say how it is known whether a person works on a day. Done once for each, by the form that writes the days."""
        self._works_on[person, on_day] = works

    def most_of(self, person: str, sessions: Sequence[Session]) -> int:
        """How many of these sessions the person can take at most, as far as a rule says."""
        most = self._most_of.get(person)
        return len(sessions) if most is None else min(len(sessions), most(sessions))

    def settle_most(self, person: str, most: Callable[[Sequence[Session]], int]) -> None:
        """Say how it is known how many of some sessions a person can take. Done by the rule that limits a week."""
        self._most_of[person] = most

    # ---- offers and what is held -------------------------------------------------------------------------------------

    def offers_of(self, person: Person) -> Sequence[Offer]:
        """The seats that a person may take, earliest session first."""
        return self._of_person.get(person.key, ())

    def offers_in(self, session: Session) -> Sequence[Offer]:
        """The offers in one session, people in the problem's order."""
        return self._in_session.get(session.key, ())

    def offers_for(self, session: Session, role: str) -> Sequence[Offer]:
        """The offers in one role of one session."""
        return [offer for offer in self.offers_in(session) if offer.need.role == role]

    # ---- plans -------------------------------------------------------------------------------------------------------

    def plan(self, values: Sequence[int]) -> Plan:
        """The plan that column values mean."""
        taken = (offer.assignment for offer in self.offers if values[offer.column])
        return Plan.of((*self.given.past, *taken))

    def values(self, plan: Plan) -> list[int]:
        """The values of all columns for a plan, helpers at their tightest. Seats not on offer are left out."""
        taken = self.columns_of(plan.assignments)
        return self.model.complete([int(offer.column in taken) for offer in self.offers])

    def columns_of(self, seats: Iterable[Assignment]) -> frozenset[int]:
        """The columns that say of these seats whether they are taken, of those on offer."""
        return frozenset(self._by_seat[seat].column for seat in seats if seat in self._by_seat)


def days_of(sessions: Iterable[Session | Commitment]) -> frozenset[dt.date]:
    """The days on which sessions start."""
    return frozenset(session.on_day for session in sessions)
