"""Stamps: a random word in each organisation's row, another one after every commit that changed any of its records.

Who keeps what was made from records keeps the stamp beside it, and compares it with the row's in the transaction in
which it reads. Equal stamps mean that no record changed in between, whichever process on whichever host wrote: the new
stamp is part of the very commit that changes the records. Random rather than counted, so that a restored backup never
gives a number out a second time.

The look-out is on the connection, below every session: objects, bulk statements and SQL text all come past it. It
counts what it cannot read as a change, and a table that nobody thought of as one of records.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sqlalchemy import Connection, update

from roster.models.base import Base
from roster.models.organisations import Organisation, new_stamp
from roster.models.tenancy import EVERYBODY, Scope, scope_on, unscoped

# Tables that nothing kept is made from: accounts, what people answer, ask and are told, drafts and their solves.
OUTSIDE = frozenset({
    "account", "attendance", "audit_entry", "availability_sheet", "draft_duty", "draft_edit", "duty_answer", "feed",
    "feed_entry", "feed_state", "login_session", "membership", "operator_visit", "outbox_message", "question",
    "roster_draft", "seat_offer", "sign_in_attempt", "sign_in_token", "solve", "solve_point", "undo_entry",
})  # fmt: skip

_CHANGED = "roster_changed"
_HARMLESS = re.compile(
    r"\s*(?:SELECT|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|SHOW|PRAGMA|CREATE|ALTER|DROP)\b", re.I
)
_WRITES_INTO = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.I)
_ONLY_READS = re.compile(r"\s*WITH\b(?!.*\b(?:INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+\s+SET)\b)", re.I | re.S)


def notice(connection: Connection, cursor: object, sql: str, parameters: object, context: object, many: bool) -> None:
    """Remember whose records a statement may change; for ``before_cursor_execute``."""
    if may_change_records(sql):
        scope = scope_on(connection)
        connection.info.setdefault(_CHANGED, set()).add(EVERYBODY if scope is None else scope)


def renew(connection: Connection) -> None:
    """Give new stamps to those whose records the transaction changed; for ``commit``, which comes just before it."""
    changed: set[Scope] = connection.info.pop(_CHANGED, set())
    if not changed:
        return
    fresh = update(Organisation.__table__).values(stamp=new_stamp())  # type: ignore[arg-type]
    if EVERYBODY not in changed:
        fresh = fresh.where(Organisation.id.in_(changed))
    with unscoped(connection):
        connection.execute(fresh)
    connection.info.pop(_CHANGED, None)  # a stamp is no record


def forget(connection: Connection) -> None:
    """What is rolled back changed nothing; for ``rollback``."""
    if not connection.invalidated:  # one that broke has taken along what was noted, and asking it would raise
        connection.info.pop(_CHANGED, None)


@lru_cache(maxsize=4096)
def may_change_records(sql: str) -> bool:
    """Whether a statement could change a row of a table that is not ``OUTSIDE``."""
    if _HARMLESS.match(sql) or _ONLY_READS.match(sql):
        return False
    target = _WRITES_INTO.match(sql)
    if target is not None and target[1] in Base.metadata.tables:
        return target[1] not in OUTSIDE
    return any(name in Base.metadata.tables and name not in OUTSIDE for name in re.findall(r"\w+", sql))
