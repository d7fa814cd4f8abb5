"""Nobody is sent to a site they refuse, whose access list lacks them, or that is not open on that date."""

from roster.problem import Person, Site
from solver.given import Given
from solver.seats import Seats, Truths

KEY = "site_access"


def allows(person: Person, seats: Seats, given: Given) -> Truths:
    """Rows whose site lets the person in on that day."""
    allowed = seats.all()
    for site in given.problem.sites:
        there = seats.stretches.sites == seats.site_rows[site.key]
        if site.key in person.refused_sites or (site.access is not None and person.key not in site.access):
            allowed &= ~there
        else:
            allowed &= ~there | _open(site, seats)
    return allowed


def _open(site: Site, seats: Seats) -> Truths:
    is_open = seats.all()
    if site.open_from is not None:
        is_open &= seats.days >= site.open_from.toordinal()
    if site.open_until is not None:
        is_open &= seats.days <= site.open_until.toordinal()
    return is_open
