"""Wall-clock time and elapsed time: the only place that knows about clock changes.

A *minute of a day* is what a clock on the wall shows, counted from midnight; beyond 1440 it means the next day's clock.
When a clock change makes a wall-clock time happen twice, the first reading counts. When it makes one not happen at all
(the *gap* in March), the time stands for the moment at which the clock jumps; sessions may not start in a gap, which
``roster.calendar.sessions`` refuses. So a wall-clock time that is later is never an earlier moment.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from roster.calendar.weeks import monday_of
from roster.errors import Invalid
from roster.words import Sentence

MINUTES_OF_DAY = 1440
MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY

UNKNOWN_TIMEZONE = Sentence(
    de="Die Zeitzone „{timezone}“ ist nicht bekannt. Bitte einen Namen wie Europe/Berlin angeben.",
    en="The time zone “{timezone}” is not known. Please give a name such as Europe/Berlin.",
)
NOT_A_TIME = Sentence(
    de="„{text}“ ist keine Uhrzeit. Bitte Stunde und Minute angeben, zum Beispiel 18:30.",
    en="“{text}” is not a time of day. Please give hour and minute, such as 18:30.",
)

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@lru_cache(maxsize=128)
def zone(timezone: str) -> ZoneInfo:
    """The rules of a time zone by its name. Raises Invalid where there is none of that name."""
    try:
        return ZoneInfo(timezone)
    # ValueError for names that would leave the folder of zones, OSError for names of folders in it
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(UNKNOWN_TIMEZONE, timezone=timezone[:60]) from error


@lru_cache(maxsize=16384)  # a week asks for the same few thousand again and again
def moment(day: dt.date, minute: int, timezone: str) -> dt.datetime:
    """The moment, in UTC, at which a clock in the time zone shows a minute of a day."""
    if in_gap(day, minute, timezone):
        # The last minute before the gap exists; the clock jumps one minute after it.
        return moment(day, _last_minute_before_gap(day, minute, timezone), timezone) + dt.timedelta(minutes=1)
    return _as_shown(day, minute, timezone).astimezone(dt.UTC)


def in_gap(day: dt.date, minute: int, timezone: str) -> bool:
    """Whether the clock never shows that minute, because it is put forward over it."""
    shown = _as_shown(day, minute, timezone)
    really = shown.astimezone(dt.UTC).astimezone(shown.tzinfo)
    return really.replace(tzinfo=None) != shown.replace(tzinfo=None)


@lru_cache(maxsize=16384)
def elapsed_minute(week: str, day: dt.date, minute: int, timezone: str) -> int:
    """Minutes that really pass from Monday 00:00 of a week until a minute of a day; negative for times before."""
    elapsed = moment(day, minute, timezone) - moment(monday_of(week), 0, timezone)
    return elapsed // dt.timedelta(minutes=1)


def local_day(now: dt.datetime, timezone: str) -> dt.date:
    """The date that a calendar on the wall shows at a moment; ``now`` must be aware."""
    return now.astimezone(zone(timezone)).date()


def wall_clock(minute: int) -> str:
    """A minute of a day as a clock shows it: 1110 is ``"18:30"``, 1500 is ``"01:00"`` (of the next day)."""
    hour, rest = divmod(minute % MINUTES_OF_DAY, 60)
    return f"{hour:02d}:{rest:02d}"


def minute_of_day(text: str) -> int:
    """The minute of the day that ``"18:30"`` names: 0 to 1439. Raises Invalid for anything else."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise Invalid(NOT_A_TIME, text=text[:40])
    return int(found[1]) * 60 + int(found[2])


def _as_shown(day: dt.date, minute: int, timezone: str) -> dt.datetime:
    days, rest = divmod(minute, MINUTES_OF_DAY)
    return dt.datetime.combine(day + dt.timedelta(days=days), dt.time(*divmod(rest, 60)), zone(timezone))


def _last_minute_before_gap(day: dt.date, minute: int, timezone: str) -> int:
    while in_gap(day, minute, timezone):
        minute -= 1
    return minute
