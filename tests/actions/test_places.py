"""Sites, rooms and access lists; the organisation's own rules, branches, roles and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from roster.actions import organisations, sites
from roster.actor import AccountRole
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.models.accounts import Membership
from roster.models.audit import AuditEntry
from roster.records import Branch, Closure, Holiday, Organisation, Role, Room, Site, Term
from roster.reports.organisations import organisation_page
from roster.reports.sites import site_page
from tests.actions.north import DAY, NOW, North

BARN = Site(key="barn", name="Scheune")


def test_a_site_is_added_and_changed(north: North) -> None:
    sites.add_site(north.store, north.lead, BARN, now=NOW)
    sites.save_site(north.store, north.lead, replace(BARN, address="Am Bach 1"), version=1, now=NOW)
    assert replace(BARN, address="Am Bach 1") in north.school().sites
    with pytest.raises(Conflict):
        sites.save_site(north.store, north.lead, BARN, version=1, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"latitude": 52.0},
        {"latitude": 91.0, "longitude": 8.0},
        {"open_from": DAY, "open_until": DAY - dt.timedelta(days=1)},
        {"name": ""},
        {"name": "x" * 500},
    ],
)
def test_a_site_that_makes_no_sense_is_refused(north: North, change: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        sites.add_site(north.store, north.lead, replace(BARN, **change), now=NOW)


def test_a_site_in_use_stays(north: North) -> None:
    with pytest.raises(Conflict, match="2"):
        sites.remove_site(north.store, north.admin, "mill", now=NOW)
    sites.remove_site(north.store, north.admin, "ship", now=NOW)
    assert [site.key for site in north.school().sites] == ["mill"]


def test_a_room_in_use_stays(north: North) -> None:
    with pytest.raises(Conflict):
        sites.remove_room(north.store, north.lead, "m1", now=NOW)
    sites.remove_room(north.store, north.lead, "s1", now=NOW)
    assert [room.key for room in north.school().rooms] == ["m1"]


def test_a_room_belongs_to_a_site_that_is_there(north: North) -> None:
    with pytest.raises(NotFound):
        sites.add_room(north.store, north.lead, Room(key="x", site="moon", name="X"), now=NOW)
    sites.add_room(north.store, north.lead, Room(key="m2", site="mill", name="Raum 2", places=8), now=NOW)
    sites.save_room(north.store, north.lead, Room(key="m2", site="mill", name="Raum 2", places=9), version=1, now=NOW)
    assert Room(key="m2", site="mill", name="Raum 2", places=9) in north.school().rooms


def may_enter(north: North, people: list[str], *, shown: list[str]) -> int:
    return sites.set_access(north.store, north.lead, "ship", people, shown=shown, now=NOW).changed


def test_an_access_list_takes_what_was_ticked_and_unticked(north: North) -> None:
    assert may_enter(north, ["anna", "jan"], shown=[]) == 2
    assert may_enter(north, ["jan", "jan"], shown=["anna", "jan"]) == 1
    assert site_page(north.store, north.lead, "ship").access == {"jan"}


def test_two_who_edit_an_access_list_at_once_lose_nothing(north: North) -> None:
    may_enter(north, ["anna"], shown=[])
    may_enter(north, ["jan"], shown=[])
    assert site_page(north.store, north.lead, "ship").access == {"anna", "jan"}


def test_a_second_save_of_the_same_ticks_changes_nothing(north: North) -> None:
    assert [may_enter(north, ["anna"], shown=[]) for _click in range(2)] == [1, 0]


def test_somebody_unknown_is_put_on_no_access_list(north: North) -> None:
    with pytest.raises(NotFound):
        may_enter(north, ["nobody"], shown=[])


# ---- the organisation -----------------------------------------------------------------------------------------------


def test_an_organisation_is_made_once(north: North) -> None:
    with pytest.raises(Conflict, match="north"):
        organisations.create_organisation(north.store, Organisation(key="north", name="Andere"), now=NOW)


def test_without_a_proper_address_for_its_admin_no_organisation_is_made(north: North) -> None:
    west = Organisation(key="west", name="Sprachschule West")
    with pytest.raises(Invalid):
        organisations.create_organisation(north.store, west, admin_email="typo", now=NOW)
    actor = organisations.create_organisation(north.store, west, admin_email="vera@west.example", now=NOW)
    with north.store.reading(actor.organisation_id) as session:
        assert session.scalars(select(Membership.role)).all() == [AccountRole.ADMIN]


def test_a_first_admin_stands_in_the_log_of_the_new_organisation(north: North) -> None:
    west = Organisation(key="west", name="Sprachschule West")
    actor = organisations.create_organisation(north.store, west, admin_email="vera@west.example", now=NOW)
    with north.store.reading(actor.organisation_id) as session:
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    assert actions == ["create_organisation", "grant_role"]


@pytest.mark.parametrize("change", [{"timezone": "Mars/Base"}, {"land": "XX"}, {"history_weeks": 99}, {"name": ""}])
def test_rules_that_make_no_sense_are_refused(north: North, change: dict[str, object]) -> None:
    own = north.school().organisation
    with pytest.raises(Invalid):
        organisations.save_rules(north.store, north.admin, replace(own, **change), version=1, now=NOW)


def test_rules_are_saved_with_their_version(north: North) -> None:
    page = organisation_page(north.store, north.admin)
    wanted = replace(page.organisation, travel_buffer_minutes=10)
    organisations.save_rules(north.store, north.admin, wanted, version=page.version, now=NOW)
    assert north.school().organisation == wanted
    assert north.audited() == [("save_rules", ("travel_buffer_minutes",))]
    with pytest.raises(Conflict):
        organisations.save_rules(north.store, north.admin, page.organisation, version=page.version, now=NOW)


def test_an_organisation_changes_no_other(north: North) -> None:
    own = north.school().organisation
    with pytest.raises(NotFound):
        organisations.save_rules(north.store, north.stranger, own, version=1, now=NOW)


def test_a_branch_in_use_stays(north: North) -> None:
    with pytest.raises(Conflict):
        organisations.remove_branch(north.store, north.admin, "adults", now=NOW)
    organisations.remove_branch(north.store, north.admin, "children", now=NOW)
    organisations.add_branch(north.store, north.admin, Branch(key="cafe", name="Café"), now=NOW)
    organisations.save_branch(north.store, north.admin, Branch(key="cafe", name="Treff"), version=1, now=NOW)
    assert [branch.name for branch in north.school().branches] == ["Erwachsene", "Treff"]


def test_roles_never_depend_in_a_circle(north: North) -> None:
    lead = Role(key="lead", name="Leitung", leads=True, depends_on="helper")
    with pytest.raises(Invalid):
        organisations.save_role(north.store, north.admin, lead, version=1, now=NOW)


def test_a_role_in_use_stays(north: North) -> None:
    with pytest.raises(Conflict):
        organisations.remove_role(north.store, north.admin, "lead", now=NOW)
    organisations.add_role(north.store, north.admin, Role(key="host", name="Empfang"), now=NOW)
    organisations.remove_role(north.store, north.admin, "host", now=NOW)
    assert [role.key for role in north.school().roles] == ["helper", "lead"]


def test_dates_are_noted_and_taken_back(north: North) -> None:
    store, lead = north.store, north.lead
    closed = organisations.add_closure(
        store, lead, Closure(from_day=DAY, until_day=DAY, site="ship", name="Umbau"), now=NOW
    )
    feast = organisations.add_holiday(store, lead, Holiday(name="Fest", from_day=DAY, until_day=DAY), now=NOW)
    term = organisations.add_term(store, lead, Term(name="Herbst", starts_on=DAY, ends_on=DAY), now=NOW)
    page = organisation_page(store, lead)
    assert [(dates.id, dates.record.name) for dates in page.closures] == [(closed, "Umbau")]
    assert [(dates.id, dates.record.name) for dates in page.holidays] == [(feast, "Fest")]
    assert [(dates.id, dates.record.name) for dates in page.terms] == [(term, "Herbst")]
    organisations.remove_closure(store, lead, closed, now=NOW)
    organisations.remove_holiday(store, lead, feast, now=NOW)
    organisations.remove_term(store, lead, term, now=NOW)
    school = north.school()
    assert (school.closures, school.holidays, school.terms) == ((), (), ())


def test_a_closure_ends_after_it_begins(north: North) -> None:
    backwards = Closure(from_day=DAY, until_day=DAY - dt.timedelta(days=1))
    with pytest.raises(Invalid):
        organisations.add_closure(north.store, north.lead, backwards, now=NOW)


def test_a_closure_of_another_organisation_is_not_there(north: North) -> None:
    number = organisations.add_closure(north.store, north.lead, Closure(from_day=DAY, until_day=DAY), now=NOW)
    with pytest.raises(NotFound):
        organisations.remove_closure(north.store, north.stranger, number, now=NOW)


FOR_LEADS: dict[str, Callable[[North], object]] = {
    "add_site": lambda n: sites.add_site(n.store, n.anna, BARN, now=NOW),
    "save_site": lambda n: sites.save_site(n.store, n.anna, BARN, version=1, now=NOW),
    "remove_site": lambda n: sites.remove_site(n.store, n.anna, "ship", now=NOW),
    "add_room": lambda n: sites.add_room(n.store, n.anna, Room(key="x", site="mill", name="X"), now=NOW),
    "remove_room": lambda n: sites.remove_room(n.store, n.anna, "s1", now=NOW),
    "set_access": lambda n: sites.set_access(n.store, n.anna, "ship", ["anna"], shown=[], now=NOW),
    "save_rules": lambda n: organisations.save_rules(
        n.store, n.anna, Organisation(key="north", name="Meine"), version=1, now=NOW
    ),
    "add_branch": lambda n: organisations.add_branch(n.store, n.anna, Branch(key="x", name="X"), now=NOW),
    "add_role": lambda n: organisations.add_role(n.store, n.anna, Role(key="x", name="X"), now=NOW),
    "add_closure": lambda n: organisations.add_closure(n.store, n.anna, Closure(from_day=DAY, until_day=DAY), now=NOW),
    "remove_term": lambda n: organisations.remove_term(n.store, n.anna, 1, now=NOW),
}


@pytest.mark.parametrize("name", FOR_LEADS)
def test_a_volunteer_may_not(north: North, name: str) -> None:
    with pytest.raises(Forbidden):
        FOR_LEADS[name](north)
