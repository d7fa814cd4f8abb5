"""One table of the organisation as a file: what stands in a list, in the form that the import reads."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from roster import records
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.base import Base
from roster.models.courses import Course
from roster.models.organisations import Organisation, Site
from roster.models.people import Volunteer
from roster.models.school_records import record_of
from roster.spreadsheets.writing import table_file

TABLES: dict[str, tuple[type[Base], type[Any]]] = {
    "volunteers": (Volunteer, records.Volunteer),
    "courses": (Course, records.Course),
    "sites": (Site, records.Site),
}


def export_table(store: Store, actor: Actor, table: str, keys: Collection[str]) -> bytes:
    """The rows with these keys as CSV, in the actor's language. Leads and admins; unknown keys are passed over.

    ``table`` is "volunteers", "courses" or "sites".
    """
    actor.require(AccountRole.LEAD)
    model, record = TABLES[table]
    with store.reading(actor.organisation_id) as session:
        own = record_of(session.scalars(select(Organisation)).one(), records.Organisation)
        rows = [record_of(row, record) for row in session.scalars(select(model)) if row.key in keys]  # type: ignore[attr-defined]
    school = records.School(organisation=own, **{table: tuple(rows)})
    return table_file(school, table, actor.language)
