"""The ground under all tables: names of constraints, types of columns, and whose rows they are."""

from __future__ import annotations

import datetime as dt
import enum
import json
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, ForeignKey, ForeignKeyConstraint, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

KEY_LENGTH = 80  # characters of a key; the importer refuses longer ones


class Base(DeclarativeBase):
    """All tables of the service. Every row has a number of its own, which never means anything to people."""

    metadata = MetaData(naming_convention=NAMING)

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)


class Tenant:
    """Mixin for tables whose rows belong to one organisation: never seen, changed or added outside its scope.

    roster/models/tenancy.py holds that line. Rows point to each other by (organisation, key), so that the database
    itself refuses a reference into another organisation.
    """

    @declared_attr
    def organisation_id(cls) -> Mapped[int]:
        """The organisation that owns the row."""
        return mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True, sort_order=-9)


class ServiceWide:
    """Mixin for tables that no organisation owns, such as sign-in tokens.

    Only ``store.across()`` reads or writes them.
    """


class Versioned:
    """Mixin that counts a row's edits: an edit based on an older number is refused, never merged silently."""

    version: Mapped[int] = mapped_column(default=1, sort_order=90)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let SQLAlchemy compare and raise the version in each UPDATE."""
        return {"version_id_col": cls.version}


def key_reference(
    table: str, column: str, *, on_delete: str | None = "CASCADE", deferred: bool = False
) -> ForeignKeyConstraint:
    """A reference from a column to the key of another table of the same organisation; follows a renamed key.

    With ``on_delete=None`` the database refuses to delete what is referred to; ``deferred`` checks at the commit.
    """
    return ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{table}.organisation_id", f"{table}.key"],
        ondelete=on_delete,
        onupdate="CASCADE",
        deferrable=True if deferred else None,
        initially="DEFERRED" if deferred else None,
    )


class Moment(TypeDecorator[dt.datetime]):
    """A moment in time: an aware datetime goes in, UTC is stored, an aware datetime in UTC comes out.

    A naive datetime is refused with ValueError: it would be right in one place and wrong in another.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise ValueError(f"a moment needs a time zone, got the naive {value.isoformat()}")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Give UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Keys(TypeDecorator[tuple[str, ...]]):
    """A short list of keys or kinds in one text column, order kept. For lists that are always read as a whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Write a JSON list."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Read the JSON list."""
        return None if value is None else tuple(json.loads(value))


class Ordered(TypeDecorator[enum.IntEnum]):
    """An ordered choice such as a level or a willingness, stored as its number."""

    impl = Integer
    cache_ok = True

    def __init__(self, choice: type[enum.IntEnum]) -> None:
        super().__init__()
        self.choice = choice

    def process_bind_param(self, value: enum.IntEnum | None, dialect: Dialect) -> int | None:
        """Store the number; ValueError for one that is no choice."""
        return None if value is None else int(self.choice(value))

    def process_result_value(self, value: int | None, dialect: Dialect) -> enum.IntEnum | None:
        """Give the choice back."""
        return None if value is None else self.choice(value)


def choice(kind: type[enum.StrEnum], name: str) -> Enum:
    """A column type for one of a few words, kept to them by a named constraint."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=name,
        length=20,
        values_callable=lambda words: [word.value for word in words],
    )


def key_column(*, nullable: bool = False) -> MappedColumn[Any]:
    """A column that holds a key."""
    return mapped_column(String(KEY_LENGTH), nullable=nullable)
