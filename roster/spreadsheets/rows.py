"""Records as rows of cells: what writing puts into a file, and what comparing holds against each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from roster.spreadsheets.description import Column, Table
from roster.spreadsheets.guard import cleaned


def cell_text(column: Column, value: Any, language: str) -> str:
    """One cell, before any guard against formulas; ``""`` for nothing. Reading it gives the value again."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        value = tuple(sorted(value))  # the order of such lists means nothing
    return cleaned(column.kind.write(value, language))


def row_texts(table: Table, record: object, language: str) -> tuple[str, ...]:
    """All cells of one record in the order of the table's columns."""
    return tuple(cell_text(column, getattr(record, column.field), language) for column in table.columns)


def in_order(table: Table, records: Sequence[Any]) -> list[Any]:
    """Records sorted by what identifies them, so that equal tables make equal files.

    Decisions keep their order: there an earlier row wins over a later one.
    """
    if table.name == "decisions":
        return list(records)
    return sorted(records, key=lambda record: sort_key(table, record))


def sort_key(table: Table, record: object) -> tuple[tuple[bool, Any], ...]:
    """A key for sorting by identity; fields that are None come first."""
    values = (getattr(record, field) for field in table.identity)
    return tuple((value is not None, value if value is not None else 0) for value in values)
