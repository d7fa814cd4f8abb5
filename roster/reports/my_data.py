"""Everything that an organisation keeps about one volunteer, table by table: for them to read and to take along.

Other people are not in it: of a wish about two people it says only that there is one. Secrets are not in it either;
nobody could read them. ``NOT_ABOUT_PEOPLE`` says of every other table why it is left out; a test holds both together.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.trails import removed_about
from roster.actor import Actor
from roster.database import Store
from roster.errors import NotFound
from roster.models.accounts import Account, LoginSession, Membership, OperatorVisit
from roster.models.attendance import Attendance
from roster.models.audit import AuditEntry
from roster.models.base import Base
from roster.models.courses import Decision
from roster.models.duty_answers import DutyAnswer, SeatOffer
from roster.models.feeds import Feed, FeedEntry, FeedKind
from roster.models.organisations import Access, Organisation
from roster.models.outbox import OutboxMessage
from roster.models.people import (
    Absence,
    Availability,
    AvailabilitySheet,
    Certificate,
    ExtraTime,
    Pair,
    Qualification,
    Volunteer,
)
from roster.models.rosters import PublishedDuty, Roster, RosterVersion
from roster.words import Sentence

NOT_ABOUT_PEOPLE: Mapping[str, str] = {
    "branch": "the school's own",
    "closure": "the school's own",
    "course": "the school's own",
    "feed_state": "a counter",
    "holiday": "the school's own",
    "meeting": "the school's own",
    "organisation": "the school's own",
    "role": "the school's own",
    "room": "the school's own",
    "roster": "a counter for each week",
    "roster_version": "the inputs of a version; the duties in it are listed",
    "seats": "the school's own",
    "session_change": "the school's own",
    "sign_in_attempt": "a hash, gone after an hour",
    "sign_in_token": "a hash, worthless after ten minutes",
    "site": "the school's own",
    "term": "the school's own",
    "travel": "the school's own",
    "draft_duty": "a working paper until it is published",
    "draft_edit": "a working paper until it is published",
    "question": "a working paper, made from what is listed",
    "roster_draft": "a working paper until it is published",
    "solve": "a working paper, made from what is listed",
    "solve_point": "figures of a planning run",
}


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table: its name as in the database, a title, the columns, and the rows as texts."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MyData:
    """All tables, the empty ones too: so that it can be seen that nothing is kept there."""

    organisation_name: str
    person_name: str
    made_at: dt.datetime
    tables: tuple[DataTable, ...]


TITLES: Mapping[str, Sentence] = {
    "volunteer": Sentence(de="Angaben zur Person", en="Personal details"),
    "qualification": Sentence(de="Qualifikationen", en="Qualifications"),
    "certificate": Sentence(de="Eingesehene Nachweise", en="Certificates that were inspected"),
    "availability": Sentence(de="Wöchentliche Zeiten", en="Weekly times"),
    "availability_sheet": Sentence(de="Wann die Zeiten bestätigt wurden", en="When the times were confirmed"),
    "absence": Sentence(de="Abwesenheiten", en="Absences"),
    "extra_time": Sentence(de="Zusatzzeiten", en="Extra times"),
    "pair": Sentence(de="Wünsche zu zwei Personen", en="Wishes about two people"),
    "access": Sentence(de="Zutritt zu Standorten", en="Access to sites"),
    "decision": Sentence(de="Festlegungen und Sperren", en="Pins and bans"),
    "published_duty": Sentence(de="Veröffentlichte Einsätze, jede Fassung", en="Published duties, every version"),
    "feed_entry": Sentence(de="Termine im Kalender", en="Calendar events"),
    "duty_answer": Sentence(de="Zusagen und Absagen", en="Confirmed and cancelled duties"),
    "seat_offer": Sentence(de="Angebote einzuspringen", en="Offers to step in"),
    "attendance": Sentence(
        de="Was die Leitung zu vergangenen Terminen vermerkt hat", en="What leads noted about past sessions"
    ),
    "feed": Sentence(de="Kalenderadressen", en="Calendar addresses"),
    "account": Sentence(de="Zugang", en="Account"),
    "membership": Sentence(de="Rollen hier", en="Roles here"),
    "login_session": Sentence(de="Anmeldungen", en="Sign-ins"),
    "operator_visit": Sentence(de="Einsicht als Betrieb", en="Looked in as operator"),
    "outbox_message": Sentence(de="E-Mails", en="Mail"),
    "audit_entry": Sentence(de="Eigene Änderungen", en="Own changes"),
    "undo_entry": Sentence(
        de="Entferntes, das sich noch einen Tag lang zurückholen lässt",
        en="What was removed and can be undone for a day",
    ),
}


def my_data(store: Store, actor: Actor, *, now: dt.datetime) -> MyData:
    """All that is kept about the asking volunteer here. Raises NotFound for who is no volunteer."""
    if actor.volunteer is None:
        raise NotFound()
    with store.reading(actor.organisation_id) as session:
        person = session.scalar(select(Volunteer).where(Volunteer.key == actor.volunteer))
        if person is None:
            raise NotFound()
        organisation = session.scalars(select(Organisation.name)).one()
        tables = [
            _table(name, *told, actor.language) for name, told in _of_organisation(session, person, actor).items()
        ]
    tables.append(_table("login_session", *_logins(store, actor), actor.language))
    order = list(TITLES)
    return MyData(
        organisation_name=organisation,
        person_name=f"{person.first_name} {person.last_name}".strip(),
        made_at=now,
        tables=tuple(sorted(tables, key=lambda table: order.index(table.name))),
    )


Told = tuple[Sequence[str], Iterable[Sequence[Any]]]  # columns and rows


def _of_organisation(session: Session, person: Volunteer, actor: Actor) -> dict[str, Told]:
    key, account = person.key, actor.account_id
    email = session.scalar(select(Account.email).where(Account.id == account)) or person.email
    return {
        "volunteer": _record(session, Volunteer, records.Volunteer, Volunteer.key == key),
        "qualification": _record(session, Qualification, records.Qualification, Qualification.volunteer == key),
        "certificate": _record(session, Certificate, records.Certificate, Certificate.volunteer == key),
        "availability": _record(session, Availability, records.Availability, Availability.volunteer == key),
        "absence": _record(session, Absence, records.Absence, Absence.volunteer == key),
        "extra_time": _record(session, ExtraTime, records.ExtraTime, ExtraTime.volunteer == key),
        "decision": _record(session, Decision, records.Decision, Decision.volunteer == key),
        "access": _record(session, Access, records.Access, Access.volunteer == key),
        "availability_sheet": _rows(
            session, ("edits", "confirmed_at", "on_behalf"), AvailabilitySheet, AvailabilitySheet.volunteer == key
        ),
        "pair": _rows(session, ("kind",), Pair, (Pair.first == key) | (Pair.second == key)),
        "published_duty": _published(session, key),
        "feed_entry": _rows(
            session,
            ("week", "session", "role", "site", "room", "starts_at", "ends_at", "changed_at", "cancelled_at"),
            FeedEntry,
            FeedEntry.volunteer == key,
        ),
        "duty_answer": _rows(
            session, ("session", "role", "answer", "answered_at"), DutyAnswer, DutyAnswer.volunteer == key
        ),
        "seat_offer": _rows(
            session, ("session", "role", "state", "offered_at", "answered_at"), SeatOffer, SeatOffer.volunteer == key
        ),
        "attendance": _rows(
            session,
            ("session", "role", "presence", "starts_at", "ends_at", "noted_at"),
            Attendance,
            Attendance.volunteer == key,
        ),
        "feed": _rows(
            session,
            ("kind", "language", "created_at", "revoked_at"),
            Feed,
            ((Feed.kind == FeedKind.VOLUNTEER) & (Feed.subject == key)) | (Feed.created_by == account),
        ),
        "account": _rows(session, ("email", "language", "created_at", "disabled_at"), Account, Account.id == account),
        "membership": _rows(session, ("role",), Membership, Membership.account_id == account),
        "operator_visit": _rows(
            session, ("reason", "began_at", "ends_at", "ended_at"), OperatorVisit, OperatorVisit.account_id == account
        ),
        "outbox_message": _rows(
            session,
            ("kind", "recipient", "subject", "body", "state", "created_at", "ended_at"),
            OutboxMessage,
            (OutboxMessage.volunteer == key)
            | (OutboxMessage.volunteer.is_(None) & OutboxMessage.recipient.in_({email, person.email} - {""})),
        ),
        "audit_entry": _rows(session, ("at", "action", "fields"), AuditEntry, AuditEntry.account_id == account),
        "undo_entry": (("at", "table", "content"), removed_about(session, key)),
    }


def _record(session: Session, model: type[Base], record: type[Any], condition: Any) -> Told:
    return _rows(session, [field.name for field in fields(record)], model, condition)


def _rows(session: Session, columns: Sequence[str], model: type[Base], condition: Any) -> Told:
    query = select(*[getattr(model, column) for column in columns]).where(condition).order_by(model.id)
    return columns, session.execute(query).all()


def _published(session: Session, key: str) -> Told:
    columns = ("week", "version", "session", "role", "starts_at", "ends_at")
    duty = PublishedDuty
    query = (
        select(Roster.week, RosterVersion.number, duty.session, duty.role, duty.starts_at, duty.ends_at)
        .join(RosterVersion, RosterVersion.id == duty.version_id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .where(duty.volunteer == key)
        .order_by(duty.on_day, duty.start_minute, RosterVersion.number)
    )
    return columns, session.execute(query).all()


def _logins(store: Store, actor: Actor) -> Told:
    columns = ("created_at", "last_seen_at", "ended_at")
    mine = (LoginSession.account_id == actor.account_id) & (LoginSession.organisation_id == actor.organisation_id)
    with store.across() as session:
        return _rows(session, columns, LoginSession, mine)


def _table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], language: str) -> DataTable:
    texts = tuple(tuple(_text(value) for value in row) for row in rows)
    return DataTable(name, TITLES[name].text(language), tuple(columns), texts)


def _text(value: Any) -> str:
    """A value in plain notation: dates and moments as in ISO 8601, lists with commas, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, enum.IntEnum):
        return value.name.lower()
    return str(value)
