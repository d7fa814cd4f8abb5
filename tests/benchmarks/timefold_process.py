"""A process with Timefold for Python in it, and what has to be installed for one.

Timefold is no dependency of this project. ``ROSTER_TIMEFOLD_PYTHON`` names a Python that has it; without that, this
one is tried. It needs Java 17 or later.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from tests.benchmarks.timefold_week import TimefoldWeek

ROOT = Path(__file__).resolve().parents[2]
WHICH_PYTHON = "ROSTER_TIMEFOLD_PYTHON"
OLDEST_JAVA = 17


class TimefoldProcess:
    """A Python with Timefold that takes orders, see ``timefold_search``."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._told = process.stdin, process.stdout
        for _ in self._messages("ready"):
            pass

    def answers(self, order: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Give an order; all messages until the search has ended."""
        self._send(order)
        return self._messages("end")

    def scores(self, week: TimefoldWeek, rosters: Sequence[Sequence[int | None]]) -> list[list[int]]:
        """What Timefold thinks of rosters: broken hard rules, and the costs of cover, promises and balance."""
        self._send({"week": week.told(), "rosters": rosters})
        [message] = self._messages("scores")
        found: list[list[int]] = message["scores"]
        return found

    def _send(self, order: dict[str, Any]) -> None:
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()

    def _messages(self, last: str) -> Iterator[dict[str, Any]]:
        """All messages up to the one with this key. Raises RuntimeError if the process ends before."""
        for line in self._told:
            if line.startswith("{"):  # Java prints what it likes
                message = json.loads(line)
                yield message
                if last in message:
                    return
        raise RuntimeError("Timefold has ended before it was done")


@contextmanager
def timefold_process() -> Iterator[TimefoldProcess]:
    """A process that is ready for orders; ended with the block."""
    command = [_python(), "-m", "tests.benchmarks.timefold_search"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT
    ) as process:
        try:
            yield TimefoldProcess(process)
        finally:
            process.kill()


@cache
def lacking() -> str:
    """What is missing for Timefold and how to get it, in a sentence; an empty text if it can run."""
    java = _java_version()
    if java < OLDEST_JAVA:
        here = f"Java {java}" if java else "none"
        return f"Timefold needs Java {OLDEST_JAVA} or later ({here} found): install a headless JRE."
    if _answer([_python(), "-c", "import timefold.solver"]) is None:
        return (
            f"The package timefold is not installed: make an environment with Python 3.11 or 3.12, there "
            f"`pip install --group timefold` (pip 25.1 or later), and let {WHICH_PYTHON} name its Python."
        )
    return ""


def versions() -> list[str]:
    """The versions of Timefold and Java; nothing if it cannot run."""
    if lacking():
        return []
    told = _answer([_python(), "-c", "from importlib.metadata import version; print(version('timefold'))"])
    return [f"timefold {(told or '?').strip()}", f"Java {_java_version()}"]


def _python() -> str:
    return os.environ.get(WHICH_PYTHON) or sys.executable


def _java_version() -> int:
    """The first number of Java's version; 0 if there is no Java."""
    home = os.environ.get("JAVA_HOME")
    told = _answer([str(Path(home, "bin", "java")) if home else "java", "-version"])
    found = re.search(r'version "(\d+)', told or "")
    return int(found[1]) if found else 0


def _answer(command: Sequence[str]) -> str | None:
    """What a short command prints, on whichever output; None if it fails or does not exist."""
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, cwd=ROOT)
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout + told.stderr
