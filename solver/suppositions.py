"""What may be supposed of a week, each as a pure change of its problem: other times, hours and rules, new sites.

Beside these everything that can happen to a week (``solver.changes``) can be supposed too. A key that is not known
raises KeyError, a value that makes no sense ValueError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from pydantic import TypeAdapter

from roster.problem import Journey, Problem, Settings, Site, Window
from solver.changes import with_person

NUMBERS = ("wished_minutes", "promised_minutes", "max_minutes_week", "max_sessions_day", "max_days_week")
LARGEST_NUMBER = 7 * 24 * 60  # minutes of a week; no number of a person or rule means more
_SETTINGS = TypeAdapter(Settings)


def windows_added(problem: Problem, person: str, windows: Iterable[Window]) -> Problem:
    """Somebody could come at further times; an absence there still counts."""
    known = problem.person_by_key[person]
    every = sorted({*known.windows, *windows}, key=lambda one: (one.start_minute, one.end_minute, one.willingness))
    if any(one.start_minute >= one.end_minute for one in every):
        raise ValueError("a window ends after it starts")
    return with_person(problem, replace(known, windows=tuple(every)))


def numbers_changed(problem: Problem, person: str, numbers: Mapping[str, int]) -> Problem:
    """Somebody wished for, promised or could take on more or less: some of ``NUMBERS`` are others."""
    for name, number in numbers.items():
        if name not in NUMBERS or not 0 <= number <= LARGEST_NUMBER:
            raise ValueError(f"{name} cannot be {number}")
    changed: dict[str, Any] = dict(numbers)
    return with_person(problem, replace(problem.person_by_key[person], **changed))


def settings_changed(problem: Problem, settings: Mapping[str, Any]) -> Problem:
    """The organisation had other rules: fields of ``roster.problem.Settings``, switches, numbers, the goals' order."""
    known = {name: getattr(problem.settings, name) for name in Settings.__dataclass_fields__}
    if unknown := settings.keys() - known.keys():
        raise ValueError(f"there are no settings {sorted(unknown)}")
    if any(isinstance(one, int) and not 0 <= one <= LARGEST_NUMBER for one in settings.values()):
        raise ValueError("a number of a rule is not negative, and no longer than a week")
    return replace(problem, settings=_SETTINGS.validate_python({**known, **settings}))


def site_added(problem: Problem, key: str, minutes: int) -> Problem:
    """There was one more site, that many minutes from every other by every means, open to everybody."""
    if key in problem.site_by_key or not 0 <= minutes <= LARGEST_NUMBER:
        raise ValueError(f"there cannot be a site {key!r} at {minutes} minutes")
    means = {person.means for person in problem.people}
    ways = [
        Journey(way, start, goal, minutes)
        for way, other in product(means, problem.site_by_key)
        for start, goal in ((key, other), (other, key))
    ]
    journeys = sorted((*problem.journeys, *ways), key=lambda one: (one.means, one.from_site, one.to_site))
    sites = sorted((*problem.sites, Site(key)), key=lambda one: one.key)
    return replace(problem, sites=tuple(sites), journeys=tuple(journeys))
