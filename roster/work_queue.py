"""The queue between the pages and the worker: it carries the number of a solve and nothing else.

The truth is the solve's record: a message that is lost is made up for by the worker, which looks for waiting runs each
few seconds; one that comes twice finds the run taken. So the queue may be the quickest thing at hand: a file beside the
SQLite database, tables beside ours in PostgreSQL, or whatever ``ROSTER_QUEUE`` names. This is the one place that
chooses.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from sqlalchemy import URL, make_url

from roster.database import Store

SETTING = "ROSTER_QUEUE"
NAME = "roster"
TASK = "solve"

_log = logging.getLogger(__name__)


def queue_for(database_url: str | URL, queue_url: str | None = None) -> Huey:
    """The queue that belongs to a database; pages and workers of one service must get the same.

    ``queue_url``, else ``ROSTER_QUEUE``, overrides the choice: ``sqlite:///path``, ``postgresql://...`` or ``redis://...``.
    """
    named = queue_url or os.environ.get(SETTING)
    chosen = make_url(named or database_url)
    kind = chosen.get_backend_name()
    if kind == "redis":
        return RedisHuey(NAME, url=chosen.render_as_string(hide_password=False), results=False)
    if kind == "postgresql":
        dsn = chosen.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(NAME, dsn=dsn, results=False, read_timeout=1)
    path = chosen.database if named else f"{chosen.database}.queue"
    # huey opens it with Python's own SQLite, which may corrupt a write-ahead log that two processes share: no WAL here.
    return SqliteHuey(NAME, filename=path, results=False, journal_mode="delete", fsync=False)


def task_of(queue: Huey, run: Any) -> Any:
    """Register what carries out a solve under the name that pages announce it by."""
    run.__module__ = NAME  # huey names tasks by module and function: pages and worker must say the same
    return queue.task(name=TASK)(run)


def announce_solve(store: Store, solve_id: int, queue_url: str | None = None) -> None:
    """Tell the workers that a run waits. Failing is no harm: they look for themselves, only a little later."""
    queue = None
    try:
        queue = queue_for(store.engine.url, queue_url)
        task_of(queue, _announced)(solve_id)
    except Exception:  # whatever the queue's storage raises, the run is recorded
        _log.warning("solve %s is queued, but could not be announced", solve_id, exc_info=True)
    finally:
        # Opened for each announcement: they are rare, and a connection must not be shared with forked processes.
        if queue is not None:
            queue.storage.close()


def _announced(solve_id: int) -> None:
    """What stands for the task where it is only named."""
    raise NotImplementedError(f"solve {solve_id} is announced here and carried out by a worker")
