"""A sheet: one table as it stands in a file, all cells text, before anybody asks what they mean."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pandas as pd

from roster.spreadsheets import limits
from roster.spreadsheets.encodings import decoded
from roster.spreadsheets.faults import Fault
from roster.spreadsheets.tables import TABLES
from roster.spreadsheets.vocabulary import plain
from roster.words import Sentence

_SEPARATORS = ";,\t"
_HEADERS = frozenset(spelling for table in TABLES for spelling in table.column_by_spelling)
_QUOTED = re.compile(r'"[^"]*"')
_QUOTES = Sentence(
    de="ein Anführungszeichen wird geöffnet und nicht geschlossen, oder Zeilen passen nicht zusammen",
    en="a quotation mark is opened and never closed, or rows do not fit together",
)


@dataclass(frozen=True)
class Sheet:
    """A table in a file: ``file`` as people know it, the ``title`` of file or sheet, and all rows with the header."""

    file: str
    title: str
    frame: pd.DataFrame


def sheet_from_csv(file: str, content: bytes) -> Sheet | Fault:
    """A CSV file as a sheet. Raises TooLarge beyond the limits."""
    limits.check_file_bytes(file, len(content))
    limits.check_rows(file, content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n"))
    text, fault = decoded(file, content)
    if fault is not None:
        return fault
    limits.check_rows(file, text.count("\n"))
    separator = _separator(text)
    width = _width(file, text, separator)
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            header=None,
            names=range(width),
            index_col=False,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
        )
    except pd.errors.EmptyDataError:
        frame = pd.DataFrame()
    except pd.errors.ParserError:
        return Fault(file, None, None, None, _QUOTES)
    return checked_sheet(file, file, frame)


def checked_sheet(file: str, title: str, frame: pd.DataFrame) -> Sheet:
    """A sheet whose cells are all present and within the limits. Raises TooLarge."""
    frame = frame.fillna("")
    for column in frame.columns:
        longest = frame[column].str.len().max() if len(frame) else 0
        if longest > limits.CELL_CHARACTERS:
            limits.check_cell(file, int(frame[column].str.len().argmax()) + 1, int(longest))
    return Sheet(file, title.rpartition(".")[0] or title, frame)


def _separator(text: str) -> str:
    """The separator under which the first line holds most known column names; semicolon if none does."""
    first = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=lambda s: sum(plain(cell.strip('" ')) in _HEADERS for cell in first.split(s)))


def _width(file: str, text: str, separator: str) -> int:
    """An upper bound of the columns of any row. Raises TooLarge if a row has too many."""
    width = 1
    for row, line in enumerate(io.StringIO(text), 1):
        count = line.count(separator) + 1
        if count > limits.COLUMNS and '"' in line:
            count = _QUOTED.sub("", line).count(separator) + 1
        limits.check_columns(file, row, count)
        width = max(width, count)
    return width
