"""Volunteers who help in two neighbouring organisations, known in both by the same ``person``."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from random import Random

from roster.records import School, Volunteer

SHARED_PART = 0.05


def place_on_map(index: int, organisations: int) -> tuple[int, int]:
    """Row and column of an organisation's town, the towns filling a square row by row."""
    return divmod(index, math.ceil(math.sqrt(organisations)))


def share_volunteers(schools: list[School], random: Random) -> Iterator[School]:
    """The schools with 5 % of each one's volunteers also in one of the neighbouring towns, to all four sides."""
    if len(schools) < 2:
        yield from schools
        return
    shared: list[set[str]] = []
    guests: list[list[tuple[School, Volunteer]]] = [[] for _ in schools]
    for index, school in enumerate(schools):
        nearby = _neighbours(index, len(schools))
        leaving = random.sample(school.volunteers, round(len(school.volunteers) * SHARED_PART))
        shared.append({volunteer.key for volunteer in leaving})
        for volunteer in leaving:
            guests[random.choice(nearby)].append((school, volunteer))
    for school, named, coming in zip(schools, shared, guests, strict=True):
        welcoming = _named(school, named)
        for home in {guest.organisation.key: guest for guest, _ in coming}.values():
            welcoming = _welcome(welcoming, home, [volunteer for origin, volunteer in coming if origin is home])
        yield welcoming


def _neighbours(index: int, organisations: int) -> list[int]:
    row, column = place_on_map(index, organisations)
    return [
        other
        for other in range(organisations)
        if sum(abs(a - b) for a, b in zip((row, column), place_on_map(other, organisations), strict=True)) == 1
    ]


def _person(school: School, volunteer: Volunteer) -> str:
    return f"{school.organisation.key}.{volunteer.key}"


def _named(school: School, shared: set[str]) -> School:
    """The school with the shared volunteers' common name; what they wish for is split between both places."""
    volunteers = tuple(
        dataclasses.replace(_halved(v), person=_person(school, v)) if v.key in shared else v for v in school.volunteers
    )
    return dataclasses.replace(school, volunteers=volunteers)


def _halved(volunteer: Volunteer) -> Volunteer:
    return dataclasses.replace(
        volunteer,
        wished_minutes_week=volunteer.wished_minutes_week // 2,
        promised_minutes_week=volunteer.promised_minutes_week // 2,
    )


def _welcome(school: School, home: School, guests: list[Volunteer]) -> School:
    """The school with its neighbour's guests, their hours and what they may do."""
    keys = {guest.key: f"{home.organisation.key}-{guest.key}" for guest in guests}
    tables = {
        name: getattr(school, name)
        + tuple(
            dataclasses.replace(row, volunteer=keys[row.volunteer])
            for row in getattr(home, name)
            if row.volunteer in keys
        )
        for name in ("qualifications", "certificates", "availability", "absences", "extra_times")
    }
    newly = tuple(
        dataclasses.replace(_halved(guest), key=keys[guest.key], person=_person(home, guest)) for guest in guests
    )
    return dataclasses.replace(school, volunteers=school.volunteers + newly, **tables)
