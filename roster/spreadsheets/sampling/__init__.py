"""Invented schools of any size in the format of the tables, the same for a seed on every machine.

For every 80 volunteers there are 187 sessions of 90 minutes (280 hours of leads), three sites of which two lie 800 m
apart, and about as many willing hours as needed; and still some 30 leads' seats that nobody can take.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from random import Random

from roster.errors import Invalid
from roster.records import Organisation, Pair, PairKind, School
from roster.spreadsheets.sampling.history import last_weeks
from roster.spreadsheets.sampling.sharing import place_on_map, share_volunteers
from roster.spreadsheets.sampling.timetable import (
    BRANCHES,
    ROLES,
    SESSIONS_PER_VOLUNTEER,
    rooms,
    sites,
    timetable,
    ways,
)
from roster.spreadsheets.sampling.volunteers import staff
from roster.words import Sentence

PLANNING_WEEK = "2026-W48"
MOST_VOLUNTEERS = 20_000

_OUT_OF_RANGE = Sentence(
    de="Bitte 1 bis {most} Ehrenamtliche wählen und höchstens so viele Organisationen.",
    en="Please choose 1 to {most} volunteers and no more organisations than that.",
)


def sample(volunteers: int, organisations: int, seed: int) -> tuple[School, ...]:
    """Invented schools for one planning week, with the last two weeks' rosters.

    ``volunteers`` people in all are spread over the organisations, the largest four times the smallest; with several
    organisations 5 % of them also help in a neighbouring town. Raises Invalid for numbers out of range.
    """
    if not 1 <= volunteers <= MOST_VOLUNTEERS or not 1 <= organisations <= volunteers:
        raise Invalid(_OUT_OF_RANGE, most=MOST_VOLUNTEERS)
    random = Random(seed)
    sizes = _sizes(volunteers, organisations, random)
    schools = [
        _school(number, size, place_on_map(number - 1, organisations), Random(f"{seed}/{number}"))
        for number, size in enumerate(sizes, 1)
    ]
    return tuple(share_volunteers(schools, Random(f"{seed}/shared")))


def _sizes(volunteers: int, organisations: int, random: Random) -> list[int]:
    """How many volunteers each organisation has: 0.4 to 1.6 times the mean, the sum exact."""
    if organisations == 1:
        return [volunteers]
    weights = [random.uniform(0.4, 1.6) for _ in range(organisations)]
    sizes = [max(1, int(volunteers * weight / sum(weights))) for weight in weights]
    index = 0
    while (left := volunteers - sum(sizes)) != 0:
        if left > 0 or sizes[index % organisations] > 1:
            sizes[index % organisations] += 1 if left > 0 else -1
        index += 1
    return sizes


def _school(number: int, size: int, place: tuple[int, int], random: Random) -> School:
    monday = dt.date.fromisocalendar(int(PLANNING_WEEK[:4]), int(PLANNING_WEEK[-2:]), 1)
    key = f"school-{number}"
    row, column = place  # on a map of towns some 12 km apart
    places = sites((52.0 + row * 0.11, 8.0 + column * 0.18), number)
    lessons = timetable(max(1, round(size * SESSIONS_PER_VOLUNTEER)), places, random)
    people = staff(size, key, monday, random)
    school = School(
        organisation=Organisation(key=key, name=f"Sprachschule {number}", planning_week=PLANNING_WEEK),
        branches=BRANCHES,
        sites=places,
        rooms=rooms(places),
        travel=ways(places),
        roles=ROLES,
        volunteers=tuple(people.volunteers),
        qualifications=tuple(people.qualifications),
        certificates=tuple(people.certificates),
        availability=tuple(people.availability),
        absences=tuple(people.absences),
        extra_times=tuple(people.extra_times),
        courses=lessons.courses,
        seats=lessons.seats,
        meetings=lessons.meetings,
        pairs=_pairs([volunteer.key for volunteer in people.volunteers], random),
    )
    return dataclasses.replace(school, published=last_weeks(school, monday, 2, random))


def _pairs(keys: list[str], random: Random) -> tuple[Pair, ...]:
    """One pair to keep apart and one gladly together for every 40 volunteers."""
    chosen = random.sample(keys, len(keys) // 40 * 4)
    return tuple(
        Pair(first=first, second=second, kind=PairKind.APART if index % 2 else PairKind.TOGETHER)
        for index, (first, second) in enumerate(zip(chosen[::2], chosen[1::2], strict=True))
    )
