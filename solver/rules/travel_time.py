"""Between two sessions a volunteer has at least the minutes of the way between the two sites, plus the buffer."""

from roster.problem import Person
from solver.seats import Seats, Stretches, Truths

KEY = "travel_time"


def clashes(person: Person, first: Stretches, second: Stretches, seats: Seats) -> Truths:
    """Which stretches follow one another too closely for the way between them, in either order."""
    there = seats.journeys(person.means)[first.sites[:, None], second.sites[None, :]]
    back = seats.journeys(person.means)[second.sites[None, :], first.sites[:, None]]
    gap_there = second.starts[None, :] - first.ends[:, None]
    gap_back = first.starts[:, None] - second.ends[None, :]
    too_late: Truths = ((gap_there >= 0) & (gap_there < there)) | ((gap_back >= 0) & (gap_back < back))
    return too_late
