"""The promises of a state, once its cover is settled: nobody's cover is given up for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from solver.state.asked import Asked, BoundAsked, PlanAsked, Planned, SchoolPlan, SchoolRef
from solver.state.block import COVER, PROMISES, STABILITY
from solver.state.clusters import clusters, in_order
from solver.state.cover import WHOLE_SCHOOLS, CoverWork
from solver.state.highs import rounded_up
from solver.state.memory import Component, Memory
from solver.state.schedule import Task

SIZES = (1, 3)


class PromiseWork:
    """The tasks that come after cover.

    Where a component's cover is proven least as a whole, all its people may move: in clusters, and at the same time all
    together, which gives the bound. Elsewhere shared people stay as they are, so that the proof of every school's
    own cover still holds, and the schools are worked on one by one.
    """

    def __init__(self, memory: Memory, work: CoverWork, seconds_left: Callable[[], float]) -> None:
        self._memory = memory
        self._work = work
        self._left = seconds_left
        self._bounds: dict[tuple[str, ...], int] = {}
        self._found: list[dict[str, SchoolPlan]] = []

    @property
    def bound(self) -> int | None:
        """No plans of the whole state with this cover have less; None where nothing is known of some component."""
        if any(component.schools not in self._bounds for component in self._work.components):
            return None
        return sum(self._bounds.values())

    def rounds(self) -> Iterator[list[Task]]:
        """Tasks, round by round; what a round found for whole components is taken over before the next."""
        free = [one for one in self._work.components if self._moves(one)]
        first = [self._whole_plan(component) for component in free if self._bounds_count(component)]
        last = [self._relaxed_bound(component) for component in free if self._bounds_count(component)]
        for component in self._work.components:
            if component not in free:
                first += [self._plan_task((school,), held=True) for school in component.schools]
        for number, size in enumerate(SIZES):
            tasks = [
                self._plan_task(group, held=False)
                for component in free
                if number == 0 or len(component.schools) > SIZES[number - 1]
                for group in self._groups(component, size)
            ]
            yield [*first, *tasks, *last]
            first, last = [], []
            for plans in self._found:
                if total(plans, PROMISES) < self._memory.value(PROMISES, plans):
                    self._memory.replace_plans(plans)
            if self.bound == self._memory.value(PROMISES):
                return

    def _moves(self, component: Component) -> bool:
        return len(component.schools) <= WHOLE_SCHOOLS and self._work.is_least(component)

    def _groups(self, component: Component, most: int) -> list[tuple[str, ...]]:
        ties = {school: self._work.ties[school] for school in component.schools}
        return in_order(ties, clusters(ties, most))

    def _goals(self, schools: Sequence[str]) -> tuple[str, ...]:
        published = self._memory.published.intersection(schools)
        return (STABILITY, PROMISES) if published else (PROMISES,)

    def _plan_task(self, group: Sequence[str], *, held: bool) -> Task:
        around = frozenset(other for school in group for other in self._work.ties[school]) - frozenset(group)
        reads = frozenset() if held else around
        return Task(partial(self._ask, group, held), partial(self._take, group), frozenset(group), reads)

    def _ask(self, group: Sequence[str], held: bool) -> Asked:
        memory = self._memory
        return PlanAsked(
            tuple(memory.schools[school] for school in group),
            memory.elsewhere(group),
            memory.held(group) if held else {},
            self._goals(group),
            {COVER: memory.value(COVER, group)},
            seconds=self._left(),
        )

    def _take(self, group: Sequence[str], answer: Planned) -> None:
        if answer.plans and answer.best:
            self._memory.replace_plans(answer.plans)

    def _bounds_count(self, component: Component) -> bool:
        """Whether a bound says anything: it would be of plans that change as little, where people were told some."""
        return STABILITY not in self._goals(component.schools)

    def _whole_plan(self, component: Component) -> Task:
        """The best plan of a whole component, with the last word on its bound."""

        def ask() -> Asked:
            schools, kept = self._whole(component)
            return PlanAsked(schools, goals=(PROMISES,), kept=kept, seconds=self._left())

        def take(answer: Planned) -> None:
            self._note_bound(component, answer.bounds.get(PROMISES, 0))
            if answer.plans:
                self._found.append(answer.plans)

        return Task(ask, take)

    def _relaxed_bound(self, component: Component) -> Task:
        """A bound within a few seconds."""

        def ask() -> Asked:
            schools, kept = self._whole(component)
            return BoundAsked(schools, {}, PROMISES, kept, relaxed=True, seconds=self._left())

        return Task(ask, lambda answer: self._note_bound(component, rounded_up(answer.bound)))

    def _whole(self, component: Component) -> tuple[tuple[SchoolRef, ...], dict[str, int]]:
        schools = tuple(self._memory.schools[school] for school in component.schools)
        return schools, {COVER: self._memory.value(COVER, component.schools)}

    def _note_bound(self, component: Component, bound: int) -> None:
        self._bounds[component.schools] = max(self._bounds.get(component.schools, 0), bound)


def total(plans: Mapping[str, SchoolPlan], goal: str) -> int:
    """What some plans come to together."""
    return sum(plan.values[goal] for plan in plans.values())
