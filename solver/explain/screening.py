"""Screening: which single changes could fill an empty seat at all, seen from the prices of one linear program.

The program is the week with every seat that some change would open, closed by a limit of 0, and with everybody's limits
as rows of their own. Whatever is filled in the plan stays filled; the seat in question is missed by ``z`` (0 to 1) at
least. The dual prices bound what opening seats or widening limits can take from ``z``: a change whose prices do not add
up to ``z`` cannot fill the seat, whoever moves. The bound is recomputed from the prices alone, so it does not depend on
how exactly the program was solved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from roster.plan import Plan
from roster.problem import Person, Problem
from solver.choices import Choices, days_of
from solver.explain.single_changes import Kind, SingleChange
from solver.forms import pairs
from solver.forms.day_rules import allowed_rows
from solver.given import Given
from solver.highs import Program, least_in_fractions, matrix_of
from solver.linear import Row, Sum
from solver.rules import RULES
from solver.rules.workload import minutes_of, most_on_day
from solver.safe_bounds import proof_of
from solver.seats import Seats, Truths

Floats = NDArray[np.float64]

PLENTY = 10_000
MARGIN = 1e-6


class Screening:
    """One week and plan, asked seat by seat which changes remain. Making it costs most; each seat is one program."""

    def __init__(self, problem: Problem, plan: Plan, changes: Sequence[SingleChange]) -> None:
        self._problem = problem
        self._plan = plan
        self._changes = changes
        self._given = Given.of(problem)
        self._seats = Seats(problem)
        self._open = {person.key: self._rows(person) for person in problem.people}
        self._opened = {change: self._newly_open(change) for change in changes}
        self._choices = self._written()
        self._columns = {
            (offer.person.key, offer.row): (offer.column, bool(self._open[offer.person.key][offer.row]))
            for offer in self._choices.offers
        }
        self._limit_rows: dict[tuple[str, Kind], list[int]] = {}
        self._write_limits()
        self._write_filled()

    def remaining(self, session: str, role: str) -> tuple[list[SingleChange], bool]:
        """The changes, in their order, that the prices do not rule out for one more person in this seat.

        The second is whether the prices rule out that it is filled without any change.
        """
        model = self._choices.model
        fills = self._choices.fills(self._problem.session_by_key[session], role)
        lowers, uppers = np.array([*model.lowers, 0], float), np.array([*model.uppers, 1], float)
        for column, is_open in self._columns.values():
            if not is_open:
                uppers[column] = 0
        missed = len(lowers) - 1
        wanted = len(self._plan.in_seat(session, role)) + 1
        target = Sum([*fills.columns, missed], [*fills.factors, 1], fills.constant)
        costs = np.zeros(len(lowers))
        costs[missed] = 1
        merged = target.merged()
        rows = [*model.rows, Row(merged.columns, merged.factors, wanted - merged.constant, None)]
        program = Program(costs, 0, (lowers, uppers), *matrix_of(rows, len(lowers)))
        found = least_in_fractions(program)
        if found is None:
            return list(self._changes), False
        proof = proof_of(costs, 0.0, program.matrix, found.duals, program.row_limits, program.column_limits)
        reduced, prices, bound = proof.prices, proof.duals, proof.bound
        left = [change for change in self._changes if self._credit(change, reduced, prices) >= bound - MARGIN]
        return left, bool(bound > MARGIN)

    def _credit(self, change: SingleChange, reduced: Floats, prices: Floats) -> float:
        """The most that a change can take from what is missed."""
        credit = sum(max(0.0, -float(reduced[column])) for column in self._opened_columns(change))
        rows = self._limit_rows.get((change.person, change.kind), ())
        wider = change.minutes if change.kind is Kind.HOURS else 1
        return credit + sum(-float(prices[row]) * wider for row in rows)

    def _opened_columns(self, change: SingleChange) -> list[int]:
        return [self._columns[change.person, int(row)][0] for row in self._opened[change].nonzero()[0]]

    # ---- what a change opens -----------------------------------------------------------------------------------------

    def _rows(self, person: Person) -> Truths:
        return allowed_rows(person, self._seats, self._given, RULES)

    def _newly_open(self, change: SingleChange) -> Truths:
        if change.kind is Kind.ACCESS:
            given = replace(self._given, problem=change.applied(self._problem))
            person = self._problem.person_by_key[change.person]
            return allowed_rows(person, self._seats, given, RULES) & ~self._open[change.person]
        person = change.changed(self._problem.person_by_key[change.person], self._problem)
        return self._rows(person) & ~self._open[change.person]

    def _written(self) -> Choices:
        """The choices of everybody with plenty of time, over all seats that are open or that a change opens."""
        allowed = {key: rows.copy() for key, rows in self._open.items()}
        for change, opened in self._opened.items():
            allowed[change.person] |= opened
        generous = tuple(
            replace(one, max_minutes_week=PLENTY * 60, max_sessions_day=PLENTY, max_days_week=PLENTY)
            for one in self._problem.people
        )
        given = replace(self._given, problem=replace(self._problem, people=generous))
        choices = Choices(given, self._seats, [allowed[person.key] for person in generous])
        pairs.write(choices, RULES)
        for rule in RULES:
            if hasattr(rule, "encode"):
                rule.encode(choices)
        return choices

    # ---- rows --------------------------------------------------------------------------------------------------------

    def _write_limits(self) -> None:
        """Everybody's own limits, each row remembered, so that its price says what widening it is worth."""
        for person in self._problem.people:
            offers = self._choices.offers_of(person)
            if not offers:
                continue
            duties = self._given.duties(person)
            minutes = Sum.total(offer.takes * offer.session.minutes for offer in offers)
            self._limit(person, Kind.HOURS, minutes, max(0, person.max_minutes_week - minutes_of(duties)))
            days = sorted(days_of(offer.session for offer in offers))
            for day in days:
                on_day = Sum.total(offer.takes for offer in offers if offer.session.on_day == day)
                works = self._choices.works_on(person.key, day)  # at most 1: one session more widens the row by that
                self._limit(person, Kind.SESSIONS_A_DAY, on_day - works * most_on_day(person, day, self._given), 0)
            busy = days_of(duties)
            worked = Sum.total(self._choices.works_on(person.key, day) for day in days if day not in busy)
            self._limit(person, Kind.DAYS, worked, max(0, person.max_days_week - len(busy)))

    def _limit(self, person: Person, kind: Kind, amount: Sum, most: int) -> None:
        model = self._choices.model
        self._limit_rows.setdefault((person.key, kind), []).append(len(model.rows))
        model.keep(amount, upper=most)

    def _write_filled(self) -> None:
        """No required seat that is filled is lost."""
        for (session, role), filled in filled_required(self._problem, self._plan).items():
            where = self._problem.session_by_key[session]
            if filled and not where.past:
                self._choices.model.keep(self._choices.fills(where, role), lower=filled)


def filled_required(problem: Problem, plan: Plan) -> Mapping[tuple[str, str], int]:
    """How many required seats of each need a plan fills."""
    return {
        (session, role): min(need.required, len(plan.in_seat(session, role)))
        for (session, role), need in problem.needs.items()
    }
