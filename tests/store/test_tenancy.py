"""Sessions see the rows of one organisation, and whatever is not decided fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Row, delete, exists, func, insert, literal_column, select, text, union_all, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from roster.actor import AccountRole
from roster.database import Store
from roster.errors import Conflict
from roster.models.accounts import Account, LoginSession, Membership
from roster.models.base import Base, ServiceWide, Tenant
from roster.models.organisations import Branch, Organisation, Role, Site
from roster.models.tenancy import EVERYBODY, SCOPE, Narrowed, ScopeError, within
from tests.tiny_store import add_organisation

ROLE = {"name": "Lead", "leads": True, "depends_on": None, "certificates": ()}
SITE = {
    "address": "",
    "restricted": False,
    "address_in_feeds": False,
    "certificates": (),
    "entry_hint": "",
}


@pytest.fixture
def two(store: Store) -> tuple[int, int]:
    """Two organisations with one role each, "ours" and "theirs"."""
    here, there = add_organisation(store, "north"), add_organisation(store, "south")
    for organisation_id, key in ((here, "ours"), (there, "theirs")):
        with store.writing(organisation_id) as session:
            session.add(Role(key=key, **ROLE))
    return here, there


def role_keys(store: Store) -> dict[int, list[str]]:
    with store.across() as session:
        found: dict[int, list[str]] = {}
        for organisation_id, key in session.execute(select(Role.organisation_id, Role.key).order_by(Role.key)):
            found.setdefault(organisation_id, []).append(key)
    return found


READINGS = {
    "whole rows": select(Role),
    "single columns": select(Role.key),
    "a count": select(func.count()).select_from(Role),
    "an aliased table": select(aliased(Role)),
    "a subquery": select(select(Role.key).subquery()),
    "a common table expression": select(select(Role.key).cte()),
    "a union": union_all(select(Role.key), select(Role.key).where(Role.leads)),
    "a scalar subquery": select(Branch.key, select(func.count(Role.id)).scalar_subquery()),
    "an EXISTS": select(Branch.key).where(exists(select(Role.id).where(Role.key == "theirs"))),
    "a join": select(Role.key).join(Site, Site.key == Role.key),
    "the organisation": select(Organisation.key),
    "an account": select(Account.email),
}


@pytest.mark.parametrize("name", READINGS)
def test_reading_without_an_organisation_fails(store: Store, name: str) -> None:
    with Session(store.engine) as session, pytest.raises(ScopeError, match="no organisation chosen"):
        session.execute(READINGS[name])


def everything_as_text(rows: list[Row[tuple[object, ...]]]) -> str:
    return " ".join(str(getattr(value, "key", value)) for row in rows for value in row)


@pytest.mark.parametrize("name", ["whole rows", "single columns", "an aliased table", "a subquery", "a union"])
@pytest.mark.parametrize("scope", ["own", "everybody"])
def test_reading_shows_another_organisation_only_to_the_control(
    store: Store, two: tuple[int, int], name: str, scope: str
) -> None:
    opened = store.reading(two[0]) if scope == "own" else store.across()
    with opened as session:
        shown = everything_as_text(list(session.execute(READINGS[name])))
    assert "ours" in shown
    assert ("theirs" in shown) == (scope == "everybody")


def test_counting_counts_own_rows_only(store: Store, two: tuple[int, int]) -> None:
    with store.reading(two[0]) as session:
        assert session.execute(READINGS["a count"]).scalar_one() == 1


def test_a_condition_on_another_organisations_row_is_never_met(store: Store, two: tuple[int, int]) -> None:
    with store.writing(two[0]) as session:
        session.add(
            Branch(
                key="adults",
                name="Adults",
                minors=False,
                certificates=(),
                pauses_on_public_holidays=True,
                pauses_in_school_holidays=True,
            )
        )
    with store.reading(two[0]) as session:
        assert session.execute(READINGS["an EXISTS"]).all() == []
        assert session.execute(READINGS["a scalar subquery"]).one()[1] == 1


def test_an_outer_join_narrows_the_joined_table_too(store: Store, two: tuple[int, int]) -> None:
    other = aliased(Role)
    with store.reading(two[0]) as session:
        found = session.execute(select(Role.key, other.key).outerjoin(other, other.leads == Role.leads)).all()
    assert found == [("ours", "ours")]


def test_a_row_of_another_organisation_cannot_be_had_by_its_number(store: Store, two: tuple[int, int]) -> None:
    with store.reading(two[1]) as session:
        number = session.execute(select(Role.id)).scalar_one()
    with store.reading(two[0]) as session:
        assert session.get(Role, number) is None


def test_an_organisation_sees_only_itself(store: Store, two: tuple[int, int]) -> None:
    with store.reading(two[0]) as session:
        assert session.execute(select(Organisation.key)).scalars().all() == ["north"]


REFUSED = {
    "SQL text": text("SELECT 1"),
    "a text condition": select(Role).where(text("1 = 1")),
    "a literal column": select(Role.id, literal_column("(SELECT 1)")),
    "a bare table": select(Base.metadata.tables["role"]),
    "a bare column": select(Base.metadata.tables["role"].c.key),
    "a bare table in a subquery": select(Site.key).where(Site.key.in_(select(Base.metadata.tables["role"].c.key))),
    "a bare insert": insert(Base.metadata.tables["role"]),
    "a service-wide table": select(LoginSession.id),
    "an insert from a select": insert(Role).from_select(["key"], select(Role.key)),
    "an insert of several rows in one clause": insert(Role).values([{"key": "a"}, {"key": "b"}]),
    "an update of the owner": update(Role).values(organisation_id=99),
    "an update of organisations": update(Organisation).values(name="x"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_narrowed_is_refused(store: Store, two: tuple[int, int], name: str) -> None:
    with pytest.raises(ScopeError), store.writing(two[0]) as session:
        session.execute(REFUSED[name])


def test_a_session_hands_out_no_bare_connection(store: Store, two: tuple[int, int]) -> None:
    with store.writing(two[0]) as session, pytest.raises(ScopeError):
        session.connection()


def test_bulk_methods_that_bypass_the_guards_are_refused(store: Store, two: tuple[int, int]) -> None:
    with store.writing(two[0]) as session, pytest.raises(ScopeError):
        session.bulk_insert_mappings(Role, [{"key": "x"}])


def test_an_update_by_numbers_is_refused(store: Store, two: tuple[int, int]) -> None:
    with pytest.raises(ScopeError), store.writing(two[0]) as session:
        session.execute(update(Role), [{"id": 1, "name": "x"}, {"id": 2, "name": "x"}])


def test_an_update_changes_own_rows_only(store: Store, two: tuple[int, int]) -> None:
    with store.writing(two[0]) as session:
        session.execute(update(Role).values(key="changed"))
    assert role_keys(store) == {two[0]: ["changed"], two[1]: ["theirs"]}


def test_a_delete_takes_own_rows_only(store: Store, two: tuple[int, int]) -> None:
    with store.writing(two[0]) as session:
        session.execute(delete(Role))
    assert role_keys(store) == {two[1]: ["theirs"]}


def test_new_rows_get_their_owner(store: Store, two: tuple[int, int]) -> None:
    with store.writing(two[0]) as session:
        session.execute(insert(Role), [{"key": "b", **ROLE, "version": 1}, {"key": "c", **ROLE, "version": 1}])
        session.execute(insert(Role).values(key="d", version=1, **ROLE))
        session.execute(insert(Role), {"key": "e", **ROLE, "version": 1})
    assert role_keys(store)[two[0]] == ["b", "c", "d", "e", "ours"]


def test_an_upsert_gets_its_owner(store: Store, two: tuple[int, int]) -> None:
    dialect = sqlite if store.engine.dialect.name == "sqlite" else postgresql
    row = dialect.insert(Role).values(key="ours", version=1, **ROLE).on_conflict_do_nothing()
    with store.writing(two[0]) as session:
        session.execute(row)
    assert role_keys(store)[two[0]] == ["ours"]


@pytest.mark.parametrize("way", ["object", "list", "values", "single"])
def test_a_row_of_another_organisation_cannot_be_added(store: Store, two: tuple[int, int], way: str) -> None:
    here, there = two
    row = {"key": "smuggled", "organisation_id": there, "version": 1, **ROLE}
    ways: dict[str, Callable[[Session], object]] = {
        "object": lambda session: session.add(Role(**row)),
        "list": lambda session: session.execute(insert(Role), [row]),
        "values": lambda session: session.execute(insert(Role).values(**row)),
        "single": lambda session: session.execute(insert(Role), row),
    }
    with pytest.raises(ScopeError), store.writing(here) as session:
        ways[way](session)
    assert "smuggled" not in str(role_keys(store))


def test_the_control_adds_a_row_of_any_organisation(store: Store, two: tuple[int, int]) -> None:
    with store.across(writing=True) as session:
        session.add(Role(key="allowed", organisation_id=two[1], **ROLE))
    assert role_keys(store)[two[1]] == ["allowed", "theirs"]


@pytest.mark.parametrize("change", ["rename", "delete", "hand over"])
def test_a_row_that_slipped_in_cannot_be_changed(store: Store, two: tuple[int, int], change: str) -> None:
    with store.across() as session:
        theirs = session.execute(select(Role).where(Role.key == "theirs")).scalar_one()
        session.expunge(theirs)
    changes: dict[str, Callable[[Session], object]] = {
        "rename": lambda session: setattr(theirs, "name", "Stolen"),
        "hand over": lambda session: setattr(theirs, "organisation_id", two[0]),
        "delete": lambda session: session.delete(theirs),
    }

    def slip_in() -> None:
        with store.writing(two[0]) as session:
            session.add(theirs)
            changes[change](session)

    with pytest.raises(ScopeError):
        slip_in()
    assert role_keys(store) == {two[0]: ["ours"], two[1]: ["theirs"]}


def test_an_own_row_cannot_be_given_away(store: Store, two: tuple[int, int]) -> None:
    with pytest.raises(ScopeError), store.writing(two[0]) as session:
        session.execute(select(Role)).scalar_one().organisation_id = two[1]


def test_a_reading_session_does_not_write(store: Store, two: tuple[int, int]) -> None:
    def change() -> None:
        with store.reading(two[0]) as session:
            session.execute(select(Role)).scalar_one().name = "Changed"
            session.flush()

    with pytest.raises(ScopeError, match="only reads"):
        change()
    with pytest.raises(ScopeError, match="only reads"), store.reading(two[0]) as session:
        session.execute(delete(Role))


def test_a_service_wide_session_can_be_narrowed_for_a_while(store: Store, two: tuple[int, int]) -> None:
    with store.across(writing=True) as session:
        with within(session, two[1]):
            session.add(Role(key="meanwhile", **ROLE))
            assert session.execute(select(Organisation.key)).scalars().all() == ["south"]
        assert session.info[SCOPE] is EVERYBODY
    assert role_keys(store)[two[1]] == ["meanwhile", "theirs"]


def test_an_organisations_session_cannot_be_narrowed_to_another(store: Store, two: tuple[int, int]) -> None:
    with store.writing(two[0]) as session, pytest.raises(ScopeError), within(session, two[1]):
        pass


@pytest.mark.parametrize("sql", ["SELECT * FROM role", 'SELECT "role".key FROM "role"', "DELETE FROM role"])
def test_raw_sql_on_a_bare_connection_fails(store: Store, two: tuple[int, int], sql: str) -> None:
    with store.engine.connect() as connection, pytest.raises(ScopeError, match="names the table role"):
        connection.exec_driver_sql(sql)


def test_a_connection_forgets_its_organisation_when_the_session_ends(store: Store, two: tuple[int, int]) -> None:
    with store.reading(two[0]) as session:
        session.execute(select(Role)).all()
    with store.engine.connect() as connection, pytest.raises(ScopeError):
        connection.execute(select(Base.metadata.tables["role"]))


def test_references_into_another_organisation_break_a_constraint(store: Store, two: tuple[int, int]) -> None:
    """The last guard: even where our own code fails, the database refuses."""
    with pytest.raises(Conflict) as caught, store.across(writing=True) as session:
        session.add(Role(key="helper", organisation_id=two[0], **{**ROLE, "depends_on": "theirs"}))
    assert "foreign key" in str(caught.value.__cause__).lower()


def test_a_reference_within_the_organisation_is_kept(store: Store, two: tuple[int, int]) -> None:
    with store.writing(two[0]) as session:
        session.add(Role(key="helper", **{**ROLE, "depends_on": "ours"}))
    assert role_keys(store)[two[0]] == ["helper", "ours"]


def test_two_organisations_in_turn_each_see_their_own(store: Store, two: tuple[int, int]) -> None:
    """The condition is cached with its statement; the organisation in it must not be."""
    seen = []
    for organisation_id in (*two, *two):
        with store.reading(organisation_id) as session:
            seen.append(session.execute(select(Organisation.key, Role.key).join_from(Organisation, Role)).one())
    assert [tuple(row) for row in seen] == [("north", "ours"), ("south", "theirs")] * 2


def test_an_organisation_sees_the_accounts_of_its_members_only(store: Store, two: tuple[int, int]) -> None:
    with store.across(writing=True) as session:
        for organisation_id, email in zip(two, ("lena@north.example", "sven@south.example"), strict=True):
            account = Account(email=email, language="de", created_at=dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC))
            session.add(account)
            session.flush()
            session.add(Membership(organisation_id=organisation_id, account_id=account.id, role=AccountRole.LEAD))
    with store.reading(two[0]) as session:
        assert session.execute(select(Account.email)).scalars().all() == ["lena@north.example"]


TABLES = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda table: table.__name__)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_table_says_whose_rows_it_holds(table: type[Base]) -> None:
    assert sum(issubclass(table, kind) for kind in (Tenant, Narrowed, ServiceWide)) == 1
