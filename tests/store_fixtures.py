"""The fixture ``store``: an open store with empty tables on each kind of database, quickly.

A folder's conftest takes it by ``from tests.store_fixtures import postgresql_tables, sqlite_tables, store``. The
tables are made once for each kind: SQLite's file is copied for each test, PostgreSQL's tables are emptied after it.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from roster.database import Store, open_store
from roster.models.base import Base
from roster.models.tenancy import unscoped
from tests.tiny_store import tiny_store


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows; copy it."""
    path = tmp_path_factory.mktemp("tables") / "tables.sqlite"
    with tiny_store(f"sqlite:///{path}"):
        pass
    return path


@pytest.fixture(scope="session")
def postgresql_tables(postgresql_server: str) -> Iterator[Store]:
    """A store on PostgreSQL with all tables; leave them empty."""
    name = f"roster_tables_{uuid.uuid4().hex}"  # each folder that takes the fixture gets tables of its own
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url = postgresql_server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
    with tiny_store(url) as opened:
        yield opened


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An open store with empty tables; the test runs once for each kind of database."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_tables"), tmp_path / "roster.sqlite")
        opened = open_store(f"sqlite:///{path}")
        yield opened
        opened.close()
        return
    opened = request.getfixturevalue("postgresql_tables")
    yield opened
    everything = ", ".join(f'"{name}"' for name in Base.metadata.tables)
    with opened.writing_schema() as connection, unscoped(connection):
        connection.execute(text(f"TRUNCATE {everything} RESTART IDENTITY CASCADE"))
