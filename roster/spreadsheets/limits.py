"""How large an import may be. Beyond a limit it is refused at once, before anything is unpacked or parsed further.

The limits leave room for a hundred organisations in one folder (8,000 volunteers: 40,000 rows in a table, 6 MB).
"""

from __future__ import annotations

from roster.errors import TooLarge
from roster.words import Sentence

FILE_BYTES = 16 * 2**20  # one file as it is given
UNPACKED_BYTES = 48 * 2**20  # all parts of an archive or workbook together, or all files of a folder
PARTS = 400  # files in an archive or folder, parts of a workbook
ROWS = 100_000  # in one table
COLUMNS = 100  # in one table
CELL_CHARACTERS = 2_000

_BYTES = Sentence(
    de="{file} ist zu groß: höchstens {most} MB sind erlaubt. Bitte weniger auf einmal einlesen.",
    en="{file} is too large: at most {most} MB are allowed. Please import less at a time.",
)
_UNPACKED = Sentence(
    de="{file} wird beim Auspacken zu groß: höchstens {most} MB sind erlaubt. Es wurde nichts eingelesen.",
    en="{file} becomes too large when unpacked: at most {most} MB are allowed. Nothing was read.",
)
_PARTS = Sentence(
    de="{file} hat zu viele Teile: höchstens {most} sind erlaubt.",
    en="{file} has too many parts: at most {most} are allowed.",
)
_ROWS = Sentence(
    de="{file} hat zu viele Zeilen: höchstens {most} sind erlaubt. Bitte auch leere formatierte Zeilen löschen.",
    en="{file} has too many rows: at most {most} are allowed. Please delete empty formatted rows, too.",
)
_COLUMNS = Sentence(
    de="{file} hat in Zeile {row} zu viele Spalten: höchstens {most} sind erlaubt.",
    en="{file} has too many columns in row {row}: at most {most} are allowed.",
)
_CELL = Sentence(
    de="{file} hat in Zeile {row} eine zu lange Zelle: höchstens {most} Zeichen sind erlaubt.",
    en="{file} has too long a cell in row {row}: at most {most} characters are allowed.",
)


def check_file_bytes(file: str, size: int) -> None:
    """Raises TooLarge if a file as given is too large."""
    if size > FILE_BYTES:
        raise TooLarge(_BYTES, file=file, most=FILE_BYTES // 2**20)


def check_unpacked_bytes(file: str, size: int) -> None:
    """Raises TooLarge if what a file or folder holds is too large altogether."""
    if size > UNPACKED_BYTES:
        raise TooLarge(_UNPACKED, file=file, most=UNPACKED_BYTES // 2**20)


def check_parts(file: str, count: int) -> None:
    """Raises TooLarge if an archive, workbook or folder has too many parts."""
    if count > PARTS:
        raise TooLarge(_PARTS, file=file, most=PARTS)


def check_rows(file: str, count: int) -> None:
    """Raises TooLarge if a table has too many rows."""
    if count > ROWS:
        raise TooLarge(_ROWS, file=file, most=ROWS)


def check_columns(file: str, row: int, count: int) -> None:
    """Raises TooLarge if a row has too many columns."""
    if count > COLUMNS:
        raise TooLarge(_COLUMNS, file=file, row=row, most=COLUMNS)


def check_cell(file: str, row: int, characters: int) -> None:
    """Raises TooLarge if a cell is too long."""
    if characters > CELL_CHARACTERS:
        raise TooLarge(_CELL, file=file, row=row, most=CELL_CHARACTERS)
