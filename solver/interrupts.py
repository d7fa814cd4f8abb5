"""Ctrl-C as a wish to stop: the first one is noted, the second ends the process at once."""

from __future__ import annotations

import signal
import threading
from types import FrameType


class Interrupts:
    """While this context lasts, a first Ctrl-C only sets ``came``; from then on the next one ends everything.

    With ``tidily`` the second one raises KeyboardInterrupt, so that whoever breaks off leaves nothing behind, and only
    the third ends everything: for work that other processes do, which the main thread only waits for.

    Signals belong to the main thread; in any other, nothing is changed and ``came`` stays false.
    """

    def __init__(self, *, tidily: bool = False) -> None:
        self.came = False
        self._tidily = tidily
        self._in_charge = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Interrupts:
        if self._in_charge:
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        if self._in_charge:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        first, self.came = not self.came, True
        if first and self._tidily:
            return
        # Not an exception: it would wait for a search that does not end, and that is when somebody presses twice.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if self._tidily:
            raise KeyboardInterrupt
