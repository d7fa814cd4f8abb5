"""The web service and the worker of one small machine side by side, kept running by a watcher that does nothing else.

Each is a command of its own (``roster serve --no-worker``, ``roster worker``), so either may crash or be killed alone;
the watcher starts it again. When the watcher ends, however it ends, both end.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType, TracebackType

PR_SET_PDEATHSIG = 1
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # a process that ran this long starts again without a pause
PATIENCE_SECONDS = 10.0


def _end_with_parent() -> None:
    """Ask Linux to end this process when its parent is gone, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start ``roster ARGUMENTS`` as a process of its own."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "roster", *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - the watcher has no threads
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and make it if it does not within ten seconds."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Started:
    """One process for the length of a ``with`` block."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.process = start(arguments, environment)

    def __enter__(self) -> subprocess.Popen[bytes]:
        return self.process

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end(self.process)


def keep_running(commands: Sequence[Sequence[str]], environment: Mapping[str, str]) -> None:
    """Run the commands until SIGTERM or SIGINT; start again what ends before, pausing longer each time."""
    asked_to_end: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked_to_end.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    kept = [_Kept(arguments, environment) for arguments in commands]
    try:
        while not asked_to_end:
            for one in kept:
                one.look_after(time.monotonic())
            time.sleep(0.2)
    finally:
        for one in kept:
            end(one.process)


class _Kept:
    """One command with its process and the pause before its next start."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.arguments = arguments
        self.environment = environment
        self.pause_seconds = FIRST_PAUSE_SECONDS
        self.started_at = time.monotonic()
        self.start_again_at: float | None = None
        self.process = start(arguments, environment)

    def look_after(self, moment: float) -> None:
        """Start the process again if it has ended and its pause is over."""
        if self.process.poll() is None:
            return
        if self.start_again_at is None:
            steady = moment - self.started_at >= STEADY_SECONDS
            self.pause_seconds = FIRST_PAUSE_SECONDS if steady else min(2 * self.pause_seconds, LONGEST_PAUSE_SECONDS)
            self.start_again_at = moment + self.pause_seconds
        elif moment >= self.start_again_at:
            self.process = start(self.arguments, self.environment)
            self.started_at = moment
            self.start_again_at = None
