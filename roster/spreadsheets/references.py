"""Whether the tables of one organisation fit together: nothing twice, nothing dangling, nothing senseless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from roster.records import PSEUDONYM, PublishedAssignment
from roster.spreadsheets.cells import Key, Keys
from roster.spreadsheets.description import Column, Table
from roster.spreadsheets.entries import Entry
from roster.spreadsheets.faults import Fault
from roster.spreadsheets.rows import cell_text
from roster.spreadsheets.sense import row_faults, school_faults
from roster.spreadsheets.tables import TABLE_BY_NAME, TABLES
from roster.words import Sentence

_TWICE = Sentence(
    de="jede Zeile nur einmal; dasselbe steht schon in {where}",
    en="each row only once; the same stands already in {where}",
)
_TWIN = Sentence(
    de="ein Kürzel, das sich nicht nur in Groß- und Kleinschreibung unterscheidet von „{twin}“ in {where}",
    en="a key that differs by more than case from “{twin}” in {where}",
)
_DANGLING = Sentence(
    de="ein Kürzel, das in der Tabelle „{german}“ steht", en="a key that stands in the table “{english}”"
)
_DANGLING_TWIN = Sentence(
    de="ein Kürzel, das in der Tabelle „{german}“ steht, vielleicht „{twin}“",
    en="a key that stands in the table “{english}”, perhaps “{twin}”",
)
_SPAN = Sentence(de="höchstens {last} (aus Spalte {column})", en="at most {last} (from column {column})")

Entries = Mapping[str, list[Entry]]


def reference_faults(entries: Entries, told: frozenset[PublishedAssignment]) -> Iterator[Fault]:
    """Everything that does not fit together in one organisation's tables, table by table.

    ``told`` are published assignments that are stored already: they outlive the people and courses they name.
    """
    keys = {table.name: _keys(entries[table.name]) for table in TABLES if table.identity == ("key",)}
    for table in TABLES:
        yield from _doubles(table, entries[table.name])
        for entry in entries[table.name]:
            if entry.record not in told:
                yield from _dangling(table, entry, keys)
            yield from _spans(table, entry)
            yield from row_faults(table, entry)
    yield from school_faults(entries)


def _keys(entries: list[Entry]) -> dict[str, str]:
    """Every key, and under its case-folded form how it is really written."""
    found = {entry.record.key.casefold(): entry.record.key for entry in entries}
    return found | {entry.record.key: entry.record.key for entry in entries}


def _identity(table: Table, record: Any) -> tuple[Any, ...]:
    values = tuple(getattr(record, field) for field in table.identity)
    return tuple(sorted(values)) if table.name == "pairs" else values


def _doubles(table: Table, entries: list[Entry]) -> Iterator[Fault]:
    """Rows that are one thing twice, also where only the case of a key differs."""
    seen: dict[tuple[Any, ...], Entry] = {}
    for entry in entries:
        identity = _identity(table, entry.record)
        folded = tuple(value.casefold() if isinstance(value, str) else value for value in identity)
        first = seen.setdefault(folded, entry)
        if first is entry:
            continue
        column = table.columns[[c.field for c in table.columns].index(table.identity[0])]
        text = cell_text(column, getattr(entry.record, column.field), "en")
        if _identity(table, first.record) == identity:
            yield entry.fault(column.field, text, _TWICE, where=_where(first))
        elif table.identity == ("key",):
            yield entry.fault(column.field, text, _TWIN, where=_where(first), twin=first.record.key)


def _where(entry: Entry) -> str:
    return entry.file if entry.row is None else f"{entry.file}:{entry.row}"


def _dangling(table: Table, entry: Entry, keys: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    for column in table.columns:
        if isinstance(column.kind, Key | Keys) and column.kind.of:
            value = getattr(entry.record, column.field)
            named = (value,) if isinstance(value, str) else value or ()
            for key in named:
                if table.name == "published" and key.startswith(PSEUDONYM):
                    continue  # somebody who was erased: history names no row of theirs any more
                if keys[column.kind.of].get(key) != key:
                    yield _dangling_fault(entry, column, column.kind.of, key, keys[column.kind.of].get(key.casefold()))


def _dangling_fault(entry: Entry, column: Column, target: str, key: str, twin: str | None) -> Fault:
    names = {"german": TABLE_BY_NAME[target].german, "english": TABLE_BY_NAME[target].english}
    if twin is None:
        return entry.fault(column.field, key, _DANGLING, **names)
    return entry.fault(column.field, key, _DANGLING_TWIN, twin=twin, **names)


def _spans(table: Table, entry: Entry) -> Iterator[Fault]:
    for first, last in table.spans:
        start, end = getattr(entry.record, first), getattr(entry.record, last)
        if start is not None and end is not None and end < start:
            columns = table.column_by_field
            value = cell_text(columns[first], start, "en")
            yield entry.fault(
                first, value, _SPAN, last=cell_text(columns[last], end, "en"), column=columns[last].english
            )
