"""A bound of a goal over many schools together, each looked at by itself, at prices for the people whom they share.

Let schools s share people p, let x be any plans of all schools that no rule forbids, and let earlier goals k come to no
more than V(k) in them. The goal is the sum of what it costs in each school, A(s, x), and, for promises, of what the
weeks of shared people cost, F(p, m) at m minutes over all schools. For **any** prices of their rows (minutes of any
sign, all others 0 or more) and **any** weights w(k) of 0 or more,

    goal(x)  >=  sum over s of least over x of [ A(s, x) + sum over k of w(k) * k(s, x) + price of the rows used in s ]
               + sum over p of least over m of [ F(p, m) - price of a minute * m ]
               - sum over p of the most that the other rows of a week can be worth
               - sum over k of w(k) * V(k)

because in the sum on the right, every price is paid by the schools for what they use and given back for at least as
much: exactly for minutes (m is what all schools use of p together), and for all that a week can hold of the other rows,
of which no plan uses more. What is left is the goal plus w(k) * (k(x) - V(k)), which is no more than 0. Relaxing a part
(fractions, a part that nobody could answer: its costs are 0 or more, and its minutes no more than p's limit there) only
lowers the right side. So the prices need no proof: they are looked for by ``PriceSearch``, with the schools' linear
relaxations; at the best ones, every school is then solved in whole numbers, which closes most of what is left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from solver.state.asked import Asked, BoundAsked, Bounded
from solver.state.block import PROMISES
from solver.state.claims import Claim
from solver.state.hours import Hours, cheapest_minutes
from solver.state.memory import Component, Memory
from solver.state.price_search import Floats, Line, PriceSearch
from solver.state.schedule import Task
from solver.state.sharing import DAYS, MINUTES, dearest_week, person_bound

GOALS = ""  # stands where a person's identity stands otherwise: the weights of earlier goals
FIRST_WEIGHT = 60.0  # of one unit of an earlier goal; a helper's empty seat weighs 2, its 90 minutes cost 90 and more
WEIGHT_REACH = 15.0
HOUR_REACH = 1.0  # of the price of a minute
ROW_REACH = 90.0
MOST_ROUNDS = 16
ENOUGH = 0.002  # of the bound: what the next prices must promise to gain


class PricedBound:
    """The search for the best bound of one goal in one component, round by round."""

    def __init__(
        self, memory: Memory, component: Component, goal: str, earlier: Sequence[str], left: Callable[[], float]
    ) -> None:
        self._memory = memory
        self._schools = component.schools
        self._people = memory.shared_in(component.schools)
        self._goal = goal
        self._earlier = tuple(earlier)
        self._left = left
        self._answers: dict[str, Bounded | None] = {}
        self._best: dict[str, float] = {}  # by school, its part of the best bound
        self._rounds = 0
        self._columns: dict[str, dict[str, int]] = {}  # by person, or GOALS, and by row
        self._search = self._begun()
        self.claim: Claim | None = None

    # ---- rounds ------------------------------------------------------------------------------------------------------

    @property
    def goes_on(self) -> bool:
        """Whether another round is worth while."""
        gain = self._search.promised - self._search.best
        return self._rounds < MOST_ROUNDS and not gain < ENOUGH * max(1.0, abs(self._search.best))

    def tasks(self) -> list[Task]:
        """A bound of every school at the present prices, by its linear relaxation."""
        self._answers = {}
        return [
            Task(
                partial(self._ask, school, self._search.prices, relaxed=True),
                partial(self._take, school),
                lost=partial(self._take, school, None),
            )
            for school in self._schools
        ]

    def last_tasks(self) -> list[Task]:
        """The same at the best prices and in whole numbers, as far as the time reaches; the dearest schools first."""
        best = self._search.best_prices
        return [
            Task(partial(self._ask, school, best, relaxed=False), partial(self._lift, school))
            for school in sorted(self._best, key=lambda one: (-self._best[one], one))
        ]

    def _lift(self, school: str, answer: Bounded) -> None:
        """Take over a school's better part of the best bound."""
        gained = answer.bound - self._best[school]
        if gained > 0 and self.claim is not None:
            self._best[school] = answer.bound
            self.claim = replace(self.claim, base=self.claim.base + gained)

    def conclude(self) -> bool:
        """Put the answers of a round together and choose the next prices; whether ``claim`` is a better one now.

        A round for which the time did not reach is the last one, and proves nothing.
        """
        self._rounds += 1
        if len(self._answers) < len(self._schools):
            self._rounds = MOST_ROUNDS
            return False
        lines, total, parts = [], [], {}
        for number, school in enumerate(self._schools):
            answer = self._answers[school]
            parts[school] = self._without_answer(school) if answer is None else answer.bound
            if answer is not None and answer.values:
                lines.append(self._line(number, answer))
        for number, identity in enumerate(self._people, len(self._schools)):
            value, line = self._week(number, identity)
            total.append(value)
            lines.append(line)
        base, weights = math.fsum((*parts.values(), *total)), self._prices(GOALS)
        values = self._values()
        found = base - sum(weights[goal] * values[goal] for goal in weights)
        better = found > self._search.best
        if better:
            self.claim, self._best = Claim(base, weights), parts
        self._search.tell(found, lines)
        return better

    def _ask(self, school: str, prices: Floats, *, relaxed: bool) -> Asked:
        people = [identity for identity in self._people if school in self._memory.records[identity]]
        return BoundAsked(
            (self._memory.schools[school],),
            {identity: self._prices(identity, prices) for identity in people},
            self._goal,
            weights=self._prices(GOALS, prices),
            relaxed=relaxed,
            seconds=self._left(),
        )

    def _take(self, school: str, answer: Bounded | None) -> None:
        self._answers[school] = answer

    # ---- prices ------------------------------------------------------------------------------------------------------

    def _begun(self) -> PriceSearch:
        """Prices from the plans as they are: of minutes what one more or less costs, of other rows as for cover."""
        first: list[float] = []
        lowers: list[float] = []
        reach: list[float] = []
        for identity in self._people:
            rows = {
                name: FIRST_WEIGHT * price
                for name, price in sorted(self._memory.prices.get(identity, {}).items())
                if name not in (MINUTES, DAYS)
            }
            minutes = self._minute_price(identity) if self._goal == PROMISES else 0.0
            for name, price in {MINUTES: minutes, **rows}.items():
                self._columns.setdefault(identity, {})[name] = len(first)
                first.append(price)
                signed = name == MINUTES and self._goal == PROMISES
                lowers.append(-np.inf if signed else 0.0)
                reach.append(HOUR_REACH if name == MINUTES else ROW_REACH)
        slopes = [0.0] * len(first)
        for goal, value in self._values().items():
            self._columns.setdefault(GOALS, {})[goal] = len(first)
            first.append(FIRST_WEIGHT)
            lowers.append(0.0)
            reach.append(WEIGHT_REACH)
            slopes.append(-float(value))
        parts = len(self._schools) + len(self._people)
        return PriceSearch(np.array(first), np.array(lowers), np.array(reach), np.array(slopes), parts)

    def _minute_price(self, identity: str) -> float:
        memory, records = self._memory, list(self._memory.records[identity].values())
        past = [duty for record in records for duty in record.past]
        hours = Hours.of(records, past)
        duties = [duty for school in memory.records[identity] for duty in memory.plans[school].duties.get(identity, ())]
        now = sum(duty.minutes for duty in duties) - sum(duty.minutes for duty in past)
        grain = max(1, math.gcd(*(record.grain for record in records)))
        more = (hours.cost(now + grain) - hours.cost(now)) / grain
        less = (hours.cost(now) - hours.cost(now - grain)) / grain if now >= grain else more
        return (more + less) / 2

    def _prices(self, identity: str, prices: Floats | None = None) -> dict[str, float]:
        """A person's prices, or the weights of earlier goals: the present ones unless others are given."""
        given = self._search.prices if prices is None else prices
        return {name: float(given[column]) for name, column in self._columns[identity].items()}

    def _values(self) -> dict[str, int]:
        return {goal: self._memory.value(goal, self._schools) for goal in self._earlier}

    # ---- parts -------------------------------------------------------------------------------------------------------

    def _line(self, number: int, answer: Bounded) -> Line:
        """What the school's solution would cost at other prices: no less than its best there."""
        slopes = {
            self._columns[identity][name]: units
            for identity, rows in answer.used.items()
            for name, units in rows.items()
            if units
        }
        slopes |= {self._columns[GOALS][goal]: answer.values[goal] for goal in self._earlier}
        return Line(number, answer.values[self._goal], slopes)

    def _week(self, number: int, identity: str) -> tuple[float, Line]:
        """A shared person's own part: what their minutes cost, and the rows of their week."""
        prices, records = self._prices(identity), list(self._memory.records[identity].values())
        minute_price = prices.pop(MINUTES)
        used = dearest_week(records, prices)
        slopes = {self._columns[identity][name]: -float(units) for name, units in used.items()}
        bound = person_bound(records, prices)
        if self._goal != PROMISES:
            most = dearest_week(records, {MINUTES: minute_price}).get(MINUTES, 0)
            slopes[self._columns[identity][MINUTES]] = -float(most)
            return bound - minute_price * most, Line(number, 0.0, slopes)
        minutes = cheapest_minutes(records, minute_price)
        cost = Hours.of(records, [duty for record in records for duty in record.past]).cost(minutes)
        slopes[self._columns[identity][MINUTES]] = -float(minutes)
        return bound + cost - minute_price * minutes, Line(number, float(cost), slopes)

    def _without_answer(self, school: str) -> float:
        """The least that a school can cost, seen from outside: only minutes that are paid for can bring it below 0."""
        here = [(identity, self._memory.records[identity].get(school)) for identity in self._people]
        return math.fsum(
            min(0.0, self._prices(identity)[MINUTES]) * max(0, record.most_minutes)
            for identity, record in here
            if record is not None
        )
