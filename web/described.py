"""What the pages about sites and courses show beside the records themselves: names for keys, and choices for forms."""

from __future__ import annotations

from collections.abc import Iterable

from roster.records import Level, Meeting, Seats
from roster.reports.courses import CourseChoices
from web.wording import clock, level_name, weekday

Options = list[tuple[str, str]]


def level_options() -> Options:
    """All levels in their order, for a select box."""
    return [(str(int(level)), level_name(level)) for level in Level]


def weekday_options() -> Options:
    """All weekdays, for a select box."""
    return [(str(day), weekday(day)) for day in range(7)]


def course_words(choices: CourseChoices) -> dict[str, object]:
    """Names by key and options of everything that a course may name."""
    words: dict[str, object] = {"level_options": level_options(), "weekday_options": weekday_options()}
    for kind, records in (
        ("branch", choices.branches),
        ("site", choices.sites),
        ("room", choices.rooms),
        ("role", choices.roles),
    ):
        options = [(record.key, record.name) for record in records]
        words |= {f"{kind}_options": options, f"{kind}_names": dict(options)}
    return words


def seats_by_role(seats: Iterable[Seats]) -> dict[str, Seats]:
    """The seats of a course by role."""
    return {one.role: one for one in seats}


def meetings_in_short(meetings: Iterable[Meeting]) -> list[str]:
    """Weekly meetings for a narrow column, days of the same time together: "Mon–Fri 09:00–10:30", "Sat 14:00–17:00"."""
    days: dict[tuple[int, int], list[int]] = {}
    for one in meetings:
        found = days.setdefault((one.start_minute, one.end_minute), [])
        if one.weekday not in found:
            found.append(one.weekday)
    return [f"{_days_in_short(sorted(found))} {clock(start)}–{clock(end)}" for (start, end), found in days.items()]


def _days_in_short(days: list[int]) -> str:
    """Three or more days in a row are told by the first and the last."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{weekday(days[0], 'abbreviated')}–{weekday(days[-1], 'abbreviated')}"
    return ", ".join(weekday(day, "abbreviated") for day in days)
