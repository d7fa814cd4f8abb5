"""A service of its own for each test, on a copy of one furnished database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.school import Service, make_database, service


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database with the schools "north" and "south", made once."""
    return make_database(tmp_path_factory.mktemp("furnished") / "roster.sqlite")


@pytest.fixture
def database(furnished: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copy(furnished, tmp_path / "roster.sqlite"))


@pytest.fixture
def north(database: Path) -> Iterator[Service]:
    """The service; tests act in "north"."""
    with service(database) as running:
        yield running
