"""Lanes beside the searches: questions are answered here, so that a long search never holds up a short answer.

One lane serves the questions behind which a person waits, another the parts of batches; each has a warm process of its
own. A worker that is killed loses nothing: its question's lease runs out and another worker takes it.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

from roster.actions.question_claims import (
    QuestionClaim,
    claim_next,
    give_back,
    give_up_question,
    hand_in,
    renew_question,
)
from roster.database import Store
from roster.errors import Busy
from solver.insistence import after, insist
from solver.means import Means, utc_now
from solver.question_messages import Put
from solver.warm_child import WarmChild

LOOK_SECONDS = 0.2  # between two looks for a question while there is none
WARM_SECONDS = 3.0  # of quiet, after which the lane of people has its process load: a worker that starts is busy enough
IDLE_SECONDS = 60.0  # after which the lane of batches, which come rarely, lets its process go

_log = logging.getLogger(__name__)


def question_lanes(store: Store, means: Means, ended: threading.Event) -> list[threading.Thread]:
    """The two lanes of a worker, not yet started; each runs until ``ended`` is set."""
    return [
        threading.Thread(target=answer_questions, args=(store, means, ended), kwargs={"batched": batched}, daemon=True)
        for batched in (False, True)
    ]


def answer_questions(
    store: Store,
    means: Means,
    ended: threading.Event,
    *,
    batched: bool,
    batch: str | None = None,
    clock: Callable[[], dt.datetime] = utc_now,
) -> None:
    """Answer one question after another, without a pause while there are any, until ``ended`` is set.

    ``batched``: parts of batches (with ``batch``: of that one only), else questions that stand alone.
    """
    child = WarmChild(means)
    served_at = time.monotonic()
    try:
        while not ended.is_set():
            try:
                claimed = claim_next(store, batched=batched, batch=batch, now=clock(), lease=means.lease)
                if claimed is not None:
                    _answer(store, claimed, child, means, ended, clock)
                    served_at = time.monotonic()
                    continue
                quiet_seconds = time.monotonic() - served_at
                if not batched and quiet_seconds > WARM_SECONDS:
                    child.start()  # who asks next shall not wait until it has loaded
                elif batched and quiet_seconds > IDLE_SECONDS:
                    child.end()
            except Busy:
                _log.info("the database is busy; looking for questions again soon")
            except Exception:  # the lane must outlive whatever one question runs into
                _log.exception("answering a question failed")
            ended.wait(LOOK_SECONDS)
    finally:
        child.end()


def _answer(
    store: Store,
    claimed: QuestionClaim,
    child: WarmChild,
    means: Means,
    ended: threading.Event,
    clock: Callable[[], dt.datetime],
) -> None:
    """Let the child answer and hand in what came of it, for as long as a lease lasts."""

    def go_on() -> bool:
        if ended.is_set():
            return False
        try:
            return renew_question(store, claimed, now=clock(), lease=means.lease)
        except Busy:  # the lease outlasts several missed renewals
            return True

    answered = child.answer(
        Put(claimed.kind, claimed.asked), go_on, hard_seconds=claimed.limit_seconds + means.grace_seconds
    )

    def hand_over() -> None:
        if answered.answer is not None:
            hand_in(store, claimed, answered.answer, now=clock())
        elif answered.reason is not None:
            give_up_question(store, claimed, answered.reason, now=clock())
        elif ended.is_set():
            give_back(store, claimed)

    insist(hand_over, over=after(means.lease, clock), pause=ended.wait)
