"""An operator opens an organisation's data: only for a reason, only for a while, and its admins hear of it at once.

Otherwise operators see figures alone (``roster.reports.service``). A visit gives the rights of an admin but the right
to hand out roles; everything done on it stands in the organisation's own log under the operator's address.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from roster.actions.accounts import home_of
from roster.actions.audit import record
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Invalid, NotFound
from roster.models.accounts import REASON_LENGTH, Account, LoginSession, Membership, OperatorVisit
from roster.models.organisations import Organisation
from roster.models.outbox import enqueue
from roster.models.tenancy import within
from roster.tokens import token_hash
from roster.words import Sentence

SHORTEST_REASON, LONGEST_REASON = 10, REASON_LENGTH  # characters
MINUTES = (30, 60, 120)  # how long a visit may last

WHY = Sentence(
    de="Bitte schreiben Sie in {least} bis {most} Zeichen, warum Sie diese Daten öffnen. Die Organisation liest das.",
    en="Please write in {least} to {most} characters why you open this data. The organisation reads it.",
)
HOW_LONG = Sentence(
    de="Bitte wählen Sie, wie lange Sie Einsicht brauchen.", en="Please choose how long you need to look in."
)
SUBJECT = Sentence(
    de="Der Betrieb hat die Daten von {organisation} geöffnet", en="The operator has opened the data of {organisation}"
)
BODY = Sentence(
    de=(
        "Guten Tag,\n\n{email} hat als Betrieb des Dienstes die Daten von {organisation} geöffnet, bis {until} Uhr.\n\n"
        "Grund: {reason}\n\nWas dabei getan wird, steht in Ihrem Protokoll: {base_url}/settings/log/\n"
    ),
    en=(
        "Hello,\n\n{email}, who operates this service, has opened the data of {organisation} until {until}.\n\n"
        "Reason: {reason}\n\nWhatever is done meanwhile stands in your log: {base_url}/settings/log/\n"
    ),
)


def begin_visit(
    store: Store,
    actor: Actor,
    secret: str,
    organisation: str,
    *,
    reason: str,
    minutes: int,
    base_url: str,
    now: dt.datetime,
) -> None:
    """Open an organisation's data for some ``minutes``, and lead the sign-in with that ``secret`` there.

    Operators only. Its admins get a mail. Raises NotFound for an unknown organisation or a sign-in that is over,
    Invalid for a reason that is too short or too long, or a time that is not offered.
    """
    actor.require(AccountRole.OPERATOR)
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid(WHY, least=SHORTEST_REASON, most=LONGEST_REASON)
    if minutes not in MINUTES:
        raise Invalid(HOW_LONG)
    ends_at = now + dt.timedelta(minutes=minutes)
    with store.across(writing=True) as session:
        there = session.scalar(select(Organisation).where(Organisation.key == organisation))
        login = session.scalar(select(LoginSession).where(LoginSession.token_hash == token_hash(secret)))
        if there is None or login is None or login.account_id != actor.account_id:
            raise NotFound()
        login.organisation_id = there.id
        with within(session, there.id):
            session.add(OperatorVisit(account_id=actor.account_id, reason=reason, began_at=now, ends_at=ends_at))
            session.flush()
            visitor = replace(actor, organisation_id=there.id, organisation=there.key)
            record(session, visitor, "begin_visit", f"account/{actor.account_id}", fields=["reason"], now=now)
            _tell_admins(session, there, actor, reason, ends_at, base_url, now=now)


def end_visit(store: Store, actor: Actor, secret: str, *, now: dt.datetime) -> None:
    """End the actor's visit before its time, and lead the sign-in back home. Raises NotFound where there is none."""
    if actor.visit_until is None:
        raise NotFound()
    with store.across(writing=True) as session:
        with within(session, actor.organisation_id):
            open_visits = update(OperatorVisit).where(
                OperatorVisit.account_id == actor.account_id, OperatorVisit.ended_at.is_(None)
            )
            session.execute(open_visits.where(OperatorVisit.ends_at > now).values(ended_at=now))
            record(session, actor, "end_visit", f"account/{actor.account_id}", now=now)
        home = home_of(session, actor.account_id)
        if home is not None:
            login = update(LoginSession).where(LoginSession.token_hash == token_hash(secret))
            session.execute(login.values(organisation_id=home.id))


def _tell_admins(
    session: Session,
    there: Organisation,
    actor: Actor,
    reason: str,
    ends_at: dt.datetime,
    base_url: str,
    *,
    now: dt.datetime,
) -> None:
    operator = session.scalars(select(Account.email).where(Account.id == actor.account_id)).one()
    admins = select(Account).join(Membership, Membership.account_id == Account.id)
    for admin in session.scalars(admins.where(Membership.role == AccountRole.ADMIN, Account.disabled_at.is_(None))):
        enqueue(
            session,
            kind="operator_visit",
            recipient=admin.email,
            subject=SUBJECT.text(admin.language, organisation=there.name),
            body=BODY.text(
                admin.language,
                email=operator,
                organisation=there.name,
                until=f"{ends_at.astimezone(ZoneInfo(there.timezone)):%H:%M}",
                reason=reason,
                base_url=base_url,
            ),
            now=now,
            dedupe_key=f"operator_visit/{actor.account_id}/{now.isoformat()}/{admin.id}",
        )
