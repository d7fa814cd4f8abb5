"""One contender on one instance, in this process alone: JSON lines of what it has, and at the end its memory.

python -m tests.benchmarks.contender "this solver" "seed 1" 60
"""

from __future__ import annotations

import json
import resource
import sys
import threading
import time
from typing import Any

from roster.plan import Plan
from tests.benchmarks.contenders import CONTENDERS
from tests.benchmarks.instances import instance


class Lines:
    """Writes each message as one line, with the seconds since the contender began on the problem."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._writing = threading.Lock()  # CP-SAT tells of solutions and bounds from threads of its own

    def begin(self) -> None:
        """Start the clock anew."""
        self._started = time.monotonic()

    def plan(self, plan: Plan) -> None:
        """A plan, better than the one before."""
        self._write(plan=[(one.session, one.role, one.person) for one in plan.assignments])

    def bound(self, goal: str, bound: int, proven: bool) -> None:
        """A bound of a goal, and whether the goal is proven."""
        self._write(goal=goal, bound=bound, proven=proven)

    def end(self) -> None:
        """The contender has ended: how much memory it and its own child processes had at most."""
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self._write(peak_kibibytes=own + children)

    def _write(self, **message: Any) -> None:
        line = json.dumps({"seconds": time.monotonic() - self._started, **message})
        with self._writing:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def main(contender: str, name: str, seconds: float) -> None:
    """Let one contender work on one instance."""
    problem = instance(name)
    lines = Lines()
    CONTENDERS[contender](problem, seconds, lines)
    lines.end()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
