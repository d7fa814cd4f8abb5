"""A seat is taken only by somebody qualified for its role, branch and level, on that date."""

from roster.problem import Person, Qualification
from solver.given import Given
from solver.seats import Seats, Truths

KEY = "qualification"


def allows(person: Person, seats: Seats, given: Given) -> Truths:
    """Rows that at least one qualification of the person covers."""
    allowed = ~seats.all()
    for qualification in person.qualifications:
        allowed |= _covered(qualification, seats)
    return allowed


def _covered(qualification: Qualification, seats: Seats) -> Truths:
    covered: Truths = seats.roles == qualification.role
    if qualification.branch is not None:
        covered = covered & (seats.branches == qualification.branch)
    levelled = seats.levels >= 0  # a session without a level is open to every range of levels
    if qualification.level_from is not None:
        covered = covered & (~levelled | (seats.levels >= int(qualification.level_from)))
    if qualification.level_to is not None:
        covered = covered & (~levelled | (seats.levels <= int(qualification.level_to)))
    if qualification.valid_until is not None:
        covered = covered & (seats.days <= qualification.valid_until.toordinal())
    return covered
