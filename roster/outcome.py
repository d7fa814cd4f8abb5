"""What a solve says: the best plan found, and for every goal its value, its proven bound, and whether it is optimal."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from roster.plan import Plan
from roster.problem import Assignment

IN_THE_BALANCE = frozenset(
    {"continuity", "wishes", "travel", "wished_seats"}
)  # keys of goals, where no order is strict


class Status(enum.StrEnum):
    """How a search ended. None of them is an error: each comes with a plan."""

    OPTIMAL = "optimal"  # every goal is proven
    FEASIBLE = "feasible"  # a limit cut the search short; the bounds say how far it may be from the best
    CANCELLED = "cancelled"  # somebody stopped it; the best plan until then


@dataclass(frozen=True, slots=True)
class GoalResult:
    """One goal of a plan. ``bound`` is proven: no plan (that is as good in all earlier strict goals) is below it.

    ``bound`` is None where nothing was proven about this goal on its own, as for a goal inside the balance.
    """

    key: str
    value: int
    bound: int | None
    optimal: bool

    @property
    def in_balance(self) -> bool:
        """Whether it counts inside the balance alone, so that it has no best value of its own."""
        return self.bound is None and self.key in IN_THE_BALANCE


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a running search stands: seconds since its start, the goal it works on, and the best so far."""

    seconds: float
    goal: str
    goals: tuple[GoalResult, ...]
    filled_required: int
    required: int
    plan: Plan | None = None  # the best plan so far, where it is new


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished search.

    ``goals`` has one entry per goal key in the order of roster.rules.GOALS, then one for ``balance``.
    ``set_aside`` are pins that could not stand, see roster.rules.decisions.
    ``cut_short`` is true where a wall-clock limit ended the search, so that another run may differ.
    """

    plan: Plan
    status: Status
    goals: tuple[GoalResult, ...]
    set_aside: tuple[Assignment, ...]
    seconds: float
    cut_short: bool
    fingerprint: str

    def goal(self, key: str) -> GoalResult:
        """The entry of one goal; KeyError if there is none."""
        for goal in self.goals:
            if goal.key == key:
                return goal
        raise KeyError(key)
