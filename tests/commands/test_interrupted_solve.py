"""Ctrl-C while a folder is being solved: a real signal to a real process."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import SAMPLES, Command

pytestmark = pytest.mark.slow

ROOT = SAMPLES.parent
LARGE = SAMPLES / "osnabrueck"
LONG_SECONDS = "600"
DEAF = """
import sys, threading
import solver.cli
from roster.cli import main

def search(problem, limits, watch):
    print("searching", flush=True)
    while not watch.cancelled():
        threading.Event().wait(0.01)
    print("noted", flush=True)
    threading.Event().wait()

solver.cli.solve = search
sys.argv = ["roster", "solve", *sys.argv[1:]]
main()
"""


class Running:
    """A command on a terminal of its own, which shows how the search goes."""

    def __init__(self, *command: object) -> None:
        self._terminal, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, *(str(part) for part in command)],
            stdout=subprocess.PIPE,
            stderr=theirs,
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
            env=os.environ | {"ROSTER_LANGUAGE": "en", "TERM": "xterm", "COLUMNS": "120"},
            text=True,
        )
        os.close(theirs)

    def until_shown(self, words: str) -> None:
        """Wait until these words have appeared on the terminal."""
        shown = ""
        while words not in shown:
            shown += os.read(self._terminal, 4096).decode(errors="replace")

    def interrupt(self) -> None:
        """What Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)

    def end(self) -> None:
        """Leave nothing behind."""
        self.process.kill()
        self.process.communicate()
        os.close(self._terminal)


@pytest.fixture
def interrupted(tmp_path: Path) -> Iterator[Running]:
    """The large school being solved for ten minutes, interrupted as soon as it shows how to."""
    running = Running("-m", "roster", "solve", LARGE, "--seconds", LONG_SECONDS, "--out", tmp_path / "plan.json")
    running.until_shown("Ctrl-C: stop")
    running.interrupt()
    yield running
    running.end()


def test_the_best_plan_so_far_is_written_and_passes_the_check(
    interrupted: Running, roster: Command, tmp_path: Path
) -> None:
    assert interrupted.process.wait(timeout=60) == 0
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["status"] == "cancelled"
    assert roster("check", LARGE, tmp_path / "plan.json").status == 0


def test_a_sentence_says_that_the_search_was_stopped(interrupted: Running) -> None:
    printed, _ = interrupted.process.communicate(timeout=60)
    assert "Stopped by Ctrl-C" in printed


def test_a_second_one_ends_a_search_that_does_not_stop(tmp_path: Path) -> None:
    running = Running("-c", DEAF, LARGE, "--out", tmp_path / "plan.json")
    try:
        running.until_shown("searching")
        running.interrupt()
        running.until_shown("noted")
        running.interrupt()
        assert running.process.wait(timeout=60) == -signal.SIGINT
    finally:
        running.end()
