"""Questions as those see them who ask: ask one or a whole batch, look for the answers, call them off.

A question is worked out by a worker (see roster.actions.question_claims) and answered by the function of its kind in
``solver.asked``. Who asks is an ``Actor`` (a lead or admin, for their organisation) or ``SERVICE`` (the operator at the
command line, for tasks that span organisations); each sees their own questions only.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from roster.actor import COMMAND_LINE_ACCOUNT, AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, NotFound
from roster.models.questions import OPEN, Question, QuestionReason, QuestionStatus
from roster.words import Sentence

DEFAULT_SECONDS = 10.0
KEPT = dt.timedelta(days=3)  # how long an answer is kept, and found again by an equal question
MOST_OPEN = 12  # questions of one organisation that may wait at a time, batches apart

TOO_MANY_OPEN = Sentence(
    de="Es warten schon {count} Fragen auf Antwort. Bitte erst eine davon abwarten oder abbrechen.",
    en="{count} questions are waiting for an answer already. Please wait for one of them, or call one off.",
)


class Service(enum.Enum):
    """Who asks for the whole service: the operator's command line. No page ever does."""

    SERVICE = "service"


SERVICE = Service.SERVICE
Asker = Actor | Service


@dataclass(frozen=True, slots=True)
class Asking:
    """One question to ask: the kind that ``solver.asked`` knows, its JSON text, and a limit for working it out.

    A kind may have a limit of its own inside ``asked``; ``limit_seconds`` plus a grace of 5 s is when it is ended.
    """

    kind: str
    asked: str
    limit_seconds: float = DEFAULT_SECONDS


@dataclass(frozen=True, slots=True)
class QuestionTicket:
    """Where to look for the answer; ``found``: an equal question was there already."""

    question_id: int
    status: QuestionStatus
    found: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what became of it. ``answer`` is JSON text, None unless ``status`` is ANSWERED."""

    question_id: int
    kind: str
    status: QuestionStatus
    answer: str | None
    reason: QuestionReason | None
    asked_at: dt.datetime
    finished_at: dt.datetime | None
    limit_seconds: float
    waiting_before: int = 0  # how many others are served before it, while it is queued


@dataclass(frozen=True, slots=True)
class BatchState:
    """Where a batch stands: ended questions in the order of their numbers, and how many are still open.

    Of the open ones, ``waiting`` have nobody who works on them.
    """

    ended: tuple[Answer, ...]
    open: int
    waiting: int = 0


def ask(
    store: Store,
    asker: Asker,
    kind: str,
    asked: str,
    *,
    limit_seconds: float = DEFAULT_SECONDS,
    now: dt.datetime,
) -> QuestionTicket:
    """Ask one question. An equal one of the same owner that waits, is worked on, or was answered is found again.

    Raises Forbidden, and Conflict where too many of the organisation's questions wait.
    """
    return _ask(store, asker, [Asking(kind, asked, limit_seconds)], batch="", now=now)[0]


def ask_again(store: Store, asker: Asker, question_id: int, *, now: dt.datetime) -> QuestionTicket:
    """Ask once more what failed or was called off, as it was asked then. Raises as ``answer_of`` and ``ask`` do."""
    before = answer_of(store, asker, question_id)
    text = asked_of(store, asker, question_id)
    return ask(store, asker, before.kind, text, limit_seconds=before.limit_seconds, now=now)


def ask_all(
    store: Store, asker: Asker, askings: Sequence[Asking], *, batch: str, now: dt.datetime
) -> tuple[QuestionTicket, ...]:
    """Ask the parts of a larger task, all in one transaction; tickets in the order of ``askings``.

    ``batch`` (not empty, at most 120 characters) names the task. Equal questions are found again within a batch, not
    across batches: who asks the same parts under the same name once more, after a crash for example, goes on where they
    were. Several calls may add to one batch. Batches are served by a lane of their own.
    """
    if not batch:
        raise ValueError("a batch needs a name")
    return _ask(store, asker, askings, batch=batch, now=now)


def answer_of(store: Store, asker: Asker, question_id: int) -> Answer:
    """What became of a question. Raises NotFound for somebody else's, as for one that is no longer kept."""
    _require(asker)
    with _session(store, asker) as session:
        question = _own(session, asker, question_id)
        before = 0
        if question.status is QuestionStatus.QUEUED and question.batch == "":
            before = _waiting_before(session, question_id)
        return _answer(question, before)


