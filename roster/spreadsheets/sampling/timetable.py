"""Sites, rooms, ways, roles and courses of one invented school, in the hours of a real one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from roster.records import Branch, Course, Level, Means, Meeting, Role, Room, Seats, Site, Travel

CHILDREN, ADULTS = "children", "adults"
LEAD, CO_TEACHER, CHILDCARE = "lead", "co_teacher", "childcare"
CLEARANCE = "clearance"

# Minutes per kilometre as the crow flies, and minutes to get going, by means.
_PACE = {Means.FOOT: (12.5, 0), Means.BIKE: (4.2, 1), Means.BUS: (4.0, 8), Means.CAR: (2.6, 4)}

# Measured against the school that the figures of product.md come from: 80 volunteers have 187 sessions of 74 classes.
SESSIONS_PER_VOLUNTEER = 187 / 80
SESSIONS_PER_COURSE = 187 / 74
SESSION_MINUTES = 90

BRANCHES = (
    Branch(key=CHILDREN, name="Kinder", minors=True, certificates=(CLEARANCE,)),
    Branch(key=ADULTS, name="Erwachsene"),
)
ROLES = (
    Role(key=LEAD, name="Leitung", leads=True),
    Role(key=CO_TEACHER, name="Co-Lehrkraft", depends_on=LEAD),
    Role(key=CHILDCARE, name="Kinderbetreuung", depends_on=LEAD),
)


@dataclass(frozen=True)
class Block:
    """A time of day in which courses of one branch run side by side; ``share`` of all courses lie in it."""

    branch: str
    start_minute: int
    share: float


BLOCKS = (
    Block(CHILDREN, 9 * 60, 0.18),
    Block(CHILDREN, 10 * 60 + 30, 0.18),
    Block(CHILDREN, 14 * 60 + 30, 0.06),
    Block(ADULTS, 9 * 60 + 30, 0.08),
    Block(ADULTS, 16 * 60 + 30, 0.10),
    Block(ADULTS, 18 * 60 + 30, 0.40),
)
_CHILD_LEVELS = (Level.ALPHA, Level.A1_1, Level.A1_2, Level.A2)
_ADULT_LEVELS = (Level.ALPHA, Level.A1_1, Level.A1_1, Level.A1_2, Level.A2, Level.B1, Level.B2)


def sites(centre: tuple[float, float], number: int) -> tuple[Site, ...]:
    """Three sites around a centre (latitude, longitude), the first two 800 m apart."""
    latitude, longitude = centre
    places = ((0.0, 0.0, "Lernhaus"), (0.8, 0.0, "Gemeindehaus"), (-1.2, 2.6, "Wohnpark"))
    return tuple(
        Site(
            key=spot_name.lower(),
            name=f"{spot_name} {number}",
            address=f"Musterweg {number * 3 + index}, 49000 Musterstadt",
            latitude=round(latitude + north / 111.2, 6),
            longitude=round(longitude + east / (111.2 * math.cos(math.radians(latitude))), 6),
        )
        for index, (north, east, spot_name) in enumerate(places)
    )


def kilometres(first: Site, second: Site) -> float:
    """The straight distance between two sites with coordinates, on a map that is flat within a town."""
    from_latitude, to_latitude = first.latitude or 0.0, second.latitude or 0.0
    north = (to_latitude - from_latitude) * 111.2
    east = ((second.longitude or 0.0) - (first.longitude or 0.0)) * 111.2 * math.cos(math.radians(from_latitude))
    return math.hypot(north, east)


def ways(places: tuple[Site, ...]) -> tuple[Travel, ...]:
    """The ways between all sites by all means, there and back."""
    return tuple(
        Travel(
            from_site=start.key, to_site=end.key, means=means, minutes=math.ceil(kilometres(start, end) * pace + fixed)
        )
        for start in places
        for end in places
        if start is not end
        for means, (pace, fixed) in _PACE.items()
    )


def rooms(places: tuple[Site, ...]) -> tuple[Room, ...]:
    """Four rooms at each site."""
    return tuple(
        Room(key=f"{site.key}-{number}", site=site.key, name=f"Raum {number}", places=8 + 4 * number)
        for site in places
        for number in range(1, 5)
    )


@dataclass(frozen=True)
class Timetable:
    """The courses of a school with their seats and weekly meetings."""

    courses: tuple[Course, ...]
    seats: tuple[Seats, ...]
    meetings: tuple[Meeting, ...]


def timetable(session_count: int, places: tuple[Site, ...], random: Random) -> Timetable:
    """Courses whose weekly meetings are ``session_count`` sessions of 90 minutes, each with a lead's seat.

    About every fifth session also needs a co-teacher, every seventeenth childcare; most others wish for a co-teacher.
    """
    courses: list[Course] = []
    seats: list[Seats] = []
    meetings: list[Meeting] = []
    left = session_count
    while left > 0:
        block = random.choices(BLOCKS, [block.share for block in BLOCKS])[0]
        level = random.choice(_CHILD_LEVELS if block.branch == CHILDREN else _ADULT_LEVELS)
        course = _course(len(courses) + 1, block, level, random.choice(places), random)
        courses.append(course)
        seats.extend(_seats(course, random))
        days = min(left, random.choices((1, 2, 3, 4, 5), (10, 43, 32, 9, 6))[0])
        left -= days
        meetings.extend(
            Meeting(
                course=course.key,
                weekday=weekday,
                start_minute=block.start_minute,
                end_minute=block.start_minute + SESSION_MINUTES,
            )
            for weekday in sorted(random.sample(range(5), days))
        )
    return Timetable(tuple(courses), tuple(seats), tuple(meetings))


def _course(number: int, block: Block, level: Level, site: Site, random: Random) -> Course:
    children = block.branch == CHILDREN
    name = ("Kinder" if children else "Erwachsene") + f" {level.name.replace('_', '.').title()} {number}"
    return Course(
        key=f"{block.branch}-{number}",
        name=name,
        branch=block.branch,
        site=site.key,
        level=level,
        priority=random.choices((2, 3, 4) if children else (1, 2, 3), (1, 2, 2))[0],
        learners=random.randrange(5, 17),
    )


def _seats(course: Course, random: Random) -> list[Seats]:
    chance = random.random()
    seats = [Seats(course=course.key, role=LEAD)]
    if chance < 0.21:
        seats.append(Seats(course=course.key, role=CO_TEACHER))
    elif chance < 0.87:
        seats.append(Seats(course=course.key, role=CO_TEACHER, required=0, wished=1))
    if course.branch == ADULTS and random.random() < 0.12:
        seats.append(Seats(course=course.key, role=CHILDCARE))
    return seats
