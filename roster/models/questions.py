"""Questions to the solver that are no planning run: what was asked, where it stands, and its answer for some days."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from roster.models.base import Base, Moment, choice
from roster.models.tenancy import Narrowed

BATCH_LENGTH = 120


class QuestionStatus(enum.StrEnum):
    """Where a question stands."""

    QUEUED = "queued"
    WORKING = "working"
    ANSWERED = "answered"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self not in OPEN


OPEN = (QuestionStatus.QUEUED, QuestionStatus.WORKING)


class QuestionReason(enum.StrEnum):
    """Why a question got no answer."""

    OVERDUE = "overdue"  # did not end at its limit and was ended
    MEMORY = "memory"  # needed more memory than allowed
    TOO_LARGE = "too_large"  # the week lies beyond what the search takes on
    CRASHED = "crashed"  # working it out broke down
    LOST = "lost"  # its worker vanished, as often as is tried
    UNKNOWN_KIND = "unknown_kind"  # this release of the worker knows no such question


class Question(Narrowed, Base):
    """One question, frozen with all that its answer needs; an organisation's own, or (no organisation) the service's.

    ``kind`` names the function that answers (solver.asked), ``asked`` and ``answer`` are its JSON texts and hold keys,
    no names. ``digest`` is the same for equal questions of one owner and batch. A worker holds a question until
    ``lease_until`` and proves by ``attempt`` that it still does. ``batch`` names the parts of one larger task; "" is a
    question that stands alone, behind which a person waits.
    """

    __tablename__ = "question"
    __table_args__ = (
        # The last guard of "an equal question is found again".
        Index(
            "uq_question_open_digest",
            "digest",
            unique=True,
            sqlite_where=text("status IN ('queued', 'working')"),
            postgresql_where=text("status IN ('queued', 'working')"),
        ),
        Index("ix_question_digest", "digest"),
        Index("ix_question_status", "status", "id"),
        Index("ix_question_batch", "batch", "organisation_id"),
        CheckConstraint("attempt >= 0", name="attempt_not_negative"),
        CheckConstraint("limit_seconds > 0", name="limit_positive"),
        CheckConstraint("(status = 'answered') = (answer IS NOT NULL)", name="answered_has_answer"),
    )

    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    asked: Mapped[str] = mapped_column(Text, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    batch: Mapped[str] = mapped_column(String(BATCH_LENGTH), default="")
    asked_by: Mapped[int]
    asked_at: Mapped[dt.datetime] = mapped_column(Moment)
    limit_seconds: Mapped[float]
    status: Mapped[QuestionStatus] = mapped_column(choice(QuestionStatus, "status"), default=QuestionStatus.QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None] = mapped_column(Moment)  # None = nobody holds it
    finished_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(Text, deferred=True)
    reason: Mapped[QuestionReason | None] = mapped_column(choice(QuestionReason, "reason"))

    @classmethod
    def visible_to(cls, organisation_id: int) -> ColumnElement[bool]:
        """An organisation sees its own questions, never the service's."""
        return cls.organisation_id == organisation_id

    def writable_by(self, organisation_id: int) -> bool:
        """An organisation writes its own questions."""
        return self.organisation_id == organisation_id
