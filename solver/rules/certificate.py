"""Everyone holds each certificate that their session and role ask for, valid on that date."""

from roster.problem import Person
from solver.given import Given
from solver.seats import Seats, Truths

KEY = "certificate"


def allows(person: Person, seats: Seats, given: Given) -> Truths:
    """Rows all of whose certificates the person holds on the day of the session."""
    allowed = seats.all()
    for kind, asking in seats.certificates.items():
        allowed &= ~asking | _holds(person, kind, seats)
    return allowed


def _holds(person: Person, kind: str, seats: Seats) -> Truths:
    holds = ~seats.all()
    for certificate in person.certificates:
        if certificate.kind != kind:
            continue
        valid = seats.days >= certificate.seen_on.toordinal()
        if certificate.valid_until is not None:
            valid = valid & (seats.days <= certificate.valid_until.toordinal())
        holds |= valid
    return holds
