"""Who answers the questions of a state: processes on this machine, or whoever looks after the service's jobs."""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO, NamedTuple, Protocol, Self

from solver.caps import ProblemTooLarge
from solver.confinement import confine, die_with_parent, private_output
from solver.means import GIGABYTE
from solver.state.parts import ANSWERS

CRASHED, OVERDUE, MEMORY, TOO_LARGE = "crashed", "overdue", "memory", "too_large"
NOBODY = "nobody"  # was there to work on it
WORKER = (sys.executable, "-m", "solver.state.crew")
MEMORY_BYTES = 4 * GIGABYTE  # of addresses, for each process: a wall for one part that runs away

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to the question with this number; None if there is none, and then why."""

    number: int
    text: str | None
    reason: str = ""


class Crew(Protocol):
    """Answers questions in any order. ``hands`` is how many it works on at a time."""

    @property
    def hands(self) -> int:
        """How many questions are worth handing over at a time."""
        ...

    def ask(self, number: int, kind: str, text: str, seconds: float) -> None:
        """Hand over a question; its answer comes in its own time, and not at all after so many seconds."""
        ...

    def next_answer(self, seconds: float) -> Answered | None:
        """Wait for the next answer; None if there is none within so many seconds."""
        ...

    def withdraw(self) -> Collection[int]:
        """Forget the questions on which nobody works yet; gives their numbers."""
        ...

    def drop(self) -> None:
        """Forget all questions that have no answer yet; those who work on them are free at once."""
        ...


class _Question(NamedTuple):
    """``course`` counts how often everything has been dropped: answers of earlier courses are of no interest."""

    course: int
    number: int
    kind: str
    text: str
    seconds: float


class LocalCrew:
    """Worker processes on this machine. They live on from question to question, and one that dies is replaced.

    To be used in a ``with`` block, which ends the processes. They leave Ctrl-C to whoever started them.
    """

    def __init__(self, workers: int, *, memory_bytes: int = MEMORY_BYTES, command: Sequence[str] = WORKER) -> None:
        self._command = command
        self._workers = max(1, workers)
        self._memory_bytes = memory_bytes
        self._questions: queue.SimpleQueue[_Question | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[int, Answered]] = queue.SimpleQueue()
        self._processes: dict[int, subprocess.Popen[str]] = {}
        self._peaks: dict[int, int] = {}
        self._threads: list[threading.Thread] = []
        self._course = 0
        self._ended = False

    def __enter__(self) -> Self:
        try:
            for number in range(self._workers):
                self._processes[number] = self._started()
        except OSError:
            for process in self._processes.values():
                _end(process)
            raise
        for number in range(self._workers):
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

    def ask(self, number: int, kind: str, text: str, seconds: float) -> None:
        self._questions.put(_Question(self._course, number, kind, text, seconds))

    def next_answer(self, seconds: float) -> Answered | None:
        with contextlib.suppress(queue.Empty):
            while True:
                course, answered = self._answers.get(timeout=seconds)
                if course == self._course:
                    return answered
        return None

    def withdraw(self) -> Collection[int]:
        return ()  # there are as many processes as hands: each question is being worked on

    def drop(self) -> None:
        self._course += 1
        dropped = tuple(self._processes.values())
        for process in dropped:
            process.kill()
        for process in dropped:
            process.wait()  # whoever gets the next question shall see that this one is gone

    def _serve(self, number: int) -> None:
        """Pass questions to one process after another until the end."""
        while (question := self._questions.get()) is not None:
            if not self._counts(question):
                continue
            try:
                answered = self._answered(number, question)
            except Exception:  # whatever it is: whoever asked must hear of it, or they would wait for ever
                _log.warning("a part could not be put to a process", exc_info=True)
                answered = Answered(question.number, None, CRASHED)
            if not self._counts(question):
                continue
            self._answers.put((question.course, answered))
            if answered.reason in (CRASHED, OVERDUE, MEMORY):
                _end(self._processes[number])  # it may be in any state: the next question gets a fresh one

    def _counts(self, question: _Question) -> bool:
        """Whether anybody still waits for the answer."""
        return question.course == self._course and not self._ended

    def _answered(self, number: int, question: _Question) -> Answered:
        """What the process says to a question. It is ended when the time is over.

        Raises OSError where no process can be started, and ValueError, KeyError or TypeError where it says no sense.
        """
        process, overdue = self._running(number), threading.Event()
        if not self._counts(question):  # what was dropped before this process was there is not dropped by its end
            return Answered(question.number, None, CRASHED)

        def end() -> None:
            overdue.set()
            process.kill()

        clock = threading.Timer(question.seconds, end)
        clock.start()
        try:
            line = _exchange(process, json.dumps((question.kind, question.text)))
        finally:
            clock.cancel()
        if line is None:
            return Answered(question.number, None, OVERDUE if overdue.is_set() else CRASHED)
        told = json.loads(line)
        self._peaks[number] = max(self._peaks.get(number, 0), told["peak_bytes"])
        return Answered(question.number, told["answer"], told["reason"])

    def _running(self, number: int) -> subprocess.Popen[str]:
        """The process of this number; a fresh one if it is gone."""
        if self._processes[number].poll() is not None:
            _end(self._processes[number])
            self._processes[number] = self._started()
        return self._processes[number]

    def _started(self) -> subprocess.Popen[str]:
        command = (*self._command, str(self._memory_bytes))
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603


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
        kind, text = json.loads(line)
        answer, reason = None, ""
        try:
            answer = ANSWERS[kind](text)
        except MemoryError:
            reason = MEMORY
        except ProblemTooLarge:
            reason = TOO_LARGE
        peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        answers.write(json.dumps({"answer": answer, "reason": reason, "peak_bytes": peak_bytes}) + "\n")
        answers.flush()


def serve() -> None:
    """Live as a worker process; the number of bytes that it may use is its only argument."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the command, which drops what is worked on
    confine(int(sys.argv[1]), nice=0)
    work(sys.stdin, private_output())


if __name__ == "__main__":
    serve()
