"""Imports show what they would do, do exactly that, all or nothing, and only for those who may (checks 36 and 39)."""

from __future__ import annotations

import datetime as dt
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from roster.actions.audit import first_broken_link
from roster.actions.imports import apply_import, export_file, export_school, import_folder, preview_import
from roster.actor import AccountRole, Actor
from roster.database import Store, open_store
from roster.errors import Conflict, Forbidden, Invalid
from roster.models.audit import AuditEntry
from roster.models.school_records import read_school
from roster.records import School, Volunteer
from roster.spreadsheets import compare, read_tables, tables_file, write_tables
from tests.tiny_store import add_organisation, an_actor

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SMALL = read_tables(ROOT / "sample_data" / "small").schools[0]
CONTENT = tables_file([SMALL], "zip", "de")
ANOTHER = replace(
    SMALL,
    volunteers=(
        replace(SMALL.volunteers[0], last_name="Umbenannt"),
        *SMALL.volunteers[1:],
        *(Volunteer(key=f"new-{number}", first_name="New", last_name=str(number)) for number in range(50)),
    ),
    pairs=(),
)


@pytest.fixture
def sqlite_file(sqlite_tables: Path, tmp_path: Path) -> str:
    """The URL of an SQLite file with empty tables."""
    return f"sqlite:///{shutil.copy(sqlite_tables, tmp_path / 'school.sqlite')}"


@pytest.fixture
def sqlite_store(sqlite_file: str) -> Iterator[Store]:
    """A store for what does not depend on the kind of database."""
    with opened(sqlite_file) as store:
        yield store


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """A store on a database that has its tables, closed at the end."""
    store = open_store(url)
    yield store
    store.close()


def admin_in(store: Store) -> Actor:
    return an_actor(add_organisation(store, "beispiel"), AccountRole.ADMIN, organisation="beispiel")


def stored(store: Store, actor: Actor) -> School:
    with store.reading(actor.organisation_id) as session:
        return read_school(session)


def applied(store: Store, actor: Actor, content: bytes, name: str = "tables.zip") -> None:
    shown = preview_import(store, actor, name, content, now=NOW).preview
    assert shown is not None
    apply_import(store, actor, name, content, shown.fingerprint, now=NOW)


def test_what_is_applied_is_what_the_preview_showed(store: Store) -> None:
    admin = admin_in(store)
    shown = preview_import(store, admin, "tables.zip", CONTENT, now=NOW)
    assert shown.faults == ()
    assert shown.preview is not None
    done = apply_import(store, admin, "tables.zip", CONTENT, shown.preview.fingerprint, now=NOW)
    assert done == shown.preview
    assert compare(stored(store, admin), SMALL).is_empty


def test_a_preview_changes_nothing(store: Store) -> None:
    admin = admin_in(store)
    before = stored(store, admin)
    preview_import(store, admin, "tables.zip", CONTENT, now=NOW)
    assert stored(store, admin) == before


def test_the_same_file_again_changes_nothing_and_leaves_no_trace(store: Store) -> None:
    admin = admin_in(store)
    applied(store, admin, CONTENT)
    again = preview_import(store, admin, "tables.zip", CONTENT, now=NOW).preview
    assert again is not None
    assert again.is_empty


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_an_export_imported_again_changes_nothing(store: Store, form: str) -> None:
    admin = admin_in(store)
    applied(store, admin, CONTENT)
    shown = preview_import(store, admin, f"export.{form}", export_file(store, admin, form), now=NOW)
    assert shown.faults == ()
    assert shown.preview is not None
    assert shown.preview.is_empty


def test_one_table_alone_leaves_the_others_as_they_are(sqlite_store: Store) -> None:
    admin = admin_in(sqlite_store)
    applied(sqlite_store, admin, CONTENT)
    applied(sqlite_store, admin, b"first;second;kind\nanna;greta;apart\n", "pairs.csv")
    after = stored(sqlite_store, admin)
    assert [(pair.first, pair.second) for pair in after.pairs] == [("anna", "greta")]
    assert compare(after, replace(SMALL, pairs=after.pairs)).is_empty


