"""What can be taken back: one thing that somebody did to rows, with all that is needed to make it undone."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.actor import AccountRole
from roster.models.base import Base, Moment, Tenant, choice

NAME_LENGTH = 32


class UndoEntry(Tenant, Base):
    """One thing that was done, for the account that did it; kept for a day (roster.actions.trails) and no longer.

    ``rows`` is the JSON text of roster.actions.trails, with the values of removed rows. So it may name people, and
    erasing somebody deletes every entry that does. ``name`` stands in the address of the button: it is random and never
    comes back, unlike a row number. ``needs`` is the role that the thing took, and that taking it back takes.
    """

    __tablename__ = "undo_entry"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    account_id: Mapped[int]
    needs: Mapped[AccountRole] = mapped_column(choice(AccountRole, "needs_known"))
    subject: Mapped[str] = mapped_column(String(200))  # as in the audit log
    rows: Mapped[str] = mapped_column(Text)
    taken_back_at: Mapped[dt.datetime | None] = mapped_column(Moment)
