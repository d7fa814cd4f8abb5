"""What is proven about a goal of some schools together, and when it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from solver.safe_bounds import rounded_up


@dataclass(frozen=True)
class Claim:
    """No plans have a goal below ``base`` less each earlier goal's weight times its value.

    Where ``most`` names an earlier goal, this is said only of plans in which it is no more than that.
    """

    base: float
    weights: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)

    def least(self, values: Mapping[str, int]) -> int:
        """The least that any plans have whose earlier goals are no more than these values; 0 if nothing is proven."""
        if any(values[goal] > most for goal, most in self.most.items()):
            return 0
        return max(0, rounded_up(self.base - sum(weight * values[goal] for goal, weight in self.weights.items())))
