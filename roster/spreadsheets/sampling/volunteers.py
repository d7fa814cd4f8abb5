"""Invented volunteers: retired, students, people with jobs, parents; each with the hours that such a life leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from roster.records import (
    Absence,
    Availability,
    Certificate,
    ExtraTime,
    Level,
    Means,
    Qualification,
    Volunteer,
    Willingness,
)
from roster.spreadsheets.sampling.names import FAMILY_NAMES, FIRST_NAMES, spelled
from roster.spreadsheets.sampling.timetable import ADULTS, CHILDCARE, CHILDREN, CLEARANCE, CO_TEACHER, LEAD

MORNING, AFTERNOON, EVENING = (8 * 60 + 30, 12 * 60 + 30), (14 * 60, 18 * 60), (18 * 60, 21 * 60)


@dataclass(frozen=True)
class Life:
    """What a way of living leaves free: the chance of each part of a weekday, wished hours, and how people travel."""

    weight: int
    parts: tuple[tuple[tuple[int, int], float], ...]
    wished_minutes: tuple[int, ...]
    means: tuple[Means, ...]
    teaches: float  # chance of being able to lead a course


_WALKING, _CYCLING, _MIXED = (Means.FOOT, Means.BUS, Means.CAR), (Means.BIKE, Means.BIKE, Means.FOOT), tuple(Means)

LIVES = (
    Life(34, ((MORNING, 0.62), (AFTERNOON, 0.44), (EVENING, 0.32)), (270, 360, 450, 540), _WALKING, 0.93),
    Life(26, ((MORNING, 0.22), (AFTERNOON, 0.34), (EVENING, 0.54)), (180, 270, 360), _CYCLING, 0.84),
    Life(28, ((MORNING, 0.05), (AFTERNOON, 0.12), (EVENING, 0.60)), (180, 180, 270), _MIXED, 0.88),
    Life(12, ((MORNING, 0.55), (AFTERNOON, 0.08), (EVENING, 0.10)), (180, 270), _CYCLING, 0.60),
)


@dataclass
class Staff:
    """The rows about volunteers of one school, as they are made up."""

    volunteers: list[Volunteer] = field(default_factory=list)
    qualifications: list[Qualification] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    availability: list[Availability] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    extra_times: list[ExtraTime] = field(default_factory=list)


def staff(count: int, organisation: str, monday: dt.date, random: Random) -> Staff:
    """As many active volunteers as asked for, made up for a planning week that begins on ``monday``."""
    people = Staff()
    names = random.sample(FIRST_NAMES, len(FIRST_NAMES))
    for index in range(count):
        life = random.choices(LIVES, [life.weight for life in LIVES])[0]
        volunteer = _volunteer(names[index % len(names)], index // len(names), organisation, life, random)
        people.volunteers.append(volunteer)
        people.availability.extend(_windows(volunteer.key, life, random))
        _qualify(people, volunteer, life, monday, random)
        if random.random() < 0.08:
            from_day = monday + dt.timedelta(days=random.randrange(5))
            people.absences.append(
                Absence(
                    volunteer=volunteer.key,
                    from_day=from_day,
                    until_day=from_day + dt.timedelta(days=random.randrange(6)),
                )
            )
        if random.random() < 0.05:
            on_day = monday + dt.timedelta(days=random.randrange(5))
            people.extra_times.append(
                ExtraTime(
                    volunteer=volunteer.key,
                    on_day=on_day,
                    start_minute=EVENING[0],
                    end_minute=EVENING[1],
                    willingness=Willingness.POSSIBLE,
                )
            )
    return people


def _volunteer(first_name: str, turn: int, organisation: str, life: Life, random: Random) -> Volunteer:
    family_name = random.choice(FAMILY_NAMES)
    key = spelled(first_name) + (f"-{turn + 1}" if turn else "")
    wished = random.choice(life.wished_minutes)
    newcomer = random.random() < 0.06
    return Volunteer(
        key=key,
        first_name=first_name,
        last_name=family_name,
        email=f"{key}.{spelled(family_name)}.{organisation}@example.org",
        newcomer=newcomer,
        means=random.choice(life.means),
        wished_minutes_week=wished,
        promised_minutes_week=90 if wished >= 180 and random.random() < 0.4 else 0,
        max_minutes_week=wished + random.choice((0, 90, 90, 180)),
        max_sessions_day=random.choices((1, 2, 3), (30, 55, 15))[0],
        max_days_week=random.choices((1, 2, 3, 4, 5), (4, 16, 30, 28, 22))[0],
    )


def _windows(volunteer: str, life: Life, random: Random) -> list[Availability]:
    windows = []
    for weekday in range(5):
        for (start, end), chance in life.parts:
            if random.random() < chance:
                willingness = random.choices(tuple(Willingness), (15, 35, 50))[0]
                windows.append(
                    Availability(
                        volunteer=volunteer,
                        weekday=weekday,
                        start_minute=start + random.choice((0, 0, 0, 30)),
                        end_minute=end - random.choice((0, 0, 0, 30)),
                        willingness=willingness,
                    )
                )
    return windows


def _qualify(people: Staff, volunteer: Volunteer, life: Life, monday: dt.date, random: Random) -> None:
    """Give somebody roles: most leads teach neighbouring levels, often in one branch only; a third can assist."""
    key = volunteer.key
    if random.random() < life.teaches and not volunteer.newcomer:
        lowest = random.choices(tuple(Level)[:6], (20, 22, 20, 18, 12, 8))[0]
        highest = Level(min(lowest + random.choices((0, 1, 2, 3), (12, 36, 34, 18))[0], Level.C1))
        branch = random.choices((None, ADULTS, CHILDREN), (56, 27, 17))[0]
        people.qualifications.append(
            Qualification(volunteer=key, role=LEAD, branch=branch, level_from=lowest, level_to=highest)
        )
    if random.random() < 0.36:
        people.qualifications.append(Qualification(volunteer=key, role=CO_TEACHER))
    if random.random() < 0.25:
        people.qualifications.append(Qualification(volunteer=key, role=CHILDCARE))
    if random.random() < 0.78:
        seen_on = monday - dt.timedelta(days=random.randrange(20, 5 * 365 + 60))
        people.certificates.append(
            Certificate(
                volunteer=key,
                kind=CLEARANCE,
                seen_on=seen_on,
                seen_by="Vorstand",
                valid_until=seen_on + dt.timedelta(days=5 * 365),
            )
        )
