"""Answers that are saved as files, under names that people recognise."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import Response

from web.surroundings import the_actor

KEPT = frozenset("LMN")  # letters of any script, their marks, and digits: what every system can store in a name
NAMELESS = "roster"


def table_answer(content: bytes, name: str) -> Response:
    """A CSV table under a name that says whose it is."""
    return file_answer(content, "text/csv", the_actor().organisation, name, ending="csv")


def file_answer(content: bytes | str, mimetype: str, *parts: str, ending: str) -> Response:
    """A file to be saved, called after these parts.

    The name goes out as RFC 6266 wants it: in full for whoever reads ``filename*``, as all browsers do, and beside it
    what of it is plain ASCII.
    """
    name = file_name(*parts)
    plain = file_name(unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    full = {} if plain == name else {"filename*": f"UTF-8''{quote(f'{name}.{ending}', safe='')}"}
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=f"{plain}.{ending}", **full)
    return response


def file_name(*parts: str) -> str:
    """Parts of a file name as one: letters, digits and points, hyphens between; never empty, never hidden."""
    text = unicodedata.normalize("NFC", "-".join(parts))
    words = "".join(sign if sign == "." or unicodedata.category(sign)[0] in KEPT else " " for sign in text).split()
    return "-".join(words).strip(".-") or NAMELESS
