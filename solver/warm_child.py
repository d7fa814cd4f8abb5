"""One warm process that answers questions one after another, replaced when it dies, is overdue, or has grown."""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable
from dataclasses import dataclass

from roster.models.questions import QuestionReason
from solver.line_process import LineProcess
from solver.means import Means
from solver.question_messages import Heard, NoAnswer, Put, Ready, Reply, Terms, heard_of, line_of

START_SECONDS = 60.0  # what loading may take, on a busy machine
LISTEN_SECONDS = 1.0  # between two times that ``go_on`` is asked

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a question: an answer, or the reason why there is none. Neither: it is of no interest any more."""

    answer: str | None = None
    reason: QuestionReason | None = None


class WarmChild:
    """The process, started when it is needed or by ``start``. ``end`` must be called in any case."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._process: LineProcess | None = None
        self._ready = False

    def start(self) -> None:
        """Let the process load what it needs, unless one runs already."""
        self._running()

    @property
    def alive(self) -> bool:
        """Whether there is a process just now."""
        return self._process is not None and self._process.alive

    def end(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def answer(self, put: Put, go_on: Callable[[], bool], *, hard_seconds: float) -> Answered:
        """Put a question and wait for the reply, or for the end of its time.

        ``go_on`` is asked once a second whether the answer is still wanted. It may raise: then the process is ended and
        the exception goes on.
        """
        try:
            answered = self._listen(self._running(), line_of(put), go_on, hard_seconds)
        except BaseException:
            self.end()
            raise
        if answered.answer is None and answered.reason is not QuestionReason.TOO_LARGE:
            self.end()  # it still computes, or may have been left in any state
        return answered

    def _running(self) -> LineProcess:
        if not self.alive:
            self.end()
        if self._process is None:
            self._process, self._ready = LineProcess(self._means.answer_command), False
            self._process.say(line_of(Terms(self._means.memory_bytes, self._means.nice)))
        return self._process

    def _listen(self, process: LineProcess, line: str, go_on: Callable[[], bool], hard_seconds: float) -> Answered:
        process.say(line)
        asked_at = time.monotonic()
        deadline = asked_at + hard_seconds + (0 if self._ready else START_SECONDS)
        while True:
            now = time.monotonic()
            if now >= deadline:
                return Answered(reason=QuestionReason.OVERDUE)
            if now - asked_at >= LISTEN_SECONDS:
                asked_at = now
                if not go_on():
                    return Answered()
            try:
                said = process.next_line(max(0.0, min(LISTEN_SECONDS, deadline - now)))
            except queue.Empty:
                continue
            if said is None:
                return Answered(reason=self._why_it_ended(process))
            heard = _heard(said)
            if isinstance(heard, Ready):
                self._ready, deadline = True, time.monotonic() + hard_seconds
            elif heard is not None:
                return self._taken(heard)

    def _taken(self, heard: Reply | NoAnswer) -> Answered:
        if isinstance(heard, NoAnswer):
            return Answered(reason=QuestionReason(heard.why))
        if heard.resident_bytes > self._means.grown_bytes:
            _log.info("an answering process has grown to %s MiB and is replaced", heard.resident_bytes // 1024**2)
            self.end()
        return Answered(heard.answer)

    def _why_it_ended(self, process: LineProcess) -> QuestionReason:
        starved = process.ran_out_of_memory()
        _log.warning("an answering process ended with %s", process.exit_code)
        return QuestionReason.MEMORY if starved else QuestionReason.CRASHED


def _heard(line: str) -> Heard | None:
    """What a line says; None for one that says nothing, such as one cut off by the process's end."""
    try:
        return heard_of(line)
    except (ValueError, TypeError):
        return None
