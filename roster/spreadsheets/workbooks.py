"""Sheets of an .xlsx workbook, streamed row by row; what a workbook may hide is refused before it is unpacked."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import pandas as pd
from defusedxml import DefusedXmlException
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from roster.spreadsheets import limits
from roster.spreadsheets.archives import open_archive, read_part
from roster.spreadsheets.faults import Fault
from roster.spreadsheets.sheets import Sheet, checked_sheet
from roster.words import Sentence

_NO_WORKBOOK = Sentence(
    de="das ist keine lesbare Arbeitsmappe; bitte als .xlsx speichern",
    en="this is no readable workbook; please save it as .xlsx",
)
_ACTIVE = Sentence(
    de="die Arbeitsmappe enthält {what_de}; bitte nur Werte in eine neue Mappe kopieren",
    en="the workbook contains {what_en}; please copy plain values into a new workbook",
)
_FORMULA = Sentence(
    de="ein einfacher Wert statt einer Formel (als Wert einfügen)",
    en="a plain value instead of a formula (paste as value)",
)
_ERROR = Sentence(de="ein Wert statt eines Tabellenfehlers", en="a value instead of a spreadsheet error")

# What no table needs and what could reach out of the file or hide in it: pattern of the part's name, what to call it.
_REFUSED_PARTS = (
    (re.compile(r"xl/externallinks/", re.I), "Verknüpfungen", "external links"),
    (re.compile(r"vbaproject|xl/macrosheets/", re.I), "Makros", "macros"),
    (re.compile(r"xl/(embeddings|activex)/", re.I), "eingebettete Dateien", "embedded files"),
    (re.compile(r"xl/(connections\.xml|querytables/)", re.I), "Datenverbindungen", "connections"),
)
_DOCTYPES = tuple(
    f"<!{word}".encode(coding) for word in ("DOCTYPE", "ENTITY") for coding in ("utf-8", "utf-16-le", "utf-16-be")
)
_WIDEST_RAW_ROW = 1024  # cells that a row may hold before empty ones at its end are cut off


def sheets_from_workbook(file: str, content: bytes) -> Iterator[Sheet | Fault]:
    """Each sheet that holds anything. Raises TooLarge beyond the limits."""
    parts = open_archive(file, content)
    if isinstance(parts, Fault):
        yield parts
        return
    with parts:
        refusal = _hidden_danger(file, parts)
    if refusal is not None:
        yield refusal
        return
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            yield from _sheet(f"{file} › {sheet.title}", sheet.title, sheet)
    except (
        InvalidFileException,
        DefusedXmlException,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
    ):
        # openpyxl has no error of its own for broken parts; each of these was seen on some damaged file.
        yield Fault(file, None, None, None, _NO_WORKBOOK)


def _hidden_danger(file: str, parts: zipfile.ZipFile) -> Fault | None:
    for part in parts.infolist():
        for pattern, what_de, what_en in _REFUSED_PARTS:
            if pattern.search(part.filename):
                return Fault(file, None, None, None, _ACTIVE, (("what_de", what_de), ("what_en", what_en)))
        content = read_part(file, parts, part)
        if isinstance(content, Fault):
            return content
        if part.filename.startswith("xl/worksheets/"):
            limits.check_rows(file, content.count(b"<row "))  # sooner than by reading row after row
        if any(doctype in content for doctype in _DOCTYPES):
            return Fault(file, None, None, None, _ACTIVE, (("what_de", "Dokumenttypen"), ("what_en", "document types")))
    return None


def _sheet(file: str, title: str, sheet: Any) -> Iterator[Sheet | Fault]:
    sheet.reset_dimensions()  # the stated size is only a claim
    faults: list[Fault] = []
    rows = [list(_row_texts(file, number, cells, faults)) for number, cells in _rows(file, sheet)]
    yield from faults
    while rows and not rows[-1]:
        rows.pop()
    if rows:
        width = max(len(row) for row in rows)
        frame = pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=str)
        yield checked_sheet(file, title, frame)


def _rows(file: str, sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows with their number, empty cells at the end cut off. Raises TooLarge."""
    for number, cells in enumerate(sheet.iter_rows(), 1):
        limits.check_rows(file, number)
        if len(cells) > _WIDEST_RAW_ROW:
            limits.check_columns(file, number, len(cells))
        filled = max((index for index, cell in enumerate(cells, 1) if cell.value is not None), default=0)
        limits.check_columns(file, number, filled)
        yield number, list(cells[:filled])


def _row_texts(file: str, row: int, cells: Iterable[Any], faults: list[Fault]) -> Iterator[str]:
    for index, cell in enumerate(cells, 1):
        if cell.data_type in ("f", "e") and cell.value is not None:
            expected = _FORMULA if cell.data_type == "f" else _ERROR
            faults.append(Fault(file, row, get_column_letter(index), str(cell.value), expected))
        yield _text(cell.value)


def _text(value: object) -> str:
    """A typed cell as the text that a person would have typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        if value.year == 1900 and value.month == 1:  # the day 0 of spreadsheets: a bare time of 24:00 and more
            return f"{24 * value.day + value.hour:02d}:{value.minute:02d}"
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.strftime("%H:%M") if not value.second else value.isoformat()
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}" if not seconds else str(value)
    return str(value)
