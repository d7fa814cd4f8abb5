"""Readable builders for the records of a school that fits in the head.

One adults' course, one children's course, two sites 800 metres apart, three volunteers, all invented.
The week is 2026-W48 (Monday 23 November), a week without holidays in Niedersachsen, unless a test says otherwise.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from roster.freeze import freeze
from roster.problem import Problem
from roster.records import (
    Availability,
    Branch,
    Certificate,
    ChangeKind,
    Course,
    Decision,
    DecisionKind,
    Meeting,
    Organisation,
    PublishedAssignment,
    Qualification,
    Role,
    Room,
    School,
    Seats,
    SessionChange,
    Site,
    Volunteer,
    Willingness,
)

WEEK = "2026-W48"
MONDAY = dt.date(2026, 11, 23)
TUESDAY, WEDNESDAY, SUNDAY = (MONDAY + dt.timedelta(days=number) for number in (1, 2, 6))
EVENING, NIGHT = 18 * 60 + 30, 20 * 60  # 18:30 to 20:00


def school(**tables: object) -> School:
    """The school; ``tables`` replace whole tables, ``organisation`` is a dictionary of fields to change."""
    organisation = Organisation(key="weststadt", name="Sprachschule Weststadt")
    fields = tables.pop("organisation", {})
    base = School(
        organisation=replace(organisation, **fields),  # type: ignore[arg-type]
        branches=(
            Branch(key="adults", name="Erwachsene", pauses_in_school_holidays=False),
            Branch(key="children", name="Kinder", minors=True, certificates=("clearance",)),
        ),
        sites=(
            Site(key="north", name="Nordhaus", latitude=52.2800, longitude=8.0400),
            Site(key="south", name="Südhaus", latitude=52.2728, longitude=8.0400, certificates=("measles",)),
        ),
        rooms=(Room(key="n1", site="north", name="Raum 1"), Room(key="s1", site="south", name="Saal")),
        roles=(Role(key="lead", name="Leitung", leads=True), Role(key="helper", name="Hilfe", depends_on="lead")),
        volunteers=tuple(
            Volunteer(key=key, first_name=key.title(), last_name="Beispiel") for key in ("anna", "ben", "cleo")
        ),
        qualifications=tuple(Qualification(volunteer=key, role="lead") for key in ("anna", "ben", "cleo")),
        availability=tuple(
            Availability(volunteer=key, weekday=1, start_minute=1080, end_minute=1260, willingness=Willingness.GLADLY)
            for key in ("anna", "ben", "cleo")
        ),
        certificates=(Certificate(volunteer="anna", kind="clearance", seen_on=dt.date(2026, 1, 12)),),
        courses=(
            Course(key="a2", name="A2 abends", branch="adults", site="north"),
            Course(key="kids", name="Kinder vormittags", branch="children", site="south"),
        ),
        seats=(
            Seats(course="a2", role="lead"),
            Seats(course="a2", role="helper", required=0, wished=1),
            Seats(course="kids", role="lead"),
        ),
        meetings=(
            Meeting(course="a2", weekday=1, start_minute=EVENING, end_minute=NIGHT, room="n1"),
            Meeting(course="kids", weekday=2, start_minute=540, end_minute=720, room="s1"),
        ),
    )
    return replace(base, **tables)  # type: ignore[arg-type]


def change(kind: ChangeKind, course: str = "a2", on_day: dt.date = TUESDAY, **more: object) -> SessionChange:
    """A change of the course's session on a day, at 18:30 unless ``start_minute`` says otherwise."""
    start_minute = more.pop("start_minute", EVENING)
    return SessionChange(course=course, on_day=on_day, start_minute=start_minute, change=kind, **more)  # type: ignore[arg-type]


def told(volunteer: str = "anna", on_day: dt.date = TUESDAY, **more: object) -> PublishedAssignment:
    """A published seat in the evening course."""
    usual: dict[str, Any] = {"course": "a2", "start_minute": EVENING, "role": "lead"}
    return PublishedAssignment(on_day=on_day, volunteer=volunteer, **(usual | more))


def decision(kind: DecisionKind, **more: object) -> Decision:
    """A lead's word about Anna and Tuesday's evening course."""
    usual: dict[str, Any] = {"course": "a2", "volunteer": "anna", "on_day": TUESDAY, "start_minute": EVENING}
    return Decision(kind=kind, **(usual | more))


def frozen(**tables: object) -> Problem:
    """The problem of the week, with these tables replaced."""
    return freeze(school(**tables), WEEK)
