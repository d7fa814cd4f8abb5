"""What became of messages: how many wait, and which could not be delivered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.outbox import MessageState, OutboxMessage

SHOWN_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message that was given up. Its text is not shown: it is meant for its recipient alone."""

    message_id: int
    kind: str
    recipient: str
    subject: str
    created_at: dt.datetime
    ended_at: dt.datetime | None
    attempts: int
    last_answer: str


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """How many messages wait and were sent in the last day, and those that were given up, the newest first."""

    waiting: int
    sent_in_a_day: int
    failed: tuple[MessageLine, ...]


def outbox_page(store: Store, actor: Actor, *, now: dt.datetime) -> OutboxPage:
    """The organisation's outbox. Raises Forbidden for volunteers."""
    actor.require(AccountRole.LEAD)
    count = select(func.count()).select_from(OutboxMessage)
    with store.reading(actor.organisation_id) as session:
        failed = session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.state == MessageState.FAILED)
            .order_by(OutboxMessage.id.desc())
            .limit(SHOWN_AT_MOST)
        )
        return OutboxPage(
            waiting=session.scalar(count.where(OutboxMessage.state == MessageState.WAITING)) or 0,
            sent_in_a_day=session.scalar(
                count.where(
                    OutboxMessage.state == MessageState.SENT, OutboxMessage.ended_at > now - dt.timedelta(days=1)
                )
            )
            or 0,
            failed=tuple(
                MessageLine(
                    message.id,
                    message.kind,
                    message.recipient,
                    message.subject,
                    message.created_at,
                    message.ended_at,
                    message.attempts,
                    message.last_answer,
                )
                for message in failed
            ),
        )
