"""Every database comes to the newest tables, back and forth, and half work is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import inspect

from roster.database import Store, open_store
from roster.errors import WrongSchema
from roster.migrations import differences, downgrade, newest_revision, require_newest, revision_of, upgrade
from roster.models.base import Base
from roster.models.organisations import Organisation
from roster.models.tenancy import unscoped
from tests.tiny_store import add_organisation


@pytest.fixture
def empty(database_url: str) -> Iterator[Store]:
    store = open_store(database_url)
    yield store
    store.close()


def tables(store: Store) -> set[str]:
    return set(inspect(store.engine).get_table_names())


def test_the_migrated_tables_are_those_of_the_models(empty: Store) -> None:
    upgrade(empty)
    assert differences(empty) == []


def test_the_comparison_notices_a_missing_table(empty: Store) -> None:
    upgrade(empty)
    with empty.writing_schema() as connection, unscoped(connection):
        Base.metadata.tables["term"].drop(connection)
    assert [change[0] for change in differences(empty)] == ["add_table", "add_index"]


def test_up_down_up_leaves_the_newest_tables(empty: Store) -> None:
    upgrade(empty)
    downgrade(empty, "base")
    assert tables(empty) == {"alembic_version"}
    upgrade(empty)
    assert revision_of(empty) == newest_revision()
    assert differences(empty) == []


def test_upgrading_twice_keeps_the_rows(empty: Store) -> None:
    upgrade(empty)
    number = add_organisation(empty, "north")
    upgrade(empty)
    with empty.reading(number) as session:
        assert session.get_one(Organisation, number).key == "north"


def test_an_empty_database_must_be_upgraded_first(empty: Store) -> None:
    with pytest.raises(WrongSchema, match="roster db upgrade"):
        require_newest(empty)
    upgrade(empty)
    require_newest(empty)


def test_tables_without_a_revision_are_half_work(empty: Store) -> None:
    with empty.writing_schema() as connection, unscoped(connection):
        Base.metadata.tables["organisation"].create(connection)
    with pytest.raises(WrongSchema, match="without a revision"):
        upgrade(empty)


def test_a_migration_that_fails_leaves_nothing_behind(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import alembic.op

    create, made = alembic.op.create_table, []

    def create_ten(name: str, *columns: object, **options: object) -> object:
        made.append(name)
        if len(made) == 10:
            raise KeyboardInterrupt
        return create(name, *columns, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(alembic.op, "create_table", create_ten)
    with pytest.raises(KeyboardInterrupt):
        upgrade(empty)
    assert tables(empty) == set()


def test_every_constraint_has_a_name(empty: Store) -> None:
    upgrade(empty)
    with empty.engine.connect() as connection, unscoped(connection):
        looked_at = inspect(connection)
        unnamed = [
            (table, constraint)
            for table in tables(empty) - {"alembic_version"}
            for constraint in (
                looked_at.get_pk_constraint(table),
                *looked_at.get_foreign_keys(table),
                *looked_at.get_unique_constraints(table),
                *looked_at.get_check_constraints(table),
            )
            if not constraint["name"]
        ]
    assert unnamed == []
