"""The cover of a state: prices, bounds and plans in growing clusters, then a proof for each school."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from solver.safe_bounds import ROUNDING
from solver.state.asked import (
    Asked,
    BoundAsked,
    Bounded,
    PlanAsked,
    Planned,
    PriceAsked,
    Priced,
    SchoolPlan,
    SchoolRef,
)
from solver.state.block import COVER
from solver.state.clusters import around, clusters, in_order
from solver.state.memory import Component, Memory
from solver.state.schedule import Task
from solver.state.sharing import mean_prices

PRICE_CLUSTER = 10
PRICES = "prices of "  # names what a task about prices changes


class CoverWork:
    """The tasks that make the cover of a state small, and a bound for it large."""

    def __init__(self, memory: Memory, seconds_left: Callable[[], float], enough: float, whole_schools: int) -> None:
        self._enough = enough
        self.whole_schools = whole_schools
        self._failed: set[tuple[str, ...]] = set()
        self._memory = memory
        self._left = seconds_left
        self._bounded: dict[tuple[tuple[str, ...], frozenset[str]], float] = {}
        self._whole: dict[tuple[str, ...], dict[str, SchoolPlan]] = {}
        self._keep_most_pins: set[tuple[str, ...]] = set()  # components whose whole plan is proven best, pins first
        self.ties = memory.ties()
        # What has prices in it waits for all of them.
        self._prices_read = frozenset(f"{PRICES}{group[0]}" for group in clusters(self.ties, PRICE_CLUSTER))
        self.components = memory.components()

    # ---- prices ------------------------------------------------------------------------------------------------------

    def prices(self) -> list[Task]:
        """Tasks that find out what the hours of shared people are worth.

        Each cluster is looked at with its neighbours around it. A person on a border gets the mean of both sides'
        prices: any prices are valid, and these are near the best.
        """
        found: dict[str, list[Mapping[str, float]]] = {}
        return [
            Task(
                partial(self._ask_prices, wider),
                partial(self._take_prices, group, wider, found),
                frozenset({f"{PRICES}{group[0]}"}),
            )
            for group in clusters(self.ties, PRICE_CLUSTER)
            if (wider := tuple(sorted({*group, *(other for school in group for other in self.ties[school])})))
            and len(wider) > 1
        ]

    def _ask_prices(self, schools: Sequence[str]) -> Asked | None:
        if self._settled(schools):
            return None
        return PriceAsked(self._refs(schools), self._left())

    def _take_prices(
        self,
        group: Sequence[str],
        wider: Sequence[str],
        found: dict[str, list[Mapping[str, float]]],
        answer: Priced,
    ) -> None:
        for identity in self._memory.shared_in(group):
            if self._memory.records[identity].keys() <= frozenset(wider):
                found.setdefault(identity, []).append(answer.prices.get(identity, {}))
                self._memory.prices[identity] = mean_prices(found[identity])

    # ---- bounds ------------------------------------------------------------------------------------------------------

    def bounds(self, most: int = 1) -> list[Task]:
        """Tasks that bound the cover of every open component, each school by itself, tied to the others by prices.

        From ``most`` = 2 on, schools around the places where plans and bound differ are taken together.
        """
        tasks: list[Task] = []
        for component in self.open_components():
            tasks += self._bound_of(component, self._focused(component, most))
        return tasks

    def _bound_of(self, component: Component, groups: Sequence[tuple[str, ...]]) -> Iterator[Task]:
        apart = self._apart(component, groups)
        wanted = {group: frozenset(self._memory.shared_in(group)) & apart for group in groups}

        def take(group: tuple[str, ...], answer: Bounded) -> None:
            self._bounded[group, wanted[group]] = answer.bound
            if all(key in self._bounded for key in wanted.items()):
                parts = {group: self._bounded[group, people] for group, people in wanted.items()}
                self._conclude(component, parts, apart)

        for group in groups:
            if (group, wanted[group]) not in self._bounded:
                yield Task(
                    partial(self._ask_bound, group, sorted(wanted[group])),
                    partial(take, group),
                    reads=self._prices_read,
                    lost=partial(take, group, Bounded(0.0)),  # no cover and no price is negative
                )

    def _apart(self, component: Component, groups: Sequence[Sequence[str]]) -> frozenset[str]:
        """The people whom different groups share."""
        home = {school: number for number, group in enumerate(groups) for school in group}
        return frozenset(
            identity
            for identity in self._memory.shared_in(component.schools)
            if len({home[school] for school in self._memory.records[identity]}) > 1
        )

    def _conclude(self, component: Component, parts: Mapping[tuple[str, ...], float], apart: frozenset[str]) -> None:
        whole = math.fsum([*parts.values(), self._memory.people_bound(apart)])
        component.bound = max(component.bound, self._memory.whole_bound(component.schools, whole))
        component.parts, component.apart = dict(parts), apart
        self._close()

    def _ask_bound(self, group: Sequence[str], apart: Sequence[str]) -> Asked | None:
        if self._settled(group):
            return None
        prices = {identity: self._memory.prices.get(identity, {}) for identity in apart}
        return BoundAsked(self._refs(group), prices, seconds=self._left())

    def _gaps(self, component: Component) -> Counter[str]:
        """By school, how much of what lies between plans and bound has to do with it.

        Group by group: its cover and the price of the hours that it uses, less its part of the bound; and person by
        person: hours that have a price and stay unused. All of it together is the gap of the component.
        """
        memory, found = self._memory, Counter[str]()
        for group, bound in component.parts.items():
            used = sum(
                memory.paid(identity, group) for identity in memory.shared_in(group) if identity in component.apart
            )
            gap = memory.value(COVER, group) + used - bound
            found.update({school: gap for school in group if gap > ROUNDING * max(1.0, bound)})
        for identity in component.apart:
            places = memory.records[identity]
            gap = -memory.paid(identity, places) - memory.people_bound([identity])
            found.update({school: gap for school in places if gap > ROUNDING})
        return found

    def _focused(self, component: Component, most: int) -> list[tuple[str, ...]]:
        """All schools of a component in groups: around the largest gaps up to ``most`` together, the others alone."""
        hot = self._hot(component, most) if most > 1 else []
        busy = {school for group in hot for school in group}
        return [*hot, *((school,) for school in component.schools if school not in busy)]

    def _hot(self, component: Component, most: int) -> list[tuple[str, ...]]:
        return around(self.ties, component.schools, self._gaps(component), most)

    # ---- plans -------------------------------------------------------------------------------------------------------

    def whole_plans(self) -> list[Task]:
        """Tasks that plan components as a whole, where they are small enough for that.

        They run beside all others: what they find is taken over by ``settle``.
        """
        return [
            Task(partial(self._ask_whole, one), partial(self._take_whole, one))
            for one in self.components
            if 1 < len(one.schools) <= self.whole_schools
        ]

    def _ask_whole(self, component: Component) -> Asked:
        return PlanAsked(self._refs(component.schools), seconds=self._left())

    def _take_whole(self, component: Component, answer: Planned) -> None:
        bound = answer.bounds.get(COVER, 0)
        if answer.bounds_all_plans:
            component.bound = max(component.bound, bound)
        if answer.plans:
            self._whole[component.schools] = answer.plans
            if not answer.bounds_all_plans and bound >= sum(plan.values[COVER] for plan in answer.plans.values()):
                self._keep_most_pins.add(component.schools)

    def _settled(self, schools: Sequence[str]) -> bool:
        """Whether plans are known already that no others can better."""
        return any(
            one.bound >= sum(plan.values[COVER] for plan in self._whole[one.schools].values())
            for one in self.components
            if one.schools in self._whole and set(schools) <= set(one.schools)
        )

    def settle(self) -> None:
        """Take over the plans found for whole components, where no better ones were put together meanwhile."""
        for schools, plans in self._whole.items():
            cover = sum(plan.values[COVER] for plan in plans.values())
            if cover <= self._memory.value(COVER, schools) or schools in self._keep_most_pins:
                self._memory.replace_plans(plans)
        self._whole.clear()
        self._close()

    def first_plans(self, most: int) -> list[Task]:
        """Tasks that plan every school for the first time, in clusters.

        For people whose other school comes later the price is asked that their hours are worth there.
        """
        later = set(self._memory.schools)
        tasks = []
        for group in in_order(self.ties, clusters(self.ties, most)):
            later -= set(group)
            tasks.append(self._task(group, partial(self._ask_first, group, frozenset(later))))
        return tasks

    def better_plans(self, most: int) -> list[Task]:
        """Tasks that re-plan clusters around the largest gaps, with their surroundings as they are."""
        return [
            self._task(group, partial(self._ask_better, group))
            for component in self.open_components()
            for group in in_order(self.ties, self._hot(component, most))
        ]

    def proofs(self) -> list[Task]:
        """Tasks that prove, or better, the cover of each school that is not proven yet, and that can be worked on."""
        groups = [(school,) for school in self._memory.schools if school not in self._memory.proven]
        groups = [group for group in groups if group not in self._failed]
        return [self._task(group, partial(self._ask_better, group)) for group in in_order(self.ties, groups)]

    def _task(self, group: tuple[str, ...], ask: Callable[[], Asked | None]) -> Task:
        around = frozenset(other for school in group for other in self.ties[school]) - frozenset(group)
        lost = partial(self._failed.add, group)
        return Task(ask, partial(self._take_plans, group), frozenset(group), around | self._prices_read, lost)

    def _ask_first(self, group: Sequence[str], later: frozenset[str]) -> Asked | None:
        if self._settled(group):
            return None
        prices = {
            identity: self._memory.prices[identity]
            for identity in self._memory.shared_beyond(group)
            if self._memory.prices.get(identity) and self._memory.records[identity].keys() & later
        }
        elsewhere = self._memory.elsewhere(group)
        return PlanAsked(self._refs(group), elsewhere, prices=prices, seconds=self._left())

    def _ask_better(self, group: Sequence[str]) -> Asked | None:
        if self._memory.is_least(group) or self._settled(group):
            return None
        elsewhere = self._memory.elsewhere(group)
        below = self._memory.value(COVER, group)
        return PlanAsked(self._refs(group), elsewhere, below=below, seconds=self._left())

    def _take_plans(self, group: Sequence[str], answer: Planned) -> None:
        memory = self._memory
        if answer.plans and sum(plan.values[COVER] for plan in answer.plans.values()) < memory.value(COVER, group):
            memory.replace_plans(answer.plans)
        bound = answer.bounds.get(COVER, 0)
        if bound >= memory.value(COVER, group):
            # Least together, so each is least beside the others: else exchanging one would make the sum less.
            memory.note_least(group)
        for component in self.components:
            if set(component.schools) == set(group) and answer.bounds_all_plans:
                component.bound = max(component.bound, bound)
        self._close()

    def _close(self) -> None:
        """Note which components need no more work."""
        for component in self.components:
            if self.is_least(component):
                self._memory.note_least(component.schools)

    # ---- where it stands ---------------------------------------------------------------------------------------------

    def open_components(self) -> list[Component]:
        """The components whose cover is not proven least; large ones only while it is not near enough to the bound."""
        return [one for one in self.components if self._is_open(one)]

    def _is_open(self, component: Component) -> bool:
        cover = self._memory.value(COVER, component.schools)
        if len(component.schools) <= self.whole_schools or not component.bound:
            return component.bound < cover
        return cover - component.bound > self._enough * component.bound

    def is_least(self, component: Component) -> bool:
        """Whether the cover of a component is proven least."""
        return component.bound >= self._memory.value(COVER, component.schools)

    @property
    def bound(self) -> int:
        """No plans of the whole state have less cover."""
        return sum(component.bound for component in self.components)

    def _refs(self, schools: Sequence[str]) -> tuple[SchoolRef, ...]:
        return tuple(self._memory.schools[school] for school in schools)
