"""How numbers, times and dates are written on pages, in the reader's language."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any, Literal

from babel import dates, numbers
from babel.dates import get_day_names
from flask import Flask
from flask_babel import format_datetime, get_locale, ngettext
from flask_babel import gettext as _

from roster.records import Level, Means, Standing, Willingness
from roster.reports.person_texts import kind_name
from web.config import ServiceConfig

CLOCK = re.compile(r"\s*([0-9]{1,2})(?:[:.hH]([0-9]{2}))?\s*(?:Uhr)?\s*")


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Give templates the words of this module."""
    for write in (clock, hours, hours_in_words, weekday, short_day, brief_day, session_day, long_day, moment,
                  level_name, standing_name, means_name, willingness_name, certificate_name, week_number,
                  week_span):  # fmt: skip
        app.jinja_env.globals[write.__name__] = write
    app.jinja_env.globals.update(Level=Level, Means=Means, Standing=Standing, Willingness=Willingness)


def clock(minute: int) -> str:
    """Minutes of a day as wall clock: 1110 -> "18:30"; minutes beyond midnight start anew at 00:00."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def minute_of_day(text: str) -> int:
    """Wall clock as minutes of the day: "18:30", "18.30", "18 Uhr" or "18" -> 1110 or 1080. Raises ValueError."""
    found = CLOCK.fullmatch(text)
    if not found:
        raise ValueError(text)
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour * 60 + minute > 1440 or minute > 59:
        raise ValueError(text)
    return hour * 60 + minute


def hours(minutes: int) -> str:
    """Minutes as hours in the reader's notation: 150 -> "2,5"."""
    return _hours(minutes, str(get_locale() or "de"))


def hours_in_words(minutes: int) -> str:
    """Minutes as hours, with the word: 60 -> "1 hour", 150 -> "2.5 hours"."""
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if minutes == 60 else 2, hours=hours(minutes))


@lru_cache(maxsize=4096)  # a page of a week asks for some hundred, most of them alike
def _hours(minutes: int, locale: str) -> str:
    return numbers.format_decimal(round(minutes / 60, 2), format="#,##0.##", locale=locale)


def weekday(number: int, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """Name of a weekday, 0 = Monday."""
    return str(get_day_names(width, "stand-alone", get_locale())[number])


def short_day(day: dt.date) -> str:
    """A date with its weekday, short: "Mo, 23.11."."""
    return written(day, _("EEE, d MMM"))


def brief_day(day: dt.date) -> str:
    """A date without its weekday: "23. Nov."."""
    return written(day, _("d MMM"))


def session_day(session: str) -> dt.date:
    """The date in the key of a session (see roster.problem.session_key)."""
    return dt.date.fromisoformat(session.rpartition("@")[2].partition("T")[0])


def long_day(day: dt.date) -> str:
    """A date with its weekday, in full."""
    return written(day, "full")


def written(day: dt.date, pattern: str) -> str:
    """A date as a pattern of Babel says, or one of its words such as "full", in the reader's language."""
    return _written(day, pattern, str(get_locale() or "de"))


@lru_cache(maxsize=4096)
def _written(day: dt.date, pattern: str, locale: str) -> str:
    return str(dates.format_date(day, pattern, locale=locale))


def moment(at: dt.datetime) -> str:
    """A moment in the school's time zone."""
    return format_datetime(at, _("d MMM y, HH:mm"))


def week_number(week: str) -> str:
    """ "2026-W48" -> "48"."""
    return week[-2:].lstrip("0")


def week_span(first: dt.date, last: dt.date) -> str:
    """First and last day of a week, short."""
    until = written(last, _("d MMM y"))  # outside of the f-string, where the catalogue would not find it
    return f"{brief_day(first)} – {until}"


def level_name(level: Level | None) -> str:
    """A level as people write it; empty where there is none."""
    if level is None:
        return ""
    return _("Alpha") if level is Level.ALPHA else level.name.replace("_", ".")


def _named(value: Any, names: dict[Any, str]) -> str:
    return names.get(value, str(value))


def standing_name(standing: Standing) -> str:
    """Where a volunteer stands, in a word."""
    return _named(
        standing,
        {
            Standing.REGISTERED: _("registered"),
            Standing.ACTIVE: _("active"),
            Standing.PAUSED: _("paused"),
            Standing.LEFT: _("left"),
        },
    )


def means_name(means: Means) -> str:
    """A way of travelling, in a word or two."""
    return _named(
        means,
        {Means.FOOT: _("on foot"), Means.BIKE: _("by bike"), Means.BUS: _("by bus"), Means.CAR: _("by car")},
    )


def willingness_name(willingness: Willingness) -> str:
    """How gladly somebody comes, in a word or two."""
    return _named(
        willingness,
        {
            Willingness.GLADLY: _("gladly"),
            Willingness.POSSIBLE: _("possible"),
            Willingness.IF_NEEDED: _("only if needed"),
        },
    )


def certificate_name(kind: str) -> str:
    """A kind of certificate, in a word or two; one that a school made up as it is."""
    return kind_name(kind, str(get_locale() or "de"))
