"""What an admin sees of the organisation itself: its rules, its words, its calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.base import Base
from roster.models.organisations import Branch, Closure, Holiday, Organisation, Role, Site, Term
from roster.models.school_records import record_of


@dataclass(frozen=True, slots=True)
class NumberedDates:
    """A closure, a holiday or a term, with the number by which it can be removed."""

    id: int
    record: records.Closure | records.Holiday | records.Term


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """The organisation with the version that a form of it is based on, and all that belongs to it alone.

    Dates come earliest first, branches and roles by key.
    """

    organisation: records.Organisation
    version: int
    branches: tuple[records.Branch, ...]
    roles: tuple[records.Role, ...]
    versions: Mapping[tuple[str, str], int]  # of branches and roles, by ("branches" or "roles", key)
    sites: tuple[records.Site, ...]
    closures: tuple[NumberedDates, ...]
    holidays: tuple[NumberedDates, ...]
    terms: tuple[NumberedDates, ...]


def organisation_page(store: Store, actor: Actor) -> OrganisationPage:
    """The actor's organisation. Raises Forbidden for volunteers."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        row = session.scalars(select(Organisation)).one()
        branches = list(session.scalars(select(Branch).order_by(Branch.key)))
        roles = list(session.scalars(select(Role).order_by(Role.key)))
        return OrganisationPage(
            organisation=record_of(row, records.Organisation),
            version=row.version,
            branches=tuple(record_of(one, records.Branch) for one in branches),
            roles=tuple(record_of(one, records.Role) for one in roles),
            versions={("branches", one.key): one.version for one in branches}
            | {("roles", one.key): one.version for one in roles},
            sites=tuple(record_of(one, records.Site) for one in session.scalars(select(Site).order_by(Site.key))),
            closures=_numbered(session, Closure, records.Closure),
            holidays=_numbered(session, Holiday, records.Holiday),
            terms=_numbered(session, Term, records.Term),
        )


def _numbered(
    session: Session,
    model: type[Base],
    record: type[records.Closure] | type[records.Holiday] | type[records.Term],
) -> tuple[NumberedDates, ...]:
    found = [NumberedDates(row.id, record_of(row, record)) for row in session.scalars(select(model))]
    return tuple(sorted(found, key=_first_day))


def _first_day(dates: NumberedDates) -> tuple[str, int]:
    record = dates.record
    first = record.starts_on if isinstance(record, records.Term) else record.from_day
    return first.isoformat(), dates.id
