"""A fresh store on each kind of database."""

from tests.store_fixtures import postgresql_tables, sqlite_tables, store

__all__ = ["postgresql_tables", "sqlite_tables", "store"]
