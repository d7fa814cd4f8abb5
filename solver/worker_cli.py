"""The command ``roster worker``. It searches in processes of its own, and so loads none of what a search needs."""

from __future__ import annotations

import click

from roster.command_line import database_option, mail_option
from roster.command_store import opened
from solver.worker import run_worker


@click.command("worker")
@database_option
@mail_option
@click.option("--queue", envvar="ROSTER_QUEUE", help="Address of the queue; beside the database unless set.")
def worker(database: str, mail: str, queue: str | None) -> None:
    """Carry out queued solves and send mail until stopped. Several workers, on several hosts, share the work."""
    with opened(database):  # refuses tables of another release
        pass
    run_worker(database, mail_url=mail, queue_url=queue)
