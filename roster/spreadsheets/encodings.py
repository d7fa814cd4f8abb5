"""Bytes of a CSV file to text: UTF-8 with or without mark, UTF-16 with mark, Windows-1252; never silently garbled."""

from __future__ import annotations

import codecs
import re

from roster.spreadsheets.faults import Fault
from roster.words import Sentence

_NUL = Sentence(
    de="die Datei enthält Nullzeichen und ist keine Textdatei; bitte als CSV (UTF-8) speichern",
    en="the file contains NUL characters and is no text file; please save it as CSV (UTF-8)",
)
_MIXED = Sentence(
    de="die Datei mischt UTF-8 und Windows-1252; bitte einheitlich als CSV (UTF-8) speichern",
    en="the file mixes UTF-8 and Windows-1252; please save all of it as CSV (UTF-8)",
)
_UNDECODABLE = Sentence(
    de="die Zeichen sind in keiner bekannten Kodierung; bitte als CSV (UTF-8) speichern",
    en="the characters are in no known encoding; please save it as CSV (UTF-8)",
)
_GARBLED = Sentence(
    de="die Umlaute sind verstümmelt (falsche Kodierung); bitte aus der Quelle neu als CSV (UTF-8) speichern",
    en="accented letters are garbled (wrong encoding); please save it from its source as CSV (UTF-8) again",
)

# UTF-8 that was once read as Windows-1252 and saved again ("MÃ¼ller" for "Müller", "â€“" for a dash), and the mark of a
# lost character.
_GARBLED_LETTERS = re.compile("Ã[¤¶¼„–œŸ©¨ª«¡³º±§]|â€|\ufffd")


def decoded(file: str, content: bytes) -> tuple[str, Fault | None]:
    """The text of a file, or what is wrong with its encoding (with the first line that shows it)."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, fault = _from_utf16(file, content)
    elif b"\0" in content:
        return "", Fault(file, content[: content.index(b"\0")].count(b"\n") + 1, None, None, _NUL)
    else:
        text, fault = _from_bytes(file, content.removeprefix(codecs.BOM_UTF8))
    if fault is None and "\0" in text:
        fault = Fault(file, text[: text.index("\0")].count("\n") + 1, None, None, _NUL)
    if fault is None and (garbled := _GARBLED_LETTERS.search(text)):
        fault = Fault(file, text[: garbled.start()].count("\n") + 1, None, None, _GARBLED)
    return text, fault


def _from_utf16(file: str, content: bytes) -> tuple[str, Fault | None]:
    try:
        return content.decode("utf-16"), None
    except UnicodeDecodeError as error:
        row = content[: error.start].decode("utf-16", errors="ignore").count("\n") + 1
        return "", Fault(file, row, None, None, _UNDECODABLE)


def _from_bytes(file: str, content: bytes) -> tuple[str, Fault | None]:
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        not_utf8 = content[: error.start].count(b"\n") + 1
    if any(not line.isascii() and _is_utf8(line) for line in content.split(b"\n")):
        return "", Fault(file, not_utf8, None, None, _MIXED)
    try:
        return content.decode("cp1252"), None
    except UnicodeDecodeError as error:
        return "", Fault(file, content[: error.start].count(b"\n") + 1, None, None, _UNDECODABLE)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
