"""Where a state's planning stands, and who follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Stand:
    """Seconds since the start, what is being done, and what is known by then: the goals' values and proven bounds.

    ``proven`` is how many schools have the least cover beside what their shared people do elsewhere. ``bound`` is that
    of cover; those of later goals are None where nothing is proven, and say: no plans that are as good in all earlier
    goals have less. ``failed`` is how many parts could not be answered.
    """

    seconds: float
    doing: str
    cover: int
    bound: int
    schools: int
    proven: int
    promises: int
    promises_bound: int | None = None
    stability: int = 0
    stability_bound: int | None = None
    failed: int = 0

    @property
    def gap(self) -> float:
        """How far the cover is above its bound, in proportion to the bound."""
        return (self.cover - self.bound) / max(1, self.bound)

    @property
    def promises_gap(self) -> float | None:
        """The same for promises; None where nothing is proven of them."""
        bound = self.promises_bound
        return None if bound is None else (self.promises - bound) / max(1, bound)


class Watch(Protocol):
    """Follows a state's planning, and may end it."""

    def stage(self, stand: Stand) -> None:
        """Hear that a stage has ended."""
        ...

    def news(self, stand: Stand) -> None:
        """Hear that a value or bound has changed, at most every half second."""
        ...

    def stopped(self) -> bool:
        """Whether to end soon and keep the plans so far. Asked often."""
        ...


class Unwatched:
    """Nobody follows."""

    def stage(self, stand: Stand) -> None:
        """Nothing."""

    def news(self, stand: Stand) -> None:
        """Nothing."""

    def stopped(self) -> bool:
        """Never."""
        return False
