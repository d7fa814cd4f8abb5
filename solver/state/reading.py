"""From records of many organisations to the schools of a state: frozen one by one into files, so that none is kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
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
    """
    schools = read_schools(path)
    asked = week_for(schools[0], week, today)
    return asked, spooled(schools, asked, spool)


def week_for(first: School, week: str | None, today: dt.date) -> str:
    """The week to plan: the one asked for, else the first organisation's planning week or next teaching week."""
    return checked_week(week or first.organisation.planning_week or next_teaching_week(first, today))


def spooled(schools: Sequence[School], week: str, spool: Path, *, now: dt.datetime | None = None) -> list[SchoolRef]:
    """Schools with their problems written into a folder; ``now`` as for ``roster.freeze``.

    What they told people about this week is no commitment here: their plans are made together.
    """
    places = Counter(identity for school in schools for identity in identities_in(school))
    found = []
    for school in schools:
        file = spool / f"{school.organisation.key}.json"
        file.write_text(freeze(school, week, now=now).to_json(), encoding="utf-8")
        shared = sorted(identity for identity in identities_in(school) if places[identity] > 1)
        found.append(
            SchoolRef(
                school.organisation.key,
                file=str(file),
                zero_minute=zero_minute(school, week),
                identities=tuple(shared),
            )
        )
    return found


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
