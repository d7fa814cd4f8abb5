"""An organisation's stamp is another one after each change of its records, whatever way it was made."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import delete, event, func, insert, select, text, update
from sqlalchemy.orm import Session

from roster.database import Store
from roster.models.accounts import SignInAttempt
from roster.models.base import Base
from roster.models.organisations import Organisation, Role
from roster.models.outbox import enqueue
from roster.models.stamps import OUTSIDE, may_change_records
from roster.models.tenancy import unscoped, within
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from tests.planning.desk import NOW, WEEK, make_desk
from tests.tiny_store import add_organisation

ROLE = {"name": "Lead", "leads": True, "depends_on": None, "certificates": ()}


@pytest.fixture
def two(store: Store) -> tuple[int, int]:
    """Two organisations with a role each."""
    numbers = add_organisation(store, "north"), add_organisation(store, "south")
    for number in numbers:
        with store.writing(number) as session:
            session.add(Role(key="lead", **ROLE))
    return numbers


def stamps(store: Store) -> dict[int, str]:
    with store.across() as session:
        return dict(session.execute(select(Organisation.id, Organisation.stamp)).all())  # type: ignore[arg-type]


def new_ones(store: Store, change: Callable[[], object]) -> set[int]:
    """Whose stamp is another one after the change."""
    before = stamps(store)
    change()
    return {number for number, stamp in stamps(store).items() if stamp != before[number]}


def change_and_fail(store: Store, number: int) -> None:
    with suppress(KeyError), store.writing(number) as session:
        session.execute(delete(Role))
        raise KeyError


def _change_an_object(session: Session) -> None:
    session.scalars(select(Role)).one().name = "Teacher"


def _delete_an_object(session: Session) -> None:
    session.delete(session.scalars(select(Role)).one())


def _rename(session: Session) -> None:
    session.scalars(select(Organisation)).one().name = "New"


CHANGES: dict[str, Callable[[Session], object]] = {
    "an object added": lambda session: session.add(Role(key="new", **ROLE)),
    "an object changed": _change_an_object,
    "an object deleted": _delete_an_object,
    "rows inserted by a statement": lambda session: session.execute(insert(Role), [{"key": "new", **ROLE}]),
    "rows changed by a statement": lambda session: session.execute(update(Role).values(name="Teacher")),
    "rows deleted by a statement": lambda session: session.execute(delete(Role)),
    "the organisation's own row": _rename,
}


@pytest.mark.parametrize("how", CHANGES)
def test_every_way_to_write_gives_that_organisation_a_new_stamp(store: Store, two: tuple[int, int], how: str) -> None:
    def write() -> None:
        with store.writing(two[0]) as session:
            CHANGES[how](session)

    assert new_ones(store, write) == {two[0]}


def test_a_service_wide_writer_gives_everybody_a_new_stamp(store: Store, two: tuple[int, int]) -> None:
    def write() -> None:
        with store.across(writing=True) as session:
            session.execute(update(Role).where(Role.organisation_id == two[0]).values(name="Teacher"))

    assert new_ones(store, write) == set(two)


def test_a_service_wide_writer_narrowed_to_one_organisation_leaves_the_others_theirs(
    store: Store, two: tuple[int, int]
) -> None:
    def write() -> None:
        with store.across(writing=True) as session, within(session, two[1]):
            session.add(Role(key="new", **ROLE))

    assert new_ones(store, write) == {two[1]}


def test_sql_on_the_bare_connection_gives_everybody_a_new_stamp(store: Store, two: tuple[int, int]) -> None:
    def write() -> None:
        with store.writing_schema() as connection, unscoped(connection):
            connection.execute(text("UPDATE role SET name = 'Teacher'"))

    assert new_ones(store, write) == set(two)


def test_what_was_rolled_back_gives_no_new_stamp(store: Store, two: tuple[int, int]) -> None:
    def fail() -> None:
        change_and_fail(store, two[0])

    def read() -> None:
        with store.reading(two[0]) as session:
            session.execute(select(Role)).all()

    assert new_ones(store, fail) | new_ones(store, read) == set()


def test_a_stamp_is_new_even_if_the_same_connection_rolled_back_before(store: Store, two: tuple[int, int]) -> None:
    change_and_fail(store, two[0])

    def write() -> None:
        with store.writing(two[1]) as session:
            session.execute(delete(Role))

    assert new_ones(store, write) == {two[1]}


def test_what_no_week_is_made_from_gives_no_new_stamp(store: Store, two: tuple[int, int]) -> None:
    def write() -> None:
        with store.writing(two[0]) as session:
            enqueue(
                session,
                kind="welcome",
                recipient="anna@school.example",
                subject="Hi",
                body="Hi",
                now=NOW,
                dedupe_key="1",
            )
        with store.across(writing=True) as session:
            session.add(SignInAttempt(subject_hash="x" * 64, at=NOW))

    assert new_ones(store, write) == set()


@pytest.mark.parametrize(
    ("sql", "changes"),
    [
        ("SELECT organisation.id FROM organisation FOR UPDATE", False),
        ("WITH x AS (SELECT role.key FROM role) SELECT x.key FROM x", False),
        ("UPDATE roster_draft SET edition=? WHERE id IN (SELECT id FROM role)", False),
        ("WITH gone AS (DELETE FROM role RETURNING key) SELECT key FROM gone", True),
        ('INSERT INTO "role" ("key") VALUES (?)', True),
        ("insert or replace into role (key) values (?)", True),
        ("MERGE INTO role USING x ON true", True),
        ("TRUNCATE draft_duty, role", True),
        ("  DELETE FROM role", True),
    ],
)
def test_a_statement_counts_as_a_change_unless_it_surely_is_none(sql: str, changes: bool) -> None:
    assert may_change_records(sql) is changes


def test_a_table_that_nobody_thought_of_counts_as_one_of_records() -> None:
    """So a new table must be named to be left out; and no name stays when its table is gone."""
    assert Base.metadata.tables.keys() >= OUTSIDE


def test_no_row_of_records_goes_along_with_a_row_that_gives_no_stamp() -> None:
    """A deletion that the database carries on by itself is seen by nobody but the statement it began with."""
    wrong = {
        (name, constraint.referred_table.name)
        for name, table in Base.metadata.tables.items()
        if name not in OUTSIDE
        for constraint in table.foreign_key_constraints
        if constraint.referred_table.name in OUTSIDE
    }
    assert wrong == set()


def test_whatever_a_frozen_week_is_read_from_gives_a_stamp(store: Store) -> None:
    desk = make_desk(store)
    desk.publish_plan()
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    elsewhere = commitments_elsewhere(store, desk.id, WEEK)
    asked.clear()  # commitments are read anew each time, and are not kept
    with store.reading(desk.id) as session:
        freeze_week(session, WEEK, elsewhere=elsewhere, now=NOW)
    tables = set(re.findall(r'(?:FROM|JOIN)\s+"?(\w+)"?', " ".join(asked)))
    assert len(tables) > 20
    assert tables & OUTSIDE == set()


def test_two_writers_never_leave_the_same_stamp(store: Store, two: tuple[int, int]) -> None:
    seen = set()
    for number in range(20):
        with store.writing(two[0]) as session:
            session.execute(update(Role).values(name=f"Role {number}"))
        seen.add(stamps(store)[two[0]])
    assert len(seen) == 20


def test_a_new_organisation_has_a_stamp_of_its_own(store: Store) -> None:
    add_organisation(store, "north")
    with store.across() as session:
        assert session.scalar(select(func.length(Organisation.stamp))) == 32
