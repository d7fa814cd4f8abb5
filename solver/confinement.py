"""What confines a process that computes: it dies with its worker, has little memory and priority, and says nothing.

CP-SAT's limits are not walls: its memory limit does not hold and some of its steps cannot be interrupted.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

STANDARD_OUTPUT, STANDARD_ERROR = 1, 2
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


def confine(memory_bytes: int, nice: int) -> None:
    """Lower this process's priority and set its wall of memory."""
    os.nice(nice)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the school's week


def die_with_parent() -> None:
    """Let the kernel end this process when the one that started it dies; elsewhere than on Linux its pipe says so."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it died just before
            os._exit(1)


def private_output() -> TextIO:
    """Standard output for our lines alone: what anything else prints goes to standard error."""
    private = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return private


@contextmanager
def noise_aside() -> Iterator[None]:
    """What C libraries print while this lasts goes to standard error: HiGHS says a line even if told to be silent.

    Nobody may write to standard output of their own meanwhile, in any thread.
    """
    sys.stdout.flush()
    ours = os.dup(STANDARD_OUTPUT)
    os.dup2(STANDARD_ERROR, STANDARD_OUTPUT)
    try:
        yield
    finally:
        os.dup2(ours, STANDARD_OUTPUT)
        os.close(ours)


def resident_bytes() -> int:
    """How much memory this process really takes; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0
