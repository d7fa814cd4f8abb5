"""A store that refuses as often as a test says, as one does whose lock somebody else holds."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import cast

from sqlalchemy.orm import Session

from roster.database import Store
from roster.errors import Busy


class BusyStore:
    """A store whose next ``refusals`` transactions over all organisations are refused."""

    def __init__(self, store: Store, refusals: int = 0) -> None:
        self._store = store
        self.refusals = refusals

    def across(self, *, writing: bool = False) -> AbstractContextManager[Session]:
        """As the store's own."""
        if self.refusals:
            self.refusals -= 1
            raise Busy
        return self._store.across(writing=writing)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


def busy(store: Store) -> tuple[Store, BusyStore]:
    """The same store for whoever uses it, and for whoever says how often it refuses."""
    refusing = BusyStore(store)
    return cast(Store, refusing), refusing
