"""The list of volunteers, one volunteer, and one volunteer's availability.

Lists and person pages are for leads and admins; volunteers see their own availability page and nothing about others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster import records
from roster.actor import COMMAND_LINE_ACCOUNT, AccountRole, Actor
from roster.database import Store
from roster.errors import NotFound
from roster.models.accounts import Account
from roster.models.courses import Course
from roster.models.organisations import Branch, Role, Site
from roster.models.people import (
    Absence,
    Availability,
    AvailabilitySheet,
    Certificate,
    ExtraTime,
    Pair,
    Qualification,
    Volunteer,
)
from roster.models.school_records import record_of
from roster.reports.lists import Choice, Line, all_records, full_name, names_by_key
from roster.reports.person_texts import (
    absence_text,
    certificate_text,
    certificate_warning,
    certificate_warnings,
    extra_time_text,
    pair_text,
    qualification_text,
)
from roster.words import Sentence

THE_SCHOOL = Sentence(de="die Leitung", en="a lead")
AN_IMPORT = Sentence(de="einen Import", en="an import")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One volunteer in the list: what they may do in one line, how many weekly windows, what needs looking at."""

    volunteer: records.Volunteer
    may_do: str
    windows: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Volunteers by name; an empty tuple means that nobody matches, or that there is nobody yet."""

    rows: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One volunteer with all that is kept about them, and what can be chosen in the forms."""

    volunteer: records.Volunteer
    version: int
    qualifications: tuple[Line, ...]
    certificates: tuple[Line, ...]
    pairs: tuple[Line, ...]
    windows: int
    roles: tuple[records.Role, ...]
    branches: tuple[records.Branch, ...]
    sites: tuple[Choice, ...]
    courses: tuple[Choice, ...]

    @property
    def role_options(self) -> tuple[tuple[str, str], ...]:
        """Roles as key and name."""
        return tuple((role.key, role.name) for role in self.roles)

    @property
    def branch_options(self) -> tuple[tuple[str, str], ...]:
        """Branches as key and name."""
        return tuple((branch.key, branch.name) for branch in self.branches)


@dataclass(frozen=True, slots=True)
class AvailabilityPage:
    """When one volunteer can come. ``version`` goes into the form; ``confirmed_by`` is a name, empty if nobody did.

    ``own`` = the asking person is this volunteer; ``on_behalf`` = somebody else confirmed last.
    """

    volunteer: str
    name: str
    own: bool
    version: int
    windows: tuple[records.Availability, ...]
    confirmed_at: dt.datetime | None
    confirmed_by: str
    on_behalf: bool
    absences: tuple[Line, ...]
    extra_times: tuple[Line, ...]


def people_page(
    store: Store, actor: Actor, *, search: str = "", standing: records.Standing | None = None, today: dt.date
) -> PeoplePage:
    """Volunteers whose name or mail address holds the search text, in one standing or in any. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        people = all_records(session, Volunteer, records.Volunteer)
        shown = [one for one in people if _matches(one, search) and standing in (None, one.standing)]
        roles = names_by_key(session, Role)
        may_do = _roles_by_volunteer(session, roles)
        certificates = _by_volunteer(all_records(session, Certificate, records.Certificate))
        counted = select(Availability.volunteer, func.count()).group_by(Availability.volunteer)
        windows = {volunteer: int(count) for volunteer, count in session.execute(counted)}
        rows = (
            PersonRow(
                volunteer=one,
                may_do=", ".join(may_do.get(one.key, ())),
                windows=windows.get(one.key, 0),
                warnings=certificate_warnings(certificates.get(one.key, ()), today, actor.language),
            )
            for one in shown
        )
        return PeoplePage(tuple(sorted(rows, key=lambda row: _alphabetic(row.volunteer))))


def person_page(store: Store, actor: Actor, key: str, *, today: dt.date) -> PersonPage:
    """One volunteer. Leads and admins; NotFound for a key that is not there."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        row = _volunteer(session, key)
        roles = all_records(session, Role, records.Role)
        branches = all_records(session, Branch, records.Branch)
        return PersonPage(
            volunteer=record_of(row, records.Volunteer),
            version=row.version,
            qualifications=_qualification_lines(session, key, roles, branches, actor.language),
            certificates=_certificate_lines(session, key, today, actor.language),
            pairs=_pair_lines(session, key, actor.language),
            windows=session.scalar(select(func.count(Availability.id)).where(Availability.volunteer == key)) or 0,
            roles=roles,
            branches=branches,
            sites=tuple(Choice(*pair) for pair in names_by_key(session, Site).items()),
            courses=tuple(Choice(*pair) for pair in names_by_key(session, Course).items()),
        )


