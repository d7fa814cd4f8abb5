"""What was done in an organisation, for its admins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from roster.actions.audit import first_broken_link
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.accounts import Account
from roster.models.audit import AuditEntry


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry: ``who`` is a mail address, empty for the command line, the worker and accounts that are gone."""

    number: int
    at: dt.datetime
    who: str
    action: str
    subject: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The newest entries first. ``broken_at`` is the first entry that was tampered with, None if the chain holds."""

    lines: tuple[AuditLine, ...]
    broken_at: int | None


def audit_page(store: Store, actor: Actor, *, before: int | None = None, limit: int = 100) -> AuditPage:
    """Entries with a smaller number than ``before``, at most ``limit``. Admins only."""
    actor.require(AccountRole.ADMIN)
    with store.reading(actor.organisation_id) as session:
        who = dict(session.execute(select(Account.id, Account.email)).all())
        query = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditEntry.number < before)
        lines = tuple(
            AuditLine(one.number, one.at, who.get(one.account_id, ""), one.action, one.subject, one.fields)
            for one in session.scalars(query)
        )
        return AuditPage(lines, first_broken_link(session))
