"""How cells about time are read and written: hours, dates, weeks, times on the clock, time zones.

Nothing is shifted silently: what does not exist or lies far away is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass
from typing import ClassVar

from roster.spreadsheets.cells import Unreadable
from roster.words import Sentence

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Hours:
    """Hours, decimal (comma or point, at most two decimals, rounded to the minute) or as H:MM; kept in minutes."""

    most: int = 168
    unit: ClassVar[Sentence] = Sentence(de="Stunden, etwa 1,5 oder 1:30", en="hours, such as 1.5 or 1:30")
    expected: ClassVar[Sentence] = Sentence(
        de="Stunden von 0 bis {most}, etwa 1,5 oder 1.5 oder 1:30",
        en="hours from 0 to {most}, such as 1.5 or 1,5 or 1:30",
    )

    def read(self, text: str) -> int:
        if decimal := re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?", text):
            # In hundredths, so that no binary fraction decides a minute; halves of a minute round up.
            hundredths = int(decimal[1]) * 100 + int((decimal[2] or "0").ljust(2, "0"))
            minutes = (hundredths * 60 + 50) // 100
        elif clock := re.fullmatch(r"([0-9]{1,3}):([0-5][0-9])", text):
            minutes = int(clock[1]) * 60 + int(clock[2])
        else:
            raise Unreadable(self.expected, most=self.most)
        if minutes > self.most * 60:
            raise Unreadable(self.expected, most=self.most)
        return minutes

    def write(self, value: int, language: str) -> str:
        if value % 3:  # not a whole number of hundredths of an hour
            return f"{value // 60}:{value % 60:02d}"
        hours, hundredths = divmod(value * 100 // 60, 100)
        text = f"{hours}.{hundredths:02d}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language == "de" else text


@dataclass(frozen=True)
class Date:
    """A calendar date, ISO or German."""

    unit: ClassVar[Sentence] = Sentence(de="Datum, 31.12.2026 oder 2026-12-31", en="date, 2026-12-31 or 31.12.2026")
    expected: ClassVar[Sentence] = Sentence(
        de="ein Datum von 2000 bis 2100 wie 31.12.2026 oder 2026-12-31",
        en="a date from 2000 to 2100 such as 2026-12-31 or 31.12.2026",
    )

    def read(self, text: str) -> dt.date:
        if iso := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
            year, month, day = iso.groups()
        elif german := re.fullmatch(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", text):
            day, month, year = german.groups()
        else:
            raise Unreadable(self.expected)
        try:
            date = dt.date(int(year), int(month), int(day))
        except ValueError:
            raise Unreadable(self.expected) from None
        if not EARLIEST <= date <= LATEST:
            raise Unreadable(self.expected)
        return date

    def write(self, value: dt.date, language: str) -> str:
        return value.strftime("%d.%m.%Y") if language == "de" else value.isoformat()


@dataclass(frozen=True)
class Week:
    """An ISO week; week 53 only in the years that have one."""

    unit: ClassVar[Sentence] = Sentence(
        de="Kalenderwoche, etwa 2026-W48 oder KW 48/2026", en="ISO week, such as 2026-W48"
    )
    expected: ClassVar[Sentence] = Sentence(
        de="eine Kalenderwoche, die es gibt, wie 2026-W48 oder KW 48/2026",
        en="an ISO week that exists, such as 2026-W48",
    )

    def read(self, text: str) -> str:
        if iso := re.fullmatch(r"([0-9]{4})-?[Ww]([0-9]{2})", text):
            year, week = int(iso[1]), int(iso[2])
        elif german := re.fullmatch(r"(?:KW|kw)?\s?([0-9]{1,2})\s?/\s?([0-9]{4})", text):
            year, week = int(german[2]), int(german[1])
        else:
            raise Unreadable(self.expected)
        try:
            dt.date.fromisocalendar(year, week, 1)
        except ValueError:
            raise Unreadable(self.expected) from None
        if not EARLIEST.year <= year <= LATEST.year:
            raise Unreadable(self.expected)
        return f"{year}-W{week:02d}"

    def write(self, value: str, language: str) -> str:
        return value


@dataclass(frozen=True)
class Clock:
    """A time on the clock, in minutes since midnight. A ``latest`` of 2880 lets an end lie on the next day."""

    latest: int = DAY_MINUTES - 1
    unit: ClassVar[Sentence] = Sentence(de="Uhrzeit, etwa 18:30", en="time of day, such as 18:30")
    expected: ClassVar[Sentence] = Sentence(
        de="eine Uhrzeit HH:MM bis {latest}, etwa 18:30", en="a time HH:MM up to {latest}, such as 18:30"
    )

    def read(self, text: str) -> int:
        clock = re.fullmatch(r"([0-9]{1,2}):([0-5][0-9])(?::00)?(?:\s?Uhr)?", text)
        minute = int(clock[1]) * 60 + int(clock[2]) if clock else -1
        if not 0 <= minute <= self.latest:
            raise Unreadable(self.expected, latest=self.write(self.latest, "en"))
        return minute

    def write(self, value: int, language: str) -> str:
        return f"{value // 60:02d}:{value % 60:02d}"


@dataclass(frozen=True)
class Zone:
    """A time zone by its IANA name."""

    unit: ClassVar[Sentence] = Sentence(de="Zeitzone", en="time zone")
    expected: ClassVar[Sentence] = Sentence(
        de="eine Zeitzone wie Europe/Berlin", en="a time zone such as Europe/Berlin"
    )

    def read(self, text: str) -> str:
        if text not in zoneinfo.available_timezones():
            raise Unreadable(self.expected)
        return text

    def write(self, value: str, language: str) -> str:
        return value
