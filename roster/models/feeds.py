"""Calendar feeds: who may fetch which one, and what stands in it."""

from __future__ import annotations

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from roster.models.base import Base, Moment, Tenant, choice, key_column
from roster.models.rosters import SESSION_LENGTH


class FeedKind(enum.StrEnum):
    """Whose calendar a feed is: a volunteer's duties, a course's or a site's sessions, or all sessions for leads."""

    VOLUNTEER = "volunteer"
    COURSE = "course"
    SITE = "site"
    LEAD = "lead"


class Feed(Tenant, Base):
    """A secret address of a calendar. Only its token's SHA-256 is kept: who reads the database cannot fetch it."""

    __tablename__ = "feed"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        # The rotated ones stay as history; one living feed for each calendar and holder.
        Index(
            "uq_feed_living",
            "organisation_id",
            "kind",
            "subject",
            "created_by",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        CheckConstraint("(kind = 'lead') = (subject = '')", name="subject_fits_kind"),
    )

    kind: Mapped[FeedKind] = mapped_column(choice(FeedKind, "kind"))
    subject: Mapped[str] = key_column()  # key of the volunteer, course or site; "" for the lead's
    language: Mapped[str] = mapped_column(String(5))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    created_by: Mapped[int]
    revoked_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class FeedEntry(Tenant, Base):
    """One calendar event as subscribers know it: a volunteer's duty, or (volunteer "") a session with all its people.

    ``uid`` never changes. ``sequence`` and ``changed_at`` grow whenever ``digest``, the hash of what the event says,
    does. A dropped event stays with ``cancelled_at`` for a while, so that calendars take it out.
    """

    __tablename__ = "feed_entry"
    __table_args__ = (
        UniqueConstraint("uid"),
        UniqueConstraint("organisation_id", "session", "volunteer"),
        Index("ix_feed_entry_volunteer", "organisation_id", "volunteer", "starts_at"),
        Index("ix_feed_entry_course", "organisation_id", "course", "starts_at"),
        Index("ix_feed_entry_site", "organisation_id", "site", "starts_at"),
    )

    uid: Mapped[str] = mapped_column(String(100))
    week: Mapped[str] = mapped_column(String(8))
    session: Mapped[str] = mapped_column(String(SESSION_LENGTH))
    volunteer: Mapped[str] = key_column()
    role: Mapped[str] = key_column()  # "" for a session's event
    course: Mapped[str] = key_column()
    site: Mapped[str] = key_column()
    room: Mapped[str] = key_column()
    starts_at: Mapped[dt.datetime] = mapped_column(Moment)
    ends_at: Mapped[dt.datetime] = mapped_column(Moment)
    digest: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[dt.datetime] = mapped_column(Moment)
    cancelled_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class FeedState(Tenant, Base):
    """One row an organisation: ``revision`` grows with each change of its feeds; bytes kept in memory know theirs."""

    __tablename__ = "feed_state"
    __table_args__ = (UniqueConstraint("organisation_id"),)

    revision: Mapped[int] = mapped_column(default=0)
