"""A crew of the service's own workers: a state's parts are questions in the database, answered on any host."""

from __future__ import annotations

import base64
import datetime as dt
import time
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from roster.actions.questions import (
    SERVICE,
    Answer,
    Asking,
    answer_of,
    ask_all,
    batch_state,
    cancel_batch,
    forget_batch,
)
from roster.database import Store
from roster.models.questions import QuestionStatus
from solver.state.asked import SchoolRef
from solver.state.crew import CRASHED, Answered

POLL_SECONDS = 0.2


class JobCrew:
    """Asks through the job engine. A worker that vanishes is the engine's business: its lease runs out.

    ``hands`` is how many parts are handed over at a time, more than there are workers. What was asked is forgotten when
    the ``with`` block ends.
    """

    def __init__(
        self,
        store: Store,
        batch: str,
        *,
        hands: int = 16,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._store = store
        self._batch = batch
        self._hands = hands
        self._now = now
        self._course = 0  # how often everything has been dropped: each course is a batch of its own
        self._numbers: dict[int, list[int]] = {}  # which parts a question answers: equal parts are one question
        self._known: set[int] = set()
        self._found: deque[Answered] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()

    @property
    def hands(self) -> int:
        return self._hands

    @property
    def batch(self) -> str:
        """The batch whose questions have to be answered now."""
        return f"{self._batch} {self._course}" if self._course else self._batch

    def ask(self, number: int, kind: str, text: str, seconds: float) -> None:
        asking = Asking(kind, text, seconds)
        [ticket] = ask_all(self._store, SERVICE, [asking], batch=self.batch, now=self._now())
        if ticket.status.ended:
            self._found.append(_answered(number, answer_of(self._store, SERVICE, ticket.question_id)))
        else:
            self._numbers.setdefault(ticket.question_id, []).append(number)

    def next_answer(self, seconds: float) -> Answered | None:
        ends = time.monotonic() + seconds
        while not self._found:
            for answer in batch_state(self._store, SERVICE, self.batch, known=self._known).ended:
                self._known.add(answer.question_id)
                numbers = self._numbers.pop(answer.question_id, [])
                self._found.extend(_answered(number, answer) for number in numbers)
            if not self._found:
                if time.monotonic() >= ends:
                    return None
                time.sleep(POLL_SECONDS)
        return self._found.popleft()

    def drop(self) -> None:
        cancel_batch(self._store, SERVICE, self.batch, now=self._now())
        forget_batch(self._store, SERVICE, self.batch)
        self._numbers.clear()
        self._known.clear()
        self._found.clear()
        self._course += 1


def packed(school: SchoolRef) -> SchoolRef:
    """A school whose problem travels with every question, in about a tenth of its length: for workers elsewhere."""
    text = Path(school.file).read_bytes()
    return replace(school, file="", packed=base64.b85encode(zlib.compress(text, 9)).decode())


def _answered(number: int, answer: Answer) -> Answered:
    if answer.status is QuestionStatus.ANSWERED and answer.answer is not None:
        return Answered(number, answer.answer)
    return Answered(number, None, answer.reason.value if answer.reason else CRASHED)
