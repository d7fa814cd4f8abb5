"""Making an organisation, and looking after its rules, branches, roles, terms, holidays and closures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, select

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
from roster.actions.members import account_with, add_membership, checked_address
from roster.actions.record_checks import check_together, checked
from roster.actions.trails import Trail
from roster.actor import AccountRole, Actor, command_line_actor
from roster.database import Store
from roster.errors import Conflict
from roster.models.courses import Course, Decision, Seats
from roster.models.organisations import Branch, Closure, Holiday, Organisation, Role, Site, Term
from roster.models.people import Qualification
from roster.models.school_records import record_of
from roster.models.tenancy import within
from roster.words import Sentence

KEY_TAKEN = Sentence(
    de="Eine Organisation „{key}“ gibt es schon. Bitte ein anderes Kürzel wählen.",
    en="There is an organisation “{key}” already. Please choose another key.",
)
BRANCH_IN_USE = Sentence(
    de="Zu diesem Bereich gehören noch Kurse oder Qualifikationen ({count}). Bitte diese zuerst ändern.",
    en="Courses or qualifications still belong to this branch ({count}). Please change those first.",
)
ROLE_IN_USE = Sentence(
    de="Diese Rolle wird noch gebraucht: bei Plätzen, Qualifikationen, Festlegungen oder anderen Rollen ({count}).",
    en="This role is still needed: by seats, qualifications, decisions or other roles ({count}).",
)


def create_organisation(
    store: Store, organisation: records.Organisation, *, admin_email: str | None = None, now: dt.datetime
) -> Actor:
    """Make an organisation, with its first admin where an address is given; for the command line and imports.

    Gives the actor to go on with in it. Raises Conflict for a key that is taken, Invalid for fields or an address that
    do not fit; then there is neither an organisation nor an account.
    """
    organisation = checked("organisation", organisation)
    address = None if admin_email is None else checked_address(admin_email)
    with store.across(writing=True) as session:
        if session.scalar(select(func.count(Organisation.id)).where(Organisation.key == organisation.key)):
            raise Conflict(KEY_TAKEN, key=organisation.key)
        row = Organisation(**values_of(organisation))
        session.add(row)
        session.flush()
        actor = command_line_actor(row.id, row.key, row.language)
        with within(session, row.id):
            subject = f"organisation/{row.id}"
            record(session, actor, "create_organisation", subject, fields=values_of(organisation), now=now)
        if address is not None:
            account = account_with(session, address, row.language, now=now)
            with within(session, row.id):
                add_membership(session, account.id, AccountRole.ADMIN, None)
                record(session, actor, "grant_role", f"account/{account.id}", fields=["role"], now=now)
    return actor


def save_rules(
    store: Store, actor: Actor, organisation: records.Organisation, *, version: int, now: dt.datetime
) -> None:
    """Save the organisation's own numbers and switches.

    Admins only; the key stays. Conflict where somebody saved meanwhile.
    """
    actor.require(AccountRole.ADMIN)
    organisation = checked("organisation", organisation)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Organisation, organisation.key, lock=True)
        require_version(row, version, organisation)
        if changed := write_record(row, organisation):
            record(session, actor, "save_rules", f"organisation/{row.id}", fields=changed, now=now)


# ---- branches and roles ---------------------------------------------------------------------------------------------


def add_branch(store: Store, actor: Actor, branch: records.Branch, *, now: dt.datetime) -> None:
    """Add a branch. Admins only."""
    actor.require(AccountRole.ADMIN)
    branch = checked("branches", branch)
    with store.writing(actor.organisation_id) as session:
        require_free_key(session, Branch, branch.key)
        row = Branch(**values_of(branch))
        session.add(row)
        session.flush()
        record(session, actor, "add_branch", f"branch/{row.id}", fields=values_of(branch), now=now)


def save_branch(store: Store, actor: Actor, branch: records.Branch, *, version: int, now: dt.datetime) -> None:
    """Save a branch's form that was opened at ``version``. Admins only; Conflict where somebody saved meanwhile."""
    actor.require(AccountRole.ADMIN)
    branch = checked("branches", branch)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Branch, branch.key, lock=True)
        require_version(row, version, branch)
        if changed := write_record(row, branch):
            record(session, actor, "save_branch", f"branch/{row.id}", fields=changed, now=now)


def remove_branch(store: Store, actor: Actor, key: str, *, now: dt.datetime) -> str | None:
    """Delete a branch with its closures. Admins only; Conflict while courses or qualifications name it.

    Gives the name to undo it by (roster.actions.undo), as all that remove something here.
    """
    actor.require(AccountRole.ADMIN)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Branch, key, lock=True)
        used = session.scalar(select(func.count(Course.id)).where(Course.branch == key)) or 0
        used += session.scalar(select(func.count(Qualification.id)).where(Qualification.branch == key)) or 0
        if used:
            raise Conflict(BRANCH_IN_USE, count=used)
        trail = Trail(session, actor, AccountRole.ADMIN)
        trail.remove(row)
        record(session, actor, "remove_branch", f"branch/{row.id}", now=now)
        return trail.keep(f"branch/{row.id}", now=now)


