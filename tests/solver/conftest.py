"""No search of a test may disagree with the checker: that is logged as an error, and fails the test here."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def search_and_checker_agree() -> Iterator[list[str]]:
    """What the search had to complain about; a test that expects a complaint empties the list."""
    complaints: list[str] = []

    class Complaints(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    handler = Complaints(level=logging.ERROR)
    logging.getLogger("solver").addHandler(handler)
    yield complaints
    logging.getLogger("solver").removeHandler(handler)
    assert complaints == []
