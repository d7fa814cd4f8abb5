"""The required seats of a week, from the timetable alone: without freezing it."""

from __future__ import annotations

from roster.calendar.sessions import dated_sessions
from roster.records import School, Seats

SeatCounts = dict[tuple[str, str], int]


def required_seats(school: School, week: str) -> SeatCounts:
    """How many required seats each session that takes place has, by session key and role; none where it has none."""
    seats: dict[str, list[Seats]] = {}
    for one in school.seats:
        seats.setdefault(one.course, []).append(one)
    return {
        (session.key, need.role): need.required
        for session in dated_sessions(school, week)
        for need in (seats.get(session.course, ()) if session.held else ())
        if need.required
    }
