"""The goals as the search knows them, one a file, with the same names and keys as in ``roster.rules``.

``cost(choices) -> Sum`` writes the helper columns that a goal needs and gives what is to be kept small. The sum is
exact: for any plan, with helpers at their tightest, it is what the checker measures.
"""

from types import ModuleType

from solver.goals import continuity, cover, promises, stability, travel, wished_seats, wishes

GOALS: tuple[ModuleType, ...] = (cover, stability, promises, continuity, wishes, travel, wished_seats)
