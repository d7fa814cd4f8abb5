"""What editing one row has in common: finding it, refusing an old version, writing a record into it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.errors import Conflict, NotFound
from roster.models.base import Base
from roster.models.school_records import record_of
from roster.words import Sentence

KEY_TAKEN = Sentence(
    de="Das Kürzel „{key}“ ist schon vergeben. Bitte ein anderes wählen.",
    en="The key “{key}” is taken already. Please choose another one.",
)


Row = TypeVar("Row", bound=Base)


def row_by_key(session: Session, model: type[Row], key: str, *, lock: bool = False) -> Row:
    """The organisation's row with that key; NotFound if there is none, here or elsewhere.

    ``lock`` makes others who edit the same row wait until this transaction ends.
    """
    query = select(model).where(model.key == key)  # type: ignore[attr-defined]
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound()
    return row


def row_by_number(session: Session, model: type[Row], number: int) -> Row:
    """The organisation's row with that number; NotFound if there is none, here or elsewhere."""
    row = session.scalar(select(model).where(model.id == number))
    if row is None:
        raise NotFound()
    return row


def require_present(session: Session, model: type[Base], *keys: str | None) -> None:
    """Raise NotFound unless the organisation has a row for each of these keys; None is passed over."""
    for key in keys:
        if key is not None:
            row_by_key(session, model, key)


def require_free_key(session: Session, model: type[Base], key: str) -> None:
    """Raise Conflict where a row has that key already, upper and lower case being the same."""
    column: Any = model.key  # type: ignore[attr-defined]
    if session.scalar(select(func.count(model.id)).where(func.lower(column) == key.lower())):
        raise Conflict(KEY_TAKEN, key=key)


def require_version(row: Any, version: int, given: Any) -> None:
    """Raise Conflict, with both records in it, where the row was edited since the form was opened."""
    if row.version != version:
        raise Conflict(yours=given, stored=record_of(row, type(given)))


def write_record(row: Any, record: Any) -> tuple[str, ...]:
    """Set the row's fields as the record says; gives the names of those that changed."""
    changed = tuple(field.name for field in fields(record) if getattr(row, field.name) != getattr(record, field.name))
    for name in changed:
        setattr(row, name, getattr(record, name))
    return changed


def values_of(record: Any) -> dict[str, Any]:
    """A record's fields by name, as the columns of its row."""
    return {field.name: getattr(record, field.name) for field in fields(record)}
