"""Taking back what was just done: all of it or nothing, and never over what somebody did since."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, func, insert, select, update
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.trails import KEPT
from roster.actor import Actor
from roster.database import Store
from roster.errors import Conflict, NotFound
from roster.models.base import Base
from roster.models.courses import Decision
from roster.models.people import Pair
from roster.models.row_text import living_values, model_of, plain_values
from roster.models.school_records import RECORD_TABLES
from roster.models.undo_entries import UndoEntry
from roster.words import Sentence

TOO_LATE = Sentence(
    de="Das lässt sich nicht mehr rückgängig machen. Möglich ist es einen Tag lang, und nur für die Person, die es "
    "getan hat.",
    en="This can no longer be undone. It is possible for a day, and only for the person who did it.",
)
ALREADY = Sentence(de="Das ist schon rückgängig gemacht.", en="This has been undone already.")
STANDS_AGAIN = Sentence(
    de="Rückgängig gemacht wurde nichts, denn inzwischen steht dasselbe schon wieder da: {thing}.",
    en="Nothing was undone, because the same stands there again by now: {thing}.",
)
BELONGS_TO_NOTHING = Sentence(
    de="Rückgängig gemacht wurde nichts, denn wozu es gehört, gibt es nicht mehr: {thing}.",
    en="Nothing was undone, because what it belongs to is no longer there: {thing}.",
)
CHANGED_SINCE = Sentence(
    de="Rückgängig gemacht wurde nichts, denn danach hat sich noch etwas geändert: {thing}.",
    en="Nothing was undone, because something was changed after it: {thing}.",
)
THINGS = {
    "absence": Sentence(de="Abwesenheit", en="absence"),
    "access": Sentence(de="Zugangsliste", en="access list"),
    "account": Sentence(de="Konto", en="account"),
    "availability": Sentence(de="Wochenzeiten", en="weekly times"),
    "availability_sheet": Sentence(de="Wochenzeiten", en="weekly times"),
    "branch": Sentence(de="Bereich", en="branch"),
    "certificate": Sentence(de="Nachweis", en="certificate"),
    "closure": Sentence(de="Schließung", en="closure"),
    "course": Sentence(de="Kurs", en="course"),
    "decision": Sentence(de="Festlegung", en="pin or ban"),
    "extra_time": Sentence(de="Zusatzzeit", en="extra time"),
    "holiday": Sentence(de="Ferien", en="holiday"),
    "meeting": Sentence(de="Termine des Kurses", en="meetings of the course"),
    "membership": Sentence(de="Zugang", en="access"),
    "pair": Sentence(de="Wunsch zu zwei Personen", en="wish about two people"),
    "qualification": Sentence(de="Qualifikation", en="qualification"),
    "role": Sentence(de="Rolle", en="role"),
    "room": Sentence(de="Raum", en="room"),
    "roster": Sentence(de="Wochenplan", en="roster"),
    "roster_draft": Sentence(de="Entwurf", en="draft"),
    "seats": Sentence(de="Plätze des Kurses", en="seats of the course"),
    "session_change": Sentence(de="Änderung eines Termins", en="change of a session"),
    "site": Sentence(de="Standort", en="site"),
    "term": Sentence(de="Zeitraum", en="term"),
    "travel": Sentence(de="Weg", en="way"),
    "volunteer": Sentence(de="Person", en="person"),
}
ENTRY = Sentence(de="Eintrag", en="entry")


def take_back(store: Store, actor: Actor, name: str, *, now: dt.datetime) -> None:
    """Take back what an action with that name did; only for whoever did it, for a day, in the same organisation.

    Raises NotFound where that is not (any more) so, Forbidden where the actor has lost the role that it took, and
    Conflict with a reason where something stands in the way: then nothing has changed.
    """
    with store.writing(actor.organisation_id) as session:
        mine = UndoEntry.name == name, UndoEntry.account_id == actor.account_id
        entry = session.scalar(select(UndoEntry).where(*mine).with_for_update())
        if entry is None or entry.at < now - KEPT:
            raise NotFound(TOO_LATE)
        actor.require(entry.needs)
        if entry.taken_back_at is not None:
            raise Conflict(ALREADY)
        tables = set()
        for step in reversed(json.loads(entry.rows)):
            for kind, content in step.items():
                tables |= set(BACKWARDS[kind](session, content))
        entry.taken_back_at = now
        entry.rows = "[]"  # nobody needs what stood in it any more
        record(session, actor, "take_back", entry.subject, fields=_as_in_school(tables), now=now)


def _as_in_school(tables: Collection[str]) -> list[str]:
    """Tables as forms, spreadsheets and the log call them."""
    names = {one.model.__tablename__: one.name for one in RECORD_TABLES}
    return sorted(names.get(table, table) for table in tables)


# ---- one step backwards each; gives the tables it touched ------------------------------------------------------------


def _bring_back(session: Session, rows: list[dict[str, Any]]) -> Iterator[str]:
    numbers: dict[tuple[str, int], int] = {}  # of rows that could not get their old number back
    for one in rows:
        table, values = one["table"], living_values(one["table"], one["values"])
        values |= _parents_now(table, values, numbers)
        if table == "decision":
            values["position"] = _free_position(session, values["position"])
        _refuse_doubles(session, table, values)
        _require_references(session, table, values)
        numbers[table, values["id"]] = _insert(session, table, values)
        yield table


def _take_out(session: Session, rows: list[dict[str, Any]]) -> Iterator[str]:
    for one in reversed(rows):
        row = session.scalar(select(model_of(one["table"])).where(model_of(one["table"]).id == one["values"]["id"]))
        if row is None or _without_version(plain_values(row)) != _without_version(one["values"]):
            raise Conflict(_about(CHANGED_SINCE, one["table"]))
        session.delete(row)
        session.flush()
        yield one["table"]


def _set_back(session: Session, change: dict[str, Any]) -> Iterator[str]:
    model = model_of(change["table"])
    row = session.scalar(select(model).where(model.id == change["id"]).with_for_update())
    if row is None or plain_values(row, change["after"]) != change["after"]:
        if change["gently"]:
            return
        raise Conflict(_about(CHANGED_SINCE, change["table"]))
    values = living_values(change["table"], change["before"])
    _require_references(session, change["table"], _row_values(row) | values)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    yield change["table"]


def _count_on(session: Session, touched: dict[str, Any]) -> Iterator[str]:
    model = model_of(touched["table"])
    row = session.scalar(select(model).where(model.id == touched["id"]).with_for_update())
    if row is None or getattr(row, touched["column"]) != touched["value"]:
        raise Conflict(_about(CHANGED_SINCE, touched["table"]))
    setattr(row, touched["column"], touched["value"] + 1)
    session.flush()
    yield touched["table"]


BACKWARDS: Mapping[str, Callable[[Session, Any], Iterator[str]]] = {
    "removed": _bring_back,
    "added": _take_out,
    "changed": _set_back,
    "touched": _count_on,
}


# ---- what may stand in the way ---------------------------------------------------------------------------------------


def _parents_now(table: str, values: Mapping[str, Any], numbers: Mapping[tuple[str, int], int]) -> dict[str, Any]:
    """The columns that name another row by its number, where that row came back under a new one."""
    own_table: Any = model_of(table).__table__
    references = [(column.name, one.column.table.name) for column in own_table.columns for one in column.foreign_keys]
    return {name: numbers[parent, values[name]] for name, parent in references if (parent, values[name]) in numbers}


def _insert(session: Session, table: str, values: dict[str, Any]) -> int:
    """Add the row under its old number, unless another has got it meanwhile, with its old version; gives the number."""
    model: Any = model_of(table)
    given = {name: value for name, value in values.items() if name != "organisation_id"}
    if session.scalar(select(model.id).where(model.id == given["id"])) is not None:
        del given["id"]
    number: int = session.scalars(insert(model).returning(model.id), [given]).one()
    if given.get("version", 1) > 1:  # a new row counts from one; forms that are open knew a later version
        session.execute(update(model).where(model.id == number).values(version=given["version"]))
    return number


def _free_position(session: Session, position: int) -> int:
    """The place of a pin or ban among the others; behind all of them where somebody else has got it meanwhile."""
    if session.scalar(select(Decision.id).where(Decision.position == position)) is None:
        return position
    return (session.scalar(select(func.max(Decision.position))) or 0) + 1


def _refuse_doubles(session: Session, table: str, values: Mapping[str, Any]) -> None:
    for same in _sameness(table, values):
        if session.scalar(select(model_of(table).id).where(*same).limit(1)) is not None:
            raise Conflict(_about(STANDS_AGAIN, table))


def _sameness(table: str, values: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Conditions of which each finds a row that means the same as this one."""
    model: Any = model_of(table)
    if table == "pair":  # the order of the two does not matter
        for first, second in (("first", "second"), ("second", "first")):
            yield [Pair.first == values[first], Pair.second == values[second]]
        return
    unique = [one for one in model.__table__.constraints if isinstance(one, UniqueConstraint)]
    for constraint in unique:
        names = [column.name for column in constraint.columns if column.name != "organisation_id"]
        if all(values[name] is not None for name in names):  # nothing is never the same as nothing
            yield [_equal(model, name, values[name]) for name in names]
    if not unique:
        yield [_equal(model, name, value) for name, value in values.items() if name not in ("id", "organisation_id")]


