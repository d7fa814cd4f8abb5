"""Signing in without a password: a link by mail opens one session, once, within ten minutes. And what sessions can do.

None of these functions tells whether an address is known. Only SHA-256 hashes of links and sessions are stored.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.throttle import (
    LINKS_PER_MAIL_ADDRESS,
    LINKS_PER_NETWORK_ADDRESS,
    WRONG_LINKS_PER_NETWORK_ADDRESS,
    count_attempt,
)
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Gone, Invalid, NotFound
from roster.models.accounts import Account, LoginSession, Membership, OperatorVisit, SignInToken, visit_until
from roster.models.organisations import Organisation
from roster.models.outbox import enqueue
from roster.models.tenancy import within
from roster.tokens import SESSION, SIGN_IN, new_token, token_hash
from roster.words import LANGUAGES, Sentence

LINK_LIFE = dt.timedelta(minutes=10)
SESSION_IDLE = dt.timedelta(days=14)
SESSION_LIFE = dt.timedelta(days=60)
SEEN_EVERY = dt.timedelta(minutes=5)  # a session's last visit is written no more often than that

SUBJECT = Sentence(de="Anmelden bei {organisation}", en="Sign in to {organisation}")
BODY = Sentence(
    de=(
        "Guten Tag,\n\nmit diesem Link melden Sie sich bei {organisation} an:\n\n{link}\n\n"
        "Er gilt {minutes} Minuten und nur einmal. Wenn Sie ihn nicht angefordert haben, ist nichts zu tun.\n"
    ),
    en=(
        "Hello,\n\nwith this link you sign in to {organisation}:\n\n{link}\n\n"
        "It is valid for {minutes} minutes and only once. If you did not ask for it, there is nothing to do.\n"
    ),
)
UNKNOWN_LANGUAGE = Sentence(
    de="Diese Sprache gibt es hier nicht. Bitte Deutsch oder Englisch wählen.",
    en="This language is not available here. Please choose German or English.",
)


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """An organisation that an account may switch to."""

    id: int
    key: str
    name: str


def mail_key(email: str) -> str:
    """A mail address as accounts are found by: without blanks around it, in lower case, storable whatever was typed."""
    return email.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip().lower()


# ---- links ----------------------------------------------------------------------------------------------------------


def request_sign_in(
    store: Store, email: str, *, language: str, base_url: str, now: dt.datetime, address: str | None = None
) -> None:
    """Send a sign-in link to a mail address, if an account has it; the answer is the same if none has.

    ``language`` is that of the asking page, ``base_url`` the configured one and never taken from a request,
    ``address`` the asking network address (None = not known, not counted). A newer link makes older ones worthless.
    Raises TooMany for too many requests.
    """
    email = mail_key(email)
    with store.across(writing=True) as session:
        count_attempt(session, LINKS_PER_MAIL_ADDRESS, email, now=now)
        if address is not None:
            count_attempt(session, LINKS_PER_NETWORK_ADDRESS, address, now=now)
        account = session.scalar(select(Account).where(Account.email == email, Account.disabled_at.is_(None)))
        home = home_of(session, account.id) if account else None
        if account is None or home is None:
            return
        link = f"{base_url}/sign-in/{_new_link(session, account.id, home.id, now=now)}"
        with within(session, home.id):
            enqueue(
                session,
                kind="sign_in",
                recipient=account.email,
                subject=SUBJECT.text(language, organisation=home.name),
                body=BODY.text(language, organisation=home.name, link=link, minutes=LINK_LIFE.seconds // 60),
                now=now,
                dedupe_key=f"sign_in/{token_hash(link)}",
                expires_at=now + LINK_LIFE,
            )


def sign_in_link(store: Store, email: str, *, base_url: str, now: dt.datetime) -> str:
    """A sign-in link for the person at the machine's own command line, without mail.

    Raises NotFound for an unknown address.
    """
    with store.across(writing=True) as session:
        account = session.scalar(select(Account).where(Account.email == mail_key(email), Account.disabled_at.is_(None)))
        home = home_of(session, account.id) if account else None
        if account is None or home is None:
            raise NotFound()
        return f"{base_url}/sign-in/{_new_link(session, account.id, home.id, now=now)}"


def redeem_sign_in(store: Store, token: str, *, now: dt.datetime, address: str | None = None) -> str:
    """Use a link up and open a session; gives the session's secret, for a cookie.

    Raises Gone for a used, old, replaced or unknown link, and TooMany instead once a network address tried too many
    wrong ones; a valid link works all the same.
    """
    with store.across(writing=True) as session:
        secret = _redeem(session, token, now=now)
    if secret is not None:
        return secret
    if address is not None:
        with store.across(writing=True) as session:
            count_attempt(session, WRONG_LINKS_PER_NETWORK_ADDRESS, address, now=now)
    raise Gone()


def _new_link(session: Session, account_id: int, organisation_id: int, *, now: dt.datetime) -> str:
    older = update(SignInToken).where(SignInToken.account_id == account_id, SignInToken.used_at.is_(None))
    session.execute(older.values(used_at=now))
    token = new_token(SIGN_IN)
    session.add(
        SignInToken(
            account_id=account_id,
            organisation_id=organisation_id,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + LINK_LIFE,
        )
    )
    return token


def _redeem(session: Session, token: str, *, now: dt.datetime) -> str | None:
    found = session.scalar(select(SignInToken).where(SignInToken.token_hash == token_hash(token)).with_for_update())
    if found is None or found.used_at is not None or found.expires_at <= now:
        return None
    account = session.get_one(Account, found.account_id)
    if account.disabled_at is not None or not _roles(session, account.id, found.organisation_id):
        return None
    found.used_at = now
    secret = new_token(SESSION)
    session.add(
        LoginSession(
            account_id=account.id,
            organisation_id=found.organisation_id,
            token_hash=token_hash(secret),
            created_at=now,
            last_seen_at=now,
            ends_at=now + SESSION_LIFE,
        )
    )
    return secret


# ---- sessions -------------------------------------------------------------------------------------------------------


def actor_of_session(store: Store, secret: str, *, now: dt.datetime) -> Actor | None:
    """Who stands behind a session right now, with today's roles.

    None if the session ended or expired, or its account is locked or lost its roles in that organisation. An operator
    whose visit is over goes on in the organisation that their account joined first.
    """
    with store.across() as session:
        login = _open_login(session, secret, now=now)
        actor = _actor(session, login, now=now) if login else None
        stale = login is not None and login.last_seen_at <= now - SEEN_EVERY
    if login is not None and actor is None:
        with store.across(writing=True) as session:
            actor = _back_home(session, secret, now=now)
    if actor is not None and stale:
        with store.across(writing=True) as session:
            seen = update(LoginSession).where(LoginSession.token_hash == token_hash(secret))
            session.execute(seen.values(last_seen_at=now))
    return actor


def organisations_of_session(store: Store, secret: str, *, now: dt.datetime) -> tuple[OwnOrganisation, ...]:
    """The organisations that the session's account has a role in, by name; empty for a session that is over."""
    with store.across() as session:
        login = _open_login(session, secret, now=now)
        return _own_organisations(session, login.account_id) if login else ()


