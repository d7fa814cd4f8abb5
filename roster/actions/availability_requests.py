"""Asking volunteers by mail when they can come: one mail each, with a link to their own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.members import account_with, add_membership, checked_address
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Invalid, NotFound
from roster.models.organisations import Organisation
from roster.models.outbox import enqueue
from roster.models.people import Volunteer
from roster.models.tenancy import within
from roster.words import Sentence

KIND = "availability_request"

SUBJECT = Sentence(de="Wann können Sie kommen? {organisation}", en="When can you come? {organisation}")
BODY = Sentence(
    de=(
        "Guten Tag {name},\n\nfür die nächsten Wochen möchten wir bei {organisation} wissen, wann Sie kommen können. "
        "Hier tragen Sie es ein, mit dem Finger oder der Maus:\n\n{link}\n\n"
        "Ein Passwort brauchen Sie nicht: Geben Sie dort diese E-Mail-Adresse ein, dann kommt ein Link zum Anmelden. "
        "Hat sich nichts geändert? Dann genügt ein Klick auf „Es bleibt alles so“.\n"
    ),
    en=(
        "Hello {name},\n\nfor the coming weeks we at {organisation} would like to know when you can come. "
        "Enter it here, with your finger or mouse:\n\n{link}\n\n"
        "You need no password: enter this mail address there and a link to sign in will be sent to you. "
        "Nothing has changed? Then one click on the button that says so is enough.\n"
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked, by key. ``unreachable`` have no mail address of their own, so somebody has to ask in person."""

    asked: tuple[str, ...]
    unreachable: tuple[str, ...]


def ask_for_availability(
    store: Store, actor: Actor, volunteers: Collection[str], *, base_url: str, now: dt.datetime
) -> Asked:
    """Ask volunteers by mail for their availability, each at most once a day. Leads and admins.

    Whoever has no account yet gets one, as that volunteer. Who left is passed over; NotFound for an unknown key.
    """
    actor.require(AccountRole.LEAD)
    asked, unreachable = [], []
    with store.across(writing=True) as session:
        home = session.get_one(Organisation, actor.organisation_id)
        with within(session, home.id):
            people = _people(session, volunteers)
        for person in people:
            if not _reached(session, actor, home, person, now=now):
                unreachable.append(person.key)
                continue
            asked.append(person.key)
            with within(session, home.id):
                _write(session, home, person, base_url, now=now)
                record(session, actor, "ask_for_availability", f"volunteer/{person.id}", now=now)
    return Asked(tuple(asked), tuple(unreachable))


def _people(session: Session, keys: Collection[str]) -> list[Volunteer]:
    rows = list(session.scalars(select(Volunteer).where(Volunteer.key.in_(keys)).order_by(Volunteer.key)))
    if len(rows) != len(set(keys)):
        raise NotFound()
    return [row for row in rows if row.standing is not records.Standing.LEFT]


def _reached(session: Session, actor: Actor, home: Organisation, person: Volunteer, *, now: dt.datetime) -> bool:
    """Whether the person can sign in by their own address; makes the account and the volunteer's role where needed."""
    try:
        account = account_with(session, checked_address(person.email), person.language, now=now)
        with within(session, home.id):
            if add_membership(session, account.id, AccountRole.VOLUNTEER, person.key):
                record(session, actor, "grant_role", f"account/{account.id}", fields=["role"], now=now)
    except (Invalid, Conflict):  # no address, or one that already is somebody else here: two people share it
        return False
    return True


def _write(session: Session, home: Organisation, person: Volunteer, base_url: str, *, now: dt.datetime) -> None:
    language = person.language
    enqueue(
        session,
        kind=KIND,
        recipient=person.email,
        volunteer=person.key,
        subject=SUBJECT.text(language, organisation=home.name),
        body=BODY.text(
            language,
            name=person.first_name,
            organisation=home.name,
            link=f"{base_url}/availability/{person.key}",
        ),
        now=now,
        dedupe_key=f"{KIND}/{person.key}/{now.date().isoformat()}",
    )
