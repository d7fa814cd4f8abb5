"""A small school at each kind of database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from roster.database import Store
from tests.lent_stores import lent_store
from tests.planning.desk import Desk, make_desk
from tests.tiny_store import tiny_store


@pytest.fixture
def desk(store: Store) -> Desk:
    """A lead's desk at the language school North, on SQLite and on PostgreSQL."""
    return make_desk(store)


@pytest.fixture
def sqlite_desk(sqlite_tables: Path, tmp_path: Path) -> Iterator[Desk]:
    """The same where the kind of database does not matter."""
    with lent_store(Path(shutil.copy(sqlite_tables, tmp_path / "one.sqlite"))) as opened:
        yield make_desk(opened)


@pytest.fixture
def own_desk(database_url: str) -> Iterator[Desk]:
    """The same in a database of its own, for tests in which other processes open it too."""
    with tiny_store(database_url) as opened:
        yield make_desk(opened)
