"""A process that speaks in lines with whoever started it, and that can be ended at any moment."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from typing import IO

MEMORY_WORDS = ("bad_alloc", "MemoryError", "out of memory", "Cannot allocate memory")


class LineProcess:
    """A child process in a group of its own. ``end`` must be called in any case."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own module, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",  # what libraries print may be anything
            start_new_session=True,  # so that whatever it starts can be ended with it
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._to_say: queue.Queue[str | None] = queue.Queue()
        self._complained_last: list[str] = []  # the last lines on standard error
        self._listening = threading.Thread(
            target=_read_lines, args=(self._process.stdout, self._lines.put), daemon=True
        )
        self._noting = threading.Thread(target=_read_lines, args=(self._process.stderr, self._note), daemon=True)
        # On a thread: a process that reads nothing must not block whoever looks after it.
        self._saying = threading.Thread(target=_write_lines, args=(self._process.stdin, self._to_say.get), daemon=True)
        for thread in (self._listening, self._noting, self._saying):
            thread.start()

    def say(self, line: str) -> None:
        """Write it a line after those before, without waiting until it is read."""
        self._to_say.put(line)

    def next_line(self, seconds: float) -> str | None:
        """The next line that it says; None once it has ended. Raises ``queue.Empty`` after so many seconds."""
        return self._lines.get(timeout=seconds)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ran_out_of_memory(self) -> bool:
        """Whether a process that has ended complained of memory; the code that it ended with is ``exit_code``."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1.0)
        self._noting.join(timeout=1.0)
        said = "\n".join(self._complained_last)
        return any(word in said for word in MEMORY_WORDS)

    @property
    def exit_code(self) -> int | None:
        """What it ended with, None while it runs."""
        return self._process.returncode

    def end(self) -> None:
        """End the process and everything that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._to_say.put(None)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _note(self, line: str | None) -> None:
        if line is not None:
            self._complained_last = [*self._complained_last[-20:], line]


def _read_lines(stream: IO[str], take: Callable[[str | None], None]) -> None:
    with contextlib.suppress(ValueError):  # closed while reading
        for line in stream:
            take(line)
    take(None)


def _write_lines(stream: IO[str], next_one: Callable[[], str | None]) -> None:
    with contextlib.suppress(OSError, ValueError):  # it may be gone already
        while (line := next_one()) is not None:
            stream.write(line + "\n")
            stream.flush()
