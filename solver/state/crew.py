"""Who answers the questions of a state: processes on this machine, or whoever looks after the service's jobs."""

from __future__ import annotations

import contextlib
import json
import queue
import resource
import subprocess
import sys
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Protocol, Self

from solver.confinement import die_with_parent, private_output
from solver.state.parts import ANSWERS

MOST_TRIES = 3
WORKER = (sys.executable, "-m", "solver.state.crew")


class PartFailed(RuntimeError):
    """A part that could not be answered, however often it was tried."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to the question with this number."""

    number: int
    text: str


class Crew(Protocol):
    """Answers questions in any order. ``hands`` is how many it works on at a time."""

    @property
    def hands(self) -> int:
        """How many questions are worth handing over at a time."""
        ...

    def ask(self, number: int, kind: str, text: str) -> None:
        """Hand over a question; its answer comes in its own time."""
        ...

    def next_answer(self) -> Answered:
        """Wait for the next answer. Raises PartFailed if a question cannot be answered."""
        ...


class LocalCrew:
    """Worker processes on this machine. They live on from question to question, and one that dies is replaced.

    The question that a dead process held is asked again. To be used in a ``with`` block, which ends the processes.
    """

    def __init__(self, workers: int) -> None:
        self._workers = max(1, workers)
        self._questions: queue.SimpleQueue[tuple[int, str, str] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Answered | PartFailed] = queue.SimpleQueue()
        self._processes: dict[int, subprocess.Popen[str]] = {}
        self._peaks: dict[int, int] = {}
        self._threads: list[threading.Thread] = []
        self._ended = False

    def __enter__(self) -> Self:
        for number in range(self._workers):
            self._processes[number] = _started()
            self._threads.append(threading.Thread(target=self._serve, args=(number,), daemon=True))
            self._threads[-1].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        for process in self._processes.values():
            process.kill()
        for _ in self._threads:
            self._questions.put(None)
        for thread in self._threads:
            thread.join()
        for process in self._processes.values():
            _end(process)

    @property
    def hands(self) -> int:
        return self._workers

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The processes at work."""
        return tuple(process.pid for process in self._processes.values())

    @property
    def peak_bytes(self) -> int:
        """The most memory that each process held at a time, all added up."""
        return sum(self._peaks.values())

    def ask(self, number: int, kind: str, text: str) -> None:
        self._questions.put((number, kind, text))

    def next_answer(self) -> Answered:
        answered = self._answers.get()
        if isinstance(answered, PartFailed):
            raise answered
        return answered

    def _serve(self, number: int) -> None:
        """Pass questions to one process until the end."""
        while (question := self._questions.get()) is not None:
            for _ in range(MOST_TRIES):
                process = self._processes[number]
                line = _exchange(process, json.dumps(question))
                if line is not None:
                    told = json.loads(line)
                    self._peaks[number] = max(self._peaks.get(number, 0), told["peak_bytes"])
                    self._answers.put(Answered(question[0], told["answer"]))
                    break
                if self._ended:
                    return
                _end(process)
                self._processes[number] = _started()
            else:
                self._answers.put(PartFailed(f"{question[1]} could not be answered in {MOST_TRIES} tries"))


def _started() -> subprocess.Popen[str]:
    return subprocess.Popen(WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _exchange(process: subprocess.Popen[str], line: str) -> str | None:
    """Say a line and hear one; None if the process is gone."""
    told, heard = process.stdin, process.stdout
    if told is None or heard is None:
        return None
    with contextlib.suppress(OSError, ValueError):
        told.write(line + "\n")
        told.flush()
        said = heard.readline()
        if said.endswith("\n"):
            return said
    return None


def work(asked: IO[str], answers: IO[str]) -> None:
    """Answer the questions that come in, one on a line, until there are no more."""
    for line in asked:
        _, kind, text = json.loads(line)
        answer = ANSWERS[kind](text)
        peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        answers.write(json.dumps({"answer": answer, "peak_bytes": peak_bytes}) + "\n")
        answers.flush()


if __name__ == "__main__":
    die_with_parent()
    work(sys.stdin, private_output())
