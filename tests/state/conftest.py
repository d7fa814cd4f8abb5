"""Fixtures of these tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from roster.database import Store
from solver.state import parts
from tests.lent_stores import lent_store


@pytest.fixture
def sqlite_store(sqlite_tables: Path, tmp_path: Path) -> Iterator[Store]:
    """A store with empty tables."""
    copy = tmp_path / "store.sqlite"
    shutil.copyfile(sqlite_tables, copy)
    with lent_store(copy) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _no_block_is_remembered() -> Iterator[None]:
    parts.block_of.cache_clear()
    yield
    parts.block_of.cache_clear()
