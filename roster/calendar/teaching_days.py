"""Which days are free of teaching, and why: holidays of the Land, the organisation's own, terms and closures.

Public and school holidays come from the ``holidays`` package, which has the school holidays that the ministries have
published so far; beyond them ``coverage_warning`` says so. An organisation adds or mends dates by its own rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import holidays

from roster.calendar.weeks import days_of
from roster.errors import Invalid
from roster.records import Branch, Closure, School
from roster.words import GERMAN, Sentence, spoken_date

OUTSIDE_TERMS = Sentence(de="Außerhalb der Kurszeiten", en="Outside the terms")
HOLIDAY = Sentence(de="Ferien", en="Holiday")
CLOSED = Sentence(de="Geschlossen", en="Closed")
UNKNOWN_LAND = Sentence(
    de="„{land}“ ist kein Kürzel eines deutschen Landes. Möglich sind {known}.",
    en="“{land}” is not the code of a German Land. Possible are {known}.",
)
BEYOND_KNOWN_HOLIDAYS = Sentence(
    de="Die Schulferien sind nur bis {until} bekannt. Bitte beim Kultusministerium nachsehen und fehlende eintragen.",
    en="School holidays are known until {until} only. Please check with the ministry and enter those that are missing.",
)

LANDS = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
PUBLIC, SCHOOL = "public", "school"
# The years in which the package is asked for school holidays when it is to be found out how far it knows them.
COVERAGE_YEARS = range(2024, 2046)


def why_no_teaching(
    school: School, day: dt.date, branch: str, *, site: str | None = None, language: str | None = None
) -> str | None:
    """Why a branch does not teach on a day: the name of a closure or holiday; None on a teaching day.

    Closures of one site count only where that ``site`` is asked for. The organisation's language is spoken unless
    another is given; names that the organisation gave stay as they are. A branch that no record describes keeps every
    holiday. Raises Invalid for an unknown Land.
    """
    spoken = language or school.organisation.language
    closure = closure_on(school, day, branch, site)
    if closure is not None:
        return closure_name(closure, spoken)
    return holiday_on(school, day, branch, spoken)


def closure_on(school: School, day: dt.date, branch: str, site: str | None) -> Closure | None:
    """The closure that stops a branch at a site on a day; of several the first by date, then by name."""
    found = [
        closure
        for closure in school.closures
        if closure.from_day <= day <= closure.until_day
        and closure.branch in (None, branch)
        and (closure.site is None or closure.site == site)
    ]
    return min(found, key=lambda c: (c.from_day, c.until_day, c.name, c.site or "", c.branch or ""), default=None)


def closure_name(closure: Closure, language: str) -> str:
    """What a closure is called; one without a name is just "Closed"."""
    return closure.name or CLOSED.text(language)


def holiday_on(school: School, day: dt.date, branch: str, language: str) -> str | None:
    """The holiday that a branch keeps on a day, or that the day lies outside all terms; None on any other day.

    Raises Invalid for an unknown Land.
    """
    if school.terms and not any(term.starts_on <= day <= term.ends_on for term in school.terms):
        return OUTSIDE_TERMS.text(language)
    land = school.organisation.land
    keeps = _branch(school, branch)
    if keeps.pauses_on_public_holidays:
        own = _own_holiday(school, day, language, school_holiday=False)
        name = own or days_off(land, PUBLIC, day.year, language).get(day)
        if name is not None:
            return name
    if keeps.pauses_in_school_holidays:
        own = _own_holiday(school, day, language, school_holiday=True)
        return own or days_off(land, SCHOOL, day.year, language).get(day)
    return None


@lru_cache(maxsize=1024)
def days_off(land: str, category: str, year: int, language: str) -> Mapping[dt.date, str]:
    """The public or the school holidays of a Land in a year, each day with its name.

    Raises Invalid for an unknown Land.
    """
    if land not in LANDS:
        raise Invalid(UNKNOWN_LAND, land=land[:20], known=", ".join(LANDS))
    spoken = "de" if language == GERMAN else "en_US"
    found = holidays.country_holidays("DE", subdiv=land, years=year, categories=(category,), language=spoken)
    return MappingProxyType(dict(found.items()))


@lru_cache(maxsize=64)
def covered_until(land: str) -> dt.date:
    """The last school holiday of a Land that is known; later weeks may have holidays that nobody has entered yet.

    Raises Invalid for an unknown Land.
    """
    return max(day for year in COVERAGE_YEARS for day in days_off(land, SCHOOL, year, GERMAN))


def coverage_warning(school: School, week: str, language: str | None = None) -> str | None:
    """What to say about a week that reaches beyond the known school holidays; None where they are known.

    Silent too if no branch keeps school holidays, or if the organisation has entered later school holidays itself.
    """
    until = covered_until(school.organisation.land)
    sunday = days_of(week)[-1]
    entered = any(holiday.school and holiday.until_day > until for holiday in school.holidays)
    if sunday <= until or entered or not any(branch.pauses_in_school_holidays for branch in school.branches):
        return None
    spoken = language or school.organisation.language
    return BEYOND_KNOWN_HOLIDAYS.text(spoken, until=spoken_date(until, spoken))


def _branch(school: School, key: str) -> Branch:
    return next((branch for branch in school.branches if branch.key == key), Branch(key=key, name=key))


def _own_holiday(school: School, day: dt.date, language: str, *, school_holiday: bool) -> str | None:
    names = (
        holiday.name or HOLIDAY.text(language)
        for holiday in school.holidays
        if holiday.school == school_holiday and holiday.from_day <= day <= holiday.until_day
    )
    return min(names, default=None)
