"""What one more person is worth at most, seat by seat, out of a single linear program.

The week's model for cover, days written as whole days, is relaxed to a linear program together with a *stranger*:
somebody new who may take any seat at any time, but takes none. The duals of the rows say what the stranger's seats
would be worth. For any duals of the right sign, weak duality gives

    least cover with one more person  >=  bound of the week  -  worth of the seats that the person takes

whatever of the stranger's freedom the person has. So a worth is never below what a real solve finds; numerical noise
in the duals can only make it larger. It is exact for 38 of 40 profiles drawn from a generated school of 80 people (seed
1), and for 12 of 20 of the sample school.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import gcd
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from roster.problem import Certificate, Person, Problem, Qualification, Session, Window
from roster.records import Means, Willingness
from solver.best_week import best_week
from solver.caps import LARGEST_MINUTES
from solver.choices import Choices
from solver.covering import COVER
from solver.forms import day_rules, patterns
from solver.given import Given
from solver.goals.cover import weight
from solver.highs import Program, least_in_fractions
from solver.model import Written, write
from solver.rules import RULES
from solver.safe_bounds import proof_of
from solver.seats import Numbers, Seats

Floats = NDArray[np.float64]

ROUNDING = 1e-6  # what floating-point sums of a few thousand terms may be off

# How much of each seat the stranger may take in the linear program. Nothing at all leaves the duals open where several
# are as good; so little picks those that still hold a step further. Their prices are a tenth to two fifths lower.
OFFERED = 1e-3
USUAL_MEANS = (Means.FOOT, Means.BUS, Means.BIKE, Means.CAR)


@dataclass(frozen=True)
class Prices:
    """What each seat of a week is worth to cover if somebody new takes it.

    ``bound`` is a proven lower bound of the week's cover as it is. ``of_row`` has one worth, not negative, for each row
    of ``seats``. ``stranger`` is the key that the new person must have in ``given``. Every cover is a multiple of
    ``step``.
    """

    given: Given
    seats: Seats
    stranger: str
    bound: float
    of_row: Floats
    step: int

    def allowed(self, person: Person) -> Numbers:
        """The rows of the seats that the new person may take, each on its own."""
        allowed = day_rules.allowed_rows(replace(person, key=self.stranger), self.seats, self.given, RULES)
        rows: Numbers = allowed.nonzero()[0]
        return rows

    def most_gain(self, cover: int, worth: float) -> int:
        """What a worth means: by how much the least cover can be below a cover that some plan of the week has."""
        return max(0, int((cover - self.bound + worth + ROUNDING) // self.step) * self.step)

    def most_worth(self, person: Person) -> float:
        """The worth of the best week that the new person could have; no week of theirs is worth more."""
        person = replace(person, key=self.stranger)
        worth_of: dict[str, float] = {}
        sessions: dict[str, Session] = {}
        for row in self.allowed(person):
            session = self.seats.needs[row][0]
            if self.of_row[row] > ROUNDING:
                sessions[session.key] = session
                worth_of[session.key] = max(self.of_row[row], worth_of.get(session.key, 0.0))
        return best_week(person, list(sessions.values()), worth_of, self.seats, self.given)


def price(problem: Problem, key: str | None = None) -> Prices:
    """Price every seat of a week for cover. Takes about a second at the size of one school.

    ``key`` is the new person's: of somebody whom bans and lists of the problem may name, though they are not in it.
    """
    stranger = _stranger(problem, key or new_key(problem))
    given = Given.of(problem)
    wider = replace(given, problem=with_person(problem, stranger))
    written = write(wider, partial(_days_of_the_known, problem), (COVER,))
    bound, worth_of = _priced(written, stranger.key)
    of_row = np.zeros(len(written.choices.seats.needs))
    for offer in written.choices.offers:
        if offer.person.key == stranger.key and not _leans_on_nobody(written.choices, offer.row, stranger.key):
            of_row[offer.row] = max(0.0, worth_of[offer.column])
    step = gcd(*(weight(problem, session, need) for session in problem.sessions for need in session.needs))
    return Prices(wider, written.choices.seats, stranger.key, bound, of_row, max(1, step))


def with_person(problem: Problem, person: Person) -> Problem:
    """The problem with one more person, who is let into every site that keeps a list of people.

    Raises ValueError if somebody has that key already.
    """
    if person.key in problem.person_by_key:
        raise ValueError(f"there is a person {person.key!r} already")
    people = sorted((*problem.people, person), key=lambda one: one.key)
    return replace(problem, people=tuple(people), sites=tuple(site.open_to([person.key]) for site in problem.sites))


def known_means(problem: Problem, wished: Means = Means.FOOT) -> Means:
    """The wished way of travelling where the problem knows its minutes, else the first of the usual ones that it knows.

    A problem knows the ways of the people that it has; without any way there is nothing to know.
    """
    known = {way.means for way in problem.journeys}
    return next((means for means in (wished, *USUAL_MEANS) if means in known), wished)


def new_key(problem: Problem) -> str:
    """A key for somebody new: one that no part of the problem names."""
    text, key = problem.to_json(), "~new"
    while f'"{key}"' in text:
        key += "~"
    return key


def _stranger(problem: Problem, key: str) -> Person:
    """Somebody new who may take every seat of the week."""
    roles = {role.key for role in problem.roles} | {need.role for one in problem.sessions for need in one.needs}
    first = min((session.on_day for session in problem.sessions), default=None)
    return Person(
        key=key,
        identity=key,
        means=known_means(problem),
        max_minutes_week=LARGEST_MINUTES,
        max_sessions_day=len(problem.sessions) + 1,
        max_days_week=len(problem.sessions) + 1,
        windows=(Window(-LARGEST_MINUTES, LARGEST_MINUTES, Willingness.GLADLY),),
        qualifications=tuple(Qualification(role) for role in sorted(roles)),
        certificates=tuple(Certificate(kind, first) for kind in problem.certificates_asked)
        if first is not None
        else (),
    )


def _days_of_the_known(known: Problem, choices: Choices, rules: Sequence[ModuleType]) -> None:
    """Whole days for everybody but the stranger, whose own days would only blur what the seats are worth."""
    wider, choices.problem = choices.problem, known
    patterns.write(choices, rules)
    choices.problem = wider


def _leans_on_nobody(choices: Choices, row: int, stranger: str) -> bool:
    """Whether a seat needs another role beside it that only the stranger could take, who cannot take both."""
    session, need = choices.seats.needs[row]
    role = choices.problem.role_by_key.get(need.role)
    if not choices.problem.settings.support_needs_lead or role is None or role.depends_on is None:
        return False
    if (session.key, role.depends_on) not in choices.problem.needs:
        return False
    return all(offer.person.key == stranger for offer in choices.offers_for(session, role.depends_on))


def _priced(written: Written, stranger: str) -> tuple[float, Floats]:
    """A lower bound of cover without the stranger, and for every column what it is worth to raise it by one."""
    model, cost = written.choices.model, written.costs[COVER]
    program = Program.of(model, [row for row in model.rows if row.columns], cost)
    lowers, uppers = program.column_limits
    without, offered = uppers.copy(), uppers.copy()
    of_stranger = [offer.column for offer in written.choices.offers if offer.person.key == stranger]
    without[of_stranger], offered[of_stranger] = 0.0, OFFERED
    found = least_in_fractions(replace(program, column_limits=(lowers, offered))) if len(program.costs) else None
    # without duals the bound is what the columns' limits alone say
    duals = np.zeros(program.matrix.shape[0]) if found is None else found.duals
    proof = proof_of(program.costs, program.constant, program.matrix, duals, program.row_limits, (lowers, without))
    return proof.bound, -proof.prices
