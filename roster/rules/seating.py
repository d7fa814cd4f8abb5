"""Seating: a plan laid out over its problem, so that each rule finds what it needs without searching.

Only well-formed assignments are laid out: those of known people in seats that exist, each once. What is not
well-formed belongs to the rule ``seats`` alone; no other rule or goal sees it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar, cast

from roster.plan import Plan
from roster.problem import Assignment, Commitment, Person, Problem, Session

T = TypeVar("T")


class Placing(NamedTuple):
    """A person, looked up, in a seat of a session, looked up."""

    person: Person
    session: Session
    role: str


def once_per_problem(compute: Callable[[Problem], T]) -> Callable[[Problem], T]:
    """Let a function of a problem run once for each problem; the result lives as long as the problem does.

    It is kept where ``cached_property`` keeps its values, so equality, hash and JSON do not see it.
    """
    slot = f"{compute.__module__}.{compute.__qualname__}"

    def remembered(problem: Problem) -> T:
        kept = vars(problem)
        if slot not in kept:
            kept[slot] = compute(problem)
        return cast(T, kept[slot])

    return remembered


class Seating:
    """Well-formed placings by person and by session.

    ``placings`` are all of them in the plan's order, ``judged`` those in sessions that are not past.
    """

    def __init__(self, placings: Iterable[Placing]) -> None:
        self.placings = tuple(placings)
        self.judged = tuple(placing for placing in self.placings if not placing.session.past)
        self._loads: dict[str, tuple[int, Counter[dt.date]]] = {}
        self._in_session: dict[str, list[Placing]] = {}
        of_person: dict[str, dict[str, Session]] = {}
        for placing in self.placings:
            self._in_session.setdefault(placing.session.key, []).append(placing)
            of_person.setdefault(placing.person.key, {})[placing.session.key] = placing.session
        self._sessions_of = {
            person: sorted(
                sessions.values(), key=lambda session: (session.start_minute, session.end_minute, session.key)
            )
            for person, sessions in of_person.items()
        }

    def in_session(self, session: str) -> Sequence[Placing]:
        """Who sits in a session, in any role."""
        return self._in_session.get(session, ())

    def filled(self, session: str, role: str) -> int:
        """How many people have a role in a session."""
        return sum(1 for placing in self._in_session.get(session, ()) if placing.role == role)

    def sessions_of(self, person: str) -> Sequence[Session]:
        """A person's sessions, each once, earliest first."""
        return self._sessions_of.get(person, ())

    def load_of(self, person: Person) -> tuple[int, Counter[dt.date]]:
        """A person's minutes in the week and duties by day, those elsewhere included."""
        if person.key not in self._loads:
            duties: list[Session | Commitment] = [*self.sessions_of(person.key), *person.commitments]
            self._loads[person.key] = sum(duty.minutes for duty in duties), Counter(duty.on_day for duty in duties)
        return self._loads[person.key]

    @property
    def sessions_by_person(self) -> Mapping[str, Sequence[Session]]:
        """The same of everybody on duty."""
        return self._sessions_of

    def sessions_with_people(self) -> Iterator[tuple[Session, Sequence[Placing]]]:
        """Each session that has somebody in it."""
        for placings in self._in_session.values():
            yield placings[0].session, placings


NOBODY = Seating(())


def seating_of(problem: Problem, plan: Plan) -> Seating:
    """The seating of a plan, laid out once while the same plan is judged by rule after rule."""
    kept = vars(plan).get("roster.rules.seating")
    if kept is not None and kept[0] is problem:
        return cast(Seating, kept[1])
    seating = Seating(placings_of(problem, plan.assignments))
    vars(plan)["roster.rules.seating"] = (problem, seating)
    return seating


def placings_of(problem: Problem, assignments: Iterable[Assignment]) -> Iterator[Placing]:
    """The well-formed ones among assignments, each once.

    A past session may hold a role that it needs no more: what people did is not undone by a change of needs.
    """
    for assignment in dict.fromkeys(assignments):
        session = problem.session_by_key.get(assignment.session)
        person = problem.person_by_key.get(assignment.person)
        if session is None or person is None:
            continue
        if session.past or (assignment.session, assignment.role) in problem.needs:
            yield Placing(person, session, assignment.role)
