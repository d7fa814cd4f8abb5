"""Text that a spreadsheet program would take for a formula, written so that it stays text and comes back unchanged.

In a CSV file a cell that begins like a formula gets an apostrophe in front, as people write it by hand; reading takes
exactly one away. A text that begins with an apostrophe of its own gets a second one, so nothing is lost on the way.
"""

from __future__ import annotations

import re
import unicodedata

APOSTROPHE = "'"
# What Excel, LibreOffice and Google Sheets start formulas with; the last four are the full-width forms.
FORMULA_STARTS = "=+-@\t\r\n\0＝＋－＠"
_PLAIN_NUMBER = re.compile(r"-[0-9]+(?:[.,][0-9]+)?")


def cleaned(text: str) -> str:
    """Text as a cell can hold it: NFC, blanks for control characters and line breaks, no blanks at the ends."""
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") else c for c in text)
    return unicodedata.normalize("NFC", visible).strip()


def guarded(text: str, *, formulas: bool) -> str:
    """Text made safe for a cell; ``formulas`` = the file cannot mark a cell as text, so formula-like starts count."""
    if text.startswith(APOSTROPHE):
        return APOSTROPHE + text
    if formulas and text[:1] and text[0] in FORMULA_STARTS and not _PLAIN_NUMBER.fullmatch(text):
        return APOSTROPHE + text
    return text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    if text[:1] == APOSTROPHE and text[1:2] and text[1] in FORMULA_STARTS + APOSTROPHE:
        return text[1:]
    return text
