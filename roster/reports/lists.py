"""Reading whole tables of an organisation for lists and choices."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from roster import records
from roster.models.base import Base
from roster.models.people import Volunteer
from roster.models.school_records import record_of

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a list: its number, for buttons that change it, and what it says."""

    id: int
    text: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: its key and its name."""

    key: str
    name: str


def all_records(session: Session, model: type[Base], record: type[R], *conditions: Any) -> tuple[R, ...]:
    """All rows of a table as records, by name where they have one, else in the order they were added."""
    order: Any = getattr(model, "name", model.id)
    rows = session.scalars(select(model).where(*conditions).order_by(order, model.id))
    return tuple(record_of(row, record) for row in rows)


def names_by_key(session: Session, model: type[Base]) -> dict[str, str]:
    """Names of branches, sites, roles, rooms or courses by their key."""
    table: Any = model
    return dict(session.execute(select(table.key, table.name)).all())


def full_name(volunteer: records.Volunteer | Volunteer) -> str:
    """First and last name."""
    return f"{volunteer.first_name} {volunteer.last_name}".strip()


def people_choices(session: Session) -> tuple[Choice, ...]:
    """All volunteers who have not left, by name."""
    return _choices(session, Volunteer.standing != records.Standing.LEFT)


def people_who_left(session: Session, keys: Collection[str]) -> tuple[Choice, ...]:
    """Those of some volunteers who have left, by name: to be shown where they are named still."""
    left = _choices(session, Volunteer.standing == records.Standing.LEFT) if keys else ()
    return tuple(choice for choice in left if choice.key in keys)


def _choices(session: Session, standing: ColumnElement[bool]) -> tuple[Choice, ...]:
    query = select(Volunteer.key, Volunteer.first_name, Volunteer.last_name).where(standing)
    found = [Choice(key, f"{first} {last}".strip()) for key, first, last in session.execute(query)]
    return tuple(sorted(found, key=lambda choice: (choice.name.casefold(), choice.key)))
