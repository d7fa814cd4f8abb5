"""The list of volunteers as leads and admins look through it: filtered, sorted, with what needs looking at.

The number of queries does not depend on how many people there are.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster import records
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.organisations import Access, Branch, Role, Site
from roster.models.people import Availability, Certificate, Qualification, Volunteer
from roster.models.school_records import record_of
from roster.reports.certificates import CertificateNotice, Urgency, by_volunteer, certificate_notices, needed_kinds
from roster.reports.lists import all_records, full_name


class CertificateFilter(enum.StrEnum):
    """By the most pressing certificate: none that needs looking at, ending, missing, or ended."""

    FINE = "fine"
    SOON = "soon"  # ends within 90 days
    URGENT = "urgent"  # ends within 30 days
    MISSING = "missing"
    OVER = "over"


class PeopleOrder(enum.StrEnum):
    """What the list is sorted by."""

    NAME = "name"
    STANDING = "standing"
    HOURS = "hours"
    TIMES = "times"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people to show; None and empty = any. Role, branch and level count together, within one qualification.

    ``site``: whom one could send there (not refused, and on its access list where it has one). ``entered``: whether
    weekly times are entered. Hours are wished minutes a week, both ends inclusive.
    """

    search: str = ""
    standing: records.Standing | None = None
    role: str | None = None
    branch: str | None = None
    level: records.Level | None = None
    site: str | None = None
    certificate: CertificateFilter | None = None
    entered: bool | None = None
    wished_from: int | None = None
    wished_until: int | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One volunteer in the list, with the version that an edit in place is based on.

    ``may_do`` names their roles in one line, ``windows`` counts weekly windows.
    """

    volunteer: records.Volunteer
    version: int
    may_do: str
    windows: int
    notices: tuple[CertificateNotice, ...]

    @property
    def name(self) -> str:
        """First and last name."""
        return full_name(self.volunteer)

    @property
    def urgency(self) -> Urgency:
        """The most pressing notice."""
        return max((notice.urgency for notice in self.notices), default=Urgency.FINE)

    @property
    def warnings(self) -> tuple[str, ...]:
        """The notices as texts."""
        return tuple(notice.text for notice in self.notices)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Volunteers that fit the filter, sorted; ``everybody`` counts all there are. And what filters choose from."""

    rows: tuple[PersonRow, ...]
    everybody: int
    role_options: tuple[tuple[str, str], ...]  # key and name each
    branch_options: tuple[tuple[str, str], ...]
    site_options: tuple[tuple[str, str], ...]


def people_page(
    store: Store,
    actor: Actor,
    *,
    only: PeopleFilter = PeopleFilter(),
    order: PeopleOrder = PeopleOrder.NAME,
    descending: bool = False,
    today: dt.date,
) -> PeoplePage:
    """The list of volunteers. Leads and admins. Certificates are judged as of ``today``, or of a session's date."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        tables = _read(session)
    rows = [tables.row(one, version, today, actor.language) for one, version in tables.people]
    shown = [row for row in rows if _fits(row, only, tables)]
    shown.sort(key=lambda row: _alphabetic(row.volunteer))
    shown.sort(key=KEYS[order], reverse=descending)
    return PeoplePage(
        rows=tuple(shown),
        everybody=len(rows),
        role_options=_options(tables.roles.values()),
        branch_options=_options(tables.branches.values()),
        site_options=_options(tables.sites.values()),
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    """Everything that the list is made of, read at once."""

    people: tuple[tuple[records.Volunteer, int], ...]
    roles: Mapping[str, records.Role]
    branches: Mapping[str, records.Branch]
    sites: Mapping[str, records.Site]
    access: frozenset[tuple[str, str]]  # site, volunteer
    qualifications: Mapping[str, list[records.Qualification]]
    certificates: Mapping[str, list[records.Certificate]]
    windows: Mapping[str, int]

    def row(self, one: records.Volunteer, version: int, on_day: dt.date, language: str) -> PersonRow:
        """One volunteer's row."""
        qualifications = self.qualifications.get(one.key, [])
        roles = sorted({self.roles[each.role].name for each in qualifications})
        needed = needed_kinds(qualifications, self.branches, self.roles)
        return PersonRow(
            volunteer=one,
            version=version,
            may_do=", ".join(roles),
            windows=self.windows.get(one.key, 0),
            notices=certificate_notices(self.certificates.get(one.key, ()), needed, on_day, language),
        )


