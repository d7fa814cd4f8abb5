"""Nobody is in two places at once, nor in two seats of one session."""

from roster.problem import Person
from solver.seats import Seats, Stretches, Truths

KEY = "one_place"


def clashes(person: Person, first: Stretches, second: Stretches, seats: Seats) -> Truths:
    """Which stretches share a minute: one row for each of the first, one column for each of the second."""
    begins_before_end: Truths = first.starts[:, None] < second.ends[None, :]
    ends_after_begin: Truths = first.ends[:, None] > second.starts[None, :]
    return begins_before_end & ends_after_begin
