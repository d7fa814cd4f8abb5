"""Tables to schools: everything that is there, and everything that is wrong with it, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roster.records import School
from roster.spreadsheets.entries import Entry, entries_of, table_of
from roster.spreadsheets.faults import Fault, capped
from roster.spreadsheets.references import reference_faults
from roster.spreadsheets.sources import sheets_from
from roster.spreadsheets.tables import TABLES
from roster.words import Sentence

Entries = Mapping[str, list[Entry]]

_TABLE_TWICE = Sentence(de="jede Tabelle nur einmal", en="each table only once")
_NO_ORGANISATION = Sentence(
    de="die Tabelle „organisation“ mit Kürzel und Name fehlt",
    en="the table “organisation” with key and name is missing",
)
_WHICH = Sentence(de="ein Kürzel der Tabelle „organisation“ ({keys})", en="a key of the table “organisation” ({keys})")
_ORGANISATION_TWICE = Sentence(de="jede Organisation nur einmal", en="each organisation only once")


@dataclass(frozen=True)
class Reading:
    """What tables say. With faults, ``schools`` is empty: nothing is taken in half.

    ``tables`` names the tables (fields of School) that were in the source; one that was not is not meant to be emptied.
    """

    schools: tuple[School, ...]
    faults: list[Fault]
    tables: frozenset[str]


def read_tables(source: Path | tuple[str, bytes], into: School | None = None) -> Reading:
    """Read a folder, .csv, .xlsx or .zip, by its path or as (file name, bytes).

    ``into`` is the school that an import goes into: tables that the source lacks are taken from it, so that one table
    alone can be brought in. Without it the source must hold the organisation's own table; others may be missing.
    Raises roster.errors.TooLarge beyond roster.spreadsheets.limits and NotFound for a path that does not exist.
    """
    entries: dict[str, list[Entry]] = {}
    faults: list[Fault] = []
    for sheet in sheets_from(source):
        table = sheet if isinstance(sheet, Fault) else table_of(sheet)
        if isinstance(sheet, Fault) or isinstance(table, Fault):
            faults.append(table if isinstance(table, Fault) else sheet)  # type: ignore[arg-type]
        elif table.name in entries:
            faults.append(Fault(sheet.file, None, None, sheet.title, _TABLE_TWICE))
        else:
            found = entries[table.name] = []
            for entry in entries_of(sheet, table):
                (faults if isinstance(entry, Fault) else found).append(entry)  # type: ignore[arg-type]
    tables = frozenset(entries)
    by_organisation = _by_organisation(entries, into, faults)
    if not faults:
        told = frozenset(into.published if into is not None else ())
        faults += (fault for those in by_organisation.values() for fault in reference_faults(those, told))
    schools = () if faults else tuple(_school(those) for those in by_organisation.values())
    return Reading(schools, capped(faults), tables)


def _by_organisation(entries: Entries, into: School | None, faults: list[Fault]) -> dict[str, dict[str, list[Entry]]]:
    """Entries by organisation and table; rows that name no known organisation become faults."""
    organisations = entries.get("organisation", [])
    if not organisations and into is not None:
        organisations = [Entry(into.organisation, None)]
    shared: dict[str, dict[str, list[Entry]]] = {}
    for entry in organisations:
        if entry.record.key in shared:
            faults.append(entry.fault("key", entry.record.key, _ORGANISATION_TWICE))
        shared.setdefault(entry.record.key, {table.name: [] for table in TABLES})["organisation"] = [entry]
    if not shared:
        if not faults:
            faults.append(Fault("organisation", None, None, None, _NO_ORGANISATION))
        return {}
    only = next(iter(shared)) if len(shared) == 1 else None
    for name, those in entries.items():
        for entry in those if name != "organisation" else ():
            key = entry.organisation or only
            if key in shared:
                shared[key][name].append(entry)
            else:
                keys = ", ".join(list(shared)[:10])
                faults.append(entry.fault("organisation", entry.organisation or "", _WHICH, keys=keys))
    if into is not None and into.organisation.key in shared:
        _keep_tables(shared[into.organisation.key], into, frozenset(entries))
    return shared


def _keep_tables(entries: dict[str, list[Entry]], into: School, given: frozenset[str]) -> None:
    """Fill the tables that were not given from what is there."""
    for table in TABLES:
        if table.name not in given and table.name != "organisation":
            title = f"{table.english} (stored / gespeichert)"
            entries[table.name] = [Entry(record, None, title) for record in getattr(into, table.name)]


def _school(entries: Entries) -> School:
    tables: dict[str, Any] = {
        name: tuple(entry.record for entry in those) for name, those in entries.items() if name != "organisation"
    }
    return School(organisation=entries["organisation"][0].record, **tables)
