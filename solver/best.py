"""What a found plan is worth: judged by the independent rules of ``roster.rules``, never by the search itself."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roster.plan import Plan
from roster.rules import check, measure, missing_pins
from solver.given import Given
from solver.model import MISSING_PINS, Written

log = logging.getLogger("solver")


@dataclass(frozen=True, slots=True)
class Best:
    """A plan that keeps every rule, and what the checker measures for each goal (and for pins that give way)."""

    plan: Plan
    values: Mapping[str, int]


class Judge:
    """Compares plans, goal by goal in the order of the search.

    Where the search and the checker disagree, the checker is right and the disagreement is logged as an error: it is a
    fault in one of the two tellings of a rule or goal. The tests take any such entry for a failure.
    """

    def __init__(self, given: Given, order: Sequence[str]) -> None:
        self._given = given
        self._order = order

    def starting_plan(self, hint: Plan | None) -> Best:
        """The better of the hint, if it keeps every rule, and the plan of the past and the pins alone."""
        least = self._worth(self._given.least_plan())
        candidates = [plan for plan in (hint, Plan.of(self._given.problem.published or ())) if plan is not None]
        for plan in candidates:
            if not check(self._given.problem, plan):
                least = self._lesser(least, self._worth(plan))
        return least

    def better(self, best: Best, plan: Plan) -> Best:
        """The better of the best so far and a plan that the search has found."""
        found = self._worth(plan)
        if self._lesser(best, found) is best:
            return best
        violations = check(self._given.problem, plan)
        if violations:
            log.error("the search gave a plan that breaks a rule: %s", violations)
            return best
        return found

    def compare(self, best: Best, written: Written) -> None:
        """Say so if the model counts a plan in another way than the checker does."""
        values = written.choices.values(best.plan)
        for key, cost in written.costs.items():
            if cost.value(values) != best.values[key]:
                log.error("%s is %d for the search, %d for the checker", key, cost.value(values), best.values[key])

    def confirm(self, key: str, best: Best, bound: int, *, proven: bool = False) -> None:
        """Say so if a bound is above what a plan has reached, or a proof ends beside the best plan."""
        value = best.values[key]
        if bound > value or (proven and bound != value):
            log.error("%s of the best plan is %d, the search has shown %d", key, value, bound)

    def seats_filled(self, plan: Plan) -> tuple[int, int]:
        """How many required seats of the week are filled, and how many there are."""
        filled = required = 0
        for session in self._given.problem.sessions:
            for need in session.needs:
                filled += min(need.required, len(plan.in_seat(session.key, need.role)))
                required += need.required
        return filled, required

    def _worth(self, plan: Plan) -> Best:
        missing = len(missing_pins(self._given.problem, plan)) if self._given.yielding else 0
        return Best(plan, {MISSING_PINS: missing, **measure(self._given.problem, plan)})

    def _lesser(self, first: Best, second: Best) -> Best:
        """The one with less cost in the first goal that tells them apart; the first one if none does."""
        return second if self._rank(second) < self._rank(first) else first

    def _rank(self, best: Best) -> tuple[int, ...]:
        return tuple(best.values[key] for key in self._order)
