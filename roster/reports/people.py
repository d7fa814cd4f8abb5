"""One volunteer, and one volunteer's availability. The list of all is in roster/reports/people_list.py.

Person pages are for leads and admins; volunteers see their own availability page and nothing about others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
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
from roster.reports.lists import Choice, Line, all_records, full_name, names_by_key, people_choices
from roster.reports.person_texts import (
    absence_text,
    certificate_text,
    certificate_warning,
    extra_time_text,
    pair_text,
    qualification_text,
)
from roster.words import Sentence

THE_SCHOOL = Sentence(de="die Leitung", en="a lead")
AN_IMPORT = Sentence(de="einen Import", en="an import")


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
    others: tuple[Choice, ...]  # people with whom a wish can be noted

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
            others=tuple(one for one in people_choices(session) if one.key != key),
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
