"""The key that signs forms and where it is kept."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

SQLITE = "sqlite:///"


def secret_key(database: str) -> str:
    """The key that signs forms: ROSTER_SECRET_KEY, or one kept in a file beside an embedded database.

    On a database server there is no such place: empty there, and the start is refused with the reason.
    """
    given = os.environ.get("ROSTER_SECRET_KEY")
    if given or not database.startswith(SQLITE):
        return given or ""
    path = Path(database.removeprefix(SQLITE)).with_suffix(".key")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass  # made at an earlier start
    return path.read_text()
