"""From a folder of many organisations to the schools of a state: frozen one by one into files, so that none is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from roster.calendar.clock import moment
from roster.calendar.sessions import next_teaching_week
from roster.calendar.weeks import checked_week, monday_of
from roster.folder import read_schools
from roster.freeze import freeze, identity_of
from roster.records import School, Standing
from solver.state.asked import SchoolRef


def state_of(path: Path, spool: Path, *, week: str | None, today: dt.date) -> tuple[str, list[SchoolRef]]:
    """The week and the schools of a folder, workbook or ZIP; their problems are written into the folder ``spool``.

    Without ``week`` the first organisation's planning week is meant, or else its next teaching week after ``today``.
    What the schools told people about this week is no commitment here: their plans are made together.
    """
    schools = read_schools(path)
    asked = week or schools[0].organisation.planning_week or next_teaching_week(schools[0], today)
    asked = checked_week(asked)
    return asked, [spooled(school, asked, spool, schools) for school in schools]


def spooled(school: School, week: str, spool: Path, schools: Iterable[School]) -> SchoolRef:
    """One school of several, its problem written into a folder."""
    others = frozenset(identity for other in schools if other is not school for identity in identities_in(other))
    file = spool / f"{school.organisation.key}.json"
    file.write_text(freeze(school, week).to_json(), encoding="utf-8")
    return SchoolRef(
        school.organisation.key,
        file=str(file),
        zero_minute=zero_minute(school, week),
        identities=tuple(sorted(identities_in(school) & others)),
    )


def identities_in(school: School) -> frozenset[str]:
    """Who is active in a school, by identity; only those who may be known elsewhere."""
    return frozenset(
        identity_of(school, volunteer)
        for volunteer in school.volunteers
        if volunteer.person and volunteer.standing is Standing.ACTIVE
    )


def zero_minute(school: School, week: str) -> int:
    """When the school's Monday 00:00 is, in minutes after that of UTC."""
    monday = monday_of(week)
    zero = moment(monday, 0, "UTC")
    return (moment(monday, 0, school.organisation.timezone) - zero) // dt.timedelta(minutes=1)
