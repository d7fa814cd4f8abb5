"""Search: from a frozen problem to the best plan with proven bounds. The only package that knows OR-Tools.

    outcome = solve(problem, Limits(total_seconds=20))

``solver.rules`` tells every hard rule once for the search, ``solver.goals`` every goal; ``solver.search`` takes the
goals one after the other. What a plan is worth is always measured by ``roster.rules``, which shares no code with it.
"""

from solver.caps import ProblemTooLarge
from solver.limits import Limits, Watch
from solver.search import solve

__all__ = ["Limits", "ProblemTooLarge", "Watch", "solve"]
