"""A crew of the service's own workers: a state's parts are questions in the database, answered on any host."""

from __future__ import annotations

import base64
import datetime as dt
import logging
import time
import zlib
from collections import deque
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from roster.actions.question_claims import batches_are_worked_on
from roster.actions.questions import (
    SERVICE,
    Answer,
    Asking,
    answer_of,
    ask_all,
    batch_state,
    cancel_batch,
    cancel_waiting,
    forget_batch,
)
from roster.database import Store
from roster.errors import Busy
from roster.models.questions import QuestionStatus
from solver.insistence import Pause, insist
from solver.state.asked import SchoolRef
from solver.state.crew import CRASHED, NOBODY, Answered

POLL_SECONDS = 0.2
ALONE_SECONDS = 1.5  # without a sign of anybody who works; a worker takes parts up within half a second
STOPPED_SECONDS = 3.0  # the patience with workers once somebody wants an end
FORGET_SECONDS = 10.0  # how long whoever is done waits for a busy database, to leave nothing behind

_log = logging.getLogger(__name__)


class _Part(NamedTuple):
    """A part that has no answer yet."""

    number: int
    asking: Asking


class JobCrew:
    """Asks through the job engine. A worker that vanishes is the engine's business: its lease runs out.

    ``hands`` is how many parts are handed over at a time, more than there are workers; so the seconds of a part count
    only while nobody works on parts of any batch, and no longer than ``STOPPED_SECONDS`` once ``stopped`` says yes.
    ``alone`` is called as soon as nobody seems to be there. A database that is busy is asked again at the next look.
    What was asked is forgotten when the ``with`` block ends. ``clock`` tells seconds, ``pause`` waits for so many.
    """

    def __init__(
        self,
        store: Store,
        batch: str,
        *,
        hands: int = 16,
        now: Callable[[], dt.datetime],
        clock: Callable[[], float] = time.monotonic,
        pause: Pause = time.sleep,
        stopped: Callable[[], bool] = lambda: False,
        alone: Callable[[], object] = lambda: None,
    ) -> None:
        self._store = store
        self._batch = batch
        self._hands = hands
        self._now = now
        self._clock = clock
        self._pause = pause
        self._stopped = stopped
        self._alone = alone
        self._course = 0  # how often everything has been dropped: each course is a batch of its own
        self._dropped: list[str] = []  # batches that are still to be forgotten
        self._parts: dict[int, _Part] = {}
        self._unasked: deque[_Part] = deque()
        self._numbers: dict[int, list[int]] = {}  # which parts a question answers: equal parts are one question
        self._known: set[int] = set()
        self._waiting = 0  # how many questions nobody worked on, when last seen
        self._found: deque[Answered] = deque()
        self._heard_at = clock()  # when somebody was last seen to work, or there was first something to work on
        self._deserted = False  # parts have been given up since: the next ones need not wait as long again
        self._told = False  # that nobody is there

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()
        ends = self._clock() + FORGET_SECONDS
        try:
            insist(self._forget, over=lambda: self._clock() >= ends, pause=self._pause)
        except Busy:  # what was found must not be lost for that; workers delete what nobody fetches
            _log.warning("the database is busy: the parts of %s are left there", self._batch)

    @property
    def hands(self) -> int:
        return self._hands

    @property
    def batch(self) -> str:
        """The batch whose questions have to be answered now."""
        return f"{self._batch} {self._course}" if self._course else self._batch

    def ask(self, number: int, kind: str, text: str, seconds: float) -> None:
        if not self._parts and not self._deserted:
            self._heard_at = self._clock()
        part = self._parts[number] = _Part(number, Asking(kind, text, seconds))
        self._unasked.append(part)
        with suppress(Busy):
            self._ask_all()

    def next_answer(self, seconds: float) -> Answered | None:
        ends = self._clock() + seconds
        while True:
            with suppress(Busy):
                self._look()
            if not self._found:
                self._give_up()
            if self._found:
                return self._found.popleft()
            if self._clock() >= ends:
                return None
            self._pause(POLL_SECONDS)

    def withdraw(self) -> Collection[int]:
        """Forget the parts on which nobody works yet, those that could not even be asked among them.

        In a busy database they stay until the next time.
        """
        numbers = [part.number for part in self._unasked]
        with suppress(Busy):
            if self._waiting:
                for question in cancel_waiting(self._store, SERVICE, self.batch, now=self._now()):
                    self._known.add(question)
                    numbers += self._numbers.pop(question, [])
                self._waiting = 0
        self._unasked.clear()
        for number in numbers:
            del self._parts[number]
        return numbers

    def drop(self) -> None:
        self._dropped.append(self.batch)
        self._course += 1
        for kept in (self._parts, self._unasked, self._numbers, self._known, self._found):
            kept.clear()
        with suppress(Busy):
            self._forget()

    def _ask_all(self) -> None:
        """Ask what is not asked yet. To ask twice does no harm: equal questions are found again."""
        while self._unasked:
            part = self._unasked[0]
            [ticket] = ask_all(self._store, SERVICE, [part.asking], batch=self.batch, now=self._now())
            if ticket.status.ended:
                self._take(part.number, answer_of(self._store, SERVICE, ticket.question_id))
            else:
                self._numbers.setdefault(ticket.question_id, []).append(part.number)
                self._waiting += 1
            self._unasked.popleft()

    def _look(self) -> None:
        """Take in what has been answered since the last look."""
        if self._found:
            return
        self._forget()
        self._ask_all()
        stand = batch_state(self._store, SERVICE, self.batch, known=self._known)
        self._waiting = stand.waiting
        if stand.ended:
            self._hear()
        for answer in stand.ended:
            self._known.add(answer.question_id)
            for number in self._numbers.pop(answer.question_id, []):
                self._take(number, answer)

    def _take(self, number: int, answer: Answer) -> None:
        del self._parts[number]
        self._found.append(_answered(number, answer))

    def _hear(self) -> None:
        self._heard_at, self._deserted, self._told = self._clock(), False, False

    def _give_up(self) -> None:
        """Give up the parts whose seconds have passed without a sign that anybody works; before that, tell of it."""
        silent = self._clock() - self._heard_at
        overdue = [part for part in self._parts.values() if silent >= self._patience(part)]
        if not overdue and (self._told or not self._parts or silent < ALONE_SECONDS):
            return
        try:
            if batches_are_worked_on(self._store, now=self._now()):
                self._hear()
                return
            self._tell()
        except Busy:  # nobody could be heard: twice the patience
            overdue = [part for part in overdue if silent >= 2 * self._patience(part)]
        for part in overdue:
            self._deserted = True
            self._forgo(part)

    def _patience(self, part: _Part) -> float:
        """How many seconds a part waits while nobody works on any."""
        longest = part.asking.limit_seconds
        return min(STOPPED_SECONDS, longest) if self._stopped() else longest

    def _tell(self) -> None:
        """Say once that nobody is there."""
        if not self._told:
            self._told = True
            self._alone()

    def _forgo(self, part: _Part) -> None:
        """No answer to it counts any more: its number may belong to another part soon."""
        del self._parts[part.number]
        with suppress(ValueError):
            self._unasked.remove(part)
        for numbers in self._numbers.values():
            with suppress(ValueError):
                numbers.remove(part.number)
        self._found.append(Answered(part.number, None, NOBODY))

    def _forget(self) -> None:
        """Call off and delete what was dropped."""
        while self._dropped:
            cancel_batch(self._store, SERVICE, self._dropped[0], now=self._now())
            forget_batch(self._store, SERVICE, self._dropped[0])
            self._dropped.pop(0)


def packed(school: SchoolRef) -> SchoolRef:
    """A school whose problem travels with every question, in about a tenth of its length: for workers elsewhere."""
    text = Path(school.file).read_bytes()
    return replace(school, file="", packed=base64.b85encode(zlib.compress(text, 9)).decode())


def _answered(number: int, answer: Answer) -> Answered:
    if answer.status is QuestionStatus.ANSWERED and answer.answer is not None:
        return Answered(number, answer.answer)
    return Answered(number, None, answer.reason.value if answer.reason else CRASHED)
