"""The audit log: who did what to what and when. It only grows, names fields and never their values."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column

from roster.models.accounts import HASH_LENGTH
from roster.models.base import Base, Keys, Moment, Tenant


class AppendOnly(RuntimeError):
    """A mistake in our own code: it tried to change or delete an audit entry."""


class AuditEntry(Tenant, Base):
    """One link of an organisation's chain: ``hash`` covers everything before it, so that nothing can be changed unseen.

    ``account_id`` has no foreign key: the entry outlives the account.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    number: Mapped[int]  # 1, 2, 3 ... within the organisation
    at: Mapped[dt.datetime] = mapped_column(Moment)
    account_id: Mapped[int]
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))  # table and row number, such as "volunteer/17"
    fields: Mapped[tuple[str, ...]] = mapped_column(Keys)
    previous_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse_change(mapper: Mapper[Any], connection: Connection, entry: AuditEntry) -> None:
    raise AppendOnly("audit entries are never changed or deleted")


@event.listens_for(Session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and state.bind_mapper is AuditEntry.__mapper__:
        raise AppendOnly("audit entries are never changed or deleted")
