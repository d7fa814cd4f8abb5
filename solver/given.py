"""What is settled before any search: the past, the pins that stand, and those that cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from roster.plan import Plan
from roster.problem import Assignment, Commitment, Person, Problem, Session
from roster.rules.decisions import standing_pins


@dataclass(frozen=True)
class Given:
    """A problem with its settled assignments.

    ``past`` are the published assignments of past sessions, of people known here. ``standing`` are the pins that hold;
    those of newcomers give way where nobody experienced sits beside them. ``set_aside`` are pins that cannot stand.
    """

    problem: Problem
    past: tuple[Assignment, ...]
    standing: tuple[Assignment, ...]
    set_aside: tuple[Assignment, ...]

    @classmethod
    def of(cls, problem: Problem) -> Given:
        """What is settled in this problem."""
        past = tuple(
            told
            for told in dict.fromkeys(problem.published or ())
            if told.person in problem.person_by_key
            and told.session in problem.session_by_key
            and problem.session_by_key[told.session].past
        )
        standing, set_aside = standing_pins(problem)
        return cls(problem, past, tuple(standing), tuple(pin for pin, _ in set_aside))

    @cached_property
    def _held(self) -> Mapping[str, tuple[Session, ...]]:
        held: dict[str, dict[str, Session]] = {}
        for told in self.past:
            held.setdefault(told.person, {})[told.session] = self.problem.session_by_key[told.session]
        return {person: tuple(sessions.values()) for person, sessions in held.items()}

    def held(self, person: Person) -> tuple[Session, ...]:
        """Past sessions that the person held in this week, each once."""
        return self._held.get(person.key, ())

    def duties(self, person: Person) -> tuple[Session | Commitment, ...]:
        """What fills the person's week already: past sessions and commitments elsewhere."""
        return (*self.held(person), *person.commitments)

    @cached_property
    def yielding(self) -> tuple[Assignment, ...]:
        """Standing pins that may give way: those of newcomers, while the rule about newcomers is on."""
        if not self.problem.settings.newcomers:
            return ()
        return tuple(pin for pin in self.standing if self.problem.person_by_key[pin.person].newcomer)

    def least_plan(self) -> Plan:
        """The plan of the past and the pins alone. It keeps every rule, whatever the problem is."""
        firm = set(self.standing) - set(self.yielding)
        guarded = {pin.session for pin in firm if not self.problem.person_by_key[pin.person].newcomer}
        return Plan.of({*self.past, *firm, *(pin for pin in self.yielding if pin.session in guarded)})
