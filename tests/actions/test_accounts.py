"""Signing in: a link works once, for ten minutes, and the database holds nothing that opens a door."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
from sqlalchemy import select, update

from roster.actions import accounts, members
from roster.actions.accounts import (
    LINK_LIFE,
    SESSION_IDLE,
    SESSION_LIFE,
    actor_of_session,
    organisations_of_session,
    redeem_sign_in,
    request_sign_in,
    set_language,
    sign_in_link,
    sign_out,
    sign_out_everywhere,
    switch_organisation,
)
from roster.actions.members import disable_account, grant_role, withdraw_role
from roster.actor import AccountRole, Actor, command_line_actor
from roster.errors import Conflict, Forbidden, Gone, Invalid, NotFound, TooMany
from roster.models.accounts import Account, LoginSession, SignInAttempt, SignInToken
from roster.models.outbox import OutboxMessage
from roster.tokens import SIGN_IN, new_token, token_hash
from tests.actions.north import NOW, North

EMAIL = "lena@north.example"
BASE = "https://roster.example"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def operator(north: North) -> Actor:
    return command_line_actor(north.id, "north")


@pytest.fixture
def lena(north: North, operator: Actor) -> int:
    """The account of a lead of north; gives its number."""
    return grant_role(north.store, operator, EMAIL, AccountRole.LEAD, now=NOW)


def token_of(link: str) -> str:
    return link.rpartition("/")[2]


def link_for(north: North, email: str = EMAIL, *, now: dt.datetime = NOW) -> str:
    return token_of(sign_in_link(north.store, email, base_url=BASE, now=now))


def signed_in(north: North, *, now: dt.datetime = NOW) -> str:
    return redeem_sign_in(north.store, link_for(north, now=now), now=now)


def mails(north: North) -> list[OutboxMessage]:
    with north.store.reading(north.id) as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def ask(north: North, email: str = EMAIL, *, now: dt.datetime = NOW, address: str | None = None) -> None:
    request_sign_in(north.store, email, language="en", base_url=BASE, now=now, address=address)


# ---- links ----------------------------------------------------------------------------------------------------------


def test_a_link_comes_by_mail_and_opens_a_session(north: North, lena: int) -> None:
    ask(north, f"  {EMAIL.upper()} ")
    (mail,) = mails(north)
    found = re.search(rf"{BASE}/sign-in/(\S+)", mail.body)
    assert found is not None
    assert mail.recipient == EMAIL
    actor = actor_of_session(north.store, redeem_sign_in(north.store, found[1], now=NOW), now=NOW)
    assert actor == Actor(lena, north.id, "north", frozenset({AccountRole.LEAD}), None, "de")


def test_an_unknown_address_gets_the_same_silence_and_no_mail(north: North, lena: int) -> None:
    assert ask(north, "nobody@north.example") is ask(north)
    assert len(mails(north)) == 1


@pytest.mark.parametrize("email", ["", "no address", "x" * 5000, "a@b\r\nBcc: c@d", "\udcff@x", "a\0@x"])
def test_nonsense_is_treated_as_an_unknown_address(north: North, lena: int, email: str) -> None:
    ask(north, email)
    assert mails(north) == []


def test_a_link_works_once(north: North, lena: int) -> None:
    token = link_for(north)
    redeem_sign_in(north.store, token, now=NOW)
    with pytest.raises(Gone):
        redeem_sign_in(north.store, token, now=NOW)


def test_of_many_presses_at_once_one_signs_in(north: North, lena: int) -> None:
    token, answers = link_for(north), []

    def press() -> None:
        try:
            answers.append(redeem_sign_in(north.store, token, now=NOW)[:3])
        except Gone:
            answers.append("gone")

    presses = [threading.Thread(target=press) for _ in range(6)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(answers) == ["gone"] * 5 + ["rse"]


@pytest.mark.parametrize(("waited", "works"), [(LINK_LIFE - MINUTE, True), (LINK_LIFE, False)])
def test_a_link_lives_ten_minutes(north: North, lena: int, waited: dt.timedelta, works: bool) -> None:
    token = link_for(north)
    if works:
        assert redeem_sign_in(north.store, token, now=NOW + waited)
    else:
        with pytest.raises(Gone):
            redeem_sign_in(north.store, token, now=NOW + waited)


def test_a_newer_link_makes_the_older_worthless(north: North, lena: int) -> None:
    older, newer = link_for(north), link_for(north)
    with pytest.raises(Gone):
        redeem_sign_in(north.store, older, now=NOW)
    assert redeem_sign_in(north.store, newer, now=NOW)


@pytest.mark.parametrize("token", ["", "x", "rsi_" + "A" * 43, "\udcff", "a" * 10_000])
def test_an_unknown_link_is_gone_like_an_old_one(north: North, lena: int, token: str) -> None:
    with pytest.raises(Gone):
        redeem_sign_in(north.store, token, now=NOW)


def test_a_locked_account_gets_no_link(north: North, lena: int, operator: Actor) -> None:
    token = link_for(north)
    disable_account(north.store, operator, EMAIL, now=NOW)
    ask(north)
    assert mails(north) == []
    with pytest.raises(Gone):
        redeem_sign_in(north.store, token, now=NOW)


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token(SIGN_IN) for _ in range(10_000)}
    assert len(tokens) == 10_000
    assert all(re.fullmatch(r"rsi_[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_the_database_holds_only_hashes(north: North, lena: int) -> None:
    token = link_for(north)
    secret = redeem_sign_in(north.store, token, now=NOW)
    with north.store.across() as session:
        assert session.scalars(select(SignInToken.token_hash)).all() == [token_hash(token)]
        assert session.scalars(select(LoginSession.token_hash)).all() == [token_hash(secret)]


# ---- slowing down ---------------------------------------------------------------------------------------------------


def test_five_links_in_a_quarter_of_an_hour_are_enough(north: North, lena: int) -> None:
    for _ in range(5):
        ask(north)
    with pytest.raises(TooMany):
        ask(north)
    ask(north, now=NOW + 16 * MINUTE)


def test_an_unknown_address_is_slowed_down_alike(north: North, lena: int) -> None:
    for _ in range(5):
        ask(north, "nobody@north.example")
    with pytest.raises(TooMany):
        ask(north, "nobody@north.example")


def test_one_network_address_cannot_ask_for_everybody(north: North, lena: int) -> None:
    for number in range(30):
        ask(north, f"somebody{number}@north.example", address="192.0.2.7")
    with pytest.raises(TooMany):
        ask(north, address="192.0.2.7")
    ask(north, address="192.0.2.8")


def test_guessing_is_slowed_down_and_a_valid_link_still_works(north: North, lena: int) -> None:
    token = link_for(north)
    refusals = []
    for _ in range(25):
        with pytest.raises((Gone, TooMany)) as refused:
            redeem_sign_in(north.store, new_token(SIGN_IN), now=NOW, address="192.0.2.7")
        refusals.append(refused.type)
    assert refusals == [Gone] * 20 + [TooMany] * 5
    assert redeem_sign_in(north.store, token, now=NOW, address="192.0.2.7")


def test_counted_attempts_are_forgotten_after_an_hour(north: North, lena: int) -> None:
    ask(north, address="192.0.2.7")
    ask(north, now=NOW + 2 * accounts.LINK_LIFE * 6)
    with north.store.across() as session:
        assert all(at > NOW for at in session.scalars(select(SignInAttempt.at)))


# ---- sessions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["", "x", "rse_" + "A" * 43, "\udcff"])
def test_an_unknown_secret_is_nobody(north: North, lena: int, secret: str) -> None:
    assert actor_of_session(north.store, secret, now=NOW) is None


def test_signing_in_again_gives_another_secret(north: North, lena: int) -> None:
    assert signed_in(north) != signed_in(north)


def test_an_idle_session_ends(north: North, lena: int) -> None:
    secret = signed_in(north)
    assert actor_of_session(north.store, secret, now=NOW + SESSION_IDLE) is None


def test_a_busy_session_goes_on_until_its_absolute_end(north: North, lena: int) -> None:
    secret, day = signed_in(north), dt.timedelta(days=1)
    for number in range(1, SESSION_LIFE.days):
        assert actor_of_session(north.store, secret, now=NOW + number * day) is not None
    assert actor_of_session(north.store, secret, now=NOW + SESSION_LIFE) is None


def test_the_last_visit_is_not_written_at_every_step(north: North, lena: int) -> None:
    secret = signed_in(north)
    actor_of_session(north.store, secret, now=NOW + MINUTE)
    with north.store.across() as session:
        assert session.scalars(select(LoginSession.last_seen_at)).one() == NOW
    actor_of_session(north.store, secret, now=NOW + 6 * MINUTE)
    with north.store.across() as session:
        assert session.scalars(select(LoginSession.last_seen_at)).one() == NOW + 6 * MINUTE


def test_signing_out_ends_this_session_only(north: North, lena: int) -> None:
    here, there = signed_in(north), signed_in(north)
    sign_out(north.store, here, now=NOW)
    assert actor_of_session(north.store, here, now=NOW) is None
    assert actor_of_session(north.store, there, now=NOW) is not None


def test_signing_out_everywhere_ends_all_sessions_and_links(north: North, lena: int) -> None:
    secrets = [signed_in(north), signed_in(north)]
    token = link_for(north)
    actor = actor_of_session(north.store, secrets[0], now=NOW)
    assert actor is not None
    sign_out_everywhere(north.store, actor, now=NOW)
    assert [actor_of_session(north.store, secret, now=NOW) for secret in secrets] == [None, None]
    with pytest.raises(Gone):
        redeem_sign_in(north.store, token, now=NOW)


def test_a_withdrawn_role_counts_at_the_next_request(north: North, lena: int) -> None:
    secret = signed_in(north)
    withdraw_role(north.store, north.admin, lena, AccountRole.LEAD, now=NOW)
    assert actor_of_session(north.store, secret, now=NOW) is None


def test_a_locked_account_is_out_at_once(north: North, lena: int) -> None:
    secret = signed_in(north)
    with north.store.across(writing=True) as session:
        session.execute(update(Account).values(disabled_at=NOW))
    assert actor_of_session(north.store, secret, now=NOW) is None


def test_one_account_goes_from_organisation_to_organisation(north: North, lena: int) -> None:
    elsewhere = command_line_actor(north.stranger.organisation_id, "south")
    grant_role(north.store, elsewhere, EMAIL, AccountRole.ADMIN, now=NOW)
    secret = signed_in(north)
    assert [one.key for one in organisations_of_session(north.store, secret, now=NOW)] == ["north", "south"]
    switch_organisation(north.store, secret, "south", now=NOW)
    actor = actor_of_session(north.store, secret, now=NOW)
    assert actor is not None
    assert (actor.organisation, actor.roles) == ("south", {AccountRole.ADMIN})


def test_nobody_switches_into_an_organisation_without_a_role(north: North, lena: int) -> None:
    secret = signed_in(north)
    with pytest.raises(NotFound):
        switch_organisation(north.store, secret, "south", now=NOW)


def test_the_language_is_kept_with_the_account(north: North, lena: int) -> None:
    secret = signed_in(north)
    actor = actor_of_session(north.store, secret, now=NOW)
    assert actor is not None
    set_language(north.store, actor, "en", now=NOW)
    again = actor_of_session(north.store, secret, now=NOW)
    assert again is not None
    assert again.language == "en"
    with pytest.raises(Invalid):
        set_language(north.store, actor, "xx", now=NOW)


# ---- roles ----------------------------------------------------------------------------------------------------------


def test_a_volunteers_account_is_that_volunteer(north: North) -> None:
    grant_role(north.store, north.lead, "anna@north.example", AccountRole.VOLUNTEER, volunteer="anna", now=NOW)
    secret = redeem_sign_in(north.store, link_for(north, "anna@north.example"), now=NOW)
    actor = actor_of_session(north.store, secret, now=NOW)
    assert actor is not None
    assert actor.volunteer == "anna"


def test_a_new_member_is_welcomed_once(north: North) -> None:
    for _ in range(2):
        grant_role(north.store, north.admin, EMAIL, AccountRole.LEAD, base_url=BASE, now=NOW)
    assert [mail.kind for mail in mails(north)] == ["welcome"]


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("anna", AccountRole.VOLUNTEER),
        ("anna", AccountRole.LEAD),
        ("lead", AccountRole.LEAD),
        ("lead", AccountRole.ADMIN),
        ("admin", AccountRole.OPERATOR),
    ],
)
def test_nobody_grants_more_than_their_own_say(north: North, who: str, role: AccountRole) -> None:
    volunteer = "jan" if role is AccountRole.VOLUNTEER else None
    with pytest.raises(Forbidden):
        grant_role(north.store, getattr(north, who), EMAIL, role, volunteer=volunteer, now=NOW)


def test_one_volunteer_has_one_account(north: North) -> None:
    grant_role(north.store, north.lead, "one@north.example", AccountRole.VOLUNTEER, volunteer="anna", now=NOW)
    with pytest.raises(Conflict):
        grant_role(north.store, north.lead, "two@north.example", AccountRole.VOLUNTEER, volunteer="anna", now=NOW)


def test_a_volunteer_of_another_organisation_cannot_be_taken(north: North) -> None:
    with pytest.raises(NotFound):
        grant_role(north.store, north.stranger, EMAIL, AccountRole.VOLUNTEER, volunteer="anna", now=NOW)


@pytest.mark.parametrize("email", ["", "lena", "lena@", "a@b@c", "lena@north.example\nx"])
def test_a_role_needs_a_whole_mail_address(north: North, email: str) -> None:
    with pytest.raises(Invalid):
        grant_role(north.store, north.admin, email, AccountRole.LEAD, now=NOW)


def test_the_last_admin_stays(north: North) -> None:
    first = grant_role(north.store, north.admin, "one@north.example", AccountRole.ADMIN, now=NOW)
    with pytest.raises(Conflict):
        withdraw_role(north.store, north.admin, first, AccountRole.ADMIN, now=NOW)
    grant_role(north.store, north.admin, "two@north.example", AccountRole.ADMIN, now=NOW)
    withdraw_role(north.store, north.admin, first, AccountRole.ADMIN, now=NOW)


def test_another_organisation_cannot_withdraw_a_role(north: North, lena: int) -> None:
    with pytest.raises(NotFound):
        withdraw_role(north.store, north.stranger, lena, AccountRole.LEAD, now=NOW)


def test_only_operators_lock_accounts(north: North, lena: int) -> None:
    with pytest.raises(Forbidden):
        members.disable_account(north.store, north.admin, EMAIL, now=NOW)
