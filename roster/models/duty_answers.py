"""What volunteers say about published duties: that they will be there, that they cannot come, that they could step in.

Rows name sessions and roles as published duties do: by key and without a reference. They go with the volunteer.
"""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from roster.models.base import Base, Moment, Tenant, choice, key_column, key_reference
from roster.models.rosters import SESSION_LENGTH


class Answer(enum.StrEnum):
    """What somebody said about a duty of theirs."""

    CONFIRMED = "confirmed"
    CANNOT_COME = "cannot_come"


class OfferState(enum.StrEnum):
    """Where an offer stands. ``taken``: somebody else's offer was accepted first."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TAKEN = "taken"


class DutyAnswer(Tenant, Base):
    """The one answer of a volunteer to a published duty.

    Who cannot come is away: such an answer hangs on the absence and goes with it. ``answered_by`` is an account's
    number; no reason is kept.
    """

    __tablename__ = "duty_answer"
    __table_args__ = (
        UniqueConstraint("organisation_id", "session", "volunteer", name="uq_duty_answer_one_to_a_duty"),
        Index(None, "organisation_id", "week"),
        key_reference("volunteer", "volunteer"),
        CheckConstraint("(answer = 'cannot_come') = (absence_id IS NOT NULL)", name="cannot_come_means_away"),
    )

    week: Mapped[str] = mapped_column(String(8))
    session: Mapped[str] = mapped_column(String(SESSION_LENGTH))
    role: Mapped[str] = key_column()
    volunteer: Mapped[str] = key_column()
    answer: Mapped[Answer] = mapped_column(choice(Answer, "answer_known"))
    absence_id: Mapped[int | None] = mapped_column(ForeignKey("absence.id", ondelete="CASCADE"), index=True)
    answered_at: Mapped[dt.datetime] = mapped_column(Moment)
    answered_by: Mapped[int]


class SeatOffer(Tenant, Base):
    """Somebody offers to take a published seat that is open; a lead accepts or declines."""

    __tablename__ = "seat_offer"
    __table_args__ = (
        Index(
            "uq_seat_offer_one_waiting",
            "organisation_id",
            "session",
            "role",
            "volunteer",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(None, "organisation_id", "week"),
        key_reference("volunteer", "volunteer"),
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="waits_until_answered"),
        CheckConstraint("(state = 'accepted') = (version_number IS NOT NULL)", name="accepted_into_a_version"),
    )

    week: Mapped[str] = mapped_column(String(8))
    session: Mapped[str] = mapped_column(String(SESSION_LENGTH))
    role: Mapped[str] = key_column()
    volunteer: Mapped[str] = key_column()
    state: Mapped[OfferState] = mapped_column(choice(OfferState, "state_known"), default=OfferState.WAITING)
    offered_at: Mapped[dt.datetime] = mapped_column(Moment)
    answered_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    answered_by: Mapped[int | None]
    version_number: Mapped[int | None]  # of the roster that the offer was accepted into
