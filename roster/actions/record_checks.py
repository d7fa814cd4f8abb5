"""Whether a record that somebody typed is one that an import would take too.

The table descriptions are the only truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from roster import records
from roster.errors import Invalid
from roster.spreadsheets.description import Column, Table
from roster.spreadsheets.entries import Entry, entries_of
from roster.spreadsheets.faults import Fault
from roster.spreadsheets.rows import cell_text
from roster.spreadsheets.sense import row_faults, school_faults
from roster.spreadsheets.sheets import Sheet
from roster.spreadsheets.tables import TABLE_BY_NAME, TABLES
from roster.words import Sentence

R = TypeVar("R")

_EXPECTED = Sentence(
    de="{field}: „{value}“ geht hier nicht. Erwartet: {expected}.",
    en="{field}: “{value}” does not fit here. Expected: {expected}.",
)
_MISSING = Sentence(de="{field}: bitte ausfüllen ({expected}).", en="{field}: please fill in ({expected}).")
_WHOLE = Sentence(de="Erwartet: {expected}.", en="Expected: {expected}.")
_SPAN = Sentence(de="höchstens {last}, denn dort endet es", en="at most {last}, because it ends there")


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field of a form.

    ``field`` is the record's field, None where several together are wrong.
    """

    field: str | None
    fault: Fault
    label_de: str = ""
    label_en: str = ""

    def text(self, language: str) -> str:
        """The fault as one sentence, with the field's name in that language."""
        expected = self.fault.expected_text(language)
        if self.field is None or self.fault.value is None:
            return _WHOLE.text(language, expected=expected)
        label = (self.label_de if language == "de" else self.label_en).replace("_", " ")
        sentence = _EXPECTED if self.fault.value else _MISSING
        return sentence.text(language, field=label, value=self.fault.shown_value, expected=expected)


def checked(table_name: str, record: R) -> R:
    """The record as an import would read it: text in one Unicode form, key lists sorted.

    ``table_name`` is its table in School. Raises Invalid with a FieldFault for each field that does not fit.
    References to other records are not looked up.
    """
    table = TABLE_BY_NAME[table_name]
    header = [column.english for column in table.columns]
    sheet = Sheet("", table.english, pd.DataFrame([header, [_cell(column, record) for column in table.columns]]))
    found = list(entries_of(sheet, table))
    faults = [one for one in found if isinstance(one, Fault)]
    entries = [one for one in found if isinstance(one, Entry)]
    faults += [fault for entry in entries for fault in (*row_faults(table, entry), *_spans(table, entry))]
    if faults:
        raise Invalid(faults=[_field_fault(table, fault) for fault in faults])
    checked_record: R = entries[0].record
    return checked_record


def check_together(organisation: records.Organisation, **tables: Iterable[Any]) -> None:
    """Raise Invalid where records make no sense together, such as meetings of one course that overlap.

    Give the tables that matter by their name in School; references to records that are not given are passed over.
    """
    entries: Mapping[str, list[Entry]] = {
        table.name: [Entry(record, None) for record in tables.get(table.name, ())] for table in TABLES
    } | {"organisation": [Entry(organisation, None)]}
    if faults := list(school_faults(entries)):
        raise Invalid(faults=[FieldFault(None, fault) for fault in faults])


def _cell(column: Column, record: object) -> str:
    value = getattr(record, column.field)
    try:
        return cell_text(column, value, "en")
    except KeyError:  # none of the words that this field knows: reading it back says which they are
        return str(value)


def _spans(table: Table, entry: Entry) -> Iterator[Fault]:
    for first, last in table.spans:
        start, end = getattr(entry.record, first), getattr(entry.record, last)
        if start is not None and end is not None and end < start:
            columns = table.column_by_field
            text = cell_text(columns[last], end, "en")
            yield entry.fault(first, cell_text(columns[first], start, "en"), _SPAN, last=text)


def _field_fault(table: Table, fault: Fault) -> FieldFault:
    for column in table.columns:
        if fault.column in (column.english, column.field):
            return FieldFault(column.field, fault, column.german, column.english)
    return FieldFault(None, fault)
