"""The store: where an organisation's records are kept, on SQLite or PostgreSQL.

``store.reading(id)`` and ``store.writing(id)`` open a transaction that sees one organisation only;
``store.across()`` is for the few service-wide questions (sign-in, worker). A block that ends commits; one that
raises rolls back, nothing half-done.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pysqlite3
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from roster.errors import Busy, Conflict, NotFound
from roster.kept import Kept
from roster.models import stamps, tenancy
from roster.models.tenancy import EVERYBODY, READ_ONLY, SCOPE, Scope, ScopeError
from roster.words import Sentence

LOCK_WAIT_MILLISECONDS = 5000
IDLE_MILLISECONDS = 60_000  # a frozen process must not hold its locks for ever
POOL_WAIT_SECONDS = 5
MOST_KEPT = 60  # things made from records; a week takes two, those of the Osnabrück size some 2.5 MB with their plans
KEPT = "kept"  # session.info[KEPT]: where a session that only reads finds them


class UnsafeDatabase(RuntimeError):
    """The database cannot keep its promises (durability, foreign keys, erasure) as it is set up.

    The service must not start.
    """


CONTRADICTION = Sentence(
    de="Das widerspricht dem, was schon gespeichert ist. Bitte neu laden, prüfen und noch einmal versuchen.",
    en="This contradicts what is already stored. Please reload, check and try again.",
)
UNREACHABLE = Sentence(
    de="Die Datenbank ist nicht zu erreichen: {why}",
    en="The database cannot be reached: {why}",
)


class ScopedSession(Session):
    """A session that never hands out its bare connection, nor writes past the guards of roster.models.tenancy."""

    def connection(self, *args: Any, **kwargs: Any) -> Connection:
        """Refused: SQL on the bare connection would bypass the organisation's scope."""
        raise ScopeError("a session's bare connection knows no organisation")

    def bulk_save_objects(self, *args: Any, **kwargs: Any) -> None:
        """Refused: it bypasses the guards. Use ``session.execute(insert(Table), rows)``."""
        raise ScopeError("bulk_* methods know no organisation; use session.execute(insert(Table), rows)")

    bulk_insert_mappings = bulk_save_objects
    bulk_update_mappings = bulk_save_objects


@dataclass(frozen=True)
class Store:
    """An open database. Make one per process with ``open_store`` and close it at the end."""

    engine: Engine
    _reader: Engine
    _writer: Engine
    kept: Kept = field(default_factory=lambda: Kept(MOST_KEPT), compare=False)

    @contextmanager
    def reading(self, organisation_id: int) -> Iterator[Session]:
        """One consistent look at an organisation's rows. Writing in it raises ScopeError."""
        with self._session(organisation_id, writing=False) as session:
            yield session

    @contextmanager
    def writing(self, organisation_id: int) -> Iterator[Session]:
        """One transaction on an organisation's rows: commits at the end of the block, rolls back if it raises.

        Raises Busy where another writer holds the lock too long, Conflict where a row changed meanwhile or a
        constraint says no.
        """
        with self._session(organisation_id, writing=True) as session:
            yield session

    @contextmanager
    def across(self, *, writing: bool = False) -> Iterator[Session]:
        """One transaction over all organisations, for sign-in, the worker and operators.

        Name the organisation in every query.
        """
        with self._session(EVERYBODY, writing=writing) as session:
            yield session

    @contextmanager
    def writing_schema(self) -> Iterator[Connection]:
        """One transaction on the bare connection, for migrations: all or nothing, tables included."""
        with self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _session(self, scope: Scope, *, writing: bool) -> Iterator[Session]:
        info: dict[str, Any] = {SCOPE: scope, READ_ONLY: not writing}
        if scope is not EVERYBODY and not writing:  # who writes sees what is not committed, and no stamp tells of it
            info[KEPT] = self.kept
        with _refusals():
            session = ScopedSession(self._writer if writing else self._reader, info=info, expire_on_commit=False)
            with session, session.begin():
                yield session


