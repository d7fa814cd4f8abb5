"""Spreadsheets between their preview and their import: kept for an hour at most, readable by nobody else.

All services of one user of this machine share a folder. Whatever is older than an hour goes when a service starts,
with every upload and import, and by a timer while a service runs: nothing outlives its hour but in a machine on which
none of them is ever started again after it was killed.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer

from flask import Flask

from roster.errors import Gone
from web.config import ServiceConfig

UPLOADS = "roster.uploads"
LIFE_SECONDS = 60 * 60
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Give the service its uploads; what earlier processes left behind for an hour goes now."""
    app.extensions[UPLOADS] = Uploads(Path(tempfile.gettempdir()) / f"roster-uploads-{os.getuid()}")


class Uploads:
    """A private folder of uploaded files, each under a random name and bound to the account that brought it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: set[str] = set()  # the tokens of this process
        self._timer: Timer | None = None
        self._lock = Lock()
        self.end = weakref.finalize(self, _delete_all, folder, self._kept)  # called when the process ends
        self.forget_old()

    def keep(self, account: int, filename: str, content: bytes) -> str:
        """Keep a file and give its token. Raises PermissionError where the folder is not this user's alone."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if not self._private():
            raise PermissionError(f"{self.folder} is not this user's alone; please delete it")
        token = secrets.token_urlsafe(32)
        self._kept.add(token)
        (self.folder / token).write_bytes(content)
        (self.folder / f"{token}.json").write_text(json.dumps({"account": account, "filename": filename}))
        self.forget_old()
        return token

    def take(self, account: int, token: str) -> tuple[str, bytes]:
        """File name and content, for the account that brought it. Raises Gone where it is not there any more."""
        self.forget_old()
        note = self.folder / f"{token}.json"
        if not TOKEN.fullmatch(token) or not self._private() or not note.exists():
            raise Gone(Gone.default)
        told = json.loads(note.read_text())
        if told["account"] != account:
            raise Gone(Gone.default)
        return told["filename"], (self.folder / token).read_bytes()

    def forget(self, token: str) -> None:
        """Delete a file that is not needed any more."""
        if TOKEN.fullmatch(token) and self._private():
            _delete(self.folder, token)
            self._kept.discard(token)

    def forget_old(self) -> None:
        """Delete what is older than an hour, and do it again as soon as the oldest of the rest will be."""
        ages = []
        for path in self.folder.iterdir() if self._private() else ():
            with suppress(FileNotFoundError):  # another request was quicker
                age = time.time() - path.stat().st_mtime
                if age > LIFE_SECONDS:
                    path.unlink()
                else:
                    ages.append(age)
        self._again_after(LIFE_SECONDS - max(ages) + 1 if ages else None)

    def _again_after(self, seconds: float | None) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
            if seconds is not None:
                self._timer = Timer(seconds, self.forget_old)
                self._timer.daemon = True  # must not hold up the end of the process
                self._timer.start()

    def _private(self) -> bool:
        """Whether the folder is there and nobody else made it, may look into it, or led us elsewhere by a link."""
        try:
            found = self.folder.lstat()
        except FileNotFoundError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _delete(folder: Path, token: str) -> None:
    for path in (folder / token, folder / f"{token}.json"):
        path.unlink(missing_ok=True)


def _delete_all(folder: Path, tokens: set[str]) -> None:
    for token in tokens:
        _delete(folder, token)
