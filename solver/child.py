"""The process in which a search runs: small rights, one order, and no life beyond its worker's.

So a search gets a process of its own, which its worker can end at any moment. ``python -m solver.child`` reads an order
from standard input and writes lines to standard output (see solver.messages).
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import TextIO

from roster.outcome import Outcome, Progress
from roster.problem import Problem
from solver.caps import ProblemTooLarge
from solver.confinement import confine, die_with_parent, private_output
from solver.limits import Limits, Watch
from solver.messages import CANCEL, Message, NoMemory, Order, TooLarge, message_line
from solver.search import solve

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


def serve(search: Search = solve) -> None:
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
    except ProblemTooLarge:
        teller.say(TooLarge())
    out.flush()
    os._exit(0)  # without waiting for threads of a library that may not end


def _listen(cancelled: threading.Event) -> None:
    """Wait for the word to stop; the end of the line means that the worker is gone."""
    for line in sys.stdin:
        if line.strip() == CANCEL:
            cancelled.set()
    os._exit(1)


if __name__ == "__main__":
    serve()
