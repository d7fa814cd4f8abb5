"""What was chosen in a list to do one thing to: single rows, or everything that the list shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from flask import request, url_for

from roster.errors import Invalid, NotFound
from web.listing import OF_ONE_ANSWER

Row = TypeVar("Row")
CHOSEN = re.compile(r"(.+):([0-9]{1,9})")  # the key of a row and its version that was shown


def everything_shown() -> bool:
    """Whether all that the list shows is meant, rather than what was ticked."""
    return request.form.get("everybody") == "yes"


def chosen_rows(rows: Iterable[tuple[str, Row]], field: str) -> list[Row]:
    """The rows that the form's ``field`` names by key, or all of them. Raises NotFound for a key that no row has."""
    if everything_shown():
        return [row for _key, row in rows]
    keys, found = set(request.form.getlist(field)), dict(rows)
    if keys - found.keys():
        raise NotFound()
    return [row for key, row in found.items() if key in keys]


def chosen_versions(field: str) -> Mapping[str, int]:
    """The chosen keys with the versions that were shown. Raises Invalid for anything else."""
    found = [CHOSEN.fullmatch(text) for text in request.form.getlist(field)]
    if not all(found):
        raise Invalid()
    return {match[1]: int(match[2]) for match in found if match}


def back_to_list(endpoint: str) -> str:
    """The address of the list as it was filtered and sorted."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if value and name not in OF_ONE_ANSWER}
    return url_for(endpoint, **asked)
