"""A volunteer takes only sessions that lie wholly inside their windows and outside their absences."""

from roster.problem import Person
from solver.given import Given
from solver.seats import Seats, Truths

KEY = "availability"


def allows(person: Person, seats: Seats, given: Given) -> Truths:
    """Rows that the person's windows cover and that no absence touches."""
    allowed: Truths = seats.gladness(person) > 0
    for absence in person.absences:
        allowed &= (seats.stretches.ends <= absence.start_minute) | (absence.end_minute <= seats.stretches.starts)
    return allowed
