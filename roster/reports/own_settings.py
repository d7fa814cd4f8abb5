"""What a volunteer may change about themselves, as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from roster.actor import Actor
from roster.database import Store
from roster.errors import NotFound
from roster.models.people import Volunteer


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """Telephone and language; ``version`` goes into the form."""

    volunteer: str
    person_name: str
    email: str
    phone: str
    language: str
    version: int


def own_settings(store: Store, actor: Actor) -> OwnSettings:
    """The asking volunteer's own. Raises NotFound for who is no volunteer."""
    with store.reading(actor.organisation_id) as session:
        row = session.scalar(select(Volunteer).where(Volunteer.key == (actor.volunteer or "")))
        if row is None:
            raise NotFound()
        name = f"{row.first_name} {row.last_name}".strip()
        return OwnSettings(row.key, name, row.email, row.phone, row.language, row.version)
