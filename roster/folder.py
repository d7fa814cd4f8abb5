"""From a folder of tables to the frozen problem of a week, without any database: the way of the folder commands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from roster.calendar.sessions import next_teaching_week
from roster.calendar.weeks import checked_week
from roster.errors import Invalid
from roster.freeze import duties_by_identity, freeze, identity_of
from roster.problem import Commitment, Problem
from roster.records import School
from roster.spreadsheets import read_tables
from roster.words import Sentence

FAULTS = Sentence(
    de="{path} lässt sich so nicht lesen; {count} Stelle(n) sind zu ändern:",
    en="{path} cannot be read as it is; {count} place(s) must be changed:",
)
WHICH_ORGANISATION = Sentence(
    de="In {path} stehen mehrere Organisationen ({found}). Bitte eine davon mit --organisation nennen.",
    en="{path} holds several organisations ({found}). Please name one of them with --organisation.",
)
NO_SUCH_ORGANISATION = Sentence(
    de="In {path} gibt es die Organisation „{asked}“ nicht, nur: {found}.",
    en="There is no organisation “{asked}” in {path}, only: {found}.",
)


def read_schools(path: Path) -> tuple[School, ...]:
    """All organisations of a folder, workbook or ZIP. Raises Invalid with every fault at once."""
    reading = read_tables(path)
    if reading.faults:
        raise Invalid(FAULTS, faults=reading.faults, path=path.name, count=len(reading.faults))
    return reading.schools


def chosen_school(schools: tuple[School, ...], organisation: str | None, path: Path) -> School:
    """The organisation that was asked for; without a wish, the only one there is. Raises Invalid otherwise."""
    found = ", ".join(sorted(school.organisation.key for school in schools))
    if organisation is None:
        if len(schools) == 1:
            return schools[0]
        raise Invalid(WHICH_ORGANISATION, path=path.name, found=found)
    for school in schools:
        if school.organisation.key == organisation:
            return school
    raise Invalid(NO_SUCH_ORGANISATION, path=path.name, asked=organisation, found=found)


def problem_of(path: Path, *, week: str | None, organisation: str | None, today: dt.date) -> tuple[School, Problem]:
    """The school and its frozen problem of a week.

    Without ``week`` the data's own planning week is meant, or else the next teaching week after ``today``.
    People who help in another organisation of the same folder bring their published duties there along.
    """
    schools = read_schools(path)
    school = chosen_school(schools, organisation, path)
    asked = week or school.organisation.planning_week or next_teaching_week(school, today)
    asked = checked_week(asked)
    return school, freeze(school, asked, commitments=_duties_elsewhere(schools, school, asked))


def _duties_elsewhere(schools: tuple[School, ...], school: School, week: str) -> dict[str, tuple[Commitment, ...]]:
    elsewhere: dict[str, list[Commitment]] = {}
    for other in schools:
        if other is not school:
            for identity, duties in duties_by_identity(other, week, school.organisation.timezone).items():
                elsewhere.setdefault(identity, []).extend(duties)
    return {
        volunteer.key: tuple(elsewhere[identity_of(school, volunteer)])
        for volunteer in school.volunteers
        if identity_of(school, volunteer) in elsewhere
    }
