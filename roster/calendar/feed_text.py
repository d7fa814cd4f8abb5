"""Text made safe for a calendar: whatever people or spreadsheets put into a name, clients get readable characters only.

The icalendar package escapes and folds, but lets control characters pass and fails on others; so they go before.
"""

from __future__ import annotations

import re

# Everything that some client or parser takes for the end of a line: CR LF, VT, FF, NEL, LS, PS and the file separators.
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
# C0 and C1 controls without LF, lone surrogates, characters that turn the writing direction, byte order marks, and
# those that Unicode promises never to assign. Joiners stay: Persian and emoji need them.
_UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)


def one_line(text: str) -> str:
    """The text as one line: line ends and blanks of all kinds become single spaces, unwanted characters vanish."""
    return lines(text).replace("\n", " ")


def lines(text: str) -> str:
    """The text with ``\\n`` as its only line end, without blanks around lines, empty lines and unwanted characters.

    A backslash becomes a slash.
    """
    # The package, like some clients, takes a backslash before an N for a line end, escaped or not; a slash will do.
    with_line_ends = _LINE_ENDS.sub("\n", text).replace("\t", " ").replace("\\", "/")
    cleaned = _BLANKS.sub(" ", _UNWANTED.sub("", with_line_ends))
    return "\n".join(line.strip(" ") for line in cleaned.split("\n") if line.strip(" "))
