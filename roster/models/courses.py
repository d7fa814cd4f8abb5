"""Tables of courses: their seats, weekly meetings, dated changes and leads' decisions. Columns as in roster.records."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster import records
from roster.models.base import Base, Ordered, Tenant, Versioned, choice, key_column, key_reference

NAME_LENGTH = 200


class Course(Tenant, Versioned, Base):
    """A learner group, a drop-in or a café."""

    __tablename__ = "course"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key"),
        key_reference("branch", "branch", on_delete=None),
        key_reference("site", "site", on_delete=None),
        CheckConstraint("level BETWEEN 0 AND 6", name="level_known"),
        CheckConstraint("priority BETWEEN 1 AND 4", name="priority_in_range"),
        CheckConstraint("ends_on >= starts_on", name="end_not_before_start"),
        CheckConstraint("learners >= 0", name="learners_not_negative"),
    )

    key: Mapped[str] = key_column()
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    branch: Mapped[str] = key_column()
    site: Mapped[str] = key_column()
    level: Mapped[records.Level | None] = mapped_column(Ordered(records.Level))
    priority: Mapped[int]
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    learners: Mapped[int | None]


class Seats(Tenant, Base):
    """How many places of one role each session of a course has."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("organisation_id", "course", "role"),
        key_reference("course", "course"),
        key_reference("role", "role", on_delete=None),
        CheckConstraint("required >= 0 AND wished >= 0", name="not_negative"),
    )

    course: Mapped[str] = key_column()
    role: Mapped[str] = key_column()
    required: Mapped[int]
    wished: Mapped[int]


class Meeting(Tenant, Base):
    """One line of a course's weekly pattern."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index(None, "organisation_id", "course"),
        key_reference("course", "course"),
        key_reference("room", "room", on_delete=None),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_in_week"),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_in_day"),
        CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name="end_after_start"),
        CheckConstraint("valid_until >= valid_from", name="end_not_before_start"),
    )

    course: Mapped[str] = key_column()
    weekday: Mapped[int]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    room: Mapped[str | None] = key_column(nullable=True)
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]


class SessionChange(Tenant, Base):
    """One dated session that differs from the weekly pattern, or stands beside it."""

    __tablename__ = "session_change"
    __table_args__ = (
        UniqueConstraint("organisation_id", "course", "on_day", "start_minute"),
        key_reference("course", "course"),
        key_reference("site", "site", on_delete=None),
        key_reference("room", "room", on_delete=None),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_in_day"),
        CheckConstraint("new_start_minute BETWEEN 0 AND 1439", name="new_start_in_day"),
        CheckConstraint(
            "new_end_minute > coalesce(new_start_minute, start_minute) AND new_end_minute <= 2880",
            name="new_end_after_start",
        ),
        CheckConstraint("change <> 'one_off' OR new_end_minute IS NOT NULL", name="one_off_has_end"),
    )

    course: Mapped[str] = key_column()
    on_day: Mapped[dt.date]
    start_minute: Mapped[int]
    change: Mapped[records.ChangeKind] = mapped_column(choice(records.ChangeKind, "change_known"))
    new_day: Mapped[dt.date | None]
    new_start_minute: Mapped[int | None]
    new_end_minute: Mapped[int | None]
    site: Mapped[str | None] = key_column(nullable=True)
    room: Mapped[str | None] = key_column(nullable=True)


class Decision(Tenant, Base):
    """A pin or a ban; an earlier pin (smaller ``position``) wins over a later one."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("organisation_id", "position"),
        key_reference("volunteer", "volunteer"),
        key_reference("course", "course"),
        key_reference("role", "role", on_delete=None),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_in_day"),
        CheckConstraint(
            "kind <> 'pin' OR (on_day IS NOT NULL AND start_minute IS NOT NULL AND role IS NOT NULL)",
            name="pin_names_seat",
        ),
    )

    position: Mapped[int]
    kind: Mapped[records.DecisionKind] = mapped_column(choice(records.DecisionKind, "kind_known"))
    volunteer: Mapped[str] = key_column()
    course: Mapped[str] = key_column()
    on_day: Mapped[dt.date | None]
    start_minute: Mapped[int | None]
    role: Mapped[str | None] = key_column(nullable=True)