def switch_organisation(store: Store, secret: str, organisation: str, *, now: dt.datetime) -> None:
    """Go on in another organisation of the same account. Raises NotFound where the account has no role in it."""
    with store.across(writing=True) as session:
        login = _open_login(session, secret, now=now)
        there = {one.key: one.id for one in _own_organisations(session, login.account_id)} if login else {}
        if login is None or organisation not in there:
            raise NotFound()
        login.organisation_id = there[organisation]


def sign_out(store: Store, secret: str, *, now: dt.datetime) -> None:
    """End a session; ending one that is over changes nothing."""
    with store.across(writing=True) as session:
        ending = update(LoginSession).where(LoginSession.token_hash == token_hash(secret))
        session.execute(ending.where(LoginSession.ended_at.is_(None)).values(ended_at=now))


def sign_out_everywhere(store: Store, actor: Actor, *, now: dt.datetime) -> None:
    """End all sessions of the actor's account and void its open links."""
    with store.across(writing=True) as session:
        end_all_sessions(session, actor.account_id, now=now)
        with within(session, actor.organisation_id):
            record(session, actor, "sign_out_everywhere", f"account/{actor.account_id}", now=now)


def end_all_sessions(session: Session, account_id: int, *, now: dt.datetime) -> None:
    """In a service-wide session: end what an account has open, links included."""
    open_logins = update(LoginSession).where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
    session.execute(open_logins.values(ended_at=now))
    open_links = update(SignInToken).where(SignInToken.account_id == account_id, SignInToken.used_at.is_(None))
    session.execute(open_links.values(used_at=now))


