"""The course of one search: how long it has gone on, how much is left, and whether somebody wants it to end."""

from __future__ import annotations

import math
import time

from solver.limits import Limits, Watch


class Clock:
    """Seconds since it was made. A reproducible search has no end in time, only an effort."""

    def __init__(self, limits: Limits, watch: Watch | None) -> None:
        self._begun = time.monotonic()
        self._endless = limits.reproducible
        self._watch = watch
        self.cancelled = False  # as far as anybody has asked
        self.out_of_time = False  # whether something had to end that was not done

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._begun

    def left(self, deadline: float, share: float = 1.0) -> float:
        """Seconds until the deadline, or a share of them; never negative."""
        return math.inf if self._endless else max(0.0, share * (deadline - self.seconds))

    def goes_on(self, deadline: float) -> bool:
        """Whether there is time and nobody wants an end."""
        ended = self.left(deadline) <= 0
        self.out_of_time |= ended
        return not ended and not self.stopped()

    def stopped(self) -> bool:
        """Whether somebody wants the search to end; asked anew until so."""
        if not self.cancelled and self._watch is not None:
            self.cancelled = self._watch.cancelled()
        return self.cancelled
