"""Looking after places: sites, rooms, the ways between sites, and who may enter a restricted one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import delete, insert, or_, select
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
from roster.models.organisations import Access, Room, Site, Travel
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


def set_travel(store: Store, actor: Actor, ways: Iterable[records.Travel], *, now: dt.datetime) -> None:
    """Say how many minutes ways take.

    Each replaces what was known. Leads and admins. The way back is a way of its own.
    """
    actor.require(AccountRole.LEAD)
    wanted = [checked("travel", way) for way in ways]
    with store.writing(actor.organisation_id) as session:
        for way in wanted:
            start = row_by_key(session, Site, way.from_site, lock=True)
            require_present(session, Site, way.to_site)
            _forget_way(session, way.from_site, way.to_site, way.means)
            session.execute(insert(Travel), values_of(way))
            record(session, actor, "set_travel", f"site/{start.id}", fields=["travel"], now=now)


def remove_travel(
    store: Store, actor: Actor, from_site: str, to_site: str, means: records.Means, *, now: dt.datetime
) -> None:
    """Forget how long a way takes, so that nobody is sent along it. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        start = row_by_key(session, Site, from_site, lock=True)
        _forget_way(session, from_site, to_site, means)
        record(session, actor, "remove_travel", f"site/{start.id}", fields=["travel"], now=now)


def set_access(store: Store, actor: Actor, site: str, volunteers: Iterable[str], *, now: dt.datetime) -> Done:
    """Make the access list of a site hold these people. Leads and admins; gives how many were taken off or put on."""
    actor.require(AccountRole.LEAD)
    wanted = set(volunteers)
    with store.writing(actor.organisation_id) as session:
        row = row_by_key(session, Site, site, lock=True)
        require_present(session, Volunteer, *sorted(wanted))
        before = {one.volunteer: one for one in session.scalars(select(Access).where(Access.site == site))}
        trail, fresh = Trail(session, actor), sorted(wanted - before.keys())
        gone = [one for volunteer, one in sorted(before.items()) if volunteer not in wanted]
        trail.replace(gone, [Access(site=site, volunteer=volunteer) for volunteer in fresh])
        if gone or fresh:
            record(session, actor, "set_access", f"site/{row.id}", fields=["access"], now=now)
        return Done(len(gone) + len(fresh), trail.keep(f"site/{row.id}", now=now))


def _forget_way(session: Session, from_site: str, to_site: str, means: records.Means) -> None:
    same = (Travel.from_site == from_site, Travel.to_site == to_site, Travel.means == means)
    session.execute(delete(Travel).where(*same))
