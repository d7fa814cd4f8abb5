"""``roster db``: the care for the database."""

from __future__ import annotations

import click

from roster.command_line import database_option, say
from roster.command_store import opened
from roster.words import Sentence

UPGRADED = Sentence(de="Die Datenbank ist auf dem neuesten Stand.", en="The database is up to date.")


@click.group("db")
def db() -> None:
    """Care for the database."""


@db.command("upgrade")
@database_option
def db_upgrade(database: str) -> None:
    """Make the database, or bring an older one up to date."""
    with opened(database, upgraded=True):
        say(UPGRADED)
