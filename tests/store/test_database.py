"""Connections keep the database's promises or are refused; transactions wait, commit wholly or not at all."""

from __future__ import annotations

import datetime as dt
import sqlite3  # noqa: TID251  an affected release, to be refused
import threading
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3
import pytest
from sqlalchemy import func, select

from roster import database
from roster.database import Store, UnsafeDatabase, apply_pragmas, open_store, pragmas, wal_is_safe
from roster.errors import Busy, Conflict, NotFound
from roster.models.accounts import SignInAttempt
from roster.models.organisations import Organisation, Role, Term
from tests.tiny_store import add_organisation, tiny_store

DAY = dt.date(2026, 9, 1)


def a_term(name: str) -> Term:
    return Term(name=name, starts_on=DAY, ends_on=DAY + dt.timedelta(days=90))


def term_names(store: Store, organisation_id: int) -> list[str]:
    with store.reading(organisation_id) as session:
        return list(session.scalars(select(Term.name).order_by(Term.name)))


# ---- SQLite's settings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_only_releases_without_the_wal_race_share_a_write_ahead_log(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def reported(store: Store, setting: str) -> Any:
    with store.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {setting}").scalar_one()


@pytest.mark.parametrize(("setting", "value"), pragmas(pysqlite3.sqlite_version_info).items())
def test_each_connection_reports_the_safe_settings(sqlite_url: str, setting: str, value: object) -> None:
    store = open_store(sqlite_url)
    assert reported(store, setting) == value
    store.close()


