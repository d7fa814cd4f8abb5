"""What an operator asks of the whole service."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from roster.database import Store
from roster.models.organisations import Organisation


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """One organisation of the service."""

    id: int
    key: str
    name: str


def organisations(store: Store) -> tuple[OrganisationLine, ...]:
    """All organisations by name, for the command line and the worker; never shown to an organisation's own people."""
    with store.across() as session:
        query = select(Organisation.id, Organisation.key, Organisation.name).order_by(Organisation.name)
        return tuple(OrganisationLine(*row) for row in session.execute(query))
