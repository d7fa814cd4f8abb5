"""Umlauts arrive as they were meant, or a line is named; never silently garbled (check 33)."""

from __future__ import annotations

import codecs
import re

import pytest

from roster.spreadsheets import encodings
from tests.tiny_tables import faults_with, read_with

TEXT = "key;first_name;last_name\njoerg;Jörg;Müßigänger\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "windows-1252", "utf-16 le", "utf-16 be", "windows line ends"],
)
def test_umlauts_are_read_in_every_encoding(content: bytes) -> None:
    volunteer = read_with(volunteers=content).schools[0].volunteers[0]
    assert (volunteer.first_name, volunteer.last_name) == ("Jörg", "Müßigänger")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode() + "ä;Ägidius;Ö\n".encode("cp1252"), "row 3: the file mixes UTF-8 and Windows-1252"),
        (TEXT.encode("utf-16-le"), "row 1: the file contains NUL"),
        (TEXT.encode() + b"anna;An\0na;A\n", "row 3: the file contains NUL"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x00\xd8\x20", "the characters are in no known encoding"),
        (TEXT.encode("cp1252") + b"anna;\x81;A\n", "row 3: the characters are in no known encoding"),
        (TEXT.encode().decode("cp1252").encode(), "row 2: accented letters are garbled"),
        (TEXT.replace("ö", "\ufffd").encode(), "row 2: accented letters are garbled"),
    ],
    ids=["mixed", "utf-16 without mark", "nul", "broken utf-16", "undefined", "garbled once before", "lost characters"],
)
def test_what_cannot_be_decoded_names_a_line(content: bytes, said: str) -> None:
    assert any(said in fault for fault in faults_with(volunteers=content))


def test_control_without_the_look_for_garbled_letters_they_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "_GARBLED_LETTERS", re.compile("(?!)"))
    garbled = read_with(volunteers=TEXT.encode().decode("cp1252").encode())
    assert garbled.schools[0].volunteers[0].first_name == "JÃ¶rg"


@pytest.mark.parametrize("character", ["\x07", "\x0b", "\u2028", "\x85"])
def test_control_characters_in_a_cell_are_refused(character: str) -> None:
    faults = faults_with(volunteers=f"key;first_name;last_name\nanna;An{character}na;A\n")
    assert len(faults) == 1
    assert "without control characters" in faults[0]
