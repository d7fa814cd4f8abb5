"""Archives and workbooks that mean harm are refused before they are unpacked (check 35)."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest

from roster.errors import TooLarge
from roster.spreadsheets import Reading, archives, limits, read_tables, workbooks
from tests.spreadsheets.weighed import at_most
from tests.tiny_tables import TABLES, as_workbook, as_zip

VOLUNTEERS: list[list[object]] = [["key", "first_name", "last_name"], ["anna", "Anna", "Apfelhain"]]
PLAIN = {"organisation": [["key", "name"], ["north", "North"]], "volunteers": VOLUNTEERS}


def repacked(
    content: bytes, change: Callable[[str, bytes], bytes], added: Mapping[str, bytes] = MappingProxyType({})
) -> bytes:
    """An archive with each part passed through ``change``, and parts added."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part.filename, change(part.filename, source.read(part)))
        for name, part_content in added.items():
            target.writestr(name, part_content)
    return result.getvalue()


def unchanged(name: str, part: bytes) -> bytes:
    return part


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    """A change of the sheets alone."""
    return lambda name, part: part.replace(old, new) if "worksheets/" in name else part


def read(content: bytes, name: str = "school.xlsx") -> Reading:
    return read_tables((name, content))


def only_fault(content: bytes, name: str = "school.xlsx") -> str:
    faults = read(content, name).faults
    assert len(faults) == 1
    return faults[0].text("en")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any try to reach out fails the test."""

    def refuse(*arguments: Any, **options: Any) -> None:
        raise AssertionError("an import reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_control_the_plain_workbook_is_read() -> None:
    assert read(as_workbook(PLAIN)).faults == []


@pytest.mark.parametrize("name", ["school.xlsx", "tables.zip"])
def test_an_archive_that_would_expand_to_four_gigabytes_is_refused_without_unpacking(name: str) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("volunteers.csv", b"0" * (1 << 20))
    content = bytearray(bomb.getvalue())
    # The list of parts claims 4 GB; nothing as large has to be built to see that the claim is enough.
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    with at_most(4), pytest.raises(TooLarge, match="too large when unpacked"):
        read(bytes(content), name)


def test_a_part_that_lies_about_its_size_is_cut_off_and_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("volunteers.csv", b"0" * (80 << 20))
    content = bytearray(bomb.getvalue())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    assert "the file is damaged" in only_fault(bytes(content), "tables.zip")


def test_control_with_a_higher_limit_the_same_parts_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 100)
    with pytest.raises(TooLarge):
        read(as_zip(TABLES), "tables.zip")
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 10_000)
    assert read(as_zip(TABLES), "tables.zip").faults == []


def test_very_many_parts_are_refused() -> None:
    with pytest.raises(TooLarge, match="too many parts"):
        read(as_zip({f"table{number}": "" for number in range(500)}), "tables.zip")


def test_an_archive_within_an_archive_is_refused() -> None:
    content = repacked(as_zip(TABLES), unchanged, {"inner.csv": as_zip(TABLES)})
    assert "an archive within the archive is not read" in only_fault(content, "tables.zip")


def test_control_without_the_look_at_its_start_the_inner_archive_is_taken_for_a_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "_ARCHIVE_STARTS", (b"never",))
    content = repacked(as_zip(TABLES), unchanged, {"inner.csv": as_zip(TABLES)})
    assert "archive within" not in only_fault(content, "tables.zip")


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FOREIGN = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REMOTE = b'<!DOCTYPE x SYSTEM "http://192.0.2.1/evil.dtd">'


def with_doctype(doctype: bytes) -> bytes:
    return repacked(
        as_workbook(PLAIN),
        lambda name, part: doctype + part.partition(b"?>")[2] if part.startswith(b"<?xml") else doctype + part,
    )


@pytest.mark.parametrize("doctype", [LAUGHS, FOREIGN, REMOTE], ids=["entity bomb", "file entity", "remote type"])
def test_document_types_and_entities_are_refused_unread(doctype: bytes) -> None:
    assert "document types" in only_fault(with_doctype(doctype))


@pytest.mark.parametrize("doctype", [LAUGHS, FOREIGN], ids=["entity bomb", "file entity"])
def test_control_the_second_guard_refuses_entities_where_the_first_is_off(
    doctype: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "_DOCTYPES", ())
    assert openpyxl.DEFUSEDXML
    assert "no readable workbook" in only_fault(with_doctype(doctype))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/externalLinks/externalLink1.xml", "external links"),
        ("xl/vbaProject.bin", "macros"),
        ("xl/embeddings/thing.bin", "embedded files"),
        ("xl/connections.xml", "connections"),
    ],
)
def test_parts_that_reach_out_or_act_are_refused(part: str, said: str) -> None:
    assert said in only_fault(repacked(as_workbook(PLAIN), unchanged, {part: b"<x/>"}))


def test_a_fake_dimension_changes_nothing() -> None:
    content = repacked(as_workbook(PLAIN), in_sheet(b'<dimension ref="A1:C2"', b'<dimension ref="A1:XFD1048576"'))
    reading = read(content)
    assert reading.faults == []
    assert reading.schools[0].volunteers[0].key == "anna"


@pytest.mark.parametrize("cell", [b"A1048576", b"XFD3"])
def test_a_lonely_cell_at_the_far_end_is_refused_before_it_fills_memory(cell: bytes) -> None:
    row = b"".join(byte.to_bytes() for byte in cell if 48 <= byte < 58)
    lonely = b'<row r="%s"><c r="%s" t="inlineStr"><is><t>x</t></is></c></row></sheetData>' % (row, cell)
    content = repacked(as_workbook(PLAIN), in_sheet(b"</sheetData>", lonely))
    with at_most(64), pytest.raises(TooLarge):
        read(content)


def test_a_workbook_of_half_a_million_rows_is_refused_before_it_fills_memory() -> None:
    many = b'<row r="9"><c><v>1</v></c></row>' * 500_000 + b"</sheetData>"
    content = repacked(as_workbook(PLAIN), in_sheet(b"</sheetData>", many))
    with at_most(64), pytest.raises(TooLarge, match="too many rows"):
        read(content)


def test_formulas_are_refused_with_their_cell() -> None:
    content = as_workbook({**PLAIN, "volunteers": [VOLUNTEERS[0], ["anna", "=1+1", "Apfelhain"]]})
    faults = [fault.text("en") for fault in read(content).faults]
    assert "school.xlsx › volunteers, row 2, column B: “=1+1” does not fit here. Expected: a plain value" in faults[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip", as_zip({"x": ""}), b"PK\x05\x06" + b"\0" * 18])
def test_a_broken_workbook_is_a_fault_and_no_crash(content: bytes) -> None:
    assert len(read(content).faults) == 1


def test_a_workbook_with_a_broken_sheet_is_a_fault_and_no_crash() -> None:
    content = repacked(as_workbook(PLAIN), in_sheet(b"</row>", b"</rwo>"))
    assert "no readable workbook" in only_fault(content)


def test_every_cut_of_a_workbook_is_a_fault_and_no_crash() -> None:
    content = as_workbook(PLAIN)
    for length in range(0, len(content), 97):
        assert read(content[:length]).faults


def test_what_people_pack_besides_tables_is_passed_over() -> None:
    besides = {"__MACOSX/._volunteers.csv": b"\0\0", "README.md": b"# hello", "tables/": b""}
    content = repacked(as_zip(TABLES), unchanged, besides)
    assert read(content, "tables.zip").faults == []
