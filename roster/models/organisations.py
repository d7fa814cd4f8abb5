"""Tables of what an organisation is: itself, its branches, places, roles and calendar. Columns as in roster.records."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import CheckConstraint, ColumnElement, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster import records
from roster.models.base import Base, Keys, Tenant, Versioned, choice, key_column, key_reference
from roster.models.tenancy import Narrowed

NAME_LENGTH = 200
STAMP_LENGTH = 32


def new_stamp() -> str:
    """A word that no organisation ever had."""
    return secrets.token_hex(STAMP_LENGTH // 2)


class Organisation(Versioned, Narrowed, Base):
    """An association with its own data.

    Everything else points here. Sessions of an organisation see only its own row.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("travel_buffer_minutes BETWEEN 0 AND 240", name="buffer_in_range"),
        CheckConstraint(
            "rate_continuity >= 0 AND rate_wishes >= 0 AND rate_travel >= 0 AND rate_wished_seats >= 0",
            name="rates_not_negative",
        ),
        CheckConstraint("history_weeks BETWEEN 0 AND 52", name="history_in_range"),
    )

    key: Mapped[str] = key_column()
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    timezone: Mapped[str] = mapped_column(String(64))
    land: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(8))
    planning_week: Mapped[str | None] = mapped_column(String(8))
    travel_buffer_minutes: Mapped[int]
    support_needs_lead: Mapped[bool]
    newcomers: Mapped[bool]
    goal_order: Mapped[records.GoalOrder] = mapped_column(choice(records.GoalOrder, "goal_order_known"))
    rate_continuity: Mapped[int]
    rate_wishes: Mapped[int]
    rate_travel: Mapped[int]
    rate_wished_seats: Mapped[int]
    history_weeks: Mapped[int]
    stamp: Mapped[str] = mapped_column(String(STAMP_LENGTH), default=new_stamp)  # see roster/models/stamps.py

    @classmethod
    def visible_to(cls, organisation_id: int) -> ColumnElement[bool]:
        """An organisation sees itself."""
        return cls.id == organisation_id

    def writable_by(self, organisation_id: int) -> bool:
        """An organisation changes itself."""
        return self.id == organisation_id


class Branch(Tenant, Versioned, Base):
    """A part of the organisation with its own certificates and holidays."""

    __tablename__ = "branch"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    key: Mapped[str] = key_column()
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    minors: Mapped[bool]
    certificates: Mapped[tuple[str, ...]] = mapped_column(Keys)
    pauses_on_public_holidays: Mapped[bool]
    pauses_in_school_holidays: Mapped[bool]


class Site(Tenant, Versioned, Base):
    """A place where sessions happen."""

    __tablename__ = "site"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key"),
        CheckConstraint("open_until >= open_from", name="open_until_not_before_open_from"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_in_range"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_in_range"),
    )

    key: Mapped[str] = key_column()
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    address: Mapped[str] = mapped_column(Text)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    open_from: Mapped[dt.date | None]
    open_until: Mapped[dt.date | None]
    restricted: Mapped[bool]
    address_in_feeds: Mapped[bool]
    certificates: Mapped[tuple[str, ...]] = mapped_column(Keys)
    entry_hint: Mapped[str] = mapped_column(Text)


class Access(Tenant, Base):
    """One volunteer on the access list of a restricted site."""

    __tablename__ = "access"
    __table_args__ = (
        UniqueConstraint("organisation_id", "site", "volunteer"),
        key_reference("site", "site"),
        key_reference("volunteer", "volunteer"),
    )

    site: Mapped[str] = key_column()
    volunteer: Mapped[str] = key_column()


class Room(Tenant, Versioned, Base):
    """A room of a site."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key"),
        key_reference("site", "site"),
        CheckConstraint("places >= 0", name="places_not_negative"),
    )

    key: Mapped[str] = key_column()
    site: Mapped[str] = key_column()
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    places: Mapped[int | None]


class Travel(Tenant, Base):
    """The way from one site to another by one means, in whole minutes."""

    __tablename__ = "travel"
    __table_args__ = (
        UniqueConstraint("organisation_id", "from_site", "to_site", "means"),
        key_reference("site", "from_site"),
        key_reference("site", "to_site"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes_in_range"),
    )

    from_site: Mapped[str] = key_column()
    to_site: Mapped[str] = key_column()
    means: Mapped[records.Means] = mapped_column(choice(records.Means, "means_known"))
    minutes: Mapped[int]


class Role(Tenant, Versioned, Base):
    """What a seat is for."""

    __tablename__ = "role"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key"),
        # Deferred: roles of one import may come in any order.
        key_reference("role", "depends_on", on_delete=None, deferred=True),
        CheckConstraint("depends_on <> key", name="depends_on_another"),
    )

    key: Mapped[str] = key_column()
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    leads: Mapped[bool]
    depends_on: Mapped[str | None] = key_column(nullable=True)
    certificates: Mapped[tuple[str, ...]] = mapped_column(Keys)


class Term(Tenant, Base):
    """A teaching term, both days inclusive."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint("ends_on >= starts_on", name="end_not_before_start"),
    )

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]


class Holiday(Tenant, Base):
    """A holiday of the organisation's own."""

    __tablename__ = "holiday"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name", "from_day"),
        CheckConstraint("until_day >= from_day", name="end_not_before_start"),
    )

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    from_day: Mapped[dt.date]
    until_day: Mapped[dt.date]
    school: Mapped[bool]


class Closure(Tenant, Base):
    """Days without teaching, perhaps of one site or branch only."""

    __tablename__ = "closure"
    __table_args__ = (
        key_reference("site", "site"),
        key_reference("branch", "branch"),
        CheckConstraint("until_day >= from_day", name="end_not_before_start"),
    )

    from_day: Mapped[dt.date]
    until_day: Mapped[dt.date]
    site: Mapped[str | None] = key_column(nullable=True)
    branch: Mapped[str | None] = key_column(nullable=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
