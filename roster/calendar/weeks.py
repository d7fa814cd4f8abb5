"""ISO weeks as texts, such as ``"2026-W48"``: they sort by time, and people write them like that."""

from __future__ import annotations

import datetime as dt
import re

from roster.errors import Invalid
from roster.words import Sentence

NOT_A_WEEK = Sentence(
    de="„{text}“ ist keine Kalenderwoche. Bitte Jahr und Woche mit zwei Ziffern angeben, zum Beispiel 2026-W48.",
    en="“{text}” is not a week. Please give the year and the week with two digits, such as 2026-W48.",
)
NO_SUCH_WEEK = Sentence(
    de="Die Woche {text} gibt es nicht: das Jahr {year} hat {weeks} Kalenderwochen.",
    en="There is no week {text}: the year {year} has {weeks} ISO weeks.",
)
YEAR_OUT_OF_RANGE = Sentence(
    de="Die Woche {text} liegt zu weit weg: geplant wird in den Jahren {first} bis {last}.",
    en="The week {text} is too far away: planning covers the years {first} to {last}.",
)
# Clock rules and holidays mean nothing outside, and date arithmetic needs room at both ends of the calendar.
FIRST_YEAR, LAST_YEAR = 1990, 2200

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


def checked_week(text: str) -> str:
    """The week that a text names, unchanged. Raises Invalid for anything but an existing week like ``2026-W48``."""
    found = _WEEK.fullmatch(text)
    if found is None:
        raise Invalid(NOT_A_WEEK, text=text[:40])
    year, number = int(found[1]), int(found[2])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(YEAR_OUT_OF_RANGE, text=text, first=FIRST_YEAR, last=LAST_YEAR)
    # 28 December always lies in the last ISO week of its year.
    weeks = dt.date(year, 12, 28).isocalendar().week
    if not 1 <= number <= weeks:
        raise Invalid(NO_SUCH_WEEK, text=text, year=year, weeks=weeks)
    return text


def monday_of(week: str) -> dt.date:
    """The first day of a week. Raises Invalid as ``checked_week`` does."""
    year, number = checked_week(week).split("-W")
    return dt.date.fromisocalendar(int(year), int(number), 1)


def week_of(day: dt.date) -> str:
    """The week in which a day lies; around New Year its year may differ from the day's."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def weeks_later(week: str, weeks: int) -> str:
    """The week that many weeks later, or earlier for a negative number."""
    return week_of(monday_of(week) + dt.timedelta(weeks=weeks))


def days_of(week: str) -> tuple[dt.date, ...]:
    """The seven days of a week, Monday first."""
    monday = monday_of(week)
    return tuple(monday + dt.timedelta(days=number) for number in range(7))