def add_role(store: Store, actor: Actor, role: records.Role, *, now: dt.datetime) -> None:
    """Add a role. Admins only."""
    actor.require(AccountRole.ADMIN)
    role = checked("roles", role)
    with store.writing(actor.organisation_id) as session:
        require_free_key(session, Role, role.key)
        require_present(session, Role, role.depends_on)
        row = Role(**values_of(role))
        session.add(row)
        session.flush()
        record(session, actor, "add_role", f"role/{row.id}", fields=values_of(role), now=now)


def save_role(store: Store, actor: Actor, role: records.Role, *, version: int, now: dt.datetime) -> None:
    """Save a role's form that was opened at ``version``. Admins only.

    Raises Conflict where somebody saved meanwhile, Invalid where roles would depend on each other in a circle.
    """
    actor.require(AccountRole.ADMIN)
    role = checked("roles", role)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Role, role.key, lock=True)
        require_version(row, version, role)
        require_present(session, Role, role.depends_on)
        own = record_of(row_by_number(session, Organisation, actor.organisation_id), records.Organisation)
        others = [record_of(one, records.Role) for one in session.scalars(select(Role)) if one.key != role.key]
        check_together(own, roles=[*others, role])
        if changed := write_record(row, role):
            record(session, actor, "save_role", f"role/{row.id}", fields=changed, now=now)


def remove_role(store: Store, actor: Actor, key: str, *, now: dt.datetime) -> str | None:
    """Delete a role. Admins only; Conflict while anything names it."""
    actor.require(AccountRole.ADMIN)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Role, key, lock=True)
        counts = (
            select(func.count(Seats.id)).where(Seats.role == key),
            select(func.count(Qualification.id)).where(Qualification.role == key),
            select(func.count(Decision.id)).where(Decision.role == key),
            select(func.count(Role.id)).where(Role.depends_on == key),
        )
        if used := sum(session.scalar(count) or 0 for count in counts):
            raise Conflict(ROLE_IN_USE, count=used)
        trail = Trail(session, actor, AccountRole.ADMIN)
        trail.remove(row)
        record(session, actor, "remove_role", f"role/{row.id}", now=now)
        return trail.keep(f"role/{row.id}", now=now)


# ---- the calendar ---------------------------------------------------------------------------------------------------


def add_closure(store: Store, actor: Actor, closure: records.Closure, *, now: dt.datetime) -> int:
    """Note days without teaching, perhaps of one site or branch only. Leads and admins; gives the entry's number."""
    actor.require(AccountRole.LEAD)
    closure = checked("closures", closure)
    return _add_dates(store, actor, Closure, closure, "add_closure", now=now)


def remove_closure(store: Store, actor: Actor, number: int, *, now: dt.datetime) -> str | None:
    """Take a closure back. Leads and admins."""
    return _remove_dates(store, actor, Closure, number, "remove_closure", now=now)


def add_holiday(store: Store, actor: Actor, holiday: records.Holiday, *, now: dt.datetime) -> int:
    """Note a holiday of the organisation's own. Leads and admins; gives the entry's number."""
    actor.require(AccountRole.LEAD)
    return _add_dates(store, actor, Holiday, checked("holidays", holiday), "add_holiday", now=now)


def remove_holiday(store: Store, actor: Actor, number: int, *, now: dt.datetime) -> str | None:
    """Take a holiday back. Leads and admins."""
    return _remove_dates(store, actor, Holiday, number, "remove_holiday", now=now)


def add_term(store: Store, actor: Actor, term: records.Term, *, now: dt.datetime) -> int:
    """Note a teaching term. Leads and admins; gives the entry's number. With terms, nothing is taught outside them."""
    actor.require(AccountRole.LEAD)
    return _add_dates(store, actor, Term, checked("terms", term), "add_term", now=now)


def remove_term(store: Store, actor: Actor, number: int, *, now: dt.datetime) -> str | None:
    """Take a term back. Leads and admins."""
    return _remove_dates(store, actor, Term, number, "remove_term", now=now)


Dates = type[Closure] | type[Holiday] | type[Term]


def _add_dates(store: Store, actor: Actor, model: Dates, given: Any, action: str, *, now: dt.datetime) -> int:
    with store.writing(actor.organisation_id) as session:
        require_present(session, Site, getattr(given, "site", None))
        require_present(session, Branch, getattr(given, "branch", None))
        row = model(**values_of(given))
        session.add(row)
        session.flush()
        record(session, actor, action, f"{model.__tablename__}/{row.id}", fields=values_of(given), now=now)
        return row.id


def _remove_dates(
    store: Store, actor: Actor, model: Dates, number: int, action: str, *, now: dt.datetime
) -> str | None:
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        trail, subject = Trail(session, actor), f"{model.__tablename__}/{number}"
        trail.remove(row_by_number(session, model, number))
        record(session, actor, action, subject, now=now)
        return trail.keep(subject, now=now)
