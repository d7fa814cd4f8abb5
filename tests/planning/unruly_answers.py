"""An answering process that misbehaves when asked to: started by tests as ``python unruly_answers.py``."""

import ctypes
import os
import time
from pathlib import Path

from roster.errors import WeekTooLarge
from roster.words import Sentence
from solver.question_service import serve


def echo(asked: str) -> str:
    """Says back what was asked."""
    return asked


def whoami(asked: str) -> str:
    """Says which process it is."""
    return str(os.getpid())


def note(asked: str) -> str:
    """Leaves a line in the file that was asked about, then takes a moment."""
    with Path(asked).open("a", encoding="ascii") as file:
        file.write("answered\n")
    time.sleep(0.3)
    return asked


def deaf(asked: str) -> str:
    """Never ends."""
    while True:
        time.sleep(60)


def once_deaf(asked: str) -> str:
    """Never ends the first time; says by the file that was asked about that it has begun."""
    if Path(asked).exists():
        return "second time"
    Path(asked).touch()
    return deaf(asked)


def hungry(asked: str) -> str:
    """Wants 8 GB."""
    return str(len([bytearray(256 * 1024**2) for _ in range(32)]))


def hungry_in_a_library(asked: str) -> str:
    """Ends as a C++ library does that gets no memory."""
    os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
    os.abort()


def crashing(asked: str) -> str:
    """Reads where nothing is."""
    return str(ctypes.string_at(0))


def raising(asked: str) -> str:
    """Stumbles over what was asked."""
    raise ValueError(asked)


def too_large(asked: str) -> str:
    """Refuses a week beyond the limits."""
    raise WeekTooLarge(Sentence(de="zu viele Fragen", en="too many questions"))


def babbling(asked: str) -> str:
    """Prints whatever comes to mind beside its reply."""
    os.write(1, b'{"Reply": "nonsense"}\n\xff\xfe\n' * 10_000)
    return asked


if __name__ == "__main__":
    kinds = (
        echo,
        whoami,
        note,
        deaf,
        once_deaf,
        hungry,
        hungry_in_a_library,
        crashing,
        raising,
        too_large,
        babbling,
    )
    serve({one.__name__: one for one in kinds})
