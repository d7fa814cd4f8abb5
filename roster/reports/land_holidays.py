"""Which public and school holidays of its Land an organisation keeps, as they are shipped with the service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from roster.calendar.teaching_days import PUBLIC, SCHOOL, covered_until, days_off


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Holidays in a row, both days inclusive."""

    name: str
    first: dt.date
    last: dt.date
    school: bool


@dataclass(frozen=True, slots=True)
class LandHolidays:
    """The holidays of a span of dates, earliest first, and until when school holidays are known at all."""

    spans: tuple[DaysOff, ...]
    known_until: dt.date


def land_holidays(land: str, first: dt.date, last: dt.date, language: str) -> LandHolidays:
    """The holidays of a German Land that touch the days from ``first`` to ``last``. Raises Invalid for other Lands."""
    years = range(first.year, last.year + 2)  # the Christmas holidays end in January
    spans = [
        span
        for category in (PUBLIC, SCHOOL)
        for span in _in_rows(
            [(day, name) for year in years for day, name in days_off(land, category, year, language).items()],
            school=category == SCHOOL,
        )
        if span.last >= first and span.first <= last
    ]
    return LandHolidays(tuple(sorted(spans, key=lambda span: (span.first, span.school))), covered_until(land))


def _in_rows(days: Iterable[tuple[dt.date, str]], *, school: bool) -> list[DaysOff]:
    rows: list[DaysOff] = []
    for day, name in sorted(days):
        if rows and rows[-1].name == name and day == rows[-1].last + dt.timedelta(days=1):
            rows[-1] = DaysOff(name, rows[-1].first, day, school)
        else:
            rows.append(DaysOff(name, day, day, school))
    return rows
