"""How a feed tells clients about a time zone: by two yearly rules, for zones that keep the European clock changes.

Lists of dates (RDATE) in a VTIMEZONE put summer sessions an hour off in Thunderbird and others, so the block is written
here by hand, with RRULE. All zones of the EU's summer time share one rule: change at 01:00 UTC on the last Sundays of
March and October. Times in any other zone are written in UTC instead, which every client shows in its reader's zone.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from roster.calendar.clock import zone

_HOUR = dt.timedelta(hours=1)
# The years in which a zone must keep the rule: those of sessions that anybody may still subscribe to.
_YEARS = range(2020, 2050)
# Since when the rule holds: the last Sunday of March since 1981, of October since 1996.
_SUMMER_SINCE, _WINTER_SINCE = dt.date(1981, 3, 29), dt.date(1996, 10, 27)

_BLOCK = """\
BEGIN:VTIMEZONE
TZID:{timezone}
BEGIN:DAYLIGHT
DTSTART:{summer_starts:%Y%m%dT%H%M%S}
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:{summer_name}
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:{winter_starts:%Y%m%dT%H%M%S}
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:{winter_name}
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
END:STANDARD
END:VTIMEZONE
"""


@lru_cache(maxsize=128)
def timezone_block(timezone: str) -> bytes | None:
    """The VTIMEZONE of a zone, lines ending in CRLF; None for zones that do not keep the European clock changes.

    Raises Invalid for an unknown zone.
    """
    if not all(_keeps_european_rule(timezone, year) for year in _YEARS):
        return None
    january = dt.datetime(_YEARS[0], 1, 1, tzinfo=dt.UTC).astimezone(zone(timezone))
    july = dt.datetime(_YEARS[0], 7, 1, tzinfo=dt.UTC).astimezone(zone(timezone))
    winter, summer = january.utcoffset() or dt.timedelta(0), july.utcoffset() or dt.timedelta(0)
    text = _BLOCK.format(
        timezone=timezone,
        # A rule starts at what the clock shows before the change: 01:00 UTC in the offset that ends.
        summer_starts=dt.datetime.combine(_SUMMER_SINCE, dt.time(1)) + winter,
        winter_starts=dt.datetime.combine(_WINTER_SINCE, dt.time(1)) + summer,
        summer_name=july.tzname(),
        winter_name=january.tzname(),
        winter=f"{january:%z}",
        summer=f"{july:%z}",
    )
    return text.replace("\n", "\r\n").encode("ascii")


def _keeps_european_rule(timezone: str, year: int) -> bool:
    """Whether a zone is on winter time before 01:00 UTC on the last Sunday of March and so on through the year."""
    spring, autumn = _last_sunday(year, 3), _last_sunday(year, 10)
    winter = _offset(timezone, dt.datetime(year, 1, 1, tzinfo=dt.UTC))
    moment = dt.timedelta(minutes=1)
    in_winter = [spring - moment, autumn, dt.datetime(year, 12, 31, tzinfo=dt.UTC)]
    in_summer = [spring, autumn - moment, *(dt.datetime(year, month, 15, tzinfo=dt.UTC) for month in range(4, 11))]
    in_winter += [dt.datetime(year, month, 15, tzinfo=dt.UTC) for month in (2, 3, 11, 12)]
    return all(_offset(timezone, at) == winter for at in in_winter) and all(
        _offset(timezone, at) == winter + _HOUR for at in in_summer
    )


def _offset(timezone: str, at: dt.datetime) -> dt.timedelta:
    return at.astimezone(zone(timezone)).utcoffset() or dt.timedelta(0)


def _last_sunday(year: int, month: int) -> dt.datetime:
    """01:00 UTC on the last Sunday of a month of 31 days."""
    last = dt.datetime(year, month, 31, 1, tzinfo=dt.UTC)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)
