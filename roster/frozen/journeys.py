"""The ways between sites, complete: given minutes where the school knows them, careful estimates elsewhere.

For each pair of sites and each means, the first of these that exists:

1. the minutes given for this direction,
2. those given for the way back,
3. an estimate from the coordinates: the straight line, a third longer because streets bend, at the speed below, plus
   the minutes to unlock a bike, to wait for a bus or to park; never longer than on foot,
4. the way on foot, where that is given,
5. ``UNKNOWN_WAY_MINUTES``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from roster.problem import Journey
from roster.records import Means, School, Site

EARTH_RADIUS_METRES = 6_371_000
DETOUR = 4 / 3
METRES_PER_MINUTE = {Means.FOOT: 75, Means.BIKE: 230, Means.BUS: 300, Means.CAR: 450}  # 4.5, 14, 18, 27 km/h
EXTRA_MINUTES = {Means.FOOT: 0, Means.BIKE: 2, Means.BUS: 10, Means.CAR: 5}  # unlock, wait, park
UNKNOWN_WAY_MINUTES = 30

_Way = tuple[Means, str, str]


def journeys(school: School, sites: Iterable[str], means: Iterable[Means]) -> tuple[Journey, ...]:
    """The ways between every two different sites by each of the means, sorted; minutes are whole and not negative.

    Keys of sites that no record describes are allowed: their ways are unknown ones.
    """
    keys, ways = sorted(set(sites)), sorted(set(means))
    given = _given_minutes(school)
    places = {site.key: site for site in school.sites}
    return tuple(
        Journey(way, start, goal, _minutes(given, places, way, start, goal))
        for way in ways
        for start in keys
        for goal in keys
        if start != goal
    )


def distance_metres(first: Site, second: Site) -> float | None:
    """The straight line between two sites in metres (haversine formula); None without both coordinates."""
    if first.latitude is None or first.longitude is None or second.latitude is None or second.longitude is None:
        return None
    north, other_north = math.radians(first.latitude), math.radians(second.latitude)
    east = math.radians(second.longitude - first.longitude)
    half = math.sin((other_north - north) / 2) ** 2 + math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * math.asin(min(1.0, math.sqrt(half)))


def estimated_minutes(metres: float, means: Means) -> int:
    """Whole minutes for a straight line of so many metres, rounded up; by no means longer than on foot."""
    street = metres * DETOUR
    on_foot = math.ceil(street / METRES_PER_MINUTE[Means.FOOT])
    return min(on_foot, math.ceil(street / METRES_PER_MINUTE[means]) + EXTRA_MINUTES[means])


def _given_minutes(school: School) -> dict[_Way, int]:
    """The minutes that the school gave; of two rows for one way the longer counts, whatever their order."""
    given: dict[_Way, int] = {}
    for row in school.travel:
        way = (row.means, row.from_site, row.to_site)
        given[way] = max(row.minutes, given.get(way, 0))
    return given


def _minutes(given: dict[_Way, int], places: dict[str, Site], means: Means, start: str, goal: str) -> int:
    there_or_back = _there_or_back(given, means, start, goal)
    if there_or_back is not None:
        return there_or_back
    on_foot = _there_or_back(given, Means.FOOT, start, goal)
    metres = distance_metres(places[start], places[goal]) if start in places and goal in places else None
    if metres is not None:
        estimated = estimated_minutes(metres, means)
        return estimated if on_foot is None else min(estimated, on_foot)
    return UNKNOWN_WAY_MINUTES if on_foot is None else on_foot


def _there_or_back(given: dict[_Way, int], means: Means, start: str, goal: str) -> int | None:
    return given.get((means, start, goal), given.get((means, goal, start)))
