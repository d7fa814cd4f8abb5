"""A person taken out of what was stored about weeks: frozen problems forget them, history keeps a pseudonym.

A pseudonym is random and nothing says whose it was. So the number of people who held a course stays right, and versions
stay what they were, but nobody can be found in them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace

from roster.problem import Assignment, Problem, Site
from roster.records import PSEUDONYM


def new_pseudonym() -> str:
    """A key that stands in history for somebody who was erased."""
    return f"{PSEUDONYM}{secrets.token_hex(4)}"


def without_person(problem: Problem, person: str) -> Problem:
    """The problem as if it had never heard of that person."""
    return replace(
        problem,
        sites=tuple(_closed_to(site, person) for site in problem.sites),
        people=tuple(
            replace(one, partners=tuple(partner for partner in one.partners if partner != person))
            for one in problem.people
            if one.key != person
        ),
        apart=tuple(pair for pair in problem.apart if person not in pair),
        pins=tuple(pin for pin in problem.pins if pin.person != person),
        bans=tuple(ban for ban in problem.bans if ban.person != person),
        stray_pins=tuple(pin for pin in problem.stray_pins if pin.volunteer != person),
        published=None
        if problem.published is None
        else tuple(seat for seat in problem.published if seat.person != person),
        told_anyway=tuple(told for told in problem.told_anyway if told[0] != person),
        familiar=tuple(face for face in problem.familiar if face.person != person),
    )


def forgotten(text: str, person: str) -> str:
    """A stored problem's JSON text without that person."""
    return without_person(Problem.from_json(text), person).to_json()


def renamed(seats: Iterable[Assignment], person: str, pseudonym: str) -> tuple[Assignment, ...]:
    """Assignments in which the person goes by the pseudonym."""
    return tuple(replace(seat, person=pseudonym) if seat.person == person else seat for seat in seats)


def _closed_to(site: Site, person: str) -> Site:
    return site if site.access is None else replace(site, access=tuple(key for key in site.access if key != person))
