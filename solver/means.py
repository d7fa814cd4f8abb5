"""What a worker's processes get: memory, time, priority."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from roster.actions.solve_claims import LEASE
from solver.supervision import CHILD

GIGABYTE = 1024**3
ANSWER_CHILD = (sys.executable, "-m", "solver.answer_child")


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a search process gets: memory, a low priority so that pages stay quick, and a grace beyond its limit.

    The processes that answer questions get the same; one that takes more than ``grown_bytes`` after an answer is
    replaced by a fresh one.
    """

    memory_bytes: int = 4 * GIGABYTE
    nice: int = 10
    workers: int = 2
    grace_seconds: float = 5.0
    lease: dt.timedelta = LEASE  # how long a silent worker keeps a run or a question
    look_around_seconds: float = 2.0  # how often the worker looks for mail and for runs that nobody looks after
    command: Sequence[str] = CHILD
    answer_command: Sequence[str] = ANSWER_CHILD
    grown_bytes: int = GIGABYTE // 2


def utc_now() -> dt.datetime:
    """The clock of a worker."""
    return dt.datetime.now(dt.UTC)
