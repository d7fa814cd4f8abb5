"""Imports that are too large are refused at once and in little memory (check 34)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roster.errors import TooLarge
from roster.spreadsheets import limits, read_tables
from tests.spreadsheets.weighed import at_most
from tests.tiny_tables import TABLES, as_zip

HEADER = b"key;first_name;last_name\n"


def million_rows() -> bytes:
    return HEADER + b"a;b;c\n" * 1_000_000


def million_rows_of_old_macs() -> bytes:
    return HEADER.replace(b"\n", b"\r") + b"a;b;c\r" * 1_000_000


def ten_thousand_columns() -> bytes:
    return b";".join(b"c%d" % number for number in range(10_000)) + b"\n"


def ten_thousand_cells_in_one_row() -> bytes:
    return HEADER + b"a;b;c\n" * 50 + b"x;" * 10_000 + b"\n"


def cell_of_fifty_megabytes() -> bytes:
    return HEADER + b"anna;" + b"A" * 50 * 2**20 + b";Apfelhain\n"


def cell_of_ten_megabytes() -> bytes:
    return HEADER + b"anna;" + b"A" * 10 * 2**20 + b";Apfelhain\n"


BOMBS = [
    million_rows,
    million_rows_of_old_macs,
    ten_thousand_columns,
    ten_thousand_cells_in_one_row,
    cell_of_fifty_megabytes,
    cell_of_ten_megabytes,
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_table_beyond_the_limits_is_refused_within_64_megabytes(bomb: Callable[[], bytes]) -> None:
    content = bomb()
    with at_most(64), pytest.raises(TooLarge):
        read_tables(("volunteers.csv", content))


@pytest.mark.parametrize("limit", ["ROWS", "COLUMNS", "CELL_CHARACTERS", "FILE_BYTES"])
def test_control_what_lies_within_a_limit_is_read(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = as_zip(TABLES)
    assert read_tables(("tables.zip", tables)).faults == []
    monkeypatch.setattr(limits, limit, 1)
    with pytest.raises(TooLarge):
        read_tables(("tables.zip", tables))


def test_a_folder_is_weighed_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 100)
    for name in ("volunteers", "sites"):
        (tmp_path / f"{name}.csv").write_bytes(HEADER + b"a;b;c\n" * 10)
    with pytest.raises(TooLarge, match="too large when unpacked"):
        read_tables(tmp_path)


def test_the_refusal_says_what_to_do_in_german() -> None:
    with pytest.raises(TooLarge) as refusal:
        read_tables(("volunteers.csv", million_rows()))
    assert refusal.value.text("de") == (
        "volunteers.csv hat zu viele Zeilen: höchstens 100000 sind erlaubt. "
        "Bitte auch leere formatierte Zeilen löschen."
    )