def _equal(model: Any, name: str, value: Any) -> Any:
    column = getattr(model, name)
    if value is None:
        return column.is_(None)
    return func.lower(column) == value.lower() if name == "key" else column == value


def _require_references(session: Session, table: str, values: Mapping[str, Any]) -> None:
    """Raise Conflict where the row would name something by key that is gone; the database looks after the rest."""
    own_table: Any = model_of(table).__table__
    for constraint in own_table.constraints:
        if not isinstance(constraint, ForeignKeyConstraint) or "organisation_id" not in constraint.column_keys:
            continue
        own = [name for name in constraint.column_keys if name != "organisation_id"]
        parent: Any = model_of(constraint.referred_table.name)
        if own and values[own[0]] is not None:
            there = select(parent.id).where(parent.key == values[own[0]])
            if session.scalar(there) is None:
                raise Conflict(_about(BELONGS_TO_NOTHING, constraint.referred_table.name))


def _row_values(row: Base) -> dict[str, Any]:
    """All columns of a row by name."""
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def _without_version(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "version"}


def _about(sentence: Sentence, table: str) -> Sentence:
    """The sentence with its ``{thing}`` named."""
    thing = THINGS.get(table, ENTRY)
    return Sentence(de=sentence.de.format(thing=thing.de), en=sentence.en.format(thing=thing.en))
