"""Looking after volunteers: who they are, what they may do, which certificates were seen, who sits with whom."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.edits import (
    require_free_key,
    require_present,
    require_version,
    row_by_key,
    row_by_number,
    values_of,
    write_record,
)
from roster.actions.record_checks import checked
from roster.actions.trails import Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, NotFound
from roster.models.courses import Course
from roster.models.organisations import Branch, Role, Site
from roster.models.people import Certificate, Pair, Qualification, Volunteer
from roster.words import Sentence

SEEN_ALREADY = Sentence(
    de="Dieser Nachweis ist mit diesem Datum schon eingetragen.",
    en="This certificate is noted with this date already.",
)
PAIR_ALREADY = Sentence(
    de="Für diese beiden gibt es schon einen Wunsch. Bitte zuerst den alten entfernen.",
    en="There is a wish about these two already. Please remove the old one first.",
)


def add_volunteer(store: Store, actor: Actor, volunteer: records.Volunteer, *, now: dt.datetime) -> None:
    """Add a volunteer. Leads and admins; Conflict for a key that is taken, Invalid for fields that do not fit."""
    actor.require(AccountRole.LEAD)
    volunteer = checked("volunteers", volunteer)
    with store.writing(actor.organisation_id) as session:
        require_free_key(session, Volunteer, volunteer.key)
        _require_wishes(session, volunteer)
        row = Volunteer(**values_of(volunteer))
        session.add(row)
        session.flush()
        record(session, actor, "add_volunteer", f"volunteer/{row.id}", fields=values_of(volunteer), now=now)


def save_volunteer(store: Store, actor: Actor, volunteer: records.Volunteer, *, version: int, now: dt.datetime) -> None:
    """Save a volunteer's form that was opened at ``version``. Leads and admins; the key stays.

    Raises Conflict with ``yours`` and ``stored`` where somebody saved meanwhile, Invalid for fields that do not fit.
    """
    actor.require(AccountRole.LEAD)
    volunteer = checked("volunteers", volunteer)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Volunteer, volunteer.key, lock=True)
        require_version(row, version, volunteer)
        _require_wishes(session, volunteer)
        if changed := write_record(row, volunteer):
            record(session, actor, "save_volunteer", f"volunteer/{row.id}", fields=changed, now=now)


# ---- what they may do -----------------------------------------------------------------------------------------------


def add_qualification(store: Store, actor: Actor, qualification: records.Qualification, *, now: dt.datetime) -> None:
    """Note what a volunteer may do. Leads and admins; the same again changes nothing."""
    actor.require(AccountRole.LEAD)
    qualification = checked("qualifications", qualification)
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, qualification.volunteer, lock=True)
        require_present(session, Role, qualification.role)
        require_present(session, Branch, qualification.branch)
        known = session.scalars(select(Qualification).where(Qualification.volunteer == qualification.volunteer))
        if any(all(getattr(row, name) == value for name, value in values_of(qualification).items()) for row in known):
            return
        session.execute(insert(Qualification), values_of(qualification))
        record(session, actor, "add_qualification", f"volunteer/{owner.id}", fields=["qualifications"], now=now)


def remove_qualification(store: Store, actor: Actor, volunteer: str, number: int, *, now: dt.datetime) -> str | None:
    """Take a qualification away. Leads and admins; gives the name to undo it by (roster.actions.undo)."""
    actor.require(AccountRole.LEAD)
    return _remove_of_volunteer(store, actor, Qualification, volunteer, number, "remove_qualification", now=now)


def add_certificate(store: Store, actor: Actor, certificate: records.Certificate, *, now: dt.datetime) -> None:
    """Note that a certificate was seen: never the paper, only kind, dates and who saw it. Leads and admins."""
    actor.require(AccountRole.LEAD)
    certificate = checked("certificates", certificate)
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, certificate.volunteer, lock=True)
        same = select(Certificate.id).where(
            Certificate.volunteer == certificate.volunteer,
            Certificate.kind == certificate.kind,
            Certificate.seen_on == certificate.seen_on,
        )
        if session.scalar(same) is not None:
            raise Conflict(SEEN_ALREADY)
        session.execute(insert(Certificate), values_of(certificate))
        record(session, actor, "add_certificate", f"volunteer/{owner.id}", fields=["certificates"], now=now)


def remove_certificate(store: Store, actor: Actor, volunteer: str, number: int, *, now: dt.datetime) -> str | None:
    """Take the note of a certificate away. Leads and admins; gives the name to undo it by."""
    actor.require(AccountRole.LEAD)
    return _remove_of_volunteer(store, actor, Certificate, volunteer, number, "remove_certificate", now=now)


# ---- who sits with whom ---------------------------------------------------------------------------------------------


def add_pair(store: Store, actor: Actor, pair: records.Pair, *, now: dt.datetime) -> None:
    """Note privately that two volunteers must be kept apart, or gladly sit together. Leads and admins."""
    actor.require(AccountRole.LEAD)
    pair = checked("pairs", pair)
    with store.writing(actor.organisation_id) as session:
        require_present(session, Volunteer, pair.first, pair.second)
        for first, second in ((pair.first, pair.second), (pair.second, pair.first)):
            if session.scalar(select(Pair.id).where(Pair.first == first, Pair.second == second)):
                raise Conflict(PAIR_ALREADY)
        row = Pair(**values_of(pair))
        session.add(row)
        session.flush()
        record(session, actor, "add_pair", f"pair/{row.id}", fields=["kind"], now=now)


def remove_pair(store: Store, actor: Actor, number: int, *, now: dt.datetime) -> str | None:
    """Forget a wish about two volunteers. Leads and admins; gives the name to undo it by."""
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        trail = Trail(session, actor)
        trail.remove(row_by_number(session, Pair, number))
        record(session, actor, "remove_pair", f"pair/{number}", now=now)
        return trail.keep(f"pair/{number}", now=now)


def _remove_of_volunteer(
    store: Store,
    actor: Actor,
    model: type[Qualification] | type[Certificate],
    volunteer: str,
    number: int,
    action: str,
    *,
    now: dt.datetime,
) -> str | None:
    with store.writing(actor.organisation_id) as session:
        owner = row_by_key(session, Volunteer, volunteer, lock=True)
        row = session.scalar(select(model).where(model.id == number, model.volunteer == volunteer))
        if row is None:
            raise NotFound()
        trail = Trail(session, actor)
        trail.remove(row)
        record(session, actor, action, f"volunteer/{owner.id}", fields=[f"{model.__tablename__}s"], now=now)
        return trail.keep(f"volunteer/{owner.id}", now=now)


def _require_wishes(session: Session, volunteer: records.Volunteer) -> None:
    require_present(session, Site, *volunteer.preferred_sites, *volunteer.refused_sites)
    require_present(session, Course, *volunteer.preferred_courses)
