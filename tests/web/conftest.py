"""A service of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.school import Service, service


@pytest.fixture
def north(sqlite_url: str) -> Iterator[Service]:
    """The service with the schools "north" and "south"; tests act in "north"."""
    with service(sqlite_url) as running:
        yield running
