"""Telling somebody who looks on how a search goes: improvements, a few times a second at most."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roster.outcome import GoalResult, Progress
from solver.best import Best, Judge
from solver.limits import Watch

PROGRESS_SECONDS = 0.25


class Telling:
    """What a watch has been told so far, from the plan on that the search starts with."""

    def __init__(self, watch: Watch | None, judge: Judge, start: Best) -> None:
        self._watch = watch
        self._judge = judge
        self._start = start
        self._told: Best | None = None
        self._told_at = -1.0

    def tell(
        self, seconds: float, key: str, best: Best, results: Callable[[], Sequence[GoalResult]], *, now: bool
    ) -> None:
        """Tell where the search stands with a goal, ``seconds`` after its start; not too often, unless ``now``."""
        first = self._told is self._start and best is not self._start  # nobody waits for the first plan
        if self._watch is None or not (now or first or seconds - self._told_at >= PROGRESS_SECONDS):
            return
        filled, required = self._judge.seats_filled(best.plan)
        plan = None if best is self._told else best.plan
        self._told, self._told_at = best, seconds
        self._watch.progress(Progress(seconds, key, tuple(results()), filled, required, plan))
