"""What leads note about past sessions: that somebody did not hold their duty, came after all, or stepped in.

Rows name sessions and roles as published duties do: by key and without a reference. They go with the volunteer.
"""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.models.base import Base, Moment, Tenant, choice, key_column, key_reference
from roster.models.rosters import SESSION_LENGTH


class Presence(enum.StrEnum):
    """A lead's word on whether somebody was there."""

    HELD = "held"
    NOT_HELD = "not_held"


class Attendance(Tenant, Base):
    """The one note of a lead on one person in one past session; most duties have none and count as planned.

    Without a published duty of theirs, somebody who was there stepped in: so role and real times stand here, too
    (``ends_at`` is unknown where an import brought the session). ``noted_by`` is an account's number; no reason is
    kept.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("organisation_id", "session", "volunteer", name="uq_attendance_one_note_on_a_person"),
        Index(None, "organisation_id", "on_day"),
        key_reference("volunteer", "volunteer"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
    )

    on_day: Mapped[dt.date]
    session: Mapped[str] = mapped_column(String(SESSION_LENGTH))
    role: Mapped[str] = key_column()
    volunteer: Mapped[str] = key_column()
    presence: Mapped[Presence] = mapped_column(choice(Presence, "presence_known"))
    starts_at: Mapped[dt.datetime] = mapped_column(Moment)
    ends_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    noted_at: Mapped[dt.datetime] = mapped_column(Moment)
    noted_by: Mapped[int]
