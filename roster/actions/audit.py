"""Writing and checking the audit log. Every action that changes something records itself in its own transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import Actor
from roster.models.audit import AuditEntry
from roster.models.organisations import Organisation

FIRST_HASH = "0" * 64


def record(
    session: Session, actor: Actor, action: str, subject: str, *, fields: Iterable[str] = (), now: dt.datetime
) -> None:
    """Add an entry to the chain of the session's organisation.

    ``action`` is the name of the function that acts, ``subject`` a table and row number such as ``"volunteer/17"``,
    ``fields`` the names of what changed. Never give values: the log must not become a store of personal data.
    """
    # One after the other: two writers at once would both continue the same entry.
    session.execute(select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update()).one()
    last = session.execute(
        select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    ).one_or_none()
    number, previous = (last.number + 1, last.hash) if last else (1, FIRST_HASH)
    names = tuple(sorted(fields))
    entry = AuditEntry(
        number=number,
        at=now.astimezone(dt.UTC),
        account_id=actor.account_id,
        action=action,
        subject=subject,
        fields=names,
        previous_hash=previous,
    )
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()


def first_broken_link(session: Session) -> int | None:
    """The number of the first entry that was changed, or follows a gap; None if the whole chain holds."""
    expected, previous = 1, FIRST_HASH
    for entry in session.execute(select(AuditEntry).order_by(AuditEntry.number)).scalars():
        if (entry.number, entry.previous_hash, entry.hash) != (expected, previous, _hash(entry)):
            return expected
        expected, previous = expected + 1, entry.hash
    return None


def _hash(entry: AuditEntry) -> str:
    said = [
        entry.previous_hash,
        entry.number,
        entry.at.isoformat(timespec="microseconds"),
        entry.account_id,
        entry.action,
        entry.subject,
        list(entry.fields),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
