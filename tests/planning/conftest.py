"""A small school at each kind of database."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from roster.database import Store
from tests.lent_stores import lent_store
from tests.planning.desk import Desk, make_desk
from tests.replayed import replayed
from tests.tiny_store import tiny_store


@pytest.fixture
def desk(store: Store) -> Desk:
    """A lead's desk at the language school North, on SQLite and on PostgreSQL."""
    return _at(store)


@pytest.fixture
def sqlite_desk(sqlite_tables: Path, tmp_path: Path) -> Iterator[Desk]:
    """The same where the kind of database does not matter."""
    with lent_store(Path(shutil.copy(sqlite_tables, tmp_path / "one.sqlite"))) as opened:
        yield _at(opened)


@pytest.fixture
def own_desk(database_url: str) -> Iterator[Desk]:
    """The same in a database of its own, for tests in which other processes open it too."""
    with tiny_store(database_url) as opened:
        yield make_desk(opened)


def _at(store: Store) -> Desk:
    return replace(replayed(store, make_desk, empty=True), store=store)
