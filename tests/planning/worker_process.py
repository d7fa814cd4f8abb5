"""A worker as a process of its own, started by tests as ``python worker_process.py DATABASE_URL SEARCH [MAIL FOLDER]``.

Its leases are short, so that a test need not wait long for another worker to take over.
"""

import datetime as dt
import sys
from pathlib import Path

from solver.supervision import CHILD
from solver.worker import Means, run_worker

UNRULY = str(Path(__file__).with_name("unruly_child.py"))

if __name__ == "__main__":
    database_url, search, *folder = sys.argv[1:]
    command = CHILD if search == "real" else (sys.executable, UNRULY, search)
    run_worker(
        database_url,
        mail_url=f"file:{folder[0]}" if folder else "console:",
        means=Means(command=command, memory_bytes=2 * 1024**3, lease=dt.timedelta(seconds=1.5)),
    )
