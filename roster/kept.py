"""Things that took time to make, kept for whoever asks next: at most so many, in this process, for all its threads.

What is kept here never changes, and nothing here knows whether it still counts: who asks says so with the tag.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Kept:
    """Slots that hold one thing each, with the tag that it was made under. The slot unused for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._slots: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._slots)

    def get(self, slot: Hashable, tag: Hashable, make: Callable[[], T]) -> T:
        """What stands in the slot, if it was made under this very tag; else what ``make`` gives now, which is kept.

        ``make`` runs outside the lock: two threads may make the same at once, and the later one's stays. If it raises,
        nothing is kept.
        """
        with self._lock:
            found = self._slots.get(slot)
            if found is not None and found[0] == tag:
                self._slots.move_to_end(slot)
                return cast(T, found[1])
        made = make()
        with self._lock:
            self._slots[slot] = (tag, made)
            self._slots.move_to_end(slot)
            while len(self._slots) > self._most:
                self._slots.popitem(last=False)
        return made
