"""Volunteers as the rules see them in one week: windows, absences and papers in keys and elapsed minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from roster import records
from roster.calendar.clock import MINUTES_OF_DAY, elapsed_minute
from roster.calendar.weeks import monday_of
from roster.problem import Certificate, Commitment, Person, Qualification, Span, Window
from roster.records import PairKind, School, Standing, Volunteer

_Row = TypeVar(
    "_Row",
    records.Absence,
    records.Availability,
    records.Certificate,
    records.ExtraTime,
    records.Qualification,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time that a frozen problem covers: a week in a time zone, and more where its last session ends later.

    ``end_minute`` is excluded. What lies wholly outside is left out of the problem, because no rule can ask for it.
    """

    week: str
    timezone: str
    end_minute: int

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Sunday before the week to the Monday after it: what starts on them can reach into the stretch."""
        monday = monday_of(self.week)
        return tuple(monday + dt.timedelta(days=number) for number in range(-1, 8))

    def minute(self, day: dt.date, minute: int) -> int:
        """A wall-clock minute of a day as elapsed minute of the week."""
        return elapsed_minute(self.week, day, minute, self.timezone)

    def span(self, day: dt.date, start_minute: int, end_minute: int) -> Span | None:
        """A stretch of one day's clock in elapsed minutes; None where it lies outside or is empty.

        Only its start is cut off at Monday 00:00, so that a window which begins before the week still counts in it.
        """
        start, end = max(0, self.minute(day, start_minute)), self.minute(day, end_minute)
        return Span(start, end) if start < min(end, self.end_minute) else None


def stretch_of(week: str, timezone: str, session_ends: Iterable[int]) -> Stretch:
    """The stretch of a week whose sessions end at these elapsed minutes."""
    monday_after = monday_of(week) + dt.timedelta(days=7)
    return Stretch(week, timezone, max([elapsed_minute(week, monday_after, 0, timezone), *session_ends]))


def frozen_people(
    school: School, stretch: Stretch, commitments: Mapping[str, tuple[Commitment, ...]]
) -> tuple[Person, ...]:
    """The active volunteers of a school, sorted by key. Rows that name nobody active are left out."""
    active = {volunteer.key: volunteer for volunteer in school.volunteers if volunteer.standing is Standing.ACTIVE}
    partners = _partners(school, active)
    windows = _by_volunteer(school.availability)
    extra_times = _by_volunteer(school.extra_times)
    absences = _by_volunteer(school.absences)
    qualifications = _by_volunteer(school.qualifications)
    certificates = _by_volunteer(school.certificates)
    return tuple(
        Person(
            key=key,
            identity=identity_of(school, volunteer),
            newcomer=volunteer.newcomer,
            means=volunteer.means,
            wished_minutes=volunteer.wished_minutes_week,
            promised_minutes=volunteer.promised_minutes_week,
            max_minutes_week=volunteer.max_minutes_week,
            max_sessions_day=volunteer.max_sessions_day,
            max_days_week=volunteer.max_days_week,
            windows=_windows(stretch, windows.get(key, []), extra_times.get(key, [])),
            absences=_absences(stretch, absences.get(key, [])),
            qualifications=_qualifications(qualifications.get(key, [])),
            certificates=_certificates(certificates.get(key, [])),
            preferred_sites=tuple(sorted(set(volunteer.preferred_sites))),
            refused_sites=tuple(sorted(set(volunteer.refused_sites))),
            preferred_courses=tuple(sorted(set(volunteer.preferred_courses))),
            partners=tuple(sorted(partners.get(key, ()))),
            commitments=_in_order(commitments.get(key, ())),
        )
        for key, volunteer in sorted(active.items())
    )


def identity_of(school: School, volunteer: Volunteer) -> str:
    """Who somebody is over all organisations: their ``person``, or a text that only this organisation has."""
    return volunteer.person or f"{school.organisation.key}/{volunteer.key}"


def _by_volunteer(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.volunteer, []).append(row)
    return found


def _partners(school: School, active: Mapping[str, Volunteer]) -> dict[str, set[str]]:
    partners: dict[str, set[str]] = {}
    for pair in school.pairs:
        both_here = pair.first in active and pair.second in active and pair.first != pair.second
        if pair.kind is PairKind.TOGETHER and both_here:
            partners.setdefault(pair.first, set()).add(pair.second)
            partners.setdefault(pair.second, set()).add(pair.first)
    return partners


def _windows(
    stretch: Stretch, weekly: Iterable[records.Availability], extra: Iterable[records.ExtraTime]
) -> tuple[Window, ...]:
    days = stretch.days
    dated = [
        (day, row.start_minute, row.end_minute, row.willingness)
        for row in weekly
        for day in days
        if day.weekday() == row.weekday
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_until is None or day <= row.valid_until)
    ]
    dated += [(row.on_day, row.start_minute, row.end_minute, row.willingness) for row in extra if row.on_day in days]
    windows = {
        Window(span.start_minute, span.end_minute, willingness)
        for day, start_minute, end_minute, willingness in dated
        if (span := stretch.span(day, start_minute, end_minute)) is not None
    }
    return tuple(sorted(windows, key=lambda w: (w.start_minute, w.end_minute, w.willingness)))


def _absences(stretch: Stretch, rows: Iterable[records.Absence]) -> tuple[Span, ...]:
    spans = {span for row in rows for span in _away(stretch, row) if span is not None}
    return tuple(sorted(spans, key=lambda span: (span.start_minute, span.end_minute)))


def _away(stretch: Stretch, row: records.Absence) -> Iterator[Span | None]:
    """The spans of one absence: whole days in one piece, hours day by day."""
    first, last = max(row.from_day, stretch.days[0]), min(row.until_day, stretch.days[-1])
    days = (last - first).days + 1
    if days < 1:
        return
    if row.start_minute is None and row.end_minute is None:
        yield stretch.span(first, 0, days * MINUTES_OF_DAY)
        return
    start_minute = row.start_minute or 0
    end_minute = MINUTES_OF_DAY if row.end_minute is None else row.end_minute
    if end_minute <= start_minute:
        # Read as "until the next day", because who is away must never be asked; a window like this counts for nothing.
        end_minute += MINUTES_OF_DAY
    for number in range(days):
        yield stretch.span(first + dt.timedelta(days=number), start_minute, end_minute)


def _qualifications(rows: Iterable[records.Qualification]) -> tuple[Qualification, ...]:
    found = {Qualification(row.role, row.branch, row.level_from, row.level_to, row.valid_until) for row in rows}
    fields = attrgetter("role", "branch", "level_from", "level_to", "valid_until")
    return tuple(sorted(found, key=lambda q: tuple(map(_gap_first, fields(q)))))


def _certificates(rows: Iterable[records.Certificate]) -> tuple[Certificate, ...]:
    found = {Certificate(row.kind, row.seen_on, row.valid_until) for row in rows}
    return tuple(sorted(found, key=lambda c: (c.kind, c.seen_on, _gap_first(c.valid_until))))


def _gap_first(value: object) -> tuple[bool, object]:
    """Something to sort by where values may be missing."""
    return value is not None, value


def _in_order(commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
    return tuple(sorted(commitments, key=lambda c: (c.start_minute, c.end_minute, c.on_day, c.site or "")))
