"""Looking at processes that a test started: they carry its mark in their environment."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

MARK = "ROSTER_TEST_MARK"
T = TypeVar("T")


def alive_with(mark: str) -> list[int]:
    """Numbers of living processes with the mark; those that ended and wait to be collected do not count."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0") and "Z" not in _state(entry):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def until(look: Callable[[], T], *, seconds: float = 45.0) -> T:
    """What ``look`` gives as soon as it is true. Fails when that takes too long."""
    end = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < end, f"still {seen!r} after {seconds} seconds"
        time.sleep(0.05)
    return seen


def _state(entry: Path) -> str:
    return (entry / "stat").read_text().rpartition(")")[2].split()[0]
