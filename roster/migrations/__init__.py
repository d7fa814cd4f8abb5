"""The history of the tables, one migration a file in ``versions``, and what brings a database to its end.

A migration runs in one transaction with everything before it: killed inside, it leaves the database as it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from roster.database import Store
from roster.errors import WrongSchema
from roster.models.base import Base
from roster.models.tenancy import unscoped

FOLDER = Path(__file__).parent


def upgrade(store: Store, revision: str = "head") -> None:
    """Bring the database to a revision, the newest one unless said; a new database gets all its tables.

    Raises WrongSchema for a database that holds tables of ours without a record of its revision: somebody's half work.
    """
    with store.writing_schema() as connection, unscoped(connection):
        _refuse_half_state(connection)
        command.upgrade(config_for(connection), revision)


def downgrade(store: Store, revision: str) -> None:
    """Take the database back to a revision, ``"base"`` for no tables at all. Rows of dropped tables are lost."""
    with store.writing_schema() as connection, unscoped(connection):
        command.downgrade(config_for(connection), revision)


def revision_of(store: Store) -> str | None:
    """The revision that a database stands at; None for a database without our tables."""
    with store.engine.connect() as connection, unscoped(connection):
        return _revision(connection)


def newest_revision() -> str:
    """The revision that this release needs. There is exactly one."""
    head = ScriptDirectory(str(FOLDER)).get_current_head()
    if head is None:
        raise WrongSchema("this release has no migrations: it was not installed whole")
    return head


def require_newest(store: Store) -> None:
    """Raise WrongSchema unless the database stands where this release needs it; for the start of web and worker."""
    found = revision_of(store)
    if found != newest_revision():
        raise WrongSchema(
            f"the database stands at revision {found or 'nothing'}, this release needs {newest_revision()}: "
            "run `roster db upgrade` first"
        )


def differences(store: Store) -> list[Any]:
    """What the tables lack or have beyond the models, in Alembic's words; empty if both say the same."""
    with store.engine.connect() as connection, unscoped(connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_half_state(connection: Connection) -> None:
    found = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
    if _revision(connection) is None and found:
        raise WrongSchema(
            f"the database holds tables without a revision ({', '.join(sorted(found)[:3])} ...): "
            "restore a backup or start with an empty database"
        )


def config_for(connection: Connection) -> Config:
    """Alembic's settings for work on a connection."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
