"""The fixture ``store``: an open store with empty tables on each kind of database, quickly.

``tests/conftest.py`` hands it to everybody. The tables are made once for each kind in a process: SQLite's file is
copied for each test, PostgreSQL's tables are emptied after it.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from roster.database import Store
from roster.models.tenancy import unscoped
from tests.lent_stores import as_new, lent_store
from tests.tiny_store import tiny_store

# TRUNCATE makes new files for every table and index, which takes longer than most tests; few tables have rows at all.
# As on a replica neither foreign keys nor triggers ask about the order. Numbers begin at their start again.
EMPTY_ALL = text("""
DO $$
DECLARE
    one record;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one.tablename) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', one.tablename);
        END IF;
    END LOOP;
    PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$
""")


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
    name = f"roster_tables_{uuid.uuid4().hex}"
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
        with lent_store(path) as opened:
            yield opened
        return
    opened = request.getfixturevalue("postgresql_tables")
    yield as_new(opened)
    with opened.writing_schema() as connection, unscoped(connection):
        connection.execute(EMPTY_ALL)
