"""Tables of volunteers: who they are, what they may do, when they can come. Columns as in roster.records."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster import records
from roster.models.base import Base, Keys, Moment, Ordered, Tenant, Versioned, choice, key_column, key_reference

NAME_LENGTH = 200


class Volunteer(Tenant, Versioned, Base):
    """A person who takes seats in this organisation.

    The three key lists may name sites and courses that are gone; whoever deletes one takes it out of the lists.
    """

    __tablename__ = "volunteer"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key"),
        CheckConstraint(
            "wished_minutes_week BETWEEN 0 AND 10080 AND promised_minutes_week BETWEEN 0 AND 10080"
            " AND max_minutes_week BETWEEN 0 AND 10080",
            name="minutes_within_a_week",
        ),
        CheckConstraint("max_sessions_day BETWEEN 0 AND 24", name="sessions_a_day_in_range"),
        CheckConstraint("max_days_week BETWEEN 0 AND 7", name="days_a_week_in_range"),
    )

    key: Mapped[str] = key_column()
    first_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    last_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    person: Mapped[str | None] = mapped_column(String(NAME_LENGTH), index=True)
    email: Mapped[str] = mapped_column(String(320))
    phone: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    standing: Mapped[records.Standing] = mapped_column(choice(records.Standing, "standing_known"))
    newcomer: Mapped[bool]
    means: Mapped[records.Means] = mapped_column(choice(records.Means, "means_known"))
    wished_minutes_week: Mapped[int]
    promised_minutes_week: Mapped[int]
    max_minutes_week: Mapped[int]
    max_sessions_day: Mapped[int]
    max_days_week: Mapped[int]
    preferred_sites: Mapped[tuple[str, ...]] = mapped_column(Keys)
    refused_sites: Mapped[tuple[str, ...]] = mapped_column(Keys)
    preferred_courses: Mapped[tuple[str, ...]] = mapped_column(Keys)


class Qualification(Tenant, Base):
    """What a volunteer may do."""

    __tablename__ = "qualification"
    __table_args__ = (
        Index(None, "organisation_id", "volunteer"),
        key_reference("volunteer", "volunteer"),
        key_reference("role", "role", on_delete=None),
        key_reference("branch", "branch", on_delete=None),
        CheckConstraint("level_from BETWEEN 0 AND 6 AND level_to BETWEEN 0 AND 6", name="levels_known"),
        CheckConstraint("level_to >= level_from", name="level_to_not_below_level_from"),
    )

    volunteer: Mapped[str] = key_column()
    role: Mapped[str] = key_column()
    branch: Mapped[str | None] = key_column(nullable=True)
    level_from: Mapped[records.Level | None] = mapped_column(Ordered(records.Level))
    level_to: Mapped[records.Level | None] = mapped_column(Ordered(records.Level))
    seen_on: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]


class Certificate(Tenant, Base):
    """That a certificate was inspected.

    Only the fact, by whom, when, and until when it counts. No paper, no free text.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("organisation_id", "volunteer", "kind", "seen_on"),
        key_reference("volunteer", "volunteer"),
        CheckConstraint("valid_until >= seen_on", name="end_not_before_start"),
    )

    volunteer: Mapped[str] = key_column()
    kind: Mapped[str] = key_column()
    seen_on: Mapped[dt.date]
    seen_by: Mapped[str] = mapped_column(String(NAME_LENGTH))
    valid_until: Mapped[dt.date | None]


class Availability(Tenant, Base):
    """One weekly window of a volunteer."""

    __tablename__ = "availability"
    __table_args__ = (
        Index(None, "organisation_id", "volunteer"),
        key_reference("volunteer", "volunteer"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_in_week"),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_in_day"),
        CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name="end_after_start"),
        CheckConstraint("willingness BETWEEN 1 AND 3", name="willingness_known"),
        CheckConstraint("valid_until >= valid_from", name="end_not_before_start"),
    )

    volunteer: Mapped[str] = key_column()
    weekday: Mapped[int]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    willingness: Mapped[records.Willingness] = mapped_column(Ordered(records.Willingness))
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]


class AvailabilitySheet(Tenant, Versioned, Base):
    """All weekly windows of one volunteer as one thing that is edited and confirmed as a whole.

    ``edits`` is the version that people's forms are based on: it counts changes of the windows, not mere
    confirmations; a volunteer without a sheet has 0. ``confirmed_by`` is an account's number (None = nobody
    confirmed it yet), ``on_behalf`` tells that this was not the volunteer.
    """

    __tablename__ = "availability_sheet"
    __table_args__ = (
        UniqueConstraint("organisation_id", "volunteer"),
        key_reference("volunteer", "volunteer"),
    )

    volunteer: Mapped[str] = key_column()
    edits: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[int | None]
    on_behalf: Mapped[bool] = mapped_column(default=False)


class Absence(Tenant, Base):
    """Dates or hours on which a volunteer is away; no reason is kept."""

    __tablename__ = "absence"
    __table_args__ = (
        Index(None, "organisation_id", "volunteer"),
        key_reference("volunteer", "volunteer"),
        CheckConstraint("until_day >= from_day", name="end_not_before_start"),
        CheckConstraint("(start_minute IS NULL) = (end_minute IS NULL)", name="both_hours_or_neither"),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_in_day"),
        CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name="end_after_start"),
    )

    volunteer: Mapped[str] = key_column()
    from_day: Mapped[dt.date]
    until_day: Mapped[dt.date]
    start_minute: Mapped[int | None]
    end_minute: Mapped[int | None]


class ExtraTime(Tenant, Base):
    """A dated window beyond the weekly pattern."""

    __tablename__ = "extra_time"
    __table_args__ = (
        Index(None, "organisation_id", "volunteer"),
        key_reference("volunteer", "volunteer"),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_in_day"),
        CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name="end_after_start"),
        CheckConstraint("willingness BETWEEN 1 AND 3", name="willingness_known"),
    )

    volunteer: Mapped[str] = key_column()
    on_day: Mapped[dt.date]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    willingness: Mapped[records.Willingness] = mapped_column(Ordered(records.Willingness))


class Pair(Tenant, Base):
    """A private wish about two volunteers: apart or together."""

    __tablename__ = "pair"
    __table_args__ = (
        UniqueConstraint("organisation_id", "first", "second", "kind"),
        key_reference("volunteer", "first"),
        key_reference("volunteer", "second"),
        CheckConstraint("first <> second", name="two_people"),
    )

    first: Mapped[str] = key_column()
    second: Mapped[str] = key_column()
    kind: Mapped[records.PairKind] = mapped_column(choice(records.PairKind, "kind_known"))
