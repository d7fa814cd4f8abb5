"""What tests put into a store by many actions, put there again as rows.

The first time in a process goes the whole way. The rows that it leaves are read then, and written when the same is to
be done to a store with the same rows: with one statement for each table instead of hundreds. Whatever is random in
them, a token say, is the same for all tests of a process then.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, text

from roster.database import Store
from roster.models.base import Base
from roster.models.tenancy import unscoped
from tests.lent_stores import as_new

Given = TypeVar("Given")
Rows = Mapping[str, Mapping[tuple[Any, ...], dict[str, Any]]]  # by table and primary key

NUMBERS = text("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
GO_ON = text("SELECT setval(CAST(:sequencename AS regclass), :last_value)")
# The rows fit together once all of them are there.
IN_ANY_ORDER = {
    "sqlite": text("PRAGMA defer_foreign_keys = ON"),
    "postgresql": text("SET LOCAL session_replication_role = replica"),
}
STAMP = ("organisation", "stamp")  # every commit gives a new one
MOST_REMEMBERED = 3  # states of a store that one step began with


@dataclass(frozen=True)
class Seen:
    """One time that a step was done: the rows before and after, where PostgreSQL's numbers stood, what was given."""

    before: Rows
    after: Rows
    given: object
    numbers: list[dict[str, Any]] = field(default_factory=list)


_seen: dict[Hashable, list[Seen]] = {}


def replayed(store: Store, step: Callable[..., Given], *about: Hashable, empty: bool = False) -> Given:
    """What ``step(store, *about)`` gives, with all that it does to the rows. A step that takes rows away is done anew.

    What is given may hold on to another store of the first time: hand it this one. ``empty`` says that the store is
    known to have no rows, and saves looking.
    """
    remembered = _seen.setdefault((store.engine.dialect.name, step, about), [])
    before: Rows = {name: {} for name in Base.metadata.tables} if empty else rows_of(store)
    for seen in remembered:
        if seen.before == before:
            _write(store, seen)
            return seen.given  # type: ignore[return-value]
    given = step(as_new(store), *about)  # what it reads must not warm the store's memory: next time it does not either
    seen = Seen(before, rows_of(store), given, _numbers(store))
    if len(remembered) < MOST_REMEMBERED and all(before[table].keys() <= seen.after[table].keys() for table in before):
        remembered.append(seen)
    return given


def rows_of(store: Store) -> Rows:
    """All rows of a store but the stamps."""
    with store.writing_schema() as connection, unscoped(connection):
        return {
            name: {
                tuple(row[column.name] for column in table.primary_key): {
                    column: value for column, value in row.items() if (name, column) != STAMP
                }
                for row in connection.execute(table.select()).mappings()
            }
            for name, table in Base.metadata.tables.items()
        }


def _numbers(store: Store) -> list[dict[str, Any]]:
    if store.engine.dialect.name != "postgresql":
        return []
    with store.writing_schema() as connection, unscoped(connection):
        return [dict(row) for row in connection.execute(NUMBERS).mappings()]


def _write(store: Store, seen: Seen) -> None:
    with store.writing_schema() as connection, unscoped(connection):
        connection.execute(IN_ANY_ORDER[connection.dialect.name])
        for name, rows in seen.after.items():
            _write_table(connection, name, seen.before[name], rows)
        if seen.numbers:
            connection.execute(GO_ON, seen.numbers)


def _write_table(connection: Connection, name: str, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> None:
    table = Base.metadata.tables[name]
    if added := [row for key, row in after.items() if key not in before]:
        connection.execute(table.insert(), added)
    if changed := [row for key, row in after.items() if key in before and before[key] != row]:
        same = [column == bindparam(f"the_{column.name}") for column in table.primary_key]
        keys = [column.name for column in table.primary_key]
        connection.execute(
            table.update().where(*same), [row | {f"the_{key}": row[key] for key in keys} for row in changed]
        )