def _read(session: Session) -> _Tables:
    counted = select(Availability.volunteer, func.count()).group_by(Availability.volunteer)
    return _Tables(
        people=tuple(
            (record_of(row, records.Volunteer), row.version)
            for row in session.scalars(select(Volunteer).order_by(Volunteer.id))
        ),
        roles=_keyed(all_records(session, Role, records.Role)),
        branches=_keyed(all_records(session, Branch, records.Branch)),
        sites=_keyed(all_records(session, Site, records.Site)),
        access=frozenset((site, key) for site, key in session.execute(select(Access.site, Access.volunteer))),
        qualifications=by_volunteer(all_records(session, Qualification, records.Qualification)),
        certificates=by_volunteer(all_records(session, Certificate, records.Certificate)),
        windows={volunteer: int(count) for volunteer, count in session.execute(counted)},
    )


def _fits(row: PersonRow, only: PeopleFilter, tables: _Tables) -> bool:
    one = row.volunteer
    return (
        _matches(one, only.search)
        and only.standing in (None, one.standing)
        and _may(tables.qualifications.get(one.key, ()), only)
        and (only.site is None or _may_go(one, only.site, tables))
        and _certificate_fits(row, only.certificate)
        and (only.entered is None or only.entered == bool(row.windows))
        and (only.wished_from is None or one.wished_minutes_week >= only.wished_from)
        and (only.wished_until is None or one.wished_minutes_week <= only.wished_until)
    )


def _matches(volunteer: records.Volunteer, search: str) -> bool:
    text = f"{full_name(volunteer)} {volunteer.last_name} {volunteer.first_name} {volunteer.email}".casefold()
    return search.strip().casefold() in text


def _may(qualifications: Iterable[records.Qualification], only: PeopleFilter) -> bool:
    if only.role is None and only.branch is None and only.level is None:
        return True
    return any(
        only.role in (None, one.role)
        and (only.branch is None or one.branch in (None, only.branch))
        and (
            only.level is None
            or (
                (one.level_from is None or one.level_from <= only.level)
                and (one.level_to is None or only.level <= one.level_to)
            )
        )
        for one in qualifications
    )


def _may_go(one: records.Volunteer, key: str, tables: _Tables) -> bool:
    site = tables.sites.get(key)
    if site is None or key in one.refused_sites:
        return False
    return not site.restricted or (key, one.key) in tables.access


def _certificate_fits(row: PersonRow, wanted: CertificateFilter | None) -> bool:
    if wanted is None:
        return True
    if wanted is CertificateFilter.FINE:
        return not row.notices
    urgencies = {notice.urgency for notice in row.notices}
    # what ends within 30 days ends within 90 too
    soon = {Urgency.SOON, Urgency.URGENT} if wanted is CertificateFilter.SOON else {Urgency[wanted.name]}
    return bool(urgencies & soon)


def _alphabetic(volunteer: records.Volunteer) -> tuple[str, str, str]:
    return (volunteer.last_name.casefold(), volunteer.first_name.casefold(), volunteer.key)


KEYS: Mapping[PeopleOrder, Callable[[PersonRow], Any]] = {
    PeopleOrder.NAME: lambda row: _alphabetic(row.volunteer),
    PeopleOrder.STANDING: lambda row: list(records.Standing).index(row.volunteer.standing),
    PeopleOrder.HOURS: lambda row: row.volunteer.wished_minutes_week,
    PeopleOrder.TIMES: lambda row: row.windows,
    PeopleOrder.CERTIFICATE: lambda row: row.urgency,
}


def _keyed(rows: Iterable[Any]) -> dict[str, Any]:
    return {row.key: row for row in rows}


def _options(rows: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((row.key, row.name) for row in rows)
