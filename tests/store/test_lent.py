"""What tests lend each other: stores that stay open, and the rows that a step leaves, without the step."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from roster.database import Store
from roster.errors import Busy
from roster.models.organisations import Organisation
from tests.lent_stores import lent_store
from tests.replayed import replayed, rows_of
from tests.tiny_store import add_organisation


@pytest.fixture
def two(sqlite_tables: Path, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two stores with empty tables."""
    with (
        lent_store(Path(copy(sqlite_tables, tmp_path / "one.sqlite"))) as one,
        lent_store(Path(copy(sqlite_tables, tmp_path / "two.sqlite"))) as another,
    ):
        yield one, another


class Step:
    """Renames south, where there is one, and adds north; counts how often it really did."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self, store: Store) -> int:
        self.done += 1
        with store.across(writing=True) as session:
            for south in session.query(Organisation).filter_by(key="south"):
                south.name = "Renamed"
        return add_organisation(store, "north")


@pytest.mark.parametrize("begins_with", [[], ["south"]])
def test_the_second_store_gets_the_rows_of_the_first_without_the_step(
    two: tuple[Store, Store], begins_with: list[str]
) -> None:
    step = Step()
    for store in two:
        for key in begins_with:
            add_organisation(store, key)
    assert replayed(two[0], step) == replayed(two[1], step)
    assert rows_of(two[0]) == rows_of(two[1])
    assert len(rows_of(two[1])["organisation"]) == len(begins_with) + 1
    assert step.done == 1


def test_a_store_with_other_rows_gets_the_step_itself(two: tuple[Store, Store]) -> None:
    step = Step()
    add_organisation(two[1], "south")
    replayed(two[0], step)
    replayed(two[1], step)
    assert step.done == 2


@pytest.mark.parametrize("time", ["really done", "replayed"])  # whichever comes first in a process
def test_a_store_goes_on_with_the_next_number(store: Store, time: str) -> None:
    replayed(store, add_organisation, "north", empty=True)
    assert add_organisation(store, "west") == 2
    with store.across() as session:
        assert [one.key for one in session.query(Organisation).order_by(Organisation.id)] == ["north", "west"]


def test_who_comes_too_late_to_a_lent_store_is_refused_and_in_nobodys_way(sqlite_tables: Path, tmp_path: Path) -> None:
    with lent_store(Path(copy(sqlite_tables, tmp_path / "one.sqlite"))) as one:
        add_organisation(one, "north")
    with pytest.raises(Busy):
        add_organisation(one, "late")
    with lent_store(Path(copy(sqlite_tables, tmp_path / "two.sqlite"))) as two:
        assert two.engine is one.engine
        assert not any(rows_of(two).values())
