"""Sheets to entries: every row as a record with the place it came from, or as faults that say what is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from roster.spreadsheets.cells import Unreadable
from roster.spreadsheets.description import Column, Table
from roster.spreadsheets.faults import Fault
from roster.spreadsheets.guard import unguarded
from roster.spreadsheets.sheets import Sheet
from roster.spreadsheets.tables import ORGANISATION_COLUMN, TABLE_BY_SPELLING, TABLES
from roster.spreadsheets.vocabulary import plain
from roster.words import Sentence

_KNOWN_TABLE = Sentence(de="eine Tabelle mit bekanntem Namen ({names})", en="a table of a known name ({names})")
_KNOWN_COLUMN = Sentence(de="eine der Spalten {names}", en="one of the columns {names}")
_COLUMN_TWICE = Sentence(de="jede Spalte nur einmal", en="each column only once")
_COLUMN_MISSING = Sentence(de="die Spalte „{name}“ fehlt", en="the column “{name}” is missing")
_CELL_MISSING = Sentence(de="diese Zelle muss ausgefüllt sein ({unit_de})", en="this cell must be filled ({unit_en})")
_HEADLESS = Sentence(de="eine Überschrift über dieser Spalte", en="a header above this column")
_INVISIBLE = Sentence(de="Text in einer Zeile ohne Steuerzeichen", en="text in one line without control characters")
_NO_START = Sentence(de="ein Ende nur zusammen mit einem Beginn", en="an end only together with a start")
_NO_LENGTH = Sentence(
    de="ein Ende nach dem Beginn (Mitternacht am Ende ist 24:00)",
    en="an end after the start (midnight at the end is 24:00)",
)
_TOO_LONG = Sentence(
    de="ein Ende höchstens {hours} Stunden nach dem Beginn", en="an end at most {hours} hours after the start"
)
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Entry:
    """One record with its place: ``sheet`` and ``row`` are None for a record that was there before the import."""

    record: Any
    organisation: str | None  # as the row says it; None = the row does not say
    file: str = ""
    row: int | None = None
    headers: Mapping[str, str] | None = None  # field -> header as it stands in the file

    def fault(self, field: str | None, value: str | None, expected: Sentence, **facts: str | int) -> Fault:
        """A fault of this entry; ``field`` names the column."""
        header = (self.headers or {}).get(field, field) if field else None
        return Fault(self.file, self.row, header, value, expected, tuple(facts.items()))


def table_of(sheet: Sheet) -> Table | Fault:
    """The table that a sheet's name means."""
    table = TABLE_BY_SPELLING.get(plain(sheet.title))
    if table is None:
        names = ", ".join(
            f"{table.english}/{table.german}" if table.english != table.german else table.english for table in TABLES
        )
        return Fault(sheet.file, None, None, sheet.title, _KNOWN_TABLE, (("names", names),))
    return table


