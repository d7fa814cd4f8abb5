"""Answers that are saved as files."""

from __future__ import annotations

from flask import Response

from web.paper import plain_name
from web.surroundings import the_actor


def table_answer(content: bytes, name: str) -> Response:
    """A CSV table under a name that says whose it is; nothing keeps a copy on the way."""
    return file_answer(content, "text/csv", f"{plain_name(the_actor().organisation, name)}.csv")


def file_answer(content: bytes, mimetype: str, filename: str) -> Response:
    """A file to be saved under a plain name."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
