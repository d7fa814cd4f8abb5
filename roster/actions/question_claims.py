"""Questions as workers see them: claim one, say that it goes on, hand in its answer, give it back, or give it up.

As with planning runs (roster.actions.solve_claims) the record is the truth: whoever holds a question proves it by its
attempt number in every statement, so that the words of a worker that overslept its lease count no more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Update, delete, select, update
from sqlalchemy.orm import Session

from roster.actions.questions import KEPT
from roster.database import Store
from roster.models.questions import OPEN, Question, QuestionReason, QuestionStatus

LEASE = dt.timedelta(seconds=30)
MOST_ATTEMPTS = 3
# The service's own answers name people of many organisations, where no erasure looks. Whoever asked fetches them within
# a second; what lies longer was asked by a run that has vanished.
UNFETCHED = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class QuestionClaim:
    """A question that this worker holds; ``attempt`` is the proof. Without organisation it is the service's own."""

    question_id: int
    organisation_id: int | None
    attempt: int
    kind: str
    asked: str
    limit_seconds: float


def claim_next(
    store: Store,
    *,
    batched: bool | None = None,
    batch: str | None = None,
    now: dt.datetime,
    lease: dt.timedelta = LEASE,
) -> QuestionClaim | None:
    """Take the oldest question that is free; None where none is.

    ``batched`` False looks only at questions that stand alone, True only at parts of batches, None at all of them;
    ``batch`` only at the parts of that one. Looks before it locks, so that asking often is cheap.
    """
    lane: list[ColumnElement[bool]] = []
    if batched is not None:
        lane.append(Question.batch != "" if batched else Question.batch == "")
    if batch is not None:
        lane.append(Question.batch == batch)
    query = select(Question.id).where(*_free(now), *lane).order_by(Question.id).limit(1)
    with store.across() as session:
        if session.scalars(query).one_or_none() is None:
            return None
    with store.across(writing=True) as session:
        # Of several workers each takes another one, instead of all waiting for the first.
        number = session.scalars(query.with_for_update(skip_locked=True)).one_or_none()
        return None if number is None else _claimed(session, number, now, lease)


def renew_question(store: Store, claimed: QuestionClaim, *, now: dt.datetime, lease: dt.timedelta = LEASE) -> bool:
    """Say that the work goes on. False: the question is no longer this worker's, or was called off: stop."""
    return _changed(store, _held(claimed).values(lease_until=now + lease))


def hand_in(store: Store, claimed: QuestionClaim, answer: str, *, now: dt.datetime) -> bool:
    """Store the answer. False, and nothing is written, where the question is no longer this worker's."""
    ended = {"status": QuestionStatus.ANSWERED, "answer": answer, "lease_until": None, "finished_at": now}
    return _changed(store, _held(claimed).values(ended))


def give_up_question(store: Store, claimed: QuestionClaim, reason: QuestionReason, *, now: dt.datetime) -> bool:
    """Say that no answer will come: it would only fail in the same way again. False as in ``hand_in``."""
    return _changed(store, _held(claimed).values(_failed(reason, now)))


def give_back(store: Store, claimed: QuestionClaim) -> bool:
    """Let another worker have it at once, for a worker that is told to end. False as in ``hand_in``."""
    return _changed(store, _held(claimed).values(status=QuestionStatus.QUEUED, lease_until=None))


def batches_are_worked_on(store: Store, *, now: dt.datetime) -> bool:
    """Whether anybody holds a part of any batch just now. If not, and parts wait, then no worker may be alive."""
    held = select(Question.id).where(
        Question.batch != "", Question.status == QuestionStatus.WORKING, Question.lease_until >= now
    )
    with store.across() as session:
        return session.scalars(held.limit(1)).one_or_none() is not None


def look_after_questions(store: Store, *, now: dt.datetime) -> None:
    """End what was tried often enough and delete what is old. To be called each minute; more often does no harm."""
    lost = (
        (Question.status == QuestionStatus.WORKING) & (Question.lease_until < now) & (Question.attempt >= MOST_ATTEMPTS)
    )
    unheard = Question.status.in_(OPEN) & (Question.asked_at < now - KEPT)
    unfetched = Question.organisation_id.is_(None) & (Question.finished_at < now - UNFETCHED)
    old = (Question.finished_at < now - KEPT) | (unheard & Question.lease_until.is_(None)) | unfetched
    with store.across() as session:
        if session.scalars(select(Question.id).where(lost | old).limit(1)).one_or_none() is None:
            return
    with store.across(writing=True) as session:
        session.execute(_update(lost).values(_failed(QuestionReason.LOST, now)))
        session.execute(delete(Question).where(old).execution_options(synchronize_session=False))


# ---- statements ------------------------------------------------------------------------------------------------------


def _free(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    """Waits, or is held by somebody who fell silent and may be tried again."""
    silent = (
        (Question.status == QuestionStatus.WORKING) & (Question.lease_until < now) & (Question.attempt < MOST_ATTEMPTS)
    )
    return ((Question.status == QuestionStatus.QUEUED) | silent,)


def _claimed(session: Session, question_id: int, now: dt.datetime, lease: dt.timedelta) -> QuestionClaim | None:
    taken = session.execute(
        _update(Question.id == question_id, *_free(now))
        .values(status=QuestionStatus.WORKING, attempt=Question.attempt + 1, lease_until=now + lease)
        .returning(Question.organisation_id, Question.attempt, Question.kind, Question.asked, Question.limit_seconds)
    ).one_or_none()
    if taken is None:
        return None
    return QuestionClaim(
        question_id, taken.organisation_id, taken.attempt, taken.kind, taken.asked, taken.limit_seconds
    )


def _update(*conditions: ColumnElement[bool]) -> Update:
    return update(Question).where(*conditions).execution_options(synchronize_session=False)


def _held(claimed: QuestionClaim) -> Update:
    return _update(
        Question.id == claimed.question_id,
        Question.attempt == claimed.attempt,
        Question.status == QuestionStatus.WORKING,
    )


def _failed(reason: QuestionReason, now: dt.datetime) -> dict[str, object]:
    return {"status": QuestionStatus.FAILED, "reason": reason, "lease_until": None, "finished_at": now}


def _changed(store: Store, statement: Update) -> bool:
    """Carry a statement out; whether it met a question."""
    with store.across(writing=True) as session:
        return bool(session.execute(statement.returning(Question.id)).all())
