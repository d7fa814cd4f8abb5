"""Insisting: what was worked out for minutes is not lost because the database is busy for seconds."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from roster.errors import Busy

AGAIN_SECONDS = 0.5  # between two tries

T = TypeVar("T")
Pause = Callable[[float], object]
"""Waits so many seconds. It may say True, as ``threading.Event.wait`` does once it is set: then nobody waits longer."""

_log = logging.getLogger(__name__)


def after(patience: dt.timedelta, clock: Callable[[], dt.datetime]) -> Callable[[], bool]:
    """Says yes once so much time has passed from now on."""
    ends = clock() + patience
    return lambda: clock() >= ends


def insist(say: Callable[[], T], *, over: Callable[[], bool], pause: Pause = time.sleep) -> T:
    """What ``say`` gives, tried again for as long as the store is busy. Raises Busy once ``over`` says yes.

    A connection may break after the store has written: ``say`` must be something that counts once if it is said twice,
    such as words that prove their claim by its attempt number.
    """
    while True:
        try:
            return say()
        except Busy:
            if over() or pause(AGAIN_SECONDS):
                raise
            _log.info("the database is busy; trying again soon")