def test_the_bundled_sqlite_uses_a_write_ahead_log(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    assert reported(store, "journal_mode") == "wal"
    store.close()


def test_an_affected_sqlite_uses_the_rollback_journal(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    store = open_store(sqlite_url, sqlite=sqlite3)
    assert reported(store, "journal_mode") == "delete"
    store.close()


def test_a_setting_that_does_not_hold_stops_the_start(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "pragmas", lambda version: {**pragmas(version), "page_size": 12345})
    with pytest.raises(UnsafeDatabase, match="page_size"):
        open_store(sqlite_url)


def test_a_connection_that_ignores_settings_is_refused() -> None:
    class Deaf:
        def execute(self, sql: str) -> Any:
            return pysqlite3.connect(":memory:").execute("SELECT 0")

    with pytest.raises(UnsafeDatabase, match="busy_timeout"):
        apply_pragmas(Deaf(), pragmas((3, 53, 4)))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(UnsafeDatabase, match="file"):
        open_store(url)


def test_erased_names_do_not_stay_in_the_file(sqlite_url: str, tmp_path: Path) -> None:
    with tiny_store(sqlite_url) as store:
        number = add_organisation(store)
        with store.writing(number) as session:
            session.add(a_term("Zwetschgenkuchen"))
        with store.writing(number) as session:
            session.delete(session.scalars(select(Term)).one())
    assert b"Zwetschgenkuchen" not in (tmp_path / "roster.sqlite").read_bytes()


def test_erased_names_would_stay_without_the_setting(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "pragmas", lambda version: {**pragmas(version), "secure_delete": 0})
    test_erased_names_stay = test_erased_names_do_not_stay_in_the_file
    with pytest.raises(AssertionError):
        test_erased_names_stay(sqlite_url, tmp_path)


def foreign_lock(path: Path) -> pysqlite3.Connection:
    connection = pysqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_a_writer_waits_for_a_foreign_lock(sqlite_url: str, tmp_path: Path) -> None:
    with tiny_store(sqlite_url) as store:
        number = add_organisation(store)
        other = foreign_lock(tmp_path / "roster.sqlite")
        release = threading.Timer(0.3, other.rollback)
        release.start()
        with store.writing(number) as session:
            session.add(a_term("autumn"))
        release.join()
        other.close()
        assert term_names(store, number) == ["autumn"]


def test_a_lock_that_stays_makes_the_service_busy(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_WAIT_MILLISECONDS", 100)
    with tiny_store(sqlite_url) as store:
        number = add_organisation(store)
        other = foreign_lock(tmp_path / "roster.sqlite")
        with pytest.raises(Busy), store.writing(number) as session:
            session.add(a_term("autumn"))
        other.close()
        assert term_names(store, number) == []


def test_reading_goes_on_while_somebody_writes(sqlite_url: str, tmp_path: Path) -> None:
    with tiny_store(sqlite_url) as store:
        number = add_organisation(store)
        other = foreign_lock(tmp_path / "roster.sqlite")
        assert term_names(store, number) == []
        other.close()


def test_a_database_that_cannot_be_reached_is_told_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Busy, match="cannot be reached: unable to open"):
        open_store(f"sqlite:///{tmp_path / 'missing' / 'roster.sqlite'}")


# ---- transactions, on both databases --------------------------------------------------------------------------------


def test_a_block_that_raises_leaves_nothing_behind(store: Store) -> None:
    number = add_organisation(store)

    def fail_halfway() -> None:
        with store.writing(number) as session:
            session.add(a_term("autumn"))
            session.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_halfway()
    assert term_names(store, number) == []


@pytest.mark.postgresql
@pytest.mark.parametrize("writing", [False, True], ids=["reading", "writing"])
def test_a_server_that_goes_away_in_the_middle_makes_the_service_busy(postgresql_url: str, writing: bool) -> None:
    with tiny_store(postgresql_url) as store:
        number = add_organisation(store)

        def look_twice() -> None:
            with store.across(writing=writing) as session:
                session.scalars(select(Organisation.name)).all()
                end_all_connections(postgresql_url)
                session.scalars(select(Organisation.name)).all()

        with pytest.raises(Busy):
            look_twice()
        assert term_names(store, number) == []


def end_all_connections(url: str) -> None:
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_an_edit_that_somebody_overtook_is_a_conflict(store: Store) -> None:
    number = add_organisation(store)
    with store.reading(number) as session:
        stale = session.get_one(Organisation, number)
        session.expunge(stale)
    with store.writing(number) as session:
        session.get_one(Organisation, number).name = "First"
    stale.name = "Second"
    with pytest.raises(Conflict), store.writing(number) as session:
        session.add(stale)
    with store.reading(number) as session:
        assert session.get_one(Organisation, number).name == "First"


def test_a_broken_constraint_is_a_conflict(store: Store) -> None:
    number = add_organisation(store)
    with pytest.raises(Conflict), store.writing(number) as session:
        session.add_all([a_term("autumn"), a_term("autumn")])
    assert term_names(store, number) == []


def test_a_reader_sees_one_state_however_often_it_asks(store: Store) -> None:
    number = add_organisation(store)
    with store.reading(number) as session:
        before = session.scalar(select(func.count(Term.id)))
        with store.writing(number) as other:
            other.add(a_term("autumn"))
        assert session.scalar(select(func.count(Term.id))) == before
    assert term_names(store, number) == ["autumn"]


def test_eight_writers_lose_nothing(store: Store) -> None:
    number = add_organisation(store)
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for count in range(20):
                with store.writing(number) as session:
                    session.scalar(select(func.count(Term.id)))
                    session.add(a_term(f"{writer}/{count}"))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(term_names(store, number)) == 160


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"), store.across(writing=True) as session:
        session.add(SignInAttempt(subject_hash="0" * 64, at=dt.datetime(2026, 11, 2, 9)))  # noqa: DTZ001


def test_a_moment_comes_back_in_utc(store: Store) -> None:
    there = dt.timezone(dt.timedelta(hours=2))
    with store.across(writing=True) as session:
        session.add(SignInAttempt(subject_hash="0" * 64, at=dt.datetime(2026, 7, 1, 18, 30, tzinfo=there)))
    with store.across() as session:
        assert session.scalars(select(SignInAttempt.at)).one() == dt.datetime(2026, 7, 1, 16, 30, tzinfo=dt.UTC)
        assert session.scalars(select(SignInAttempt.at)).one().utcoffset() == dt.timedelta(0)


def test_a_deleted_organisation_takes_all_its_rows_along(store: Store) -> None:
    number = add_organisation(store)
    with store.writing(number) as session:
        session.add(Role(key="lead", name="Lead", leads=True, depends_on=None, certificates=()))
    with store.across(writing=True) as session:
        session.delete(session.get_one(Organisation, number))
    with store.across() as session:
        assert session.scalar(select(func.count(Role.id))) == 0


@pytest.mark.parametrize("key", ["a\0b", "\udcff", "x" * 10_000, "' OR 1=1 --"])
def test_a_key_that_no_database_holds_is_not_there(store: Store, key: str) -> None:
    number = add_organisation(store)

    def look_up() -> None:
        with store.reading(number) as session:
            if session.scalar(select(Role).where(Role.key == key)) is None:
                raise NotFound

    with pytest.raises(NotFound):
        look_up()


def test_a_number_beyond_all_rows_is_not_there(store: Store) -> None:
    number = add_organisation(store)

    def look_up() -> None:
        with store.reading(number) as session:
            if session.get(Role, 10**30) is None:
                raise NotFound

    with pytest.raises(NotFound):
        look_up()