def set_language(store: Store, actor: Actor, language: str, *, now: dt.datetime) -> None:
    """Speak another language to the actor's account from now on. Raises Invalid for one that is not there."""
    if language not in LANGUAGES:
        raise Invalid(UNKNOWN_LANGUAGE)
    with store.across(writing=True) as session:
        session.execute(update(Account).where(Account.id == actor.account_id).values(language=language))
        with within(session, actor.organisation_id):
            record(session, actor, "set_language", f"account/{actor.account_id}", fields=["language"], now=now)


def _open_login(session: Session, secret: str, *, now: dt.datetime) -> LoginSession | None:
    login = session.scalar(select(LoginSession).where(LoginSession.token_hash == token_hash(secret)))
    if login is None or login.ended_at is not None or login.ends_at <= now or login.last_seen_at <= now - SESSION_IDLE:
        return None
    return login


def _back_home(session: Session, secret: str, *, now: dt.datetime) -> Actor | None:
    """Lead a session whose operator's visit is over back to where its account belongs; None = it never was on one."""
    login = _open_login(session, secret, now=now)
    visits = select(OperatorVisit.id).limit(1)
    if login is None or not session.scalar(
        visits.where(
            OperatorVisit.account_id == login.account_id, OperatorVisit.organisation_id == login.organisation_id
        )
    ):
        return None
    home = home_of(session, login.account_id)
    if home is None:
        return None
    login.organisation_id = home.id
    return _actor(session, login, now=now)


def _actor(session: Session, login: LoginSession, *, now: dt.datetime) -> Actor | None:
    account = session.get_one(Account, login.account_id)
    roles = _roles(session, account.id, login.organisation_id)
    visit = None if AccountRole.ADMIN in roles else visit_until(session, account.id, login.organisation_id, now=now)
    if visit is not None:
        roles[AccountRole.ADMIN] = None
    if account.disabled_at is not None or not roles:
        return None
    return Actor(
        account_id=account.id,
        organisation_id=login.organisation_id,
        organisation=session.get_one(Organisation, login.organisation_id).key,
        roles=frozenset(roles),
        volunteer=roles.get(AccountRole.VOLUNTEER),
        language=account.language,
        visit_until=visit,
    )


def _roles(session: Session, account_id: int, organisation_id: int) -> dict[AccountRole, str | None]:
    query = select(Membership.role, Membership.volunteer).where(
        Membership.account_id == account_id, Membership.organisation_id == organisation_id
    )
    return dict(session.execute(query).all())


def home_of(session: Session, account_id: int) -> OwnOrganisation | None:
    """Where a link leads: the organisation that the account joined first; None if it has no role anywhere."""
    query = (
        select(Organisation.id, Organisation.key, Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account_id)
        .order_by(Membership.id)
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    return OwnOrganisation(*found) if found else None


def _own_organisations(session: Session, account_id: int) -> tuple[OwnOrganisation, ...]:
    query = (
        select(Organisation.id, Organisation.key, Organisation.name)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account_id)
        .distinct()
        .order_by(Organisation.name, Organisation.id)
    )
    return tuple(OwnOrganisation(*row) for row in session.execute(query))
