"""Whose rows a session sees: one organisation's, everybody's, or none at all. Whatever is not decided fails.

Every ORM session carries a scope in ``session.info``. Without one, any statement on our tables raises ScopeError.
With an organisation, each SELECT, UPDATE and DELETE gets the organisation as a further condition, each new row gets
it as its owner, and whatever cannot be narrowed (SQL text, bare tables, foreign rows) raises. ``EVERYBODY`` is for
the few service-wide questions, each asked through ``store.across()``.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, event, inspect
from sqlalchemy.dialects.postgresql.dml import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite.dml import Insert as SqliteInsert
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    Mapper,
    ORMExecuteState,
    Session,
    SessionTransaction,
    UOWTransaction,
    object_session,
    with_loader_criteria,
)
from sqlalchemy.sql.dml import Insert, Update

from roster.models.base import Base, ServiceWide, Tenant
from roster.models.statements import reached

SCOPE = "scope"  # session.info[SCOPE]: an organisation's id, or EVERYBODY
READ_ONLY = "read_only"
_MARK = "roster_scope"


class ScopeError(RuntimeError):
    """A mistake in our own code: a statement reached for rows outside its session's scope."""


class Everybody(enum.Enum):
    """The scope of service-wide sessions."""

    EVERYBODY = "everybody"


EVERYBODY = Everybody.EVERYBODY
Scope = int | Everybody


class Narrowed:
    """Mixin for tables without an owner column of which an organisation sees only some rows."""

    @classmethod
    def visible_to(cls, organisation_id: int) -> ColumnElement[bool]:
        """The condition that an organisation's sessions get."""
        raise NotImplementedError

    def writable_by(self, organisation_id: int) -> bool:
        """Whether that organisation's sessions may write this row."""
        raise NotImplementedError


@contextmanager
def within(session: Session, organisation_id: int) -> Iterator[Session]:
    """Narrow a service-wide session to one organisation for a while, so that new rows become that organisation's."""
    if session.info.get(SCOPE) is not EVERYBODY:
        raise ScopeError("only a service-wide session can be narrowed")
    session.flush()
    connection = Session.connection(session)  # the bare one, to say on it whose rows are written
    session.info[SCOPE] = connection.info[_MARK] = organisation_id
    try:
        yield session
        session.flush()
    finally:
        session.info[SCOPE] = connection.info[_MARK] = EVERYBODY


# ---- statements -----------------------------------------------------------------------------------------------------


@event.listens_for(Session, "do_orm_execute")
def _guard_statement(state: ORMExecuteState) -> Any:
    scope = state.session.info.get(SCOPE)
    if state.session.info.get(READ_ONLY) and not state.is_select:
        raise ScopeError("this session only reads")
    entities, bare = reached(state.statement)
    if scope is EVERYBODY:
        return None
    if bare:
        raise ScopeError(f"cannot narrow this statement to one organisation: {sorted(bare)}")
    if scope is None:
        if entities:
            raise ScopeError(f"no organisation chosen, yet the statement reaches {_names(entities)}")
        return None
    if refused := [entity for entity in entities if issubclass(entity.class_, ServiceWide)]:
        raise ScopeError(f"an organisation's session cannot reach {_names(refused)}")
    if isinstance(state.statement, Insert):
        return _own_new_rows(state, state.statement, scope)
    if not state.is_select and not all(issubclass(entity.class_, Tenant) for entity in entities):
        raise ScopeError(f"an organisation's session cannot change {_names(entities)} by statement")
    if isinstance(state.statement, Update):
        _refuse_new_owner(state, state.statement)
    for entity in entities:
        state.statement = state.statement.options(_criterion(entity.class_, scope))
    return None


def _criterion(table: type[Any], organisation_id: int) -> LoaderCriteriaOption:
    # A function rather than a plain condition: that would name the table itself where an alias of it is joined.
    if issubclass(table, Tenant):
        return with_loader_criteria(table, lambda cls: cls.organisation_id == organisation_id, include_aliases=True)
    if issubclass(table, Narrowed):
        return with_loader_criteria(table, lambda cls: cls.visible_to(organisation_id), include_aliases=True)
    raise ScopeError(f"nobody said whose rows {table.__name__} holds")


def _names(entities: Any) -> str:
    return ", ".join(sorted(entity.class_.__name__ for entity in entities))


