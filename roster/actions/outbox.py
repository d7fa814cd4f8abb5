"""Sending what lies in the outbox: each message once, again after failures, and openly given up where nothing helps."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, NotFound
from roster.mail import Sender, SendingFailed, email_message
from roster.models.outbox import MessageState, OutboxMessage, enqueue
from roster.words import Sentence

__all__ = ["Delivery", "deliver_due", "enqueue", "give_up_message", "retry_message"]

# While a message is being handed over nobody else takes it. If the worker dies in that time it is tried once more, with
# the same Message-ID, so that mail programs show it once.
HANDING_OVER = dt.timedelta(minutes=5)
PAUSES_MINUTES = (1, 5, 15, 60, 240, 720, 1440, 1440)  # after the first, second ... failure; then it is given up

NOT_FAILED = Sentence(
    de="Diese Nachricht wartet noch oder ist schon verschickt.", en="This message still waits or was sent already."
)
TEXT_IS_GONE = Sentence(
    de="Der Text dieser Nachricht ist gelöscht; sie kann nicht noch einmal verschickt werden.",
    en="The text of this message was erased; it cannot be sent again.",
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one round of sending came to."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    expired: int = 0


@dataclass(frozen=True, slots=True)
class _Taken:
    """A message that this worker is handing over."""

    id: int
    organisation_id: int
    attempts: int
    recipient: str
    subject: str
    body: str
    message_id: str


def deliver_due(store: Store, sender: Sender, *, now: dt.datetime, limit: int = 50) -> Delivery:
    """Send what is due, oldest first, at most ``limit`` messages. Never raises for a message that cannot be sent."""
    expired = _drop_expired(store, now)
    sent = postponed = failed = 0
    for _ in range(limit):
        taken = _take(store, now)
        if taken is None:
            break
        try:
            _hand_over(sender, taken, now)
        except SendingFailed as failure:
            if _put_back(store, taken, failure, now):
                postponed += 1
            else:
                failed += 1
        else:
            _mark_sent(store, taken, now)
            sent += 1
    return Delivery(sent, postponed, failed, expired)


def retry_message(store: Store, actor: Actor, message_id: int, *, now: dt.datetime) -> None:
    """Send a message that failed once more. Raises NotFound, Conflict where it has not failed."""
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        message = _failed(session, message_id)
        if not message.body:
            raise Conflict(TEXT_IS_GONE)
        message.state, message.due_at, message.attempts, message.ended_at = MessageState.WAITING, now, 0, None
        record(session, actor, "retry_message", f"outbox_message/{message.id}", fields=("state",), now=now)


def give_up_message(store: Store, actor: Actor, message_id: int, *, now: dt.datetime) -> None:
    """Let a failed message rest and erase its text. Leads and admins; NotFound, Conflict where it has not failed."""
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        message = _failed(session, message_id)
        message.state, message.body, message.about, message.ended_at = MessageState.EXPIRED, "", (), now
        record(session, actor, "give_up_message", f"outbox_message/{message.id}", fields=("state",), now=now)


def _failed(session: Session, message_id: int) -> OutboxMessage:
    message = session.get(OutboxMessage, message_id)
    if message is None:
        raise NotFound()
    if message.state is not MessageState.FAILED:
        raise Conflict(NOT_FAILED)
    return message


def _take(store: Store, now: dt.datetime) -> _Taken | None:
    """Take the message that waits longest; two workers never take the same."""
    waiting = OutboxMessage.state == MessageState.WAITING
    due = (
        select(OutboxMessage.id)
        .where(waiting, OutboxMessage.due_at <= now)
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
    )
    columns = (
        OutboxMessage.id,
        OutboxMessage.organisation_id,
        OutboxMessage.attempts,
        OutboxMessage.recipient,
        OutboxMessage.subject,
        OutboxMessage.body,
        OutboxMessage.message_id,
    )
    with store.across(writing=True) as session:
        first = session.scalars(due.limit(1).with_for_update(skip_locked=True)).one_or_none()
        if first is None:
            return None
        taken = (
            update(OutboxMessage)
            .where(OutboxMessage.id == first, waiting, OutboxMessage.due_at <= now)
            .values(due_at=now + HANDING_OVER, attempts=OutboxMessage.attempts + 1)
            .returning(*columns)
            .execution_options(synchronize_session=False)
        )
        row = session.execute(taken).one_or_none()
        return None if row is None else _Taken(*row)


def _hand_over(sender: Sender, taken: _Taken, now: dt.datetime) -> None:
    try:
        message = email_message(
            from_address=sender.from_address,
            recipient=taken.recipient,
            subject=taken.subject,
            body=taken.body,
            message_id=taken.message_id,
            now=now,
        )
    except ValueError as error:
        raise SendingFailed("this is no mail address", permanent=True) from error
    sender.send(message)


def _mark_sent(store: Store, taken: _Taken, now: dt.datetime) -> None:
    _end(store, taken, now, state=MessageState.SENT, body="", about=(), last_answer="")


def _put_back(store: Store, taken: _Taken, failure: SendingFailed, now: dt.datetime) -> bool:
    """Try again later, or give up; whether it will be tried again."""
    answer = str(failure)[:200]
    if failure.permanent or taken.attempts > len(PAUSES_MINUTES):
        _log.warning("message %d was given up: %s", taken.id, answer)
        _end(store, taken, now, state=MessageState.FAILED, last_answer=answer)
        return False
    pause = dt.timedelta(minutes=PAUSES_MINUTES[taken.attempts - 1])
    _change(store, taken, due_at=now + pause, last_answer=answer)
    return True


def _end(store: Store, taken: _Taken, now: dt.datetime, **values: object) -> None:
    _change(store, taken, ended_at=now, **values)


def _change(store: Store, taken: _Taken, **values: object) -> None:
    """Change a message that is still this worker's: nobody took it since."""
    with store.across(writing=True) as session:
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == taken.id, OutboxMessage.attempts == taken.attempts)
            .values(values)
            .execution_options(synchronize_session=False)
        )


def _drop_expired(store: Store, now: dt.datetime) -> int:
    """Forget messages that are not worth sending any more, such as old sign-in links; gives how many."""
    with store.across(writing=True) as session:
        dropped = session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.state == MessageState.WAITING, OutboxMessage.expires_at <= now)
            .values(state=MessageState.EXPIRED, body="", about=(), ended_at=now)
            .returning(OutboxMessage.id)
            .execution_options(synchronize_session=False)
        )
        return len(dropped.all())
