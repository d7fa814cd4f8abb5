"""For developers: ``python -m roster.migrations.writing "what changes"`` writes the next migration from the models.

It compares the models with a fresh database at the newest revision. Read what it wrote: renamed columns and moved rows
are beyond a comparison.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from roster.database import open_store
from roster.migrations import FOLDER, config_for, upgrade
from roster.models.tenancy import unscoped


def write_migration(message: str) -> None:
    """Write the next numbered file into ``versions``."""
    number = len(list((FOLDER / "versions").glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'compared.sqlite'}")
        if number > 1:
            upgrade(store)
        with store.engine.begin() as connection, unscoped(connection):
            command.revision(config_for(connection), message, autogenerate=True, rev_id=f"{number:04d}")
        store.close()


if __name__ == "__main__":
    write_migration(" ".join(sys.argv[1:]))