def _own_new_rows(state: ORMExecuteState, statement: Insert, organisation_id: int) -> Any:
    mapper = state.bind_mapper
    if mapper is None or not issubclass(mapper.class_, Tenant):
        raise ScopeError("an organisation's session inserts only rows of that organisation")
    if statement.select is not None or statement._multi_values:
        raise ScopeError("give the rows as parameters, so that each gets its owner")
    if isinstance(statement, (SqliteInsert, PostgresInsert)) and _updates_owner(statement):
        raise ScopeError("a row never changes its owner")
    named = _assigned(statement)
    owner = named.get("organisation_id")
    if owner is not None and getattr(owner, "value", None) != organisation_id:
        raise ScopeError("the row names another organisation")
    many = state.parameters if isinstance(state.parameters, list) else None
    rows: list[dict[str, Any]] = [state.parameters or {}] if many is None else many  # type: ignore[list-item]
    if any(row.get("organisation_id", organisation_id) != organisation_id for row in rows):
        raise ScopeError("a row names another organisation")
    if named:
        state.statement = statement.values(organisation_id=organisation_id)
        return None
    owner_of_each = {"organisation_id": organisation_id}
    return state.invoke_statement(params=owner_of_each if many is None else [owner_of_each for _ in many])


def _updates_owner(statement: SqliteInsert | PostgresInsert) -> bool:
    clause = statement._post_values_clause
    changes = dict(getattr(clause, "update_values_to_set", None) or [])
    return any(getattr(column, "key", column) == "organisation_id" for column in changes)


def _refuse_new_owner(state: ORMExecuteState, statement: Update) -> None:
    if state.is_executemany:
        raise ScopeError("UPDATE by lists of primary keys cannot be narrowed to one organisation")
    if "organisation_id" in _assigned(statement).keys() | set(state.parameters or {}):
        raise ScopeError("a row never changes its owner")


def _assigned(statement: Insert | Update) -> dict[str, Any]:
    values: dict[Any, Any] = dict(statement._values or {})
    return {getattr(column, "key", column): value for column, value in values.items()}


# ---- rows added, changed and deleted through objects ----------------------------------------------------------------


@event.listens_for(Session, "before_flush")
def _guard_flush(session: Session, flush: UOWTransaction, instances: object) -> None:
    rows = [*session.new, *session.dirty, *session.deleted]
    if rows and session.info.get(READ_ONLY):
        raise ScopeError("this session only reads")


@event.listens_for(Base, "before_insert", propagate=True)
def _own_row(mapper: Mapper[Any], connection: Connection, row: Base) -> None:
    scope = _scope_of(row)
    if isinstance(row, Tenant) and scope is not EVERYBODY and row.organisation_id is None:
        row.organisation_id = scope
    _guard_row(mapper, connection, row)


@event.listens_for(Base, "before_update", propagate=True)
def _keep_owner(mapper: Mapper[Any], connection: Connection, row: Base) -> None:
    if isinstance(row, Tenant) and inspect(row).attrs.organisation_id.history.added:
        raise ScopeError("a row never changes its owner")
    _guard_row(mapper, connection, row)


@event.listens_for(Base, "before_delete", propagate=True)
def _guard_row(mapper: Mapper[Any], connection: Connection, row: Base) -> None:
    scope = _scope_of(row)
    if scope is EVERYBODY:
        return
    if isinstance(row, ServiceWide):
        raise ScopeError(f"an organisation's session cannot write {type(row).__name__}")
    if isinstance(row, Narrowed) and not row.writable_by(scope):
        raise ScopeError(f"this {type(row).__name__} is not the organisation's own")
    if isinstance(row, Tenant) and row.organisation_id != scope:
        raise ScopeError(f"this {type(row).__name__} belongs to another organisation")


def _scope_of(row: Base) -> Scope:
    session = object_session(row)
    scope: Scope | None = session.info.get(SCOPE) if session is not None else None
    if scope is None:
        raise ScopeError(f"no organisation chosen, yet a {type(row).__name__} is written")
    return scope


# ---- connections: statements that come past every session -----------------------------------------------------------


@event.listens_for(Session, "after_begin")
def _mark_connection(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    connection.info[_MARK] = session.info.get(SCOPE)


@contextmanager
def unscoped(connection: Connection) -> Iterator[Connection]:
    """Let a connection touch every table, for migrations and backups."""
    before = scope_on(connection)
    connection.info[_MARK] = EVERYBODY
    try:
        yield connection
    finally:
        connection.info[_MARK] = before


def scope_on(connection: Connection) -> Scope | None:
    """Whose rows a connection may touch just now; None = no session has taken it."""
    return connection.info.get(_MARK)


@lru_cache(maxsize=1)
def _our_tables() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(name) for name in Base.metadata.tables) + r")\b")


def guard_connection(
    connection: Connection, cursor: object, sql: str, parameters: object, context: object, many: bool
) -> None:
    """Refuse SQL on our tables from a connection that no scoped session has taken; for ``before_cursor_execute``."""
    if connection.info.get(_MARK) is None and (found := _our_tables().search(sql)):
        raise ScopeError(f"no organisation chosen, yet the SQL names the table {found.group()}")


def forget_scope(dbapi_connection: object, record: Any) -> None:
    """Clear the scope as a connection goes back to the pool; for the pool's ``checkin``."""
    record.info.pop(_MARK, None)
