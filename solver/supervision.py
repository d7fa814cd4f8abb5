"""Looking after one search process: listening, stopping it when asked, and ending it when it does not stop."""

from __future__ import annotations

import enum
import logging
import queue
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from roster.outcome import Outcome, Progress
from solver.line_process import LineProcess
from solver.messages import CANCEL, NoMemory, Order, TooLarge, message_of

CHILD = (sys.executable, "-m", "solver.child")
STOP_SECONDS = 3.0  # how long a search may take to stop when it is asked to
TELL_SECONDS = 0.3  # between two looks at what is new

_log = logging.getLogger(__name__)


class Wish(enum.Enum):
    """What whoever listens wants of the search."""

    GO_ON = "go_on"
    STOP = "stop"  # with its best plan
    ABANDON = "abandon"  # its result is of no interest any more


class Ending(enum.Enum):
    """How a search process came to its end."""

    FINISHED = "finished"
    OVERDUE = "overdue"
    NO_MEMORY = "no_memory"
    TOO_LARGE = "too_large"
    CRASHED = "crashed"
    STOPPED = "stopped"  # asked to stop, did not in time, and was ended
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Search:
    """What came of a search process. ``best`` is the last progress that brought a plan, if any did."""

    ending: Ending
    outcome: Outcome | None
    best: Progress | None
    last: Progress | None
    seconds: float


def supervise(
    order: Order,
    listen: Callable[[Progress | None], Wish],
    *,
    hard_seconds: float,
    command: Sequence[str] = CHILD,
) -> Search:
    """Run one order in a process of its own and give what came of it; afterwards the process is gone, in any case.

    ``listen`` is called about three times a second with what is new, or None. It may raise: then the process is ended
    and the exception goes on. ``hard_seconds`` after its start the process is ended.
    """
    process = LineProcess(command)
    try:
        process.say(order.to_line())
        return _Supervision(process, listen, hard_seconds).result()
    finally:
        process.end()


class _Supervision:
    """One process and what is known about it."""

    def __init__(
        self,
        process: LineProcess,
        listen: Callable[[Progress | None], Wish],
        hard_seconds: float,
    ) -> None:
        self._process = process
        self._listen = listen
        self._started = time.monotonic()
        self._deadline = self._started + hard_seconds
        self._stop_asked = False
        self._best: Progress | None = None
        self._last: Progress | None = None

    def result(self) -> Search:
        """Listen until the end."""
        told_at = 0.0
        news: Progress | None = None
        while True:
            now = time.monotonic()
            if now >= self._deadline:
                return self._search(Ending.STOPPED if self._stop_asked else Ending.OVERDUE)
            if now - told_at >= TELL_SECONDS:
                wish, news, told_at = self._listen(news), None, now
                if wish is Wish.ABANDON:
                    return self._search(Ending.ABANDONED)
                if wish is Wish.STOP:
                    self._ask_to_stop()
            try:
                line = self._process.next_line(max(0.0, min(TELL_SECONDS, self._deadline - now)))
            except queue.Empty:
                continue
            if line is None:
                return self._search(self._why_it_ended())
            message = _message(line)
            if isinstance(message, Progress):
                news = self._noted(news, message)
            elif isinstance(message, Outcome):
                return self._search(Ending.FINISHED, message)
            elif message is not None:
                return self._search(Ending.NO_MEMORY if isinstance(message, NoMemory) else Ending.TOO_LARGE)

    def _noted(self, waiting: Progress | None, message: Progress) -> Progress:
        """What is to be told next: of two lines between two looks, the later may lack the plan of the earlier one."""
        self._last = message
        if message.plan is not None:
            self._best = message
        if message.plan is not None or waiting is None or waiting.plan is None:
            return message
        return Progress(
            message.seconds, message.goal, message.goals, message.filled_required, message.required, waiting.plan
        )

    def _search(self, ending: Ending, outcome: Outcome | None = None) -> Search:
        return Search(ending, outcome, self._best, self._last, time.monotonic() - self._started)

    def _ask_to_stop(self) -> None:
        if self._stop_asked:
            return
        self._stop_asked = True
        self._deadline = min(self._deadline, time.monotonic() + STOP_SECONDS)
        self._process.say(CANCEL)

    def _why_it_ended(self) -> Ending:
        """Why a process ended without a result."""
        starved = self._process.ran_out_of_memory()
        _log.warning("a search process ended with %s", self._process.exit_code)
        return Ending.NO_MEMORY if starved else Ending.CRASHED


def _message(line: str) -> Progress | Outcome | NoMemory | TooLarge | None:
    """What a line says; None for one that says nothing, such as one cut off by the process's end."""
    try:
        return message_of(line)
    except ValueError:
        return None
