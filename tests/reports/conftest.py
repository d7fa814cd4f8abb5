"""A fresh store on each kind of database, and an organisation in it."""

from dataclasses import replace

import pytest

from roster.database import Store
from tests.actions.north import North, make_north
from tests.actions.stepping_in import Week, make_week
from tests.replayed import replayed


@pytest.fixture
def north(store: Store) -> North:
    """The organisation "north" with its people."""
    return replace(replayed(store, make_north, empty=True), store=store)


@pytest.fixture
def week(store: Store) -> Week:
    """The organisation "north" with a published week and the people in it."""
    made = replayed(store, make_week, empty=True)
    return replace(made, desk=replace(made.desk, store=store))
