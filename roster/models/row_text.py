"""Rows as values that JSON holds, and back: each column by its own type. And which rows go along with another one."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, DateTime, Enum, ForeignKeyConstraint, and_, select
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from roster.models.base import Base, ServiceWide

_PLAIN = DefaultDialect()


def model_of(table: str) -> type[Base]:
    """The mapped class of a table. Raises KeyError for a name that no table has."""
    return _models()[table]


def plain_values(row: Base, names: Iterable[str] | None = None) -> dict[str, Any]:
    """A row's columns (or those named) as text, numbers, true, false or null."""
    columns: Any = row.__table__.columns
    return {name: _plain(columns[name], getattr(row, name)) for name in (columns.keys() if names is None else names)}


def living_values(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values from ``plain_values`` as the columns of that table hold them."""
    columns: Any = model_of(table).__table__.columns
    return {name: _living(columns[name], value) for name, value in values.items()}


def going_along(session: Session, row: Base) -> list[Base]:
    """The rows that the database deletes along with a row, in an order in which they can be added again.

    Found by the references of the tables themselves, so that a new table cannot be forgotten.
    """
    found: dict[tuple[str, int], Base] = {}
    waiting = [row]
    while waiting:
        parent = waiting.pop(0)
        for model, reference in _cascades(parent.__tablename__):
            same = [one.parent == getattr(parent, one.column.name) for one in reference.elements]
            for child in session.scalars(select(model).where(and_(*same)).order_by(model.id)):
                if (child.__tablename__, child.id) not in found:
                    found[child.__tablename__, child.id] = child
                    waiting.append(child)
    return list(found.values())


@cache
def _models() -> dict[str, type[Base]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


@cache
def _cascades(table: str) -> tuple[tuple[type[Base], ForeignKeyConstraint], ...]:
    return tuple(_references_to(table))


def _references_to(table: str) -> Iterator[tuple[type[Base], ForeignKeyConstraint]]:
    for name, model in sorted(_models().items()):
        if issubclass(model, ServiceWide):
            continue
        for constraint in Base.metadata.tables[name].foreign_key_constraints:
            if constraint.ondelete == "CASCADE" and constraint.referred_table.name == table:
                yield model, constraint


def _plain(column: Column[Any], value: Any) -> Any:
    kind = column.type
    if isinstance(kind, TypeDecorator):
        value = kind.process_bind_param(value, _PLAIN)
    if isinstance(value, dt.date):  # a datetime is one too
        return value.isoformat()
    return value.value if isinstance(value, enum.Enum) else value


def _living(column: Column[Any], value: Any) -> Any:
    kind: Any = column.type
    if value is None:
        return None
    if isinstance(kind, Enum):
        return kind.enum_class(value) if kind.enum_class else value
    stored = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if isinstance(stored, DateTime):
        value = dt.datetime.fromisoformat(value)
    elif isinstance(stored, Date):
        value = dt.date.fromisoformat(value)
    return kind.process_result_value(value, _PLAIN) if isinstance(kind, TypeDecorator) else value
