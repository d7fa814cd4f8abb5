"""Looking after places: sites, rooms, and who may enter a restricted site. Ways between sites: roster.actions.ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.edits import (
    require_free_key,
    require_present,
    require_version,
    row_by_key,
    values_of,
    write_record,
)
from roster.actions.record_checks import checked
from roster.actions.trails import Done, Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict
from roster.models.courses import Course, Meeting, SessionChange
from roster.models.organisations import Access, Room, Site
from roster.models.people import Volunteer
from roster.words import Sentence

SITE_IN_USE = Sentence(
    de="An diesem Standort finden noch Kurse statt ({count}). Bitte zuerst die Kurse verlegen oder beenden.",
    en="Courses still take place at this site ({count}). Please move or end them first.",
)
ROOM_IN_USE = Sentence(
    de="In diesem Raum finden noch Termine statt ({count}). Bitte zuerst einen anderen Raum eintragen.",
    en="Sessions still take place in this room ({count}). Please enter another room first.",
)


def add_site(store: Store, actor: Actor, site: records.Site, *, now: dt.datetime) -> None:
    """Add a site. Leads and admins; Conflict for a key that is taken, Invalid for fields that do not fit."""
    actor.require(AccountRole.LEAD)
    site = checked("sites", site)
    with store.writing(actor.organisation_id) as session:
        require_free_key(session, Site, site.key)
        row = Site(**values_of(site))
        session.add(row)
        session.flush()
        record(session, actor, "add_site", f"site/{row.id}", fields=values_of(site), now=now)


def save_site(store: Store, actor: Actor, site: records.Site, *, version: int, now: dt.datetime) -> None:
    """Save a site's form that was opened at ``version``. Leads and admins; Conflict where somebody saved meanwhile."""
    actor.require(AccountRole.LEAD)
    site = checked("sites", site)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Site, site.key, lock=True)
        require_version(row, version, site)
        if changed := write_record(row, site):
            record(session, actor, "save_site", f"site/{row.id}", fields=changed, now=now)


def remove_site(store: Store, actor: Actor, key: str, *, now: dt.datetime) -> str | None:
    """Delete a site with its rooms, ways, closures and access list. Admins only; Conflict while courses use it.

    Gives the name to undo it by (roster.actions.undo), as all that remove something here.
    """
    actor.require(AccountRole.ADMIN)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Site, key, lock=True)
        trail = Trail(session, actor, AccountRole.ADMIN)
        take_site_out(trail, row, now=now)
        return trail.keep(f"site/{row.id}", now=now)


def take_site_out(trail: Trail, row: Site, *, now: dt.datetime) -> None:
    """Within a trail: delete a site, and take it out of people's wishes. Raises Conflict while courses use it."""
    if used := uses_of_site(trail.session, row.key):
        raise Conflict(SITE_IN_USE, count=used)
    for volunteer in trail.session.scalars(select(Volunteer)):
        wishes = {
            name: tuple(one for one in getattr(volunteer, name) if one != row.key)
            for name in ("preferred_sites", "refused_sites")
        }
        trail.change(volunteer, only_if_unchanged=True, **wishes)
    trail.remove(row)
    record(trail.session, trail.actor, "remove_site", f"site/{row.id}", now=now)


def uses_of_site(session: Session, key: str) -> int:
    """How many courses, weekly meetings and single sessions are there."""
    rooms = select(Room.key).where(Room.site == key)
    used = len(session.scalars(select(Course.id).where(Course.site == key)).all())
    used += len(session.scalars(select(Meeting.id).where(Meeting.room.in_(rooms))).all())
    changes = select(SessionChange.id).where(or_(SessionChange.site == key, SessionChange.room.in_(rooms)))
    return used + len(session.scalars(changes).all())


def add_room(store: Store, actor: Actor, room: records.Room, *, now: dt.datetime) -> None:
    """Add a room to a site. Leads and admins."""
    actor.require(AccountRole.LEAD)
    room = checked("rooms", room)
    with store.writing(actor.organisation_id) as session:
        require_free_key(session, Room, room.key)
        require_present(session, Site, room.site)
        row = Room(**values_of(room))
        session.add(row)
        session.flush()
        record(session, actor, "add_room", f"room/{row.id}", fields=values_of(room), now=now)


def save_room(store: Store, actor: Actor, room: records.Room, *, version: int, now: dt.datetime) -> None:
    """Save a room's form that was opened at ``version``. Leads and admins; Conflict where somebody saved meanwhile."""
    actor.require(AccountRole.LEAD)
    room = checked("rooms", room)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Room, room.key, lock=True)
        require_version(row, version, room)
        require_present(session, Site, room.site)
        if changed := write_record(row, room):
            record(session, actor, "save_room", f"room/{row.id}", fields=changed, now=now)


def remove_room(store: Store, actor: Actor, key: str, *, now: dt.datetime) -> str | None:
    """Delete a room. Leads and admins; Conflict while meetings use it."""
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Room, key, lock=True)
        used = len(session.scalars(select(Meeting.id).where(Meeting.room == key)).all())
        used += len(session.scalars(select(SessionChange.id).where(SessionChange.room == key)).all())
        if used:
            raise Conflict(ROOM_IN_USE, count=used)
        trail = Trail(session, actor)
        trail.remove(row)
        record(session, actor, "remove_room", f"room/{row.id}", now=now)
        return trail.keep(f"room/{row.id}", now=now)


def set_access(
    store: Store, actor: Actor, site: str, volunteers: Iterable[str], *, shown: Iterable[str], now: dt.datetime
) -> Done:
    """Put people on the access list of a site and take others off. Leads and admins; gives how many changed.

    ``shown`` are those who stood on the list that the lead saw, ``volunteers`` those whom it should hold. Only the
    difference counts: what somebody else saved meanwhile stays, and so do people whom the lead was not shown.
    """
    actor.require(AccountRole.LEAD)
    wanted, seen = set(volunteers), set(shown)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Site, site, lock=True)
        require_present(session, Volunteer, *sorted(wanted - seen))
        listed = {one.volunteer: one for one in session.scalars(select(Access).where(Access.site == site))}
        trail, fresh = Trail(session, actor), sorted(wanted - seen - listed.keys())
        gone = [one for volunteer, one in sorted(listed.items()) if volunteer in seen - wanted]
        trail.replace(gone, [Access(site=site, volunteer=volunteer) for volunteer in fresh])
        if gone or fresh:
            record(session, actor, "set_access", f"site/{row.id}", fields=["access"], now=now)
        return Done(len(gone) + len(fresh), trail.keep(f"site/{row.id}", now=now))
