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
    school knows it.
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


def person_bound(records: Sequence[Record], prices: Prices) -> float:
    """What the schools pay at least too much at these prices: the person's own share of the bound, 0 or less.

    Exact for the days: of the days that the week still holds, those with the highest prices are used.
    """
    duties = [duty for record in records for duty in record.past]
    views = [Limits.of(record, duties) for record in records]
    open_views = [view for view in views if not view.overfull]
    if not open_views:
        return 0.0
    total = -prices.get(MINUTES, 0.0) * max(view.minutes for view in open_views)
    values: dict[int, float] = {}
    for name, price in prices.items():
        kind, *numbers = name.split()
        if kind == NIGHT:
            total -= price
        elif kind == "moment":
            values[int(numbers[0])] = values.get(int(numbers[0]), 0.0) + price
        elif kind == "day":
            day = int(numbers[0])
            most = max(0, *(view.sessions_on(day) for view in open_views))
            values[day] = values.get(day, 0.0) + price * most
    return total - _dearest_days(open_views, values)


def _dearest_days(views: Sequence[Limits], values: Mapping[int, float]) -> float:
    """The most that the days of a week can be worth, in whichever view allows the most."""

    def worth(view: Limits) -> float:
        free = sorted((value for day, value in values.items() if day not in view.busy), reverse=True)
        return math.fsum([value for day, value in values.items() if day in view.busy] + free[: view.days])

    return max(worth(view) for view in views)
