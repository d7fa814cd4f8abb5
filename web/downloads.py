"""Answers that are saved as files."""

from __future__ import annotations

from flask import Response

from web.surroundings import the_actor


def table_answer(content: bytes, name: str) -> Response:
    """A CSV table under a name that says whose it is; nothing keeps a copy on the way."""
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{the_actor().organisation}-{name}.csv"'
    return response