def asked_of(store: Store, asker: Asker, question_id: int) -> str:
    """The JSON text of a question as it was asked. Raises NotFound as ``answer_of`` does."""
    _require(asker)
    with _session(store, asker) as session:
        return _own(session, asker, question_id).asked


def batch_state(store: Store, asker: Asker, batch: str, *, known: Collection[int] = frozenset()) -> BatchState:
    """The questions of a batch that have ended, those apart whose numbers are ``known``, and how many are open.

    Failed and cancelled ones are among them. A batch that was never asked, or is forgotten, is empty.
    """
    _require(asker)
    with _session(store, asker) as session:
        rows = session.execute(
            select(Question.id, Question.status).where(Question.batch == batch, _owned_by(asker)).order_by(Question.id)
        ).all()
        news = [row.id for row in rows if row.status.ended and row.id not in known]
        answers: list[Answer] = []
        for start in range(0, len(news), 500):  # a statement takes only so many parameters
            some = select(Question).where(Question.id.in_(news[start : start + 500])).options(undefer(Question.answer))
            answers += [_answer(one) for one in session.scalars(some.order_by(Question.id))]
    waiting = sum(row.status is QuestionStatus.QUEUED for row in rows)
    return BatchState(tuple(answers), sum(not row.status.ended for row in rows), waiting)


def cancel(store: Store, asker: Asker, question_id: int, *, now: dt.datetime) -> None:
    """Call a question off; whoever works on it hears so within a second or two. One that has ended stays as it is.

    Raises NotFound as ``answer_of`` does.
    """
    _require(asker)
    with _session(store, asker, writing=True) as session:
        _own(session, asker, question_id)
        _call_off(session, [question_id], now)


def cancel_batch(store: Store, asker: Asker, batch: str, *, now: dt.datetime) -> int:
    """Call off whatever of a batch is open; gives how many that were."""
    _require(asker)
    with _session(store, asker, writing=True) as session:
        still_open = select(Question.id).where(Question.batch == batch, _owned_by(asker), Question.status.in_(OPEN))
        return _call_off(session, session.scalars(still_open).all(), now)


def cancel_waiting(store: Store, asker: Asker, batch: str, *, now: dt.datetime) -> tuple[int, ...]:
    """Call off what of a batch nobody works on yet; gives the numbers of those."""
    _require(asker)
    with _session(store, asker, writing=True) as session:
        waiting = (Question.batch == batch, _owned_by(asker), Question.status == QuestionStatus.QUEUED)
        called_off = update(Question).where(*waiting).values(status=QuestionStatus.CANCELLED, finished_at=now)
        numbers = session.scalars(called_off.returning(Question.id).execution_options(synchronize_session=False)).all()
        return tuple(numbers)


def forget_batch(store: Store, asker: Asker, batch: str) -> None:
    """Delete a batch with its answers, once they are no longer needed. What is worked on is ended, too."""
    _require(asker)
    with _session(store, asker, writing=True) as session:
        rows = select(Question).where(Question.batch == batch, _owned_by(asker)).with_for_update()
        for question in session.scalars(rows):
            session.delete(question)


# ---- statements ------------------------------------------------------------------------------------------------------


def _require(asker: Asker) -> None:
    if isinstance(asker, Actor):
        asker.require(AccountRole.LEAD)


@contextmanager
def _session(store: Store, asker: Asker, *, writing: bool = False) -> Iterator[Session]:
    """A transaction in the asker's own scope: an organisation's session cannot even reach anybody else's questions."""
    if isinstance(asker, Service):
        with store.across(writing=writing) as session:
            yield session
    else:
        with store.writing(asker.organisation_id) if writing else store.reading(asker.organisation_id) as session:
            yield session


def _owner(asker: Asker) -> int | None:
    return asker.organisation_id if isinstance(asker, Actor) else None


