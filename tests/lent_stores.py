"""SQLite stores that stay open for one test after another, so that each statement is compiled once in a process.

A store keeps what SQLAlchemy compiled for it, and a store of its own for each test would compile everything anew: that
took longer than the tests. A lent store reaches its test's file by a link, and leads to another file next time; in
between it leads nowhere, so that who comes too late is refused and makes no file in the next test's way.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import make_url

from roster.database import Store, open_store

NOWHERE = Path("/nowhere/roster.sqlite")  # SQLite makes no folders
_idle: list[tuple[Store, Path]] = []


@contextmanager
def lent_store(database: Path) -> Iterator[Store]:
    """A store on that SQLite file, for as long as the block lasts; its connections are closed then."""
    if _idle:
        opened, link = _idle.pop()
        _lead(link, database)
    else:
        link = Path(tempfile.mkdtemp(dir=_folder().name)) / "roster.sqlite"
        _lead(link, database)
        opened = open_store(f"sqlite:///{link}")
    opened.engine.url = make_url(f"sqlite:///{database}")  # what memories of this process and other processes go by
    try:
        yield as_new(opened)
    finally:
        opened.close()
        _lead(link, NOWHERE)
        _idle.append((opened, link))


def as_new(store: Store) -> Store:
    """A store on the same connections that has kept nothing in memory yet."""
    return Store(store.engine, store._reader, store._writer)


def _lead(link: Path, database: Path) -> None:
    """Let the link lead to that file from now on; at no moment is there no link."""
    (link.parent / "next").symlink_to(database)
    (link.parent / "next").replace(link)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where the links are; gone when the process ends."""
    return tempfile.TemporaryDirectory(prefix="roster-stores-")