def open_store(url: str | URL, *, sqlite: types.ModuleType = pysqlite3.dbapi2) -> Store:
    """Open the database at a SQLAlchemy URL, ``sqlite:////path/to/file`` or ``postgresql+psycopg://...``.

    ``sqlite`` is the SQLite library to use. Raises Busy where the database cannot be reached, with its own word why,
    and UnsafeDatabase where it does not take the settings that keep it safe, at once or on any later connection. It
    makes no tables: see roster.migrations.
    """
    url = make_url(url)
    engine = _open_sqlite(url, sqlite) if url.get_backend_name() == "sqlite" else _open_postgres(url)
    event.listen(engine, "before_cursor_execute", tenancy.guard_connection)
    event.listen(engine, "before_cursor_execute", stamps.notice)
    event.listen(engine, "commit", stamps.renew)
    event.listen(engine, "rollback", stamps.forget)
    event.listen(engine.pool, "checkin", tenancy.forget_scope)
    try:
        engine.connect().close()
    except OperationalError as error:
        engine.dispose()
        raise Busy(UNREACHABLE, why=str(error.orig).strip()) from error
    if engine.dialect.name == "sqlite":
        reader, writer = engine, engine.execution_options(roster_writing=True)
    else:
        # A page reads in several statements: they must all see the same published version.
        reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        writer = engine.execution_options(isolation_level="READ COMMITTED")
    return Store(engine, reader, writer)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the database may say to a person's request into refusals; defects stay what they are."""
    try:
        yield
    except StaleDataError as error:
        raise Conflict() from error
    except IntegrityError as error:
        raise Conflict(CONTRADICTION) from error
    except (OperationalError, PoolTimeout) as error:
        raise Busy() from error
    except (DataError, OverflowError, UnicodeEncodeError) as error:
        # A key with a NUL or half a character, a number beyond all rows: no database holds such, so it is not there.
        raise NotFound() from error


# ---- SQLite ---------------------------------------------------------------------------------------------------------


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether several processes may share a write-ahead log in this SQLite release.

    Others can corrupt the database in the WAL-reset race, fixed in 3.51.3 and backported to 3.50.7 and 3.44.6.
    """
    branch, patch = version[:2], version[2]
    return version >= (3, 51, 3) or (branch == (3, 50) and patch >= 7) or (branch == (3, 44) and patch >= 6)


def pragmas(version: tuple[int, ...]) -> dict[str, str | int]:
    """The settings of every connection, as SQLite reports them back. Without a safe WAL: the rollback journal."""
    return {
        "busy_timeout": LOCK_WAIT_MILLISECONDS,
        "journal_mode": "wal" if wal_is_safe(version) else "delete",
        "foreign_keys": 1,
        "synchronous": 2,  # FULL: what was acknowledged survives a power cut
        "secure_delete": 1,  # erased names do not stay in the file
    }


def _open_sqlite(url: URL, sqlite: types.ModuleType) -> Engine:
    if not url.database or url.database == ":memory:":
        raise UnsafeDatabase("SQLite needs a file: memory is lost with the process")
    settings = pragmas(sqlite.sqlite_version_info)
    # isolation_level None: the driver's own implicit BEGIN would start deferred transactions behind our back.
    engine = create_engine(
        url, module=sqlite, connect_args={"isolation_level": None}, pool_timeout=POOL_WAIT_SECONDS, pool_size=20
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        apply_pragmas(connection, settings)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that reads first and writes later fails at once if another wrote between: take the
        # lock now.
        writing = connection.get_execution_options().get("roster_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def apply_pragmas(connection: Any, settings: dict[str, str | int]) -> None:
    """Set up one SQLite connection and read everything back; UnsafeDatabase if SQLite reports anything else."""
    for name, wanted in settings.items():
        connection.execute(f"PRAGMA {name} = {wanted}").close()
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != wanted:
            raise UnsafeDatabase(f"SQLite reports {name} = {found}, but the service needs {wanted}")


# ---- PostgreSQL -----------------------------------------------------------------------------------------------------


def _open_postgres(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,  # after a restart of the server the first request must not fail
        pool_timeout=POOL_WAIT_SECONDS,
        connect_args={
            "connect_timeout": POOL_WAIT_SECONDS,
            "options": f"-c lock_timeout={LOCK_WAIT_MILLISECONDS} -c timezone=UTC "
            f"-c idle_in_transaction_session_timeout={IDLE_MILLISECONDS}",
        },
    )
