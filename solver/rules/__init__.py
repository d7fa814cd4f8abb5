"""The hard rules as the search knows them, one a file, with the same names and keys as in ``roster.rules``.

Each module tells its rule in whichever of these ways it needs:

``allows(person, seats, given) -> Truths``          rows of ``seats`` that the person may take, seen on their own
``clashes(person, first, second, seats) -> Truths`` which of two stretches of a person's time cannot both be kept
``most_on_day(person, on_day, given) -> int``       how many sessions of one day the person may take
``encode(choices) -> None``                         rows of the model

Clashes and days are written down by the forms in ``solver.forms``, as pairs or as whole days: the same rules either
way.
"""

from types import ModuleType

from solver.rules import (
    apart,
    availability,
    certificate,
    decisions,
    newcomers,
    one_place,
    qualification,
    seats,
    site_access,
    support_needs_lead,
    travel_time,
    workload,
)

RULES: tuple[ModuleType, ...] = (
    seats,
    availability,
    qualification,
    certificate,
    one_place,
    travel_time,
    workload,
    site_access,
    support_needs_lead,
    newcomers,
    apart,
    decisions,
)