def test_a_file_with_faults_shows_all_of_them_and_is_not_applied(sqlite_store: Store) -> None:
    admin = admin_in(sqlite_store)
    before = stored(sqlite_store, admin)
    content = b"key;first_name;last_name;newcomer\nanna;Anna;A;perhaps\nanna;;B;no\n"
    assert len(preview_import(sqlite_store, admin, "volunteers.csv", content, now=NOW).faults) == 2
    with pytest.raises(Invalid) as refusal:
        apply_import(sqlite_store, admin, "volunteers.csv", content, "any", now=NOW)
    assert len(refusal.value.faults) == 2
    assert stored(sqlite_store, admin) == before


def test_an_apply_after_somebody_elses_change_is_refused(sqlite_store: Store) -> None:
    admin = admin_in(sqlite_store)
    shown = preview_import(sqlite_store, admin, "tables.zip", CONTENT, now=NOW).preview
    assert shown is not None
    applied(sqlite_store, admin, b"key;name\nelsewhere;Elsewhere\n", "sites.csv")
    before = stored(sqlite_store, admin)
    with pytest.raises(Conflict, match="since the preview"):
        apply_import(sqlite_store, admin, "tables.zip", CONTENT, shown.fingerprint, now=NOW)
    assert stored(sqlite_store, admin) == before


def test_another_file_than_the_one_shown_is_refused(sqlite_store: Store) -> None:
    admin = admin_in(sqlite_store)
    shown = preview_import(sqlite_store, admin, "tables.zip", CONTENT, now=NOW).preview
    assert shown is not None
    with pytest.raises(Conflict):
        apply_import(sqlite_store, admin, "tables.zip", tables_file([ANOTHER], "zip"), shown.fingerprint, now=NOW)


def test_another_organisations_tables_are_refused(sqlite_store: Store) -> None:
    admin = admin_in(sqlite_store)
    south = replace(SMALL, organisation=replace(SMALL.organisation, key="south"))
    for schools in ([south], [SMALL, south]):
        faults = preview_import(sqlite_store, admin, "tables.zip", tables_file(schools, "zip"), now=NOW).faults
        assert [fault.text("en").partition("only your own")[1] for fault in faults] == ["only your own"]


@pytest.mark.parametrize("role", [AccountRole.VOLUNTEER, AccountRole.LEAD, AccountRole.OPERATOR])
def test_only_admins_import_and_export(sqlite_store: Store, role: AccountRole) -> None:
    somebody = an_actor(add_organisation(sqlite_store, "beispiel"), role, organisation="beispiel")
    with pytest.raises(Forbidden):
        preview_import(sqlite_store, somebody, "tables.zip", CONTENT, now=NOW)
    with pytest.raises(Forbidden):
        apply_import(sqlite_store, somebody, "tables.zip", CONTENT, "any", now=NOW)
    with pytest.raises(Forbidden):
        export_school(sqlite_store, somebody)


def test_an_import_stands_in_the_audit_log_by_its_tables(sqlite_store: Store) -> None:
    admin = admin_in(sqlite_store)
    applied(sqlite_store, admin, b"key;name\nelsewhere;Elsewhere\n", "sites.csv")
    with sqlite_store.reading(admin.organisation_id) as session:
        entries = session.execute(select(AuditEntry)).scalars().all()
        assert [(entry.action, entry.fields) for entry in entries] == [("apply_import", ("sites",))]
        assert first_broken_link(session) is None


# Folders of several organisations.


def test_a_folder_brings_in_every_organisation_and_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    south = replace(SMALL, organisation=replace(SMALL.organisation, key="south"))
    write_tables([SMALL, south], tmp_path)
    for _ in range(2):
        assert [school.organisation.key for school in import_folder(store, tmp_path, now=NOW)] == ["beispiel", "south"]


