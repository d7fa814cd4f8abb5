"""Spreadsheets between their preview and their import: kept here for an hour at most, readable by nobody else."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import tempfile
import time
import weakref
from pathlib import Path

from roster.errors import Gone

LIFE_SECONDS = 60 * 60
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class Uploads:
    """A private folder of uploaded files, each under a random name and bound to the account that brought it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="roster-uploads-"))  # readable by this user alone
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)  # also when the process ends

    def keep(self, account: int, filename: str, content: bytes) -> str:
        """Keep a file and give its token; files older than an hour go."""
        self._forget_old()
        token = secrets.token_urlsafe(32)
        (self.folder / token).write_bytes(content)
        (self.folder / f"{token}.json").write_text(json.dumps({"account": account, "filename": filename}))
        return token

    def take(self, account: int, token: str) -> tuple[str, bytes]:
        """File name and content, for the account that brought it. Raises Gone where it is not there any more."""
        note = self.folder / f"{token}.json"
        if not TOKEN.fullmatch(token) or not note.exists():
            raise Gone(Gone.default)
        told = json.loads(note.read_text())
        if told["account"] != account or time.time() - note.stat().st_mtime > LIFE_SECONDS:
            raise Gone(Gone.default)
        return told["filename"], (self.folder / token).read_bytes()

    def forget(self, token: str) -> None:
        """Delete a file that is not needed any more."""
        if TOKEN.fullmatch(token):
            for path in (self.folder / token, self.folder / f"{token}.json"):
                path.unlink(missing_ok=True)

    def _forget_old(self) -> None:
        for path in self.folder.iterdir():
            if time.time() - path.stat().st_mtime > LIFE_SECONDS:
                path.unlink(missing_ok=True)
