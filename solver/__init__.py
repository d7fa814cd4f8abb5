"""Search: from a frozen problem to the best plan with proven bounds. The only package that knows OR-Tools.

    outcome = solve(problem, Limits(total_seconds=20))

``solver.rules`` tells every hard rule once for the search, ``solver.goals`` every goal; ``solver.search`` takes the
goals one after the other. What a plan is worth is always measured by ``roster.rules``, which shares no code with it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from roster.garbage import no_search_for_garbage
from solver.limits import Limits, Watch

if TYPE_CHECKING:
    from solver.caps import ProblemTooLarge
    from solver.search import solve

__all__ = ["Limits", "ProblemTooLarge", "Watch", "solve"]

# Loaded when they are asked for: a worker searches in other processes, and starts without OR-Tools three times as fast.
_LATE = {"solve": "solver.search", "ProblemTooLarge": "solver.caps"}


def __getattr__(name: str) -> Any:
    """What is named above and not loaded yet."""
    if name in _LATE:
        with no_search_for_garbage():
            return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
