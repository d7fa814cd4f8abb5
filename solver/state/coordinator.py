"""The course of a state's planning, from the schools' problems to plans, bounds and proofs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from solver.state.asked import CheckAsked, OpenAsked, Opened, SchoolPlan, SchoolRef
from solver.state.block import COVER, PROMISES, STABILITY
from solver.state.cover import CoverWork
from solver.state.crew import Crew
from solver.state.memory import Memory
from solver.state.promising import PromiseWork
from solver.state.schedule import Failure, Schedule, Task
from solver.state.sharing import Duty
from solver.state.stand import Stand, Unwatched, Watch

FIRST_SIZE = 3
WHOLE_SCHOOLS = 12
MOVING = 0.5  # of the time that is left after cover: for plans; proofs and bounds come after
PRICING = 0.6  # of the time that is left for bounds: for prices; the rest is for a closer look at each school
NEWS_SECONDS = 0.5


class Size(NamedTuple):
    """Around the largest gaps, how many schools are taken together at a time: for plans, and (or 0) for the bound."""

    plans: int
    bound: int


SIZES = (Size(2, 2), Size(4, 0), Size(6, 3), Size(12, 0))


@dataclass(frozen=True)
class StateLimits:
    """How long it may take, and up to which size clusters are tried while the cover is not proven least.

    Components of up to ``whole_schools`` are proven as a whole; in larger ones, a gap at or below ``enough`` is not
    worth further rounds.
    """

    seconds: float = 180.0
    sizes: tuple[Size, ...] = SIZES
    enough: float = 0.003
    promises: bool = True
    whole_schools: int = WHOLE_SCHOOLS


@dataclass(frozen=True)
class StateOutcome:
    """A plan for each school, and what is proven about all of them together.

    ``violations`` are counted by the checker, school by school, with everything that all others plan.
    ``set_aside`` are pins that cannot stand beside what their people are pinned to elsewhere.
    ``left_out`` are schools without a plan, because they could not even be read; what they have told people before
    keeps those busy. ``failures`` name every part that could not be answered: then plans are the last good ones and
    bounds are weaker, but as true. ``unplanned`` are schools for which no search came to a plan: theirs holds only what
    is past and pinned. ``stopped``: somebody ended it early.
    """

    plans: dict[str, SchoolPlan]
    proven: frozenset[str]
    stand: Stand
    violations: int
    set_aside: dict[str, tuple[tuple[str, str, str], ...]]
    history: tuple[Stand, ...]
    left_out: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    stopped: bool = False
    unplanned: tuple[str, ...] = ()

    @property
    def promises_bound(self) -> int | None:
        """No plans with this cover (that tell as few people something new) have less; None if nothing is proven."""
        return self.stand.promises_bound


def plan_state(
    schools: Iterable[SchoolRef], crew: Crew, limits: StateLimits, watch: Watch | None = None
) -> StateOutcome:
    """Plan all schools of a state. A part that nobody can answer costs only what it would have found."""
    return _Course(Memory({school.key: school for school in schools}), crew, limits, watch or Unwatched()).outcome()


class _Course:
    """One planning in its course."""

    def __init__(self, memory: Memory, crew: Crew, limits: StateLimits, watch: Watch) -> None:
        self._started = time.monotonic()
        self._memory = memory
        self._limits = limits
        self._watch = watch
        self._schedule = Schedule(crew, watch.stopped, self._news)
        self._history: list[Stand] = []
        self._doing = "opened"
        self._left_out: list[str] = []
        self._work: CoverWork | None = None
        self._promising: PromiseWork | None = None

    def outcome(self) -> StateOutcome:
        """Open the schools, then cover, proofs, promises; each as far as the time reaches."""
        self._open()
        work = self._work = CoverWork(self._memory, self._left, self._limits.enough, self._limits.whole_schools)
        self._note("opened")
        self._doing = "plans"
        self._do([*work.whole_plans(), *work.prices(), *work.first_plans(FIRST_SIZE), *work.bounds()])
        work.settle()
        self._note("plans")
        self._doing = "better"
        for size in self._limits.sizes:
            if not work.open_components() or self._left() <= 0:
                break
            self._do([*work.better_plans(size.plans), *(work.bounds(size.bound) if size.bound else ())])
            self._note("better")
        self._prove(work, "proofs")
        if self._limits.promises and self._left() > 0:
            self._promise(work)
        self._check()
        return self._ended()

    def _prove(self, work: CoverWork, doing: str) -> None:
        self._doing = doing
        while self._left() > 0 and (tasks := work.proofs()):
            self._do(tasks)
            self._note(doing)

    def _promise(self, work: CoverWork) -> None:
        """Promises; what that changes is proven anew, and mended where the proofs have found a better cover."""
        promising = self._promising = PromiseWork(self._memory, work, self._left)
        self._doing = "promises"
        for tasks in promising.rounds(self._part(MOVING)):
            self._do(tasks)
            self._check()
            self._note("promises")
        self._prove(work, "promises")
        self._do(promising.mending())
        self._check()
        self._note("promises")
        self._doing = "bounds"
        for tasks in promising.bound_rounds(self._part(PRICING)):
            self._do(tasks)
            self._note("bounds")

    def _check(self) -> None:
        """Let the checker judge every plan anew, with everything that all others plan."""
        memory = self._memory

        def ask(key: str) -> CheckAsked:
            return CheckAsked(memory.schools[key], memory.plans[key].seats, memory.duties_elsewhere(key))

        def take(key: str, plan: SchoolPlan) -> None:
            memory.plans[key] = plan

        self._schedule.finish([Task(partial(ask, key), partial(take, key)) for key in memory.schools])

    # ---- opening -----------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        pinned: dict[str, tuple[str, ...]] = {}
        self._open_each(list(self._memory.schools), pinned)
        # Pins of a person in two schools: those of the first school stand, the others if they can stand beside them.
        keys = list(self._memory.schools)
        for number, key in enumerate(keys):
            certain = self._certain(key, frozenset(keys[:number]))
            if any(certain.get(identity) for identity in pinned.get(key, ())):
                self._schedule.finish([self._opening(key, certain, pinned)])
        self._leave_out(pinned)

    def _open_each(self, keys: list[str], pinned: dict[str, tuple[str, ...]]) -> None:
        self._schedule.finish([self._opening(key, {}, pinned) for key in keys])
        self._leave_out(pinned)

    def _leave_out(self, pinned: dict[str, tuple[str, ...]]) -> None:
        """Go on without the schools that could not be opened; the others hear what those have told shared people."""
        memory = self._memory
        gone = [key for key in self._left_out if key in memory.schools]
        before = dict(memory.schools)
        for key in gone:
            memory.leave_out(key)
        if told_more := [key for key, school in memory.schools.items() if school.busy != before[key].busy]:
            self._open_each(told_more, pinned)

    def _opening(self, key: str, certain: dict[str, tuple[Duty, ...]], pinned: dict[str, tuple[str, ...]]) -> Task:
        def take(opened: Opened) -> None:
            self._memory.take_in(key, opened)
            pinned[key] = opened.pinned

        return Task(
            lambda: OpenAsked(self._memory.schools[key], certain), take, lost=partial(self._left_out.append, key)
        )

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

    # ---- time and progress -------------------------------------------------------------------------------------------

    def _do(self, tasks: list[Task]) -> None:
        self._schedule.carry_out(tasks, lambda: self._left() > 0)

    def _left(self) -> float:
        if self._watch.stopped():
            return 0.0
        return max(0.0, self._limits.seconds - (time.monotonic() - self._started))

    def _part(self, share: float) -> Callable[[], float]:
        """The seconds left of a part of the time that is left now."""
        kept = (1 - share) * self._left()
        return lambda: max(0.0, self._left() - kept)

    def _stand(self, doing: str) -> Stand:
        memory, promising = self._memory, self._promising
        return Stand(
            time.monotonic() - self._started,
            doing,
            memory.value(COVER),
            self._work.bound if self._work else 0,
            len(memory.schools),
            len(memory.proven),
            memory.value(PROMISES),
            promising.bound(PROMISES) if promising else None,
            memory.value(STABILITY),
            promising.bound(STABILITY) if promising and memory.published else None,
            len(self._schedule.failures),
        )

    def _note(self, doing: str) -> None:
        self._history.append(self._stand(doing))
        self._watch.stage(self._history[-1])

    def _news(self) -> None:
        """Tell in between what has changed, but not too often."""
        if not self._history or time.monotonic() - self._started - self._history[-1].seconds < NEWS_SECONDS:
            return
        before, stand = self._history[-1], self._stand(self._doing)
        if replace(stand, seconds=before.seconds, doing=before.doing) != before:
            self._history.append(stand)
            self._watch.news(stand)

    def _ended(self) -> StateOutcome:
        memory = self._memory
        return StateOutcome(
            dict(memory.plans),
            frozenset(memory.proven),
            self._stand("ended"),
            sum(plan.violations for plan in memory.plans.values()),
            {key: school.set_aside for key, school in memory.schools.items() if school.set_aside},
            tuple(self._history),
            tuple(self._left_out),
            tuple(self._schedule.failures),
            self._watch.stopped(),
            memory.unplanned,
        )
