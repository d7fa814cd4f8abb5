"""People who help in several schools: one record in each, and what all of them together allow.

All times here are *state minutes*: the minutes of a school's problem plus its ``zero_minute``, so that schools in
different time zones speak of the same moments.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MINUTES, DAYS, NIGHT = "minutes", "days", "night"


class Duty(NamedTuple):
    """Something that a person does at a time. ``day`` is the proleptic ordinal of the day on which it counts."""

    day: int
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.end - self.start

    def overlaps(self, other: Duty) -> bool:
        """Whether the two share a minute."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Record:
    """One person in one school: the limits written there, and the duties that no plan of the state decides.

    ``past`` are the person's sessions of this school that are over; ``outside`` what they do beyond the state, as this
    school knows it. Every session of the school lasts a multiple of ``grain`` minutes.
    """

    school: str
    person: str
    most_minutes: int
    most_sessions: int
    most_days: int
    wished_minutes: int = 0
    promised_minutes: int = 0
    past: tuple[Duty, ...] = ()
    outside: tuple[Duty, ...] = ()
    grain: int = 1


@dataclass(frozen=True)
class Limits:
    """What one record leaves to a person's week over all schools, once the fixed duties are taken off."""

    minutes: int
    days: int
    busy: frozenset[int]
    taken: tuple[Duty, ...]
    most_sessions: int
    sessions: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record, duties: Iterable[Duty]) -> Limits:
        """The limits in the view of one record; ``duties`` are fixed duties in all schools of the state."""
        taken = (*record.outside, *duties)
        busy = frozenset(duty.day for duty in taken)
        return cls(
            record.most_minutes - sum(duty.minutes for duty in taken),
            record.most_days - len(busy),
            busy,
            taken,
            record.most_sessions,
            Counter(duty.day for duty in taken),
        )

    @property
    def overfull(self) -> bool:
        """Whether the week holds too much already."""
        return self.minutes < 0 or self.days < 0

    def sessions_on(self, day: int) -> int:
        """How many more sessions fit into a day; may be negative."""
        return self.most_sessions - self.sessions.get(day, 0)

    def allows(self, duty: Duty) -> bool:
        """Whether one more duty fits, seen on its own."""
        return (
            not self.overfull
            and duty.minutes <= self.minutes
            and self.sessions_on(duty.day) > 0
            and (duty.day in self.busy or self.days > 0)
            and not any(duty.overlaps(other) for other in self.taken)
        )


Prices = Mapping[str, float]
"""What it costs a school to use up one unit of a person's common row, by the row's name; never negative."""


def day_row(day: int) -> str:
    """The name of the row about the sessions of one day."""
    return f"day {day}"


def moment_row(day: int, minute: int) -> str:
    """The name of the row about what a person does at one moment; only duties that count on that day."""
    return f"moment {day} {minute}"


def night_row(minute: int) -> str:
    """The name of the row about one moment at which duties of two days may run."""
    return f"{NIGHT} {minute}"


def price_of(duty: Duty, prices: Prices) -> float:
    """What one duty costs at these prices: its minutes, its place in the day, every moment that it fills."""
    cost = prices.get(MINUTES, 0.0) * duty.minutes + prices.get(day_row(duty.day), 0.0)
    for name, price in prices.items():
        kind, *numbers = name.split()
        same_day = kind != "moment" or int(numbers[0]) == duty.day
        if kind in ("moment", NIGHT) and same_day and duty.start <= int(numbers[-1]) < duty.end:
            cost += price
    return cost


def minutes_left(records: Sequence[Record]) -> int:
    """How many minutes a person's week over all these schools can still hold, in the view that allows the most."""
    return max((view.minutes for view in _open_views(records)), default=0)


def person_bound(records: Sequence[Record], prices: Prices) -> float:
    """What the schools pay at least too much at these prices: the person's own share of the bound, 0 or less."""
    return -math.fsum(prices[name] * units for name, units in dearest_week(records, prices).items())


def dearest_week(records: Sequence[Record], prices: Prices) -> dict[str, int]:
    """The week that is worth the most at these prices: how many units of each row it uses.

    Exact for the days: of the days that the week still holds, those with the highest prices are used.
    """
    views = _open_views(records)
    if not views:
        return {}
    units: dict[str, int] = {}
    on_day: dict[str, int] = {}
    values: dict[int, float] = {}
    for name, price in prices.items():
        kind, *numbers = name.split()
        if kind == MINUTES:
            units[name] = max(view.minutes for view in views)
        elif kind == NIGHT:
            units[name] = 1
        elif kind in ("moment", "day"):
            day = on_day[name] = int(numbers[0])
            units[name] = 1 if kind == "moment" else max(0, *(view.sessions_on(day) for view in views))
            values[day] = values.get(day, 0.0) + price * units[name]
    used = max((_dearest_days(view, values) for view in views), key=lambda days: math.fsum(values[day] for day in days))
    return {name: many for name, many in units.items() if on_day.get(name) in used or name not in on_day}


def _open_views(records: Sequence[Record]) -> list[Limits]:
    """What each record leaves, but for those in whose view the week holds too much already."""
    duties = [duty for record in records for duty in record.past]
    return [view for view in (Limits.of(record, duties) for record in records) if not view.overfull]


def _dearest_days(view: Limits, values: Mapping[int, float]) -> frozenset[int]:
    """The days that are worth the most together, of those that this view allows."""
    free = sorted((day for day in values if day not in view.busy), key=lambda day: (-values[day], day))
    return frozenset((*(day for day in values if day in view.busy), *free[: view.days]))


def mean_prices(several: Sequence[Prices]) -> dict[str, float]:
    """The mean of some prices, row by row."""
    rows = sorted({row for prices in several for row in prices})
    return {row: sum(prices.get(row, 0.0) for prices in several) / len(several) for row in rows}
