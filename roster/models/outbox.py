"""Mail to be sent: written in the same transaction as its reason, sent later by the worker."""

from __future__ import annotations

import datetime as dt
import enum
import secrets
from collections.abc import Iterable

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roster.models.base import Base, Keys, Moment, Tenant, choice, key_column


class MessageState(enum.StrEnum):
    """Where a message stands. ``expired``: it was not worth sending any more, such as an old sign-in link."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"


class OutboxMessage(Tenant, Base):
    """One mail to one address. The text is erased once it is sent; what stays says that and when it went out.

    ``due_at`` is when to try next. While a worker tries, it lies ahead, so that nobody else sends the same.
    ``volunteer`` is the key of the volunteer to whom it is written, None where it is to an account: an erasure finds it
    by that, whatever the address was. It is no reference, so that no mail goes (or returns) along with a removed row.
    ``about`` are the keys of all other volunteers whom the text names, whatever they were called then; an erasure finds
    it by that, too. It is emptied along with the text.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("organisation_id", "dedupe_key"),
        UniqueConstraint("message_id"),
        Index("ix_outbox_message_state_due_at", "state", "due_at"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(320))
    volunteer: Mapped[str | None] = key_column(nullable=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    about: Mapped[tuple[str, ...]] = mapped_column(Keys, default=())
    dedupe_key: Mapped[str] = mapped_column(String(200))
    message_id: Mapped[str] = mapped_column(String(32))  # stays the same when a message is sent again
    state: Mapped[MessageState] = mapped_column(choice(MessageState, "state"), default=MessageState.WAITING)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    due_at: Mapped[dt.datetime] = mapped_column(Moment)
    expires_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    last_answer: Mapped[str] = mapped_column(String(200), default="")  # the mail server's code and words, no address


def enqueue(
    session: Session,
    *,
    kind: str,
    recipient: str,
    subject: str,
    body: str,
    now: dt.datetime,
    dedupe_key: str,
    volunteer: str | None = None,
    about: Iterable[str] = (),
    expires_at: dt.datetime | None = None,
) -> None:
    """Write a message into the outbox of the session's organisation, to be sent once this transaction is committed.

    ``kind`` is a word for lists, such as "roster_changed"; ``dedupe_key`` names the reason: a second message with the
    same one is not written. ``volunteer``: whom it is written to, if to a volunteer; ``about``: the keys of others whom
    it names. After ``expires_at`` it is not sent any more. Line breaks in recipient or subject become blanks.
    """
    known = session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == dedupe_key))
    if known is not None:
        return
    session.add(
        OutboxMessage(
            kind=kind,
            recipient=_one_line(recipient, 320),
            volunteer=volunteer,
            subject=_one_line(subject, 200),
            body=body,
            about=tuple(about),
            dedupe_key=dedupe_key,
            message_id=secrets.token_hex(16),
            created_at=now,
            due_at=now,
            expires_at=expires_at,
        )
    )
    session.flush()


def _one_line(text: str, length: int) -> str:
    """The text without control characters: a line break in a name must not become a header of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:length]
