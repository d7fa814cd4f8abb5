"""Giving accounts their roles in an organisation, and taking them away."""

from __future__ import annotations

import datetime as dt

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from roster.actions.accounts import end_all_sessions, mail_key
from roster.actions.audit import record
from roster.actions.trails import Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.models.accounts import Account, LoginSession, Membership, SignInToken, volunteer_of
from roster.models.organisations import Organisation
from roster.models.outbox import enqueue
from roster.models.people import Volunteer
from roster.models.tenancy import within
from roster.words import Sentence

NO_MAIL_ADDRESS = Sentence(
    de="„{email}“ ist keine vollständige E-Mail-Adresse. Bitte prüfen, zum Beispiel name@verein.de.",
    en="“{email}” is not a complete mail address. Please check it, for example name@school.org.",
)
WHICH_VOLUNTEER = Sentence(
    de="Bitte wählen Sie, welche ehrenamtliche Person dieses Konto ist.",
    en="Please choose which volunteer this account is.",
)
TAKEN = Sentence(
    de="Diese ehrenamtliche Person hat schon ein anderes Konto. Bitte zuerst dessen Rolle entfernen.",
    en="This volunteer already has another account. Please remove that account's role first.",
)
LAST_ADMIN = Sentence(
    de="Das ist die letzte Verwaltung dieser Organisation. Bitte zuerst jemand anderem diese Rolle geben.",
    en="This is the organisation's last admin. Please give somebody else this role first.",
)
NOT_ON_A_VISIT = Sentence(
    de="Wer als Betrieb Einsicht nimmt, vergibt und entzieht keine Rollen. Das ist Sache der Organisation.",
    en="Operators who look into an organisation give and take no roles. That is the organisation's own matter.",
)
WELCOME = Sentence(de="Ihr Zugang zu {organisation}", en="Your access to {organisation}")
WELCOME_BODY = Sentence(
    de=(
        "Guten Tag,\n\nSie haben jetzt einen Zugang zum Wochenplan von {organisation}. "
        "Ein Passwort brauchen Sie nicht: "
        "Geben Sie auf dieser Seite Ihre E-Mail-Adresse ein, dann kommt ein Link zum Anmelden.\n\n{base_url}/sign-in\n"
    ),
    en=(
        "Hello,\n\nyou now have access to the roster of {organisation}. You need no password: "
        "enter your mail address on this page and a link to sign in will be sent to you.\n\n{base_url}/sign-in\n"
    ),
)


def grant_role(
    store: Store,
    actor: Actor,
    email: str,
    role: AccountRole,
    *,
    volunteer: str | None = None,
    base_url: str | None = None,
    now: dt.datetime,
) -> int:
    """Give the account with that address a role in the actor's organisation; makes the account if there is none.

    Admins grant every role but operator, leads only the volunteer's, operators all. The volunteer's role needs the
    ``volunteer``. With ``base_url`` the person gets a mail. Granting twice changes nothing. Gives the account's number.
    """
    _require_granting(actor, role)
    if (role is AccountRole.VOLUNTEER) != (volunteer is not None):
        raise Invalid(WHICH_VOLUNTEER)
    email = checked_address(email)
    with store.across(writing=True) as session:
        home = session.get_one(Organisation, actor.organisation_id)
        account = account_with(session, email, home.language, now=now)
        with within(session, actor.organisation_id):
            if not add_membership(session, account.id, role, volunteer):
                return account.id
            record(session, actor, "grant_role", f"account/{account.id}", fields=["role"], now=now)
            if base_url is not None:
                _welcome(session, account, home, base_url, now=now)
        return account.id


def invite_again(store: Store, actor: Actor, account_id: int, *, base_url: str, now: dt.datetime) -> None:
    """Send a member the mail that says how to sign in once more, at most once a day. Admins; NotFound for others."""
    actor.require(AccountRole.ADMIN)
    with store.writing(actor.organisation_id) as session:
        account = _member(session, account_id)
        home = session.scalars(select(Organisation)).one()
        _welcome(session, account, home, base_url, now=now, again=now.date().isoformat())
        record(session, actor, "invite_again", f"account/{account_id}", now=now)


def end_sessions(store: Store, actor: Actor, account_id: int, *, now: dt.datetime) -> None:
    """Sign a member out of this organisation on every device, open links included. Admins; NotFound for others.

    Sign-ins of the same account in other organisations go on: those are not this organisation's to end.
    """
    actor.require(AccountRole.ADMIN)
    with store.across(writing=True) as session:
        with within(session, actor.organisation_id):
            _member(session, account_id)
            record(session, actor, "end_sessions", f"account/{account_id}", now=now)
        here = LoginSession.account_id == account_id, LoginSession.organisation_id == actor.organisation_id
        session.execute(update(LoginSession).where(*here, LoginSession.ended_at.is_(None)).values(ended_at=now))
        links = SignInToken.account_id == account_id, SignInToken.organisation_id == actor.organisation_id
        session.execute(update(SignInToken).where(*links, SignInToken.used_at.is_(None)).values(used_at=now))


