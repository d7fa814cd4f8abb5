"""The rows that hold one shared person together over several schools of a joint model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from solver.linear import Row
from solver.state.block import Shared
from solver.state.sharing import DAYS, MINUTES, Duty, Limits, Record, day_row, moment_row, night_row


@dataclass
class Addition:
    """What is added to the schools' arrays: columns from 0 to a limit, rows, and columns that stay at 0.

    ``names`` tells whom and which common row the rows with a price are about, by their place among ``rows``.
    """

    first_column: int
    uppers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)

    def column(self, upper: int = 1) -> int:
        """A new column."""
        self.uppers.append(upper)
        return self.first_column + len(self.uppers) - 1

    def at_most(self, terms: Mapping[int, int], upper: int, name: tuple[str, str] | None = None) -> None:
        """Keep a sum at or below a limit."""
        if name is not None:
            self.names[len(self.rows)] = name
        self.rows.append(Row(list(terms.keys()), list(terms.values()), None, upper))


@dataclass(frozen=True)
class _Place:
    """One school's offers to the person that are still open, with their columns in the joint model."""

    limits: Limits
    offers: tuple[tuple[int, Duty], ...]


def couple(
    adding: Addition,
    identity: str,
    places: Sequence[tuple[Shared, int]],
    elsewhere: Iterable[Duty],
    planned: Iterable[tuple[Record, Sequence[Duty]]] = (),
) -> dict[int, int]:
    """Add what one person's common week asks for.

    ``places`` are the person's schools in the model, each with the first column of its block; ``elsewhere`` are the
    duties in schools that are not in it, ``planned`` those that are not past with the record of their school, whose
    limits count as well. Gives the factor of every open offer in the person's minutes, by column.
    """
    fixed = [*elsewhere, *(duty for shared, _ in places for duty in shared.record.past)]
    open_places = []
    for shared, first in places:
        limits = Limits.of(shared.record, fixed)
        offers = [(first + column, duty) for column, duty in zip(shared.columns, shared.duties, strict=True)]
        adding.closed += [column for column, duty in offers if not limits.allows(duty)]
        kept = tuple((column, duty) for column, duty in offers if limits.allows(duty))
        if kept:
            open_places.append(_Place(limits, kept))
    if open_places:
        others = [(Limits.of(record, fixed), frozenset(duty.day for duty in duties)) for record, duties in planned]
        _Week(adding, identity, open_places, others).write()
    return {column: duty.minutes for place in open_places for column, duty in place.offers}


class _Week:
    """One person's week over all places.

    Where the schools have written down different limits, a school's own limit counts once the person takes a seat
    there: then a column says so, and the row is tightened by it.
    """

    def __init__(
        self,
        adding: Addition,
        identity: str,
        places: Sequence[_Place],
        others: Sequence[tuple[Limits, frozenset[int]]] = (),
    ) -> None:
        self._adding = adding
        self._identity = identity
        self._places = places
        self._others = others  # limits of schools outside the model, with the days on which the person has duties there
        self._offers = [offer for place in places for offer in place.offers]
        self._days = sorted({duty.day for _, duty in self._offers})
        self._works = {day: adding.column() for day in self._days}
        self._helps: dict[tuple[int, int | None], int] = {}

    def write(self) -> None:
        self._minutes()
        for day in self._days:
            self._sessions_on(day)
        self._moments()
        self._number_of_days()
        for limits, days in self._others:
            self._within(limits, days)

    def _within(self, limits: Limits, days: frozenset[int]) -> None:
        """Keep to the limits of a school where the person has duties on these days; 0 where they are exceeded."""
        self._adding.at_most({column: duty.minutes for column, duty in self._offers}, max(0, limits.minutes))
        for day in days.intersection(self._days):
            terms = {column: 1 for column, duty in self._offers if duty.day == day}
            self._adding.at_most(terms, max(0, limits.sessions_on(day)))
        new_days = [day for day in self._days if day not in limits.busy]
        self._adding.at_most({self._works[day]: 1 for day in new_days}, max(0, limits.days))

    def _minutes(self) -> None:
        terms = {column: duty.minutes for column, duty in self._offers}
        most = max(place.limits.minutes for place in self._places)
        self._adding.at_most(terms, most, (self._identity, MINUTES))
        for number, place in enumerate(self._places):
            if place.limits.minutes < most:
                helps = {self._helping(number): most - place.limits.minutes}
                self._adding.at_most({**terms, **helps}, most)

    def _sessions_on(self, day: int) -> None:
        terms = {column: 1 for column, duty in self._offers if duty.day == day}
        there = [
            (number, place.limits.sessions_on(day))
            for number, place in enumerate(self._places)
            if any(duty.day == day for _, duty in place.offers)
        ]
        most = max(sessions for _, sessions in there)
        self._adding.at_most({**terms, self._works[day]: -most}, 0, (self._identity, day_row(day)))
        for number, sessions in there:
            if sessions < most:
                self._adding.at_most({**terms, self._helping(number, day): most - sessions}, most)

    def _moments(self) -> None:
        """At each moment at which a duty begins, at most one of those that run; more moments would say no more."""
        seen: set[tuple[int, ...]] = set()
        for minute in sorted({duty.start for _, duty in self._offers}):
            running = [(column, duty.day) for column, duty in self._offers if duty.start <= minute < duty.end]
            days = sorted({day for _, day in running})
            for day in days:
                today = tuple(column for column, on_day in running if on_day == day)
                if today not in seen:
                    seen.add(today)
                    terms = {**dict.fromkeys(today, 1), self._works[day]: -1}
                    self._adding.at_most(terms, 0, (self._identity, moment_row(day, minute)))
            if len(days) > 1:
                self._adding.at_most({column: 1 for column, _ in running}, 1, (self._identity, night_row(minute)))

    def _number_of_days(self) -> None:
        views = {(place.limits.busy, place.limits.days) for place in self._places}
        for number, place in enumerate(self._places):
            new_days = [day for day in self._days if day not in place.limits.busy]
            beyond = len(new_days) - place.limits.days
            if beyond <= 0:
                continue
            terms = {self._works[day]: 1 for day in new_days}
            if len(views) == 1:
                self._adding.at_most(terms, place.limits.days, (self._identity, DAYS))
                return
            self._adding.at_most({**terms, self._helping(number): beyond}, len(new_days))

    def _helping(self, number: int, day: int | None = None) -> int:
        """A column that is 1 if the person takes any seat of a place, in the week or on one day."""
        if (number, day) not in self._helps:
            helps = self._helps[number, day] = self._adding.column()
            for column in _columns(self._places[number], day):
                self._adding.at_most({column: 1, helps: -1}, 0)
        return self._helps[number, day]


def _columns(place: _Place, day: int | None) -> Iterator[int]:
    return (column for column, duty in place.offers if day is None or duty.day == day)