def availability_page(store: Store, actor: Actor, key: str, *, today: dt.date) -> AvailabilityPage:
    """When a volunteer can come: their own page for volunteers, anybody's for leads and admins.

    Absences and extra times that are over by ``today`` are left out.
    """
    actor.require_self_or_lead(key)
    with store.reading(actor.organisation_id) as session:
        row = _volunteer(session, key)
        sheet = session.scalar(select(AvailabilitySheet).where(AvailabilitySheet.volunteer == key))
        query = select(Availability).where(Availability.volunteer == key)
        ordered = query.order_by(Availability.weekday, Availability.start_minute, Availability.end_minute)
        return AvailabilityPage(
            volunteer=key,
            name=full_name(row),
            own=actor.volunteer == key,
            version=sheet.edits if sheet else 0,
            windows=tuple(record_of(one, records.Availability) for one in session.scalars(ordered)),
            confirmed_at=sheet.confirmed_at if sheet else None,
            confirmed_by=_confirmer(session, actor, row, sheet),
            on_behalf=sheet.on_behalf if sheet else False,
            absences=_absence_lines(session, key, today, actor.language),
            extra_times=_extra_time_lines(session, key, today, actor.language),
        )


def _volunteer(session: Session, key: str) -> Volunteer:
    row = session.scalar(select(Volunteer).where(Volunteer.key == key))
    if row is None:
        raise NotFound()
    return row


def _matches(volunteer: records.Volunteer, search: str) -> bool:
    text = f"{full_name(volunteer)} {volunteer.last_name} {volunteer.first_name} {volunteer.email}".casefold()
    return search.strip().casefold() in text


def _alphabetic(volunteer: records.Volunteer) -> tuple[str, str, str]:
    return (volunteer.last_name.casefold(), volunteer.first_name.casefold(), volunteer.key)


def _roles_by_volunteer(session: Session, names: Mapping[str, str]) -> dict[str, list[str]]:
    pairs = session.execute(select(Qualification.volunteer, Qualification.role).distinct())
    found: dict[str, list[str]] = {}
    for volunteer, role in sorted((volunteer, names.get(role, role)) for volunteer, role in pairs):
        found.setdefault(volunteer, []).append(role)
    return found


def _by_volunteer(certificates: Iterable[records.Certificate]) -> dict[str, list[records.Certificate]]:
    found: dict[str, list[records.Certificate]] = {}
    for one in certificates:
        found.setdefault(one.volunteer, []).append(one)
    return found


def _rows_of(session: Session, model: Any, key: str, *order: Any) -> list[Any]:
    return list(session.scalars(select(model).where(model.volunteer == key).order_by(*order, model.id)))


def _qualification_lines(
    session: Session,
    key: str,
    roles: Iterable[records.Role],
    branches: Iterable[records.Branch],
    language: str,
) -> tuple[Line, ...]:
    role_names = {role.key: role.name for role in roles}
    branch_names = {branch.key: branch.name for branch in branches}
    rows = _rows_of(session, Qualification, key, Qualification.role)
    return tuple(
        Line(row.id, qualification_text(record_of(row, records.Qualification), role_names, branch_names, language))
        for row in rows
    )


def _certificate_lines(session: Session, key: str, today: dt.date, language: str) -> tuple[Line, ...]:
    lines = []
    for row in _rows_of(session, Certificate, key, Certificate.kind, Certificate.seen_on.desc()):
        one = record_of(row, records.Certificate)
        lines.append(Line(row.id, certificate_text(one, language), certificate_warning(one, today, language)))
    return tuple(lines)


def _pair_lines(session: Session, key: str, language: str) -> tuple[Line, ...]:
    people = session.execute(select(Volunteer.key, Volunteer.first_name, Volunteer.last_name))
    names = {volunteer: f"{first} {last}".strip() for volunteer, first, last in people}
    rows = session.scalars(select(Pair).where((Pair.first == key) | (Pair.second == key)).order_by(Pair.id))
    return tuple(Line(row.id, pair_text(record_of(row, records.Pair), names, language)) for row in rows)


def _absence_lines(session: Session, key: str, today: dt.date, language: str) -> tuple[Line, ...]:
    rows = [row for row in _rows_of(session, Absence, key, Absence.from_day) if row.until_day >= today]
    return tuple(Line(row.id, absence_text(record_of(row, records.Absence), language)) for row in rows)


def _extra_time_lines(session: Session, key: str, today: dt.date, language: str) -> tuple[Line, ...]:
    rows = [row for row in _rows_of(session, ExtraTime, key, ExtraTime.on_day) if row.on_day >= today]
    return tuple(Line(row.id, extra_time_text(record_of(row, records.ExtraTime), language)) for row in rows)


def _confirmer(session: Session, actor: Actor, row: Volunteer, sheet: AvailabilitySheet | None) -> str:
    if sheet is None or sheet.confirmed_at is None:
        return ""
    if not sheet.on_behalf:
        return full_name(row)
    if sheet.confirmed_by == COMMAND_LINE_ACCOUNT:
        return AN_IMPORT.text(actor.language)
    # Volunteers need not know the mail address of whoever typed it in.
    email = session.scalar(select(Account.email).where(Account.id == sheet.confirmed_by))
    return email if email and actor.may(AccountRole.LEAD) else THE_SCHOOL.text(actor.language)
