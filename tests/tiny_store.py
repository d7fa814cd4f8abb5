"""A real store for tests, and two invented organisations in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from roster import records
from roster.actor import AccountRole, Actor
from roster.database import Store, open_store
from roster.models.base import Base
from roster.models.organisations import Organisation
from roster.models.tenancy import unscoped


@contextmanager
def tiny_store(url: str) -> Iterator[Store]:
    """An open store with all tables, closed at the end."""
    store = open_store(url)
    try:
        with store.engine.begin() as connection, unscoped(connection):
            Base.metadata.create_all(connection)
        yield store
    finally:
        store.close()


def add_organisation(store: Store, key: str = "north", **settings: object) -> int:
    """A new organisation; gives its number."""
    record = records.Organisation(key=key, name=f"Language school {key}", **settings)  # type: ignore[arg-type]
    with store.across(writing=True) as session:
        row = Organisation(**asdict(record))
        session.add(row)
        session.flush()
        return row.id


def an_actor(
    organisation_id: int,
    *roles: AccountRole,
    organisation: str = "north",
    volunteer: str | None = None,
    account_id: int = 7,
    language: str = "en",
) -> Actor:
    """Somebody with these roles, whether or not such an account is stored."""
    return Actor(account_id, organisation_id, organisation, frozenset(roles), volunteer, language)
