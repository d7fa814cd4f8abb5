"""The audit log only grows, and a change in it shows."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from sqlalchemy import delete, select, text, update

from roster.actions.audit import first_broken_link, record
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.audit import AppendOnly, AuditEntry
from roster.models.tenancy import unscoped
from tests.tiny_store import add_organisation, an_actor

NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def actor(store: Store) -> Actor:
    return an_actor(add_organisation(store), AccountRole.LEAD)


def write(store: Store, actor: Actor, *subjects: str) -> None:
    with store.writing(actor.organisation_id) as session:
        for subject in subjects:
            record(session, actor, "save_volunteer", subject, fields=["phone", "email"], now=NOW)


def broken(store: Store, actor: Actor) -> int | None:
    with store.reading(actor.organisation_id) as session:
        return first_broken_link(session)


def tamper(store: Store, sql: str) -> None:
    with store.writing_schema() as connection, unscoped(connection):
        connection.execute(text(sql))


def test_entries_are_numbered_and_chained(store: Store, actor: Actor) -> None:
    write(store, actor, "volunteer/1", "volunteer/2")
    with store.reading(actor.organisation_id) as session:
        first, second = session.scalars(select(AuditEntry).order_by(AuditEntry.number))
    assert (first.number, second.number, second.previous_hash) == (1, 2, first.hash)
    assert first.fields == ("email", "phone")
    assert broken(store, actor) is None


def test_each_organisation_has_its_own_chain(store: Store, actor: Actor) -> None:
    other = an_actor(add_organisation(store, "south"), AccountRole.LEAD)
    write(store, actor, "volunteer/1")
    write(store, other, "volunteer/2")
    assert broken(store, actor) is None
    assert broken(store, other) is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET account_id = 99 WHERE number = 2",
        "UPDATE audit_entry SET fields = '[]' WHERE number = 2",
        "UPDATE audit_entry SET subject = 'volunteer/9' WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = 2",
    ],
)
def test_a_change_behind_our_back_shows(store: Store, actor: Actor, sql: str) -> None:
    write(store, actor, "volunteer/1", "volunteer/2", "volunteer/3")
    tamper(store, sql)
    assert broken(store, actor) == 2


def test_our_own_code_cannot_change_an_entry(store: Store, actor: Actor) -> None:
    write(store, actor, "volunteer/1")
    with pytest.raises(AppendOnly), store.writing(actor.organisation_id) as session:
        session.scalars(select(AuditEntry)).one().action = "nothing"
    with pytest.raises(AppendOnly), store.writing(actor.organisation_id) as session:
        session.delete(session.scalars(select(AuditEntry)).one())
    for statement in (update(AuditEntry).values(action="nothing"), delete(AuditEntry)):
        with pytest.raises(AppendOnly), store.writing(actor.organisation_id) as session:
            session.execute(statement)


def test_writers_at_once_make_one_chain(store: Store, actor: Actor) -> None:
    threads = [threading.Thread(target=write, args=(store, actor, f"volunteer/{n}", f"site/{n}")) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken(store, actor) is None
    with store.reading(actor.organisation_id) as session:
        assert len(session.scalars(select(AuditEntry.id)).all()) == 12
