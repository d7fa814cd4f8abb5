"""A plan: who sits where in one week. Plans are values: equal assignments make equal plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from roster.problem import Assignment, Problem, Session


@dataclass(frozen=True)
class Plan:
    """All assignments of a week, sorted. An empty plan is a plan: every seat is empty."""

    assignments: tuple[Assignment, ...] = ()

    @classmethod
    def of(cls, assignments: Iterable[Assignment]) -> Plan:
        """A plan from assignments in any order. Doubles are kept: finding them is the checker's business."""
        return cls(tuple(sorted(assignments)))

    @cached_property
    def by_session(self) -> Mapping[str, tuple[Assignment, ...]]:
        """Assignments by session key; sessions with nobody in them are missing."""
        found: dict[str, list[Assignment]] = {}
        for assignment in self.assignments:
            found.setdefault(assignment.session, []).append(assignment)
        return {session: tuple(those) for session, those in found.items()}

    @cached_property
    def by_person(self) -> Mapping[str, tuple[Assignment, ...]]:
        """Assignments by person key; people without duty are missing."""
        found: dict[str, list[Assignment]] = {}
        for assignment in self.assignments:
            found.setdefault(assignment.person, []).append(assignment)
        return {person: tuple(those) for person, those in found.items()}

    def in_seat(self, session: str, role: str) -> tuple[str, ...]:
        """People in one role of one session, sorted."""
        return tuple(a.person for a in self.by_session.get(session, ()) if a.role == role)

    def sessions_in_order(self, problem: Problem) -> Iterator[tuple[str, tuple[Session, ...]]]:
        """Each person with their sessions, earliest first; people in key order. A session held twice counts twice."""
        for person, assignments in sorted(self.by_person.items()):
            sessions = (problem.session_by_key[a.session] for a in assignments)
            yield person, tuple(sorted(sessions, key=lambda s: (s.start_minute, s.end_minute, s.key)))

    def with_changes(self, *, add: Iterable[Assignment] = (), remove: Iterable[Assignment] = ()) -> Plan:
        """The plan after taking assignments out and putting others in."""
        gone = set(remove)
        return Plan.of([a for a in self.assignments if a not in gone] + list(add))


@dataclass(frozen=True)
class PersonChange:
    """What one person has to be told: duties that are new and duties that are gone, each sorted."""

    person: str
    gained: tuple[Assignment, ...]
    lost: tuple[Assignment, ...]


def difference(before: Plan, after: Plan) -> tuple[PersonChange, ...]:
    """What changes for whom from one plan to another, people in key order; people without change are missing."""
    changes = []
    for person in sorted({*before.by_person, *after.by_person}):
        old, new = set(before.by_person.get(person, ())), set(after.by_person.get(person, ()))
        if old != new:
            changes.append(PersonChange(person, tuple(sorted(new - old)), tuple(sorted(old - new))))
    return tuple(changes)
