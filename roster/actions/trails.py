"""The trail of an action: every row that it removes, changes or adds, so that the whole of it can be taken back.

An action that takes something away does it through a trail and keeps it in its own transaction; the number of rows
does not matter, one trail is one button "Undo". Taking back is in roster.actions.undo.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.base import Base
from roster.models.row_text import going_along, plain_values
from roster.models.undo_entries import UndoEntry

KEPT = dt.timedelta(days=1)  # removed rows may name people: no longer than somebody needs to see a mistake


@dataclass(frozen=True, slots=True)
class Done:
    """What an action came to: how many things it changed, and the name to take it back by (None = nothing changed)."""

    changed: int
    undo: str | None


@dataclass
class Trail:
    """What one action does to rows, collected while it does it, within its session.

    ``needs`` is the role that the action takes; taking it back takes the same.
    """

    session: Session
    actor: Actor
    needs: AccountRole = AccountRole.LEAD
    _steps: list[dict[str, Any]] = field(default_factory=list)

    def remove(self, *rows: Base) -> None:
        """Delete rows, with everything that the database deletes along with them."""
        for row in rows:
            gone = (row, *going_along(self.session, row))
            self._steps.append({"removed": [_whole(one) for one in gone]})
            self.session.delete(row)
        self.session.flush()

    def add(self, *rows: Base) -> None:
        """Add rows."""
        self.session.add_all(rows)
        self.session.flush()
        self.added(*rows)

    def added(self, *rows: Base) -> None:
        """Note rows that the action has added by itself."""
        if rows:
            self._steps.append({"added": [_whole(row) for row in rows]})

    def change(self, row: Base, *, only_if_unchanged: bool = False, **values: Any) -> tuple[str, ...]:
        """Set columns of a row; gives the names of those that changed.

        Taking back is refused where one of them was changed since; with ``only_if_unchanged`` such a row is left as
        it is then, and the rest is taken back all the same.
        """
        names = tuple(name for name, value in values.items() if getattr(row, name) != value)
        if not names:
            return ()
        before = plain_values(row, names)
        for name in names:
            setattr(row, name, values[name])
        after = plain_values(row, names)
        step = {"table": row.__tablename__, "id": row.id, "before": before, "after": after, "gently": only_if_unchanged}
        self._steps.append({"changed": step})
        return names

    def touch(self, row: Any, column: str = "version") -> None:
        """Count an edit of a row whose parts were changed: taking back is refused once there was another."""
        setattr(row, column, getattr(row, column) + 1)
        step = {"table": row.__tablename__, "id": row.id, "column": column, "value": getattr(row, column)}
        self._steps.append({"touched": step})

    def replace(self, before: Iterable[Base], after: Iterable[Base]) -> None:
        """Put other rows in the place of rows, such as the meetings of a course."""
        self.remove(*before)
        self.add(*after)

    def keep(self, subject: str, *, now: dt.datetime) -> str | None:
        """Keep the trail for a day; gives the name to take it back by, None where nothing was done."""
        if not self._steps:
            return None
        self.session.execute(delete(UndoEntry).where(UndoEntry.at < now - KEPT))
        entry = UndoEntry(
            name=secrets.token_hex(12),
            at=now,
            account_id=self.actor.account_id,
            needs=self.needs,
            subject=subject,
            rows=json.dumps(self._steps, ensure_ascii=False, separators=(",", ":")),
        )
        self.session.add(entry)
        self.session.flush()
        return entry.name


def forget_old_trails(store: Store, *, now: dt.datetime) -> None:
    """Delete what can no longer be taken back, in all organisations. To be called now and then by the worker."""
    with store.across() as session:
        if session.scalars(select(UndoEntry.id).where(UndoEntry.at < now - KEPT).limit(1)).one_or_none() is None:
            return
    with store.across(writing=True) as session:
        session.execute(delete(UndoEntry).where(UndoEntry.at < now - KEPT))


def removed_about(session: Session, volunteer: str) -> list[tuple[dt.datetime, str, str]]:
    """What was removed about a volunteer and could still come back: when, from which table, and what stood there.

    Of a wish about two people only its kind.
    """
    found = []
    for entry in session.scalars(select(UndoEntry).order_by(UndoEntry.id)):
        for step in json.loads(entry.rows):
            for row in step.get("removed", ()):
                values, told = row["values"], ("id", "organisation_id", "volunteer", "account_id", "draft_id")
                if volunteer in (values.get("first"), values.get("second")):
                    found.append((entry.at, row["table"], values["kind"]))
                elif values.get("volunteer") == volunteer:
                    parts = (
                        f"{name} {value}" for name, value in values.items() if value is not None and name not in told
                    )
                    found.append((entry.at, row["table"], ", ".join(parts)))
    return found


def forget_trails_of(
    session: Session, texts: Collection[str], rows: Collection[tuple[str, int]], subjects: Collection[str]
) -> None:
    """Delete every trail about one of these subjects, or that names one of these texts or rows (table and number).

    For an erasure. A trail that only looks as if it did goes too: that something cannot be undone any more is the
    smaller harm.
    """
    for entry in session.scalars(select(UndoEntry)):
        named = any(text in entry.rows for text in texts) or any(_names_row(entry.rows, *one) for one in rows)
        if named or entry.subject in subjects:
            session.delete(entry)
    session.flush()


def _whole(row: Base) -> dict[str, Any]:
    return {"table": row.__tablename__, "values": plain_values(row)}


def _names_row(text: str, table: str, number: int) -> bool:
    return any(
        step.get("changed", {}).get("table") == table and step["changed"]["id"] == number for step in json.loads(text)
    )
