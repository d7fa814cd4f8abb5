"""The course of a state's planning, from the schools' problems to plans, bounds and proofs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from solver.state.asked import CheckAsked, OpenAsked, Opened, SchoolPlan, SchoolRef
from solver.state.block import COVER, PROMISES
from solver.state.cover import CoverWork
from solver.state.crew import Crew
from solver.state.memory import Memory
from solver.state.promising import PromiseWork
from solver.state.schedule import Task, carry_out
from solver.state.sharing import Duty

FIRST_SIZE = 3


class Size(NamedTuple):
    """Around the largest gaps, how many schools are taken together at a time: for plans, and (or 0) for the bound."""

    plans: int
    bound: int


SIZES = (Size(2, 2), Size(4, 0), Size(6, 3), Size(12, 0))


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a state's planning stands: seconds since its start, what is being done, and what is known by then.

    ``proven`` is how many schools have the least cover beside what their shared people do elsewhere.
    """

    seconds: float
    doing: str
    cover: int
    bound: int
    schools: int
    proven: int
    promises: int

    @property
    def gap(self) -> float:
        """How far the cover is above its bound, in proportion to the bound."""
        return (self.cover - self.bound) / max(1, self.bound)


@dataclass(frozen=True)
class StateLimits:
    """How long it may take, and up to which size clusters are tried while the cover is not proven least.

    In components too large to be proven as a whole, a gap at or below ``enough`` is not worth further rounds.
    """

    seconds: float = 180.0
    sizes: tuple[Size, ...] = SIZES
    enough: float = 0.003
    promises: bool = True


@dataclass(frozen=True)
class StateOutcome:
    """A plan for each school, and what is proven about all of them together.

    ``violations`` are counted by the checker, school by school, with everything that all others plan.
    ``set_aside`` are pins that cannot stand beside what their people are pinned to elsewhere.
    """

    plans: dict[str, SchoolPlan]
    proven: frozenset[str]
    stand: Stand
    promises_bound: int | None
    violations: int
    set_aside: dict[str, tuple[tuple[str, str, str], ...]]
    history: tuple[Stand, ...]


def plan_state(
    schools: Iterable[SchoolRef], crew: Crew, limits: StateLimits, tell: Callable[[Stand], None] = lambda _: None
) -> StateOutcome:
    """Plan all schools of a state. Raises PartFailed."""
    return _Course(Memory({school.key: school for school in schools}), crew, limits, tell).outcome()


class _Course:
    """One planning in its course."""

    def __init__(self, memory: Memory, crew: Crew, limits: StateLimits, tell: Callable[[Stand], None]) -> None:
        self._started = time.monotonic()
        self._memory = memory
        self._crew = crew
        self._limits = limits
        self._tell = tell
        self._history: list[Stand] = []
        self._work: CoverWork | None = None
        self._promises_bound: int | None = None

    def outcome(self) -> StateOutcome:
        """Open the schools, then cover, proofs, promises; each as far as the time reaches."""
        self._open()
        work = self._work = CoverWork(self._memory, self._left, self._limits.enough)
        self._note("opened")
        self._do([*work.whole_plans(), *work.prices(), *work.first_plans(FIRST_SIZE), *work.bounds()])
        work.settle()
        self._note("plans")
        for size in self._limits.sizes:
            if not work.open_components() or self._left() <= 0:
                break
            self._do([*work.better_plans(size.plans), *(work.bounds(size.bound) if size.bound else ())])
            self._note("better")
        while self._left() > 0 and (tasks := work.proofs()):
            self._do(tasks)
            self._note("proofs")
        if self._limits.promises and self._left() > 0:
            promising = PromiseWork(self._memory, work, self._left)
            for tasks in promising.rounds():
                self._do(tasks)
                self._check()
                self._note("promises")
            self._promises_bound = promising.bound
        self._check()
        return self._ended()

    def _check(self) -> None:
        """Let the checker judge every plan anew, with everything that all others plan."""
        memory = self._memory

        def ask(key: str) -> CheckAsked:
            return CheckAsked(memory.schools[key], memory.plans[key].seats, memory.duties_elsewhere(key))

        def take(key: str, plan: SchoolPlan) -> None:
            memory.plans[key] = plan

        carry_out([Task(partial(ask, key), partial(take, key)) for key in memory.schools], self._crew)

    def _open(self) -> None:
        keys = list(self._memory.schools)

        def ask(key: str, elsewhere: dict[str, tuple[Duty, ...]]) -> OpenAsked:
            return OpenAsked(self._memory.schools[key], elsewhere)

        pinned: dict[str, tuple[str, ...]] = {}

        def take(key: str, opened: Opened) -> None:
            self._memory.take_in(key, opened)
            pinned[key] = opened.pinned

        carry_out([Task(partial(ask, key, {}), partial(take, key)) for key in keys], self._crew)
        # Pins of a person in two schools: those of the first school stand, the others if they can stand beside them.
        for number, key in enumerate(keys):
            certain = self._certain(key, frozenset(keys[:number]))
            if any(certain.get(identity) for identity in pinned[key]):
                carry_out([Task(partial(ask, key, certain), partial(take, key))], self._crew)

    def _certain(self, key: str, before: frozenset[str]) -> dict[str, tuple[Duty, ...]]:
        """What a school's shared people certainly do elsewhere: the past, and what earlier schools pin them to."""
        memory = self._memory
        found = {}
        for identity in memory.shared_in([key]):
            others = {place: record for place, record in memory.records[identity].items() if place != key}
            duties = [
                duty
                for place, record in sorted(others.items())
                for duty in (memory.plans[place].duties.get(identity, ()) if place in before else record.past)
            ]
            found[identity] = tuple(duties)
        return found

    def _do(self, tasks: list[Task]) -> None:
        carry_out(tasks, self._crew, lambda: self._left() > 0)

    def _left(self) -> float:
        return max(0.0, self._limits.seconds - (time.monotonic() - self._started))

    def _stand(self, doing: str) -> Stand:
        memory = self._memory
        return Stand(
            time.monotonic() - self._started,
            doing,
            memory.value(COVER),
            self._work.bound if self._work else 0,
            len(memory.schools),
            len(memory.proven),
            memory.value(PROMISES),
        )

    def _note(self, doing: str) -> None:
        self._history.append(self._stand(doing))
        self._tell(self._history[-1])

    def _ended(self) -> StateOutcome:
        memory = self._memory
        return StateOutcome(
            dict(memory.plans),
            frozenset(memory.proven),
            self._stand("ended"),
            self._promises_bound,
            sum(plan.violations for plan in memory.plans.values()),
            {key: school.set_aside for key, school in memory.schools.items() if school.set_aside},
            tuple(self._history),
        )
