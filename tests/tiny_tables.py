"""Small tables as text, for tests of reading: a whole school in a few lines, of which a test changes one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl

from roster.spreadsheets import Reading, read_tables

TABLES: Mapping[str, str] = {
    "organisation": "key;name\nnorth;North school\n",
    "branches": "key;name\nadults;Adults\n",
    "sites": "key;name\nhall;Hall\nbarn;Barn\n",
    "roles": "key;name;leads;depends_on\nlead;Lead;yes;\nhelper;Helper;no;lead\n",
    "rooms": "key;site;name\nblue;hall;Blue\n",
    "volunteers": "key;first_name;last_name\nanna;Anna;Apfelhain\nbernd;Bernd;Brombeer\n",
    "courses": "key;name;branch;site\na2;A2;adults;hall\n",
    "meetings": "course;weekday;start;end\na2;mon;18:30;20:00\n",
}


def as_zip(tables: Mapping[str, str | bytes]) -> bytes:
    """Tables by name as a .zip of CSV files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return content.getvalue()


def as_folder(folder: Path, tables: Mapping[str, str | bytes]) -> Path:
    """Tables by name as CSV files in a folder."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def as_workbook(tables: Mapping[str, list[list[object]]]) -> bytes:
    """Tables by name, each a list of rows of typed cells, as an .xlsx."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in tables.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def read_with(**changed: str | bytes) -> Reading:
    """Read the small school with some tables replaced or added."""
    return read_tables(("tables.zip", as_zip({**TABLES, **changed})))


def faults_with(**changed: str | bytes) -> list[str]:
    """The English faults of the small school with some tables replaced or added."""
    return [fault.text("en") for fault in read_with(**changed).faults]
