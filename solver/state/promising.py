"""What comes after a state's cover: who is told something new, and promises. No cover is given up for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from solver.state.asked import Asked, BoundAsked, Bounded, PlanAsked, Planned, SchoolPlan, SchoolRef
from solver.state.block import COVER, PROMISES, STABILITY, Seat
from solver.state.claims import Claim
from solver.state.clusters import clusters, in_order
from solver.state.cover import CoverWork
from solver.state.memory import Component, Memory
from solver.state.priced_bound import PricedBound
from solver.state.schedule import Task

SIZES = (1, 3)


class PromiseWork:
    """The tasks that come after cover: for ``stability``, where a week was published before, and for ``promises``.

    Where a component's cover is proven least as a whole, its schools are worked on in clusters, and at the same time
    all together, which gives the bound. Elsewhere they are worked on one by one, each beside what its shared people do
    in the others; the bound comes from prices (``PricedBound``).
    """

    def __init__(self, memory: Memory, work: CoverWork, seconds_left: Callable[[], float]) -> None:
        self._memory = memory
        self._work = work
        self._left = seconds_left
        self._claims: dict[tuple[tuple[str, ...], str], list[Claim]] = {}
        self._found: list[dict[str, SchoolPlan]] = []
        self._settled: dict[str, tuple[Seat, ...]] = {}
        self._free = [one for one in work.components if self._moves(one)]
        self._tight = [one for one in work.components if one not in self._free]

    def bound(self, goal: str) -> int | None:
        """No plans of the whole state that are as good in earlier goals have less; None if a component has no bound."""
        found = 0
        for component in self._work.components:
            claims = self._claims.get((component.schools, goal))
            if claims is None:
                return None
            values = {earlier: self._memory.value(earlier, component.schools) for earlier in (COVER, STABILITY)}
            found += max(claim.least(values) for claim in claims)
        return found

    # ---- plans -------------------------------------------------------------------------------------------------------

    def rounds(self, left: Callable[[], float]) -> Iterator[list[Task]]:
        """Tasks, round by round; what a round found for whole components is taken over before the next.

        ``left`` are the seconds for components whose cover is not proven as a whole: their schools' proofs come after.
        """
        first = [self._whole_plan(component) for component in self._free if len(component.schools) > 1]
        last = [self._relaxed_bound(component) for component in self._free if len(component.schools) > 1]
        for component in self._tight:
            first += [self._plan_task(group, component, left) for group in self._groups(component, 1)]
        for number, size in enumerate(SIZES):
            tasks = [
                self._plan_task(group, component, self._left)
                for component in self._free
                if number == 0 or len(component.schools) > SIZES[number - 1]
                for group in self._groups(component, size)
            ]
            if wanted := [*first, *tasks, *last]:
                yield wanted
            first, last = [], []
            self._take_over()
            if self.bound(PROMISES) == self._memory.value(PROMISES):
                return

    def mending(self) -> list[Task]:
        """Tasks for schools whose plan the proofs have changed, or whose turn has not come; shared people stay put."""
        changed = [
            (component, school)
            for component in self._tight
            for school in component.schools
            if self._memory.plans[school].seats != self._settled.get(school)
        ]
        return [self._plan_task((school,), component, self._left, held=True) for component, school in changed]

    def _take_over(self) -> None:
        for plans in self._found:
            goals = (COVER, *self._goals(tuple(plans)))
            now = tuple(self._memory.value(goal, plans) for goal in goals)
            if tuple(total(plans, goal) for goal in goals) < now:
                self._memory.replace_plans(plans)

    def _moves(self, component: Component) -> bool:
        return len(component.schools) <= self._work.whole_schools and self._work.is_least(component)

    def _groups(self, component: Component, most: int) -> list[tuple[str, ...]]:
        ties = {school: self._work.ties[school] for school in component.schools}
        return in_order(ties, clusters(ties, most))

    def _goals(self, schools: Sequence[str]) -> tuple[str, ...]:
        published = self._memory.published.intersection(schools)
        return (STABILITY, PROMISES) if published else (PROMISES,)

    def _plan_task(
        self, group: tuple[str, ...], component: Component, left: Callable[[], float], *, held: bool = False
    ) -> Task:
        around = frozenset(other for school in group for other in self._work.ties[school]) - frozenset(group)
        take = partial(self._take, group, component, held)
        return Task(partial(self._ask, group, left, held), take, frozenset(group), around)

    def _ask(self, group: tuple[str, ...], left: Callable[[], float], held: bool) -> Asked | None:
        memory = self._memory
        if left() <= 0:
            return None
        return PlanAsked(
            tuple(memory.schools[school] for school in group),
            memory.elsewhere(group),
            memory.held(group) if held else {},
            self._goals(group),
            {COVER: memory.value(COVER, group)},
            seconds=left(),
        )

    def _take(self, group: tuple[str, ...], component: Component, held: bool, answer: Planned) -> None:
        if set(group) == set(component.schools) and not held:
            self._note(component, answer)
        if answer.plans and answer.best:
            self._memory.replace_plans(answer.plans)
        self._settled |= {school: self._memory.plans[school].seats for school in group}

    # ---- bounds ------------------------------------------------------------------------------------------------------

    def bound_rounds(self, left: Callable[[], float]) -> Iterator[list[Task]]:
        """Tasks for better and better bounds of components that are not bounded as a whole.

        ``left`` are the seconds for better prices; at the best of them the schools are looked at once more, more
        closely.
        """
        searches = [
            (component, goal, PricedBound(self._memory, component, goal, earlier, self._left))
            for component in self._tight
            if len(component.schools) > 1
            for goals in (self._goals(component.schools),)
            for goal, earlier in zip(goals, ((COVER,), (COVER, STABILITY)), strict=False)
        ]
        while left() > 0 and (going := [one for one in searches if one[-1].goes_on]):
            yield [task for _, _, search in going for task in search.tasks()]
            for component, goal, search in going:
                if search.conclude() and search.claim is not None:
                    self._claim(component, goal, search.claim)
        yield [task for _, _, search in searches for task in search.last_tasks()]
        for component, goal, search in searches:
            if search.claim is not None:
                self._claim(component, goal, search.claim)

    def _whole_plan(self, component: Component) -> Task:
        """The best plan of a whole component, with the last word on its bounds."""

        def ask() -> Asked:
            kept, goals = {COVER: self._memory.value(COVER, component.schools)}, self._goals(component.schools)
            return PlanAsked(self._refs(component), goals=goals, kept=kept, seconds=self._left())

        def take(answer: Planned) -> None:
            self._note(component, answer)
            if answer.plans:
                self._found.append(answer.plans)

        return Task(ask, take)

    def _relaxed_bound(self, component: Component) -> Task:
        """A bound within a few seconds."""
        kept: dict[str, int] = {}

        def ask() -> Asked:
            for goal in (COVER, *self._goals(component.schools))[:-1]:
                kept[goal] = self._memory.value(goal, component.schools)
            return BoundAsked(self._refs(component), {}, PROMISES, kept, relaxed=True, seconds=self._left())

        def take(answer: Bounded) -> None:
            self._claim(component, PROMISES, Claim(answer.bound, most=dict(kept)))

        return Task(ask, take)

    def _note(self, component: Component, answer: Planned) -> None:
        """Note what a plan of a whole component proves: each goal's bound, for plans that keep the earlier ones."""
        if not answer.bounds_all_plans:
            return
        most = {COVER: self._memory.value(COVER, component.schools)}
        for goal in self._goals(component.schools):
            if goal in answer.bounds:
                self._claim(component, goal, Claim(float(answer.bounds[goal]), most=dict(most)))
            if answer.plans:
                most[goal] = total(answer.plans, goal)

    def _claim(self, component: Component, goal: str, claim: Claim) -> None:
        self._claims.setdefault((component.schools, goal), []).append(claim)

    def _refs(self, component: Component) -> tuple[SchoolRef, ...]:
        return tuple(self._memory.schools[school] for school in component.schools)


def total(plans: Mapping[str, SchoolPlan], goal: str) -> int:
    """What some plans come to together."""
    return sum(plan.values[goal] for plan in plans.values())