def _owned_by(asker: Asker) -> ColumnElement[bool]:
    owner = _owner(asker)
    return Question.organisation_id.is_(None) if owner is None else Question.organisation_id == owner


def _own(session: Session, asker: Asker, question_id: int) -> Question:
    question = session.scalars(
        select(Question).where(Question.id == question_id, _owned_by(asker)).options(undefer(Question.answer))
    ).one_or_none()
    if question is None:
        raise NotFound()
    return question


def _ask(
    store: Store, asker: Asker, askings: Sequence[Asking], *, batch: str, now: dt.datetime
) -> tuple[QuestionTicket, ...]:
    _require(asker)
    with _session(store, asker, writing=True) as session:
        return tuple(_found_or_asked(session, asker, one, batch, now) for one in askings)


def _found_or_asked(session: Session, asker: Asker, asking: Asking, batch: str, now: dt.datetime) -> QuestionTicket:
    digest = _digest(_owner(asker), batch, asking)
    if (ticket := _equal(session, asker, digest, now)) is not None:
        return ticket
    if isinstance(asker, Actor) and not batch:
        _refuse_flood(session, asker)
    question = Question(
        organisation_id=_owner(asker),
        kind=asking.kind,
        asked=asking.asked,
        digest=digest,
        batch=batch,
        asked_by=asker.account_id if isinstance(asker, Actor) else COMMAND_LINE_ACCOUNT,
        asked_at=now,
        limit_seconds=asking.limit_seconds,
        status=QuestionStatus.QUEUED,
    )
    try:
        with session.begin_nested():
            session.add(question)
    except IntegrityError:  # asked twice in the same moment: the database let only one through
        ticket = _equal(session, asker, digest, now)
        if ticket is None:
            raise
        return ticket
    return QuestionTicket(question.id, question.status, found=False)


def _digest(owner: int | None, batch: str, asking: Asking) -> str:
    """The same text for equal questions of one owner and batch."""
    return hashlib.sha256(json.dumps([owner, batch, asking.kind, asking.asked]).encode()).hexdigest()


def _equal(session: Session, asker: Asker, digest: str, now: dt.datetime) -> QuestionTicket | None:
    """An equal question that is open or was answered; one that failed or was called off is asked anew."""
    answered = (Question.status == QuestionStatus.ANSWERED) & (Question.finished_at > now - KEPT)
    query = select(Question.id, Question.status).where(
        Question.digest == digest, _owned_by(asker), Question.status.in_(OPEN) | answered
    )
    found = session.execute(query.order_by(Question.id.desc()).limit(1)).one_or_none()
    return None if found is None else QuestionTicket(found.id, found.status, found=True)


def _refuse_flood(session: Session, actor: Actor) -> None:
    waiting = select(func.count(Question.id)).where(_owned_by(actor), Question.batch == "", Question.status.in_(OPEN))
    if (count := session.scalar(waiting) or 0) >= MOST_OPEN:
        raise Conflict(TOO_MANY_OPEN, count=count)


def _waiting_before(session: Session, question_id: int) -> int:
    """How many of the organisation's own questions are served first; those of others are not told."""
    before = select(func.count(Question.id)).where(
        Question.id < question_id, Question.batch == "", Question.status.in_(OPEN)
    )
    return session.scalar(before) or 0


def _call_off(session: Session, numbers: Sequence[int], now: dt.datetime) -> int:
    count = 0
    for number in numbers:
        # Locked one by one: a worker that hands in at this moment comes before or after, never between.
        row = session.scalars(
            select(Question).where(Question.id == number, Question.status.in_(OPEN)).with_for_update()
        ).one_or_none()
        if row is not None:
            row.status, row.lease_until, row.finished_at = QuestionStatus.CANCELLED, None, now
            count += 1
    return count


def _answer(question: Question, waiting_before: int = 0) -> Answer:
    return Answer(
        question.id,
        question.kind,
        question.status,
        question.answer,
        question.reason,
        question.asked_at,
        question.finished_at,
        question.limit_seconds,
        waiting_before,
    )
