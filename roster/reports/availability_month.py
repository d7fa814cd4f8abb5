"""One month of a volunteer's dated absences, extra times and published duties, laid out by weeks as on a wall."""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from roster import records
from roster.actor import Actor
from roster.calendar.clock import wall_clock
from roster.database import Store
from roster.models.people import Absence, ExtraTime
from roster.models.rosters import PublishedDuty
from roster.models.school_records import record_of
from roster.weeks.duty_answers import current_duties


class Away(enum.StrEnum):
    """Whether somebody is away on a day."""

    NOT = ""
    HOURS = "hours"
    WHOLE_DAY = "whole_day"


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day, with hours of absences, extra times and starts of duties as wall-clock texts."""

    on_day: dt.date
    in_month: bool
    away: Away
    hours_away: tuple[str, ...]
    extra: tuple[str, ...]
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AvailabilityMonth:
    """The weeks of a month, Monday first, with days of the months around it to fill them up."""

    first_day: dt.date
    previous: dt.date
    following: dt.date
    weeks: tuple[tuple[MonthDay, ...], ...]


def availability_month(store: Store, actor: Actor, key: str, *, month: dt.date) -> AvailabilityMonth:
    """The month in which ``month`` lies. Volunteers see their own, leads anybody's; raises Forbidden for others."""
    actor.require_self_or_lead(key)
    first = month.replace(day=1)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    begin, end = weeks[0][0], weeks[-1][-1]
    with store.reading(actor.organisation_id) as session:
        away = session.scalars(
            select(Absence).where(Absence.volunteer == key, Absence.from_day <= end, Absence.until_day >= begin)
        )
        absences = [record_of(row, records.Absence) for row in away]
        extra = session.scalars(
            select(ExtraTime).where(ExtraTime.volunteer == key, ExtraTime.on_day.between(begin, end))
        )
        extra_times = [record_of(row, records.ExtraTime) for row in extra]
        duties = current_duties(session, PublishedDuty.volunteer == key, PublishedDuty.on_day.between(begin, end))
        starts = _starts(duties)
    return AvailabilityMonth(
        first_day=first,
        previous=(first - dt.timedelta(days=1)).replace(day=1),
        following=(first + dt.timedelta(days=31)).replace(day=1),
        weeks=tuple(
            tuple(_day(day, day.month == first.month, absences, extra_times, starts) for day in week) for week in weeks
        ),
    )


def _starts(duties: Iterable[PublishedDuty]) -> Mapping[dt.date, Sequence[str]]:
    found: dict[dt.date, list[str]] = {}
    for duty in duties:
        found.setdefault(duty.on_day, []).append(wall_clock(duty.start_minute))
    return found


def _day(
    day: dt.date,
    in_month: bool,
    absences: Iterable[records.Absence],
    extra_times: Iterable[records.ExtraTime],
    starts: Mapping[dt.date, Sequence[str]],
) -> MonthDay:
    away = [one for one in absences if one.from_day <= day <= one.until_day]
    whole = any(one.start_minute is None for one in away)
    return MonthDay(
        on_day=day,
        in_month=in_month,
        away=Away.WHOLE_DAY if whole else Away.HOURS if away else Away.NOT,
        hours_away=tuple(
            _span(one.start_minute, one.end_minute)
            for one in away
            if one.start_minute is not None and one.end_minute is not None
        ),
        extra=tuple(_span(one.start_minute, one.end_minute) for one in extra_times if one.on_day == day),
        duties=tuple(starts.get(day, ())),
    )


def _span(start_minute: int, end_minute: int) -> str:
    return f"{wall_clock(start_minute)}–{wall_clock(end_minute)}"
