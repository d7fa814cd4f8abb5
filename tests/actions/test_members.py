"""Admins look after who may sign in: invite again, end sign-ins from afar, always within their own organisation."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from roster.actions.accounts import actor_of_session, redeem_sign_in, sign_in_link, switch_organisation
from roster.actions.members import end_sessions, grant_role, invite_again, withdraw_role
from roster.actor import AccountRole, command_line_actor
from roster.errors import Forbidden, Gone, NotFound
from roster.models.outbox import OutboxMessage
from roster.reports.accounts import AccountLine, accounts_page
from tests.actions.north import NOW, North

BASE = "https://roster.example"
LENA = "lena@north.example"


@pytest.fixture
def lena(north: North) -> int:
    """The account of a lead of north, who leads south too; gives its number."""
    number = grant_role(north.store, command_line_actor(north.id, "north"), LENA, AccountRole.LEAD, now=NOW)
    south = command_line_actor(north.stranger.organisation_id, "south")
    grant_role(north.store, south, LENA, AccountRole.LEAD, now=NOW)
    return number


def link(north: North) -> str:
    return sign_in_link(north.store, LENA, base_url=BASE, now=NOW).rpartition("/")[2]


def signed_in(north: North) -> str:
    return redeem_sign_in(north.store, link(north), now=NOW)


def line(north: North) -> AccountLine:
    (found,) = accounts_page(north.store, north.admin, now=NOW + dt.timedelta(minutes=1)).lines
    return found


def mails(north: North) -> list[str]:
    with north.store.reading(north.id) as session:
        return list(session.scalars(select(OutboxMessage.recipient)))


def test_ended_sign_ins_are_worth_nothing_at_once(north: North, lena: int) -> None:
    secrets = [signed_in(north), signed_in(north)]
    end_sessions(north.store, north.admin, lena, now=NOW)
    assert [actor_of_session(north.store, secret, now=NOW) for secret in secrets] == [None, None]


def test_an_open_link_is_voided_too(north: North, lena: int) -> None:
    open_link = link(north)
    end_sessions(north.store, north.admin, lena, now=NOW)
    with pytest.raises(Gone):
        redeem_sign_in(north.store, open_link, now=NOW)


def test_sign_ins_in_another_organisation_go_on(north: North, lena: int) -> None:
    elsewhere = signed_in(north)
    switch_organisation(north.store, elsewhere, "south", now=NOW)
    end_sessions(north.store, north.admin, lena, now=NOW)
    assert actor_of_session(north.store, elsewhere, now=NOW) is not None


def test_the_page_counts_open_sign_ins_and_says_the_last_visit(north: North, lena: int) -> None:
    assert (line(north).sessions, line(north).last_seen_at) == (0, None)
    signed_in(north)
    assert (line(north).sessions, line(north).last_seen_at) == (1, NOW)
    end_sessions(north.store, north.admin, lena, now=NOW)
    assert (line(north).sessions, line(north).last_seen_at) == (0, NOW)


def test_the_page_tells_who_has_no_account_yet(north: North, lena: int) -> None:
    grant_role(north.store, north.admin, "anna@north.example", AccountRole.VOLUNTEER, volunteer="anna", now=NOW)
    page = accounts_page(north.store, north.admin, now=NOW)
    assert [one.key for one in page.without] == ["jan"]
    assert [one.volunteer.name for one in page.lines if one.volunteer] == ["Anna Beispiel"]


def test_the_last_admins_role_cannot_be_offered_for_taking_away(north: North, lena: int) -> None:
    grant_role(north.store, north.admin, LENA, AccountRole.ADMIN, now=NOW)
    assert line(north).withdrawable == (AccountRole.LEAD,)
    grant_role(north.store, north.admin, "mia@north.example", AccountRole.ADMIN, now=NOW)
    both = accounts_page(north.store, north.admin, now=NOW).lines
    assert all(AccountRole.ADMIN in one.withdrawable for one in both)


def test_an_invitation_goes_out_again_once_a_day(north: North, lena: int) -> None:
    for _ in range(2):
        invite_again(north.store, north.admin, lena, base_url=BASE, now=NOW)
    assert mails(north) == [LENA]
    invite_again(north.store, north.admin, lena, base_url=BASE, now=NOW + dt.timedelta(days=1))
    assert mails(north) == [LENA, LENA]


def test_only_admins_do_this(north: North, lena: int) -> None:
    with pytest.raises(Forbidden):
        end_sessions(north.store, north.lead, lena, now=NOW)
    with pytest.raises(Forbidden):
        invite_again(north.store, north.lead, lena, base_url=BASE, now=NOW)
    with pytest.raises(Forbidden):
        accounts_page(north.store, north.lead, now=NOW)


def test_who_is_no_member_here_is_not_found(north: North, lena: int) -> None:
    withdraw_role(north.store, north.admin, lena, AccountRole.LEAD, now=NOW)
    secret = signed_in(north)
    with pytest.raises(NotFound):
        end_sessions(north.store, north.admin, lena, now=NOW)
    with pytest.raises(NotFound):
        invite_again(north.store, north.admin, lena, base_url=BASE, now=NOW)
    assert actor_of_session(north.store, secret, now=NOW) is not None
