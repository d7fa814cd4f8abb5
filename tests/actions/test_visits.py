"""An operator looks into an organisation: for a reason, for a while, under the eyes of its admins."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from roster.actions.accounts import actor_of_session, redeem_sign_in, sign_in_link, switch_organisation
from roster.actions.members import grant_role, withdraw_role
from roster.actions.visits import LONGEST_REASON, begin_visit, end_visit
from roster.actor import AccountRole, Actor, command_line_actor
from roster.errors import Forbidden, Invalid, NotFound
from roster.models.outbox import OutboxMessage
from roster.reports.accounts import accounts_page
from roster.reports.audit import audit_page
from tests.actions.north import NOW, North

EMAIL, BASE = "olga@service.example", "https://roster.example"
WHY = "Their import of 19 November fails."
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def secret(north: North) -> str:
    """The sign-in of an operator who belongs to the organisation "south"."""
    south = command_line_actor(north.stranger.organisation_id, "south")
    grant_role(north.store, south, EMAIL, AccountRole.OPERATOR, now=NOW)
    link = sign_in_link(north.store, EMAIL, base_url=BASE, now=NOW)
    return redeem_sign_in(north.store, link.rpartition("/")[2], now=NOW)


def olga(north: North, secret: str, *, now: dt.datetime = NOW) -> Actor:
    found = actor_of_session(north.store, secret, now=now)
    assert found is not None
    return found


def visit(north: North, secret: str, *, reason: str = WHY, minutes: int = 30) -> Actor:
    begin_visit(
        north.store, olga(north, secret), secret, "north", reason=reason, minutes=minutes, base_url=BASE, now=NOW
    )
    return olga(north, secret)


def test_a_visit_gives_an_admins_rights_in_that_organisation(north: North, secret: str) -> None:
    there = visit(north, secret)
    assert (there.organisation, there.roles) == ("north", frozenset({AccountRole.ADMIN}))
    assert there.visit_until == NOW + 30 * MINUTE


def test_a_visit_ends_with_its_time_and_leads_back_home(north: North, secret: str) -> None:
    visit(north, secret)
    assert olga(north, secret, now=NOW + 29 * MINUTE).organisation == "north"
    home = olga(north, secret, now=NOW + 30 * MINUTE)
    assert (home.organisation, home.roles) == ("south", frozenset({AccountRole.OPERATOR}))


def test_a_visit_can_be_ended_before_its_time(north: North, secret: str) -> None:
    end_visit(north.store, visit(north, secret), secret, now=NOW + MINUTE)
    assert olga(north, secret, now=NOW + MINUTE).organisation == "south"
    with pytest.raises(NotFound):
        switch_organisation(north.store, secret, "north", now=NOW + MINUTE)


def test_a_visit_ends_with_the_operators_role(north: North, secret: str) -> None:
    there = visit(north, secret)
    south = command_line_actor(north.stranger.organisation_id, "south")
    withdraw_role(north.store, south, there.account_id, AccountRole.OPERATOR, now=NOW)
    assert actor_of_session(north.store, secret, now=NOW) is None


@pytest.mark.parametrize(("reason", "minutes"), [("help", 30), ("x" * (LONGEST_REASON + 1), 30), (WHY, 24 * 60)])
def test_a_visit_needs_a_reason_and_an_end(north: North, secret: str, reason: str, minutes: int) -> None:
    with pytest.raises(Invalid):
        visit(north, secret, reason=reason, minutes=minutes)
    assert olga(north, secret).organisation == "south"


def test_only_operators_visit(north: North, secret: str) -> None:
    for actor in (north.admin, north.lead, north.anna):
        with pytest.raises(Forbidden):
            begin_visit(north.store, actor, secret, "south", reason=WHY, minutes=30, base_url=BASE, now=NOW)


def test_nobody_leads_the_sign_in_of_another_account_anywhere(north: North, secret: str) -> None:
    other = command_line_actor(north.stranger.organisation_id, "south")
    with pytest.raises(NotFound):
        begin_visit(north.store, other, secret, "north", reason=WHY, minutes=30, base_url=BASE, now=NOW)


def test_a_visitor_hands_out_no_role_and_takes_none(north: North, secret: str) -> None:
    there = visit(north, secret)
    with pytest.raises(Forbidden):
        grant_role(north.store, there, EMAIL, AccountRole.ADMIN, now=NOW)
    with pytest.raises(Forbidden):
        withdraw_role(north.store, there, north.lead.account_id, AccountRole.LEAD, now=NOW)


def test_the_admins_read_who_looked_in_and_why(north: North, secret: str) -> None:
    operator = command_line_actor(north.id, "north")
    grant_role(north.store, operator, "ada@north.example", AccountRole.ADMIN, now=NOW)
    end_visit(north.store, visit(north, secret), secret, now=NOW + MINUTE)
    page = audit_page(north.store, north.admin)
    [seen] = page.visits
    assert (seen.who, seen.reason, seen.began_at, seen.until) == (EMAIL, WHY, NOW, NOW + MINUTE)
    assert [(line.action, line.who) for line in page.lines][:2] == [("end_visit", EMAIL), ("begin_visit", EMAIL)]
    with north.store.reading(north.id) as session:
        [mail] = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "operator_visit"))
    assert mail.recipient == "ada@north.example"
    assert WHY in mail.body
    assert "10:30" in mail.body  # 9:30 in UTC
    assert EMAIL not in [line.email for line in accounts_page(north.store, north.admin, now=NOW).lines]


def test_the_other_organisation_reads_nothing_of_it(north: North, secret: str) -> None:
    visit(north, secret)
    assert audit_page(north.store, north.stranger).visits == ()
