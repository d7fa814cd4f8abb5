"""A fresh store on each kind of database, and an organisation in it."""

import pytest

from roster.database import Store
from tests.actions.north import North, make_north
from tests.actions.stepping_in import Week, make_week


@pytest.fixture
def north(store: Store) -> North:
    """The organisation "north" with its people."""
    return make_north(store)


@pytest.fixture
def week(store: Store) -> Week:
    """The organisation "north" with a published week and the people in it."""
    return make_week(store)
