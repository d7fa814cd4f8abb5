"""What an import would change, table by table: rows that are new, changed, unchanged, or missing and so removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roster.records import School
from roster.spreadsheets.description import Table
from roster.spreadsheets.rows import row_texts
from roster.spreadsheets.tables import TABLES

Row = tuple[str, ...]


@dataclass(frozen=True)
class CellChange:
    """One changed field of a row: its column (field name) with both cells as English text, ``""`` = empty."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """A row that stays and changes; ``identity`` are the cells that say which row it is."""

    identity: Row
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class TablePreview:
    """One table's changes. ``new`` and ``missing`` are identities; ``reordered``: decisions, where order counts."""

    table: str
    new: tuple[Row, ...]
    changed: tuple[RowChange, ...]
    missing: tuple[Row, ...]
    unchanged: int
    reordered: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed or self.missing or self.reordered)


@dataclass(frozen=True)
class Preview:
    """All changes of one organisation by table. ``fingerprint`` stands for what is there and what would come."""

    organisation: str
    tables: tuple[TablePreview, ...]
    fingerprint: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return all(table.is_empty for table in self.tables)

    @property
    def counts(self) -> dict[str, int]:
        """Rows in all tables that are new, changed, missing and unchanged."""
        return {
            "new": sum(len(table.new) for table in self.tables),
            "changed": sum(len(table.changed) for table in self.tables),
            "missing": sum(len(table.missing) for table in self.tables),
            "unchanged": sum(table.unchanged for table in self.tables),
        }


def compare(current: School | None, incoming: School) -> Preview:
    """Hold what is there against what would come; with ``current`` None everything is new.

    Rows are compared by their cells, so that two spellings of one value are no change.
    """
    tables = []
    digest = hashlib.sha256()
    for table in TABLES:
        before = _rows(table, current)
        after = _rows(table, incoming)
        digest.update(json.dumps([table.name, list(before.items()), list(after.items())]).encode())
        tables.append(_table_preview(table, before, after))
    return Preview(incoming.organisation.key, tuple(tables), digest.hexdigest())


def _rows(table: Table, school: School | None) -> Mapping[Row, Row]:
    """All rows by their identity, sorted by it; decisions in their own order."""
    if school is None:
        return {}
    places = [index for index, column in enumerate(table.columns) if column.field in table.identity]
    records: tuple[Any, ...] = school.tables()[table.name]
    rows: dict[Row, Row] = {}
    for record in records:
        texts = row_texts(table, record, "en")
        identity = tuple(texts[place] for place in places)
        if table.name == "pairs":  # whichever of the two stands first, it is the same pair
            identity = tuple(sorted(identity))
            texts = (*identity, *texts[2:])
        rows[identity] = texts
    return rows if table.name == "decisions" else dict(sorted(rows.items()))


def _table_preview(table: Table, before: Mapping[Row, Row], after: Mapping[Row, Row]) -> TablePreview:
    changed = tuple(
        RowChange(identity, _cell_changes(table, before[identity], texts))
        for identity, texts in after.items()
        if identity in before and before[identity] != texts
    )
    kept = [identity for identity in after if identity in before]
    return TablePreview(
        table=table.name,
        new=tuple(identity for identity in after if identity not in before),
        changed=changed,
        missing=tuple(identity for identity in before if identity not in after),
        unchanged=len(kept) - len(changed),
        reordered=table.name == "decisions" and kept != [identity for identity in before if identity in after],
    )


def _cell_changes(table: Table, before: Row, after: Row) -> tuple[CellChange, ...]:
    return tuple(
        CellChange(column.field, old, new)
        for column, old, new in zip(table.columns, before, after, strict=True)
        if old != new
    )
