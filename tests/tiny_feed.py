"""Readable builders for calendar feeds: one evening course, invented."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from roster.calendar.clock import moment
from roster.calendar.feed import FeedEvent, feed

BERLIN = "Europe/Berlin"
PUBLISHED_AT = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
JULY, DECEMBER = dt.date(2026, 7, 7), dt.date(2026, 12, 1)
BEFORE_AUTUMN_CHANGE, AFTER_AUTUMN_CHANGE = dt.date(2026, 10, 24), dt.date(2026, 10, 25)
BEFORE_SPRING_CHANGE, AFTER_SPRING_CHANGE = dt.date(2027, 3, 27), dt.date(2027, 3, 28)
# Summer, winter, and both weeks in which the clock changes: the evening before and the evening after.
DAYS = (
    JULY,
    BEFORE_AUTUMN_CHANGE,
    AFTER_AUTUMN_CHANGE,
    DECEMBER,
    BEFORE_SPRING_CHANGE,
    AFTER_SPRING_CHANGE,
)


def event(
    on_day: dt.date = JULY, *, timezone: str = BERLIN, minutes: tuple[int, int] = (1110, 1200), **more: Any
) -> FeedEvent:
    """An evening session, 18:30 to 20:00 by the clock of the zone unless ``minutes`` of the day say otherwise."""
    usual: dict[str, Any] = {
        "uid": f"{on_day.isoformat()}@roster.example.org",
        "sequence": 0,
        "last_modified": PUBLISHED_AT,
        "starts_at": moment(on_day, minutes[0], timezone),
        "ends_at": moment(on_day, minutes[1], timezone),
        "summary": f"A2 Abendkurs ({on_day.day}.{on_day.month}.), Leitung",
        "location": "Nordhaus, Raum 1",
    }
    return FeedEvent(**(usual | more))


def evenings(timezone: str = BERLIN) -> list[FeedEvent]:
    """The evening session on each of DAYS."""
    return [event(day, timezone=timezone) for day in DAYS]


def written(*events: FeedEvent, name: str = "Meine Einsätze", language: str = "de", timezone: str = BERLIN) -> bytes:
    """A feed of these events."""
    return feed(name, events, language, timezone)


def half_past_six(on_day: dt.date, timezone: str = BERLIN) -> dt.datetime:
    """18:30 on a day by the clock of the zone."""
    return dt.datetime.combine(on_day, dt.time(18, 30), ZoneInfo(timezone))