def test_a_folder_with_a_fault_brings_in_nobody(sqlite_store: Store, tmp_path: Path) -> None:
    write_tables([SMALL], tmp_path)
    (tmp_path / "pairs.csv").write_text("first;second;kind\nanna;nobody;apart\n")
    with pytest.raises(Invalid):
        import_folder(sqlite_store, tmp_path, now=NOW)
    assert add_organisation(sqlite_store, "beispiel") == 1


# All or nothing.


class Broken(RuntimeError):
    """Stands for whatever may go wrong between two statements."""


def broken_at(store: Store, number: int) -> Callable[[], None]:
    """Make the store fail at its n-th statement that writes; gives what undoes it."""
    counted = iter(range(number + 1))

    def count(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and next(counted, None) == number:
            raise Broken

    event.listen(store.engine, "before_cursor_execute", count)
    return lambda: event.remove(store.engine, "before_cursor_execute", count)


def test_a_failure_at_any_writing_statement_changes_nothing(sqlite_store: Store) -> None:
    admin = admin_in(sqlite_store)
    applied(sqlite_store, admin, CONTENT)
    before = stored(sqlite_store, admin)
    content = tables_file([ANOTHER], "zip")
    failures = 0
    while True:
        restore = broken_at(sqlite_store, failures)
        try:
            applied(sqlite_store, admin, content)
        except Broken:
            failures += 1
            assert stored(sqlite_store, admin) == before
        else:
            break
        finally:
            restore()
    assert failures > 3  # a positive control: there was something to break, and at last nothing did
    assert compare(stored(sqlite_store, admin), ANOTHER).is_empty


KILLED_AT = """
import datetime as dt, os, signal, sys
from pathlib import Path
from sqlalchemy import event, select
from roster.actions.imports import apply_import, preview_import
from roster.actor import AccountRole, Actor
from roster.database import open_store

url, content, number = sys.argv[1], Path(sys.argv[2]).read_bytes(), int(sys.argv[3])
store = open_store(url)
actor = Actor(7, 1, "beispiel", frozenset({AccountRole.ADMIN}))
seen = 0

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def count(conn, cursor, statement, *rest):
    global seen
    if statement.startswith(("INSERT", "UPDATE", "DELETE")):
        seen += 1
        if seen == number:
            die()

event.listen(store.engine, "after_cursor_execute", count)
if number == 0:
    event.listen(store.engine, "commit", lambda conn: seen and die())
given, now = (store, actor, "tables.zip", content), dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
apply_import(*given, preview_import(*given, now=now).preview.fingerprint, now=now)
"""


def import_in_a_process(url: str, content: Path, number: int) -> subprocess.CompletedProcess[bytes]:
    """Import in a process of its own that kills itself after its n-th write (0 = just before the commit)."""
    return subprocess.run([sys.executable, "-c", KILLED_AT, url, str(content), str(number)], cwd=ROOT, check=False)


@pytest.mark.parametrize("number", [1, 3, 5, 0], ids=["first write", "third write", "fifth write", "before commit"])
def test_a_killed_import_leaves_what_was_there(sqlite_file: str, tmp_path: Path, number: int) -> None:
    content = tmp_path / "another.zip"
    content.write_bytes(tables_file([ANOTHER], "zip"))
    with opened(sqlite_file) as store:
        admin = admin_in(store)
        applied(store, admin, CONTENT)
        before = stored(store, admin)
    ended = import_in_a_process(sqlite_file, content, number)
    assert ended.returncode == -signal.SIGKILL
    with opened(sqlite_file) as store:
        assert stored(store, admin) == before


def test_control_an_import_that_nobody_kills_arrives(sqlite_file: str, tmp_path: Path) -> None:
    content = tmp_path / "another.zip"
    content.write_bytes(tables_file([ANOTHER], "zip"))
    with opened(sqlite_file) as store:
        admin = admin_in(store)
        applied(store, admin, CONTENT)
    ended = import_in_a_process(sqlite_file, content, 100_000)
    assert ended.returncode == 0
    with opened(sqlite_file) as store:
        assert compare(stored(store, admin), ANOTHER).is_empty
