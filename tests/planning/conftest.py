"""A small school at each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from roster.database import Store
from tests.planning.desk import Desk, make_desk
from tests.store_fixtures import postgresql_tables, sqlite_tables, store
from tests.tiny_store import tiny_store

__all__ = ["postgresql_tables", "sqlite_tables", "store"]


@pytest.fixture
def desk(store: Store) -> Desk:
    """A lead's desk at the language school North, on SQLite and on PostgreSQL."""
    return make_desk(store)


@pytest.fixture
def sqlite_desk(tmp_path: Path) -> Iterator[Desk]:
    """The same where the kind of database does not matter."""
    with tiny_store(f"sqlite:///{tmp_path / 'one.sqlite'}") as opened:
        yield make_desk(opened)


@pytest.fixture
def own_desk(database_url: str) -> Iterator[Desk]:
    """The same in a database of its own, for tests in which other processes open it too."""
    with tiny_store(database_url) as opened:
        yield make_desk(opened)
