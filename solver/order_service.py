"""How a search process serves its worker: small rights, one order, and no life beyond its worker's.

It reads an order from standard input and writes lines to standard output (see solver.messages). Which search it carries
out is said by whoever calls ``serve``, so that this module loads quickly.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import TextIO

from roster.errors import WeekTooLarge
from roster.outcome import Outcome, Progress
from roster.problem import Problem
from solver.confinement import confine, die_with_parent, private_output
from solver.limits import Limits, Watch
from solver.messages import CANCEL, Message, NoMemory, Order, TooLarge, message_line

Search = Callable[[Problem, Limits, Watch], Outcome]


class Teller:
    """Follows a search and tells the worker; what it says first wins, whatever libraries print meanwhile."""

    def __init__(self, out: TextIO, cancelled: threading.Event) -> None:
        self._out = out
        self._cancelled = cancelled

    def progress(self, progress: Progress) -> None:
        """Pass it on."""
        self.say(progress)

    def cancelled(self) -> bool:
        """Whether the worker wants an end."""
        return self._cancelled.is_set()

    def say(self, message: Message) -> None:
        """Write one line."""
        self._out.write(message_line(message) + "\n")
        self._out.flush()


def serve(search: Search) -> None:
    """Carry out the one order that comes in, with this search."""
    die_with_parent()
    out = private_output()
    order = Order.from_line(sys.stdin.readline())
    cancelled = threading.Event()
    threading.Thread(target=_listen, args=(cancelled,), daemon=True).start()
    teller = Teller(out, cancelled)
    confine(order.memory_bytes, order.nice)
    try:
        teller.say(search(order.problem, order.limits, teller))
    except MemoryError:
        teller.say(NoMemory())
    except WeekTooLarge:
        teller.say(TooLarge())
    out.flush()
    os._exit(0)  # without waiting for threads of a library that may not end


def _listen(cancelled: threading.Event) -> None:
    """Wait for the word to stop; the end of the line means that the worker is gone."""
    for line in sys.stdin:
        if line.strip() == CANCEL:
            cancelled.set()
    os._exit(1)
