"""A worker as a process of its own, started by tests as ``python worker_process.py DATABASE_URL SEARCH [MAIL FOLDER]``.

Its leases are short and it looks around often, so that a test need not wait long for another worker to take over.
"""

import datetime as dt
import sys
from pathlib import Path

from solver.means import ANSWER_CHILD, Means
from solver.supervision import CHILD
from solver.worker import run_worker

UNRULY = str(Path(__file__).with_name("unruly_child.py"))
UNRULY_ANSWERS = str(Path(__file__).with_name("unruly_answers.py"))

if __name__ == "__main__":
    database_url, search, *folder = sys.argv[1:]
    real = search == "real"
    command = CHILD if real else (sys.executable, UNRULY, search)
    answer_command = ANSWER_CHILD if real else (sys.executable, UNRULY_ANSWERS)
    run_worker(
        database_url,
        mail_url=f"file:{folder[0]}" if folder else "console:",
        means=Means(
            command=command,
            answer_command=answer_command,
            memory_bytes=2 * 1024**3,
            lease=dt.timedelta(seconds=1.5),
            look_around_seconds=0.2,
        ),
    )