def _member(session: Session, account_id: int) -> Account:
    """Within the organisation: the account with that number, NotFound unless it has a role here."""
    if session.scalar(select(Membership.id).where(Membership.account_id == account_id).limit(1)) is None:
        raise NotFound()
    return session.scalars(select(Account).where(Account.id == account_id)).one()


def withdraw_role(store: Store, actor: Actor, account_id: int, role: AccountRole, *, now: dt.datetime) -> str | None:
    """Take a role from an account; it loses it at its next request. Raises Conflict for the last admin.

    Gives the name to undo it by; None where somebody gave up a role of their own, which others must give again.
    """
    _require_granting(actor, role)
    with store.writing(actor.organisation_id) as session:
        # Lock the organisation: two admins who remove each other at once must not both succeed.
        session.execute(select(Organisation.id).with_for_update()).one()
        those = select(Membership).where(Membership.account_id == account_id, Membership.role == role)
        membership = session.scalar(those)
        if membership is None:
            raise NotFound()
        admins = session.scalar(select(func.count(Membership.id)).where(Membership.role == AccountRole.ADMIN))
        if role is AccountRole.ADMIN and admins == 1:
            raise Conflict(LAST_ADMIN)
        trail = Trail(session, actor, _granting(actor, role))
        trail.remove(membership)
        record(session, actor, "withdraw_role", f"account/{account_id}", fields=["role"], now=now)
        return None if account_id == actor.account_id else trail.keep(f"account/{account_id}", now=now)


def disable_account(store: Store, actor: Actor, email: str, *, now: dt.datetime) -> None:
    """Lock an account in all organisations and end its sessions; for operators only."""
    actor.require(AccountRole.OPERATOR)
    with store.across(writing=True) as session:
        account = session.scalar(select(Account).where(Account.email == mail_key(email)))
        if account is None:
            raise NotFound()
        account.disabled_at = now
        end_all_sessions(session, account.id, now=now)
        with within(session, actor.organisation_id):
            record(session, actor, "disable_account", f"account/{account.id}", fields=["disabled_at"], now=now)


def _require_granting(actor: Actor, role: AccountRole) -> None:
    if actor.visit_until is not None:  # a visit must not make its own end void
        raise Forbidden(NOT_ON_A_VISIT)
    actor.require(_granting(actor, role))


def _granting(actor: Actor, role: AccountRole) -> AccountRole:
    """The role that it takes to give this one, or to take it away."""
    if role is AccountRole.OPERATOR or actor.may(AccountRole.OPERATOR):
        return AccountRole.OPERATOR
    return AccountRole.LEAD if role is AccountRole.VOLUNTEER else AccountRole.ADMIN


def checked_address(email: str) -> str:
    """A mail address as accounts keep it. Raises Invalid for what is none."""
    try:
        # No question to a name server within a request; "example" and "test" are domains like others.
        validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Invalid(NO_MAIL_ADDRESS, email=email.strip()[:80]) from error
    return mail_key(email)


def account_with(session: Session, email: str, language: str, *, now: dt.datetime) -> Account:
    """In a service-wide session: the account with a checked mail address, made if there is none."""
    account = session.scalar(select(Account).where(Account.email == email))
    if account is None:
        account = Account(email=email, language=language, created_at=now)
        session.add(account)
        session.flush()
    return account


def add_membership(session: Session, account_id: int, role: AccountRole, volunteer: str | None) -> bool:
    """Within the organisation: add the role; False if it was there already.

    Raises NotFound for an unknown volunteer, Conflict where account and volunteer are tied to others already.
    """
    if volunteer is not None and session.scalar(select(Volunteer.id).where(Volunteer.key == volunteer)) is None:
        raise NotFound()
    known = session.scalar(select(Membership).where(Membership.account_id == account_id, Membership.role == role))
    if known is not None and known.volunteer == volunteer:
        return False
    if known is not None:
        raise Conflict(TAKEN)
    if volunteer is not None and session.scalar(select(Membership.id).where(Membership.volunteer == volunteer)):
        raise Conflict(TAKEN)
    session.add(Membership(account_id=account_id, role=role, volunteer=volunteer))
    session.flush()
    return True


def _welcome(
    session: Session, account: Account, home: Organisation, base_url: str, *, now: dt.datetime, again: str = ""
) -> None:
    enqueue(
        session,
        kind="welcome",
        recipient=account.email,
        volunteer=volunteer_of(session, account.id),
        subject=WELCOME.text(account.language, organisation=home.name),
        body=WELCOME_BODY.text(account.language, organisation=home.name, base_url=base_url),
        now=now,
        dedupe_key=f"welcome/{account.id}/{again}" if again else f"welcome/{account.id}",
    )
