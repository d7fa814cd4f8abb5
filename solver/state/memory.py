"""What the coordinator keeps in mind: light records of all schools, never their models."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from solver.safe_bounds import rounded_up
from solver.state.asked import Opened, SchoolPlan, SchoolRef
from solver.state.block import COVER
from solver.state.clusters import Ties, components, ties_between
from solver.state.joint import Elsewhere, HeldSeat
from solver.state.parts import duties_told
from solver.state.sharing import Duty, Record, person_bound, price_of


@dataclass
class Component:
    """Schools that are tied together, and what is proven about their cover: no plans of them all have less.

    ``parts`` are the groups that the bound was last put together from, each at prices for the people in ``apart``.
    """

    schools: tuple[str, ...]
    bound: int = 0
    parts: dict[tuple[str, ...], float] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()


@dataclass
class Memory:
    """The state as it stands: a plan for each school, whose cover is proven, and the prices of shared hours.

    ``searched`` are schools whose plan a search has found, more than that of their past and pins. ``least`` are groups
    of schools whose cover together is the least that they can have with what their shared people do in other schools
    just now.
    """

    schools: dict[str, SchoolRef]
    plans: dict[str, SchoolPlan] = field(default_factory=dict)
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    published: set[str] = field(default_factory=set)
    searched: set[str] = field(default_factory=set)
    least: set[frozenset[str]] = field(default_factory=set)
    prices: dict[str, dict[str, float]] = field(default_factory=dict)

    def take_in(self, key: str, opened: Opened) -> None:
        """Note what a school brings along."""
        self.plans[key] = opened.plan
        self.steps[key] = opened.step
        if opened.published:
            self.published.add(key)
        if opened.set_aside:
            self.schools[key] = replace(self.schools[key], set_aside=opened.set_aside)
        for identity, record in opened.records.items():
            self.records.setdefault(identity, {})[key] = record

    def leave_out(self, key: str) -> None:
        """Forget a school that cannot be planned; what it has told people before keeps them busy, as far as known."""
        gone = self.schools.pop(key)
        self.plans.pop(key, None)
        self.steps.pop(key, None)
        self.published.discard(key)
        for places in self.records.values():
            places.pop(key, None)
        try:
            told = duties_told(gone)
        except (ValueError, OSError):
            told = {}
        for other, school in self.schools.items():
            busy = tuple((identity, duties) for identity, duties in told.items() if identity in school.identities)
            self.schools[other] = replace(school, busy=(*school.busy, *busy))

    def ties(self) -> Ties:
        """Who shares how many people with whom."""
        return ties_between(self.schools, [tuple(places) for places in self.records.values()])

    def components(self) -> list[Component]:
        """The groups of schools that have nothing to do with one another."""
        return [Component(group) for group in components(self.ties())]

    # ---- shared people -----------------------------------------------------------------------------------------------

    def shared_in(self, schools: Iterable[str]) -> list[str]:
        """The people whom any of these schools shares with any other, in order."""
        inside = frozenset(schools)
        return sorted(identity for identity, places in self.records.items() if inside & places.keys())

    def shared_beyond(self, schools: Iterable[str]) -> list[str]:
        """The people whom these schools share with schools that are not among them."""
        inside = frozenset(schools)
        return [identity for identity in self.shared_in(inside) if self.records[identity].keys() - inside]

    def elsewhere(self, schools: Iterable[str]) -> dict[str, Elsewhere]:
        """What the shared people of some schools do, as things stand, in all the others."""
        inside = frozenset(schools)
        return {
            identity: Elsewhere(
                tuple(
                    duty
                    for school in sorted(self.records[identity].keys() - inside)
                    for duty in self.plans[school].duties.get(identity, ())
                ),
                tuple(record for school, record in sorted(self.records[identity].items()) if school not in inside),
                tuple(
                    (record, planned)
                    for school, record in sorted(self.records[identity].items())
                    if school not in inside
                    if (planned := self._planned(school, identity, record))
                ),
            )
            for identity in self.shared_beyond(inside)
        }

    def _planned(self, school: str, identity: str, record: Record) -> tuple[Duty, ...]:
        """What a school's plan has a person do, the past left out."""
        return tuple(duty for duty in self.plans[school].duties.get(identity, ()) if duty not in record.past)

    def duties_elsewhere(self, school: str) -> dict[str, tuple[Duty, ...]]:
        """The same for one school, without the records."""
        return {identity: other.duties for identity, other in self.elsewhere([school]).items()}

    def held(self, schools: Sequence[str]) -> dict[str, tuple[HeldSeat, ...]]:
        """The seats of the shared people in some schools as they are now: for work that shall not move them."""
        identity_of = {
            (school, record.person): identity
            for identity, places in self.records.items()
            for school, record in places.items()
        }
        found: dict[str, list[HeldSeat]] = {identity: [] for identity in self.shared_in(schools)}
        for school in schools:
            for session, role, person in self.plans[school].seats:
                if (identity := identity_of.get((school, person))) is not None:
                    found[identity].append((school, session, role))
        return {identity: tuple(seats) for identity, seats in found.items()}

    # ---- plans -------------------------------------------------------------------------------------------------------

    def value(self, goal: str, schools: Iterable[str] | None = None) -> int:
        """What the plans of some schools, or of all, come to by the checker."""
        return sum(self.plans[school].values[goal] for school in (self.schools if schools is None else schools))

    def replace_plans(self, plans: Mapping[str, SchoolPlan]) -> None:
        """Take over new plans of some schools.

        What was least beside the old duties of somebody is so no more, nor is what covers less now.
        """
        self.searched |= plans.keys()
        before = {group: self.value(COVER, group) for group in self.least}
        for school, plan in plans.items():
            old, self.plans[school] = self.plans[school], plan
            for identity in plan.duties.keys() | old.duties.keys():
                if plan.duties.get(identity, ()) != old.duties.get(identity, ()):
                    places = self.records[identity].keys()
                    self.least = {group for group in self.least if school in group or not group & places}
        self.least = {group for group in self.least if self.value(COVER, group) <= before[group]}

    def note_least(self, schools: Iterable[str]) -> None:
        """Note that the cover of some schools together is proven least."""
        self.least.add(frozenset(schools))

    def is_least(self, schools: Iterable[str]) -> bool:
        """Whether that is known."""
        return any(group.issuperset(schools) for group in self.least)

    @property
    def proven(self) -> frozenset[str]:
        """The schools whose own cover is proven least.

        Schools that are least together are so one by one: else an exchange of one plan would make the sum less.
        """
        return frozenset().union(*self.least)

    @property
    def unplanned(self) -> tuple[str, ...]:
        """The schools for which no search came to a plan: theirs holds what is past and pinned, unproven."""
        return tuple(key for key in self.plans if key not in self.searched and key not in self.proven)

    # ---- bounds ------------------------------------------------------------------------------------------------------

    def people_bound(self, identities: Iterable[str]) -> float:
        """What the schools of these people pay too much at the prices: 0 or less."""
        return math.fsum(
            person_bound(list(self.records[identity].values()), self.prices.get(identity, {}))
            for identity in identities
        )

    def paid(self, identity: str, schools: Iterable[str]) -> float:
        """What some schools pay for the hours of a person that their plans use."""
        prices = self.prices.get(identity, {})
        past = self.records[identity]
        return sum(
            price_of(duty, prices)
            for school in schools
            if school in past
            for duty in self.plans[school].duties.get(identity, ())
            if duty not in past[school].past
        )

    def whole_bound(self, schools: Iterable[str], bound: float) -> int:
        """The least cover that a bound of some schools leaves: covers are whole multiples of what every seat weighs."""
        step = max(1, math.gcd(*(self.steps[school] for school in schools)))
        return max(0, rounded_up(bound, grain=step))
