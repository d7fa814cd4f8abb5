"""How long and how hard a search may look, and who looks on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from roster.outcome import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one search. Seconds count from the start of the search and may be 0: that still gives a plan.

    The strict goals (cover, stability, promises) run until they are proven, but no longer than ``strict_seconds``; the
    rest ends at ``total_seconds``. A ``reproducible`` search uses one worker and counts work instead of time,
    ``effort`` units for each goal (about a second each on the machine of the study): same problem and same seed give
    the same plan on every run and machine.
    """

    total_seconds: float = 20.0
    strict_seconds: float | None = None  # None = three times the total
    workers: int = 2
    reproducible: bool = False
    effort: float = 20.0
    seed: int = 1

    @property
    def strict_deadline(self) -> float:
        """When the last strict goal ends, in seconds since the start."""
        return 3 * self.total_seconds if self.strict_seconds is None else self.strict_seconds


class Watch(Protocol):
    """Somebody who follows a search. Both are called only in the thread that called ``solve``."""

    def progress(self, progress: Progress) -> None:
        """Take note of where the search stands: at improvements of a plan or a bound, a few times a second at most."""

    def cancelled(self) -> bool:
        """Whether the search shall stop and give the best plan so far. Asked about fifty times a second."""