def entries_of(sheet: Sheet, table: Table) -> Iterator[Entry | Fault]:
    """Every row as an entry, and every fault; a row with a fault gives no entry. Empty rows are passed over."""
    rows = sheet.frame.to_numpy(dtype=object).tolist()
    top = next((index for index, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if top is None:
        return
    columns, faults = _columns(sheet, table, top + 1, rows[top])
    yield from faults
    headers = {column.field: str(rows[top][index]).strip() for index, column in columns.items()}
    missing = [c for c in table.columns if c.field not in table.defaults and c.field not in headers]
    for column in missing:
        yield Fault(
            sheet.file, top + 1, None, None, _COLUMN_MISSING, (("name", f"{column.english} / {column.german}"),)
        )
    if missing:
        return
    headless = frozenset(index for index, cell in enumerate(rows[top]) if not cell.strip())
    reader = _RowReader(table, columns, headers, headless)
    for number, row in enumerate(rows[top + 1 :], top + 2):
        if any(row):
            yield from reader.read(sheet.file, number, row)


def _columns(sheet: Sheet, table: Table, row: int, header: list[str]) -> tuple[dict[int, Column], list[Fault]]:
    """Columns by their position, and what is wrong with the header."""
    known = dict(table.column_by_spelling)
    if table.name != "organisation":
        known |= dict.fromkeys(ORGANISATION_COLUMN.spellings, ORGANISATION_COLUMN)
    columns: dict[int, Column] = {}
    faults = []
    for index, cell in enumerate(header):
        column = known.get(plain(cell.partition("(")[0]))  # "hours (h)" is understood: units may stand in brackets
        if column is None and not cell.strip():
            continue
        if column is None:
            names = ", ".join(
                f"{c.english} / {c.german}" if c.english != c.german else c.english for c in table.columns
            )
            faults.append(Fault(sheet.file, row, None, cell, _KNOWN_COLUMN, (("names", names),)))
        elif column in columns.values():
            faults.append(Fault(sheet.file, row, None, cell, _COLUMN_TWICE))
        else:
            columns[index] = column
    return columns, faults


class _RowReader:
    """Reads the rows of one sheet; equal cells of a column are understood once."""

    def __init__(
        self, table: Table, columns: Mapping[int, Column], headers: Mapping[str, str], headless: frozenset[int]
    ) -> None:
        self.table = table
        self.columns = columns
        self.headers = headers
        self.headless = headless
        self.seen: dict[tuple[str, str], Any] = {}
        self.ends = [column for column in table.columns if column.after]

    def read(self, file: str, number: int, row: list[str]) -> Iterator[Entry | Fault]:
        """The entry of a row, or its faults; nothing for a row of blanks."""
        faults: list[Fault] = []
        values: dict[str, Any] = {}
        blank = True
        for index, cell in enumerate(row):
            text = cell.strip()
            blank = blank and not text
            column = self.columns.get(index)
            if column is None:
                if text and index in self.headless:
                    faults.append(Fault(file, number, None, text, _HEADLESS))
            elif text:
                try:
                    values[column.field] = self._value(column, text)
                except Unreadable as refusal:
                    facts = tuple(refusal.facts.items())
                    faults.append(Fault(file, number, self.headers[column.field], text, refusal.expected, facts))
            elif column.field not in self.table.defaults and column is not ORGANISATION_COLUMN:
                unit = (("unit_de", column.kind.unit.de), ("unit_en", column.kind.unit.en))
                faults.append(Fault(file, number, self.headers[column.field], "", _CELL_MISSING, unit))
        if blank:
            return
        if not faults:
            faults += self._set_ends(file, number, values)
        if faults:
            yield from faults
            return
        organisation = values.pop(ORGANISATION_COLUMN.field, None)
        yield Entry(self.table.record(**values), organisation, file, number, self.headers)

    def _value(self, column: Column, text: str) -> Any:
        key = (column.field, text)
        if key not in self.seen:
            self.seen[key] = column.kind.read(_visible(text))
        return self.seen[key]

    def _set_ends(self, file: str, number: int, values: dict[str, Any]) -> Iterator[Fault]:
        """Move ends that lie on the next day there, and refuse those without start, without length or too far away."""
        for column in self.ends:
            end = values.get(column.field)
            if end is None:
                continue
            start = next((values[field] for field in column.after if values.get(field) is not None), None)
            text = column.kind.write(end, "en")
            if start is None:
                yield Fault(file, number, self.headers[column.field], text, _NO_START)
                continue
            length = end - start if end >= start else end + _DAY_MINUTES - start
            if length == 0:
                yield Fault(file, number, self.headers[column.field], text, _NO_LENGTH)
            elif length > column.longest_minutes:
                hours = column.longest_minutes // 60
                yield Fault(file, number, self.headers[column.field], text, _TOO_LONG, (("hours", hours),))
            else:
                values[column.field] = start + length


def _visible(text: str) -> str:
    """A cell's text in Unicode NFC, without its guard against formulas. Raises Unreadable for invisible characters."""
    if not text.isprintable() and any(unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") for c in text):
        raise Unreadable(_INVISIBLE)
    return unicodedata.normalize("NFC", unguarded(text))
