"""Schools written as tables: a folder or .zip of CSV files, or one .xlsx with a sheet for each table.

Every table is written, an empty one with its header alone, so that a file says all there is and reading it again
changes nothing. CSV files have semicolons and UTF-8 with a byte order mark: so Excel opens them rightly.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from roster.records import School
from roster.spreadsheets.description import Table
from roster.spreadsheets.guard import guarded
from roster.spreadsheets.rows import in_order, row_texts
from roster.spreadsheets.tables import ORGANISATION_COLUMN, TABLE_BY_NAME, TABLES

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that equal schools make equal archives


def write_tables(schools: Sequence[School], target: Path, language: str = "en") -> None:
    """Write all tables of some schools into a folder (made if missing), a .zip or an .xlsx, by the target's suffix.

    ``language`` decides the names of tables, columns and words; reading understands both. Files of the same names are
    replaced. Raises OSError where the target cannot be written.
    """
    suffix = target.suffix.lower()
    if suffix in (".zip", ".xlsx"):
        target.write_bytes(tables_file(schools, suffix[1:], language))
        return
    target.mkdir(parents=True, exist_ok=True)
    for title, content in _csv_files(schools, language):
        (target / title).write_bytes(content)


def tables_file(schools: Sequence[School], form: str, language: str = "en") -> bytes:
    """All tables of some schools as the bytes of one file; ``form`` is ``"zip"`` or ``"xlsx"``, else ValueError."""
    if form == "zip":
        return _archive(schools, language)
    if form == "xlsx":
        return _workbook(schools, language)
    raise ValueError(f"no such form of file: {form!r}")


def table_file(school: School, name: str, language: str = "en") -> bytes:
    """One table of a school as a CSV file; ``name`` is its name in School. Raises KeyError for an unknown one."""
    return _csv(TABLE_BY_NAME[name], [school], language)


def _frame(table: Table, schools: Sequence[School], language: str, *, formulas: bool) -> pd.DataFrame:
    """One table of all schools as text cells; with several schools the organisation's column stands first."""
    several = len(schools) > 1 and table.name != "organisation"
    rows = [
        [guarded(cell, formulas=formulas) for cell in ((school.organisation.key,) if several else ()) + texts]
        for school in schools
        for texts in (row_texts(table, record, language) for record in in_order(table, _records(school, table)))
    ]
    header = [column.header(language) for column in ((ORGANISATION_COLUMN,) if several else ()) + table.columns]
    return pd.DataFrame(rows, columns=header, dtype=str)


def _records(school: School, table: Table) -> tuple[Any, ...]:
    return (school.organisation,) if table.name == "organisation" else getattr(school, table.name)


def _csv_files(schools: Sequence[School], language: str) -> Iterator[tuple[str, bytes]]:
    for table in TABLES:
        yield f"{table.title(language)}.csv", _csv(table, schools, language)


def _csv(table: Table, schools: Sequence[School], language: str) -> bytes:
    text = _frame(table, schools, language, formulas=True).to_csv(sep=";", index=False, lineterminator="\n")
    return text.encode("utf-8-sig")


def _archive(schools: Sequence[School], language: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for title, content in _csv_files(schools, language):
            files.writestr(zipfile.ZipInfo(title, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _workbook(schools: Sequence[School], language: str) -> bytes:
    workbook = io.BytesIO()
    with pd.ExcelWriter(workbook, engine="openpyxl") as writer:
        for table in TABLES:
            frame = _frame(table, schools, language, formulas=False)
            frame.to_excel(writer, sheet_name=table.title(language), index=False)
            sheet = writer.sheets[table.title(language)]
            sheet.freeze_panes = "A2"
            for row in sheet.iter_rows():
                for cell in row:
                    # Text in every cell, also where it begins like a formula, and text it stays when somebody edits it.
                    cell.data_type = "s"
                    cell.number_format = "@"
    return workbook.getvalue()
