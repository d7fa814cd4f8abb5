"""All records of a school moved by whole weeks, so that sample data never grow old."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

from roster.calendar.sessions import dated_sessions
from roster.calendar.weeks import monday_of, weeks_later
from roster.errors import Invalid
from roster.records import School
from roster.words import Sentence

NO_PLANNING_WEEK = Sentence(
    de="Die Tabellen nennen keine Planungswoche. Bitte in der Tabelle der Organisation „planning_week“ eintragen.",
    en="The tables name no planning week. Please enter “planning_week” in the organisation's table.",
)
NO_WEEK_FITS = Sentence(
    de="Die Termine passen in keine der {weeks} Wochen nach dem {today}: immer sind Ferien oder Schließungen.",
    en="The sessions fit into none of the {weeks} weeks after {today}: holidays or closures are always in the way.",
)
LOOK_AHEAD_WEEKS = 104


def shifted(school: School, weeks: int) -> School:
    """The same records with every date, and the planning week, that many weeks later (earlier for a negative number).

    Weekdays stay; holidays of the Land do not move along. Raises OverflowError beyond the calendar's end.
    """
    delta = dt.timedelta(weeks=weeks)
    tables: dict[str, Any] = {
        name: tuple(_moved(record, delta) for record in rows) for name, rows in school.tables().items()
    }
    (organisation,) = tables.pop("organisation")
    if organisation.planning_week is not None:
        organisation = replace(organisation, planning_week=weeks_later(organisation.planning_week, weeks))
    return School(organisation=organisation, **tables)


def shifted_to_next_teaching_week(school: School, today: dt.date) -> School:
    """The records moved by the fewest weeks such that their planning week begins after ``today`` and has teaching.

    Raises Invalid where the records name no planning week, or where no week within two years serves.
    """
    week = school.organisation.planning_week
    if week is None:
        raise Invalid(NO_PLANNING_WEEK)
    next_monday = today + dt.timedelta(days=7 - today.weekday())
    weeks_away = (next_monday - monday_of(week)).days // 7
    for weeks in range(weeks_away, weeks_away + LOOK_AHEAD_WEEKS):
        candidate = shifted(school, weeks)
        if any(session.held for session in dated_sessions(candidate, weeks_later(week, weeks))):
            return candidate
    raise Invalid(NO_WEEK_FITS, weeks=LOOK_AHEAD_WEEKS, today=today.isoformat())


def _moved(record: Any, delta: dt.timedelta) -> Any:
    dates = {
        field.name: value + delta
        for field in fields(record)
        if isinstance(value := getattr(record, field.name), dt.date)
    }
    return replace(record, **dates)
