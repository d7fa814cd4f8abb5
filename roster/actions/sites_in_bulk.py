"""Doing one thing to several sites: first what will happen to each, then all of it or nothing, with one way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.bulk import (
    Foresight,
    Prospect,
    Verdict,
    change_each,
    dated,
    filled,
    held_between,
    prospects,
    rows_as_seen,
)
from roster.actions.edits import values_of
from roster.actions.record_checks import checked
from roster.actions.sites import take_site_out, uses_of_site
from roster.actions.trails import Done, Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.courses import Course
from roster.models.organisations import Closure, Site
from roster.words import Sentence

CLOSES_FREE = Sentence(de="wird geschlossen; kein Termin fällt aus", en="is closed; no session is cancelled")
CLOSES_ONE = Sentence(de="wird geschlossen; ein Termin fällt aus", en="is closed; one session is cancelled")
CLOSES = Sentence(de="wird geschlossen; {count} Termine fallen aus", en="is closed; {count} sessions are cancelled")
CLOSED = Sentence(de="ist in dieser Zeit schon geschlossen", en="is closed in that time already")
UNTIL = Sentence(de="ist bis zum {day} offen", en="is open until {day}")
UNTIL_WITH_COURSE = Sentence(
    de="ist bis zum {day} offen; ein Kurs findet dort noch danach statt",
    en="is open until {day}; one course still takes place there after that",
)
UNTIL_WITH_COURSES = Sentence(
    de="ist bis zum {day} offen; {count} Kurse finden dort noch danach statt",
    en="is open until {day}; {count} courses still take place there after that",
)
UNTIL_ALREADY = Sentence(de="ist schon bis zu diesem Tag offen", en="is open until that day already")
OPENS_LATER = Sentence(de="öffnet erst am {day}.", en="opens only on {day}.")
UNUSED = Sentence(de="wird gelöscht, mit Räumen und Wegen", en="will be deleted, with rooms and ways")
USED = Sentence(de="Kurse oder Termine finden dort noch statt.", en="courses or sessions still take place there.")


@dataclass(frozen=True, slots=True)
class CloseBetween:
    """Close sites with all their rooms from one day to another, both inclusive; ``name`` says why."""

    first: dt.date
    last: dt.date
    name: str = ""


@dataclass(frozen=True, slots=True)
class OpenUntil:
    """Give sites their last day."""

    day: dt.date


@dataclass(frozen=True, slots=True)
class DeleteUnused:
    """Delete sites where nothing takes place. Admins only, as for a single site."""


SiteChange = CloseBetween | OpenUntil | DeleteUnused


def foresee_sites(store: Store, actor: Actor, keys: Collection[str], change: SiteChange) -> tuple[Prospect, ...]:
    """What the change would do to each of these sites, by name. Leads and admins; nothing is changed.

    Raises Invalid for days that make no sense.
    """
    actor.require(_needs(change))
    with store.reading(actor.organisation_id) as session:
        rows = sorted(session.scalars(select(Site).where(Site.key.in_(keys))), key=lambda row: row.name.casefold())
        fall_out = _falling_out(session, change)
        found = [(row, _foreseen(session, row, change, fall_out.get(row.key, 0))) for row in rows]
    return prospects(found, actor.language)


def change_sites(
    store: Store, actor: Actor, versions: Mapping[str, int], change: SiteChange, *, now: dt.datetime
) -> Done:
    """Do it to several sites; ``versions`` are those that were shown, by key. Leads and admins.

    Gives how many changed, and the one name to undo it by. Raises Conflict where one was changed meanwhile or it
    cannot be done to one, NotFound where one is gone: then nothing has changed.
    """
    actor.require(_needs(change))
    with store.writing(actor.organisation_id) as session:
        rows, trail = rows_as_seen(session, Site, versions), Trail(session, actor, _needs(change))
        _falling_out(session, change)  # refuses days that make no sense
        changed = change_each(
            rows, lambda row: _foreseen(session, row, change, 0), lambda row: _carry_out(trail, row, change, now)
        )
        return Done(changed, trail.keep(f"organisation/{actor.organisation_id}", now=now))


def _needs(change: SiteChange) -> AccountRole:
    return AccountRole.ADMIN if isinstance(change, DeleteUnused) else AccountRole.LEAD


def _carry_out(trail: Trail, row: Site, change: SiteChange, now: dt.datetime) -> None:
    match change:
        case CloseBetween(first, last, name):
            closure = records.Closure(from_day=first, until_day=last, site=row.key, name=name)
            made = Closure(**values_of(checked("closures", closure)))
            trail.add(made)
            record(trail.session, trail.actor, "add_closure", f"closure/{made.id}", fields=values_of(closure), now=now)
        case OpenUntil(day):
            fields = trail.change(row, open_until=day)
            record(trail.session, trail.actor, "save_site", f"site/{row.id}", fields=fields, now=now)
        case DeleteUnused():
            take_site_out(trail, row, now=now)


def _foreseen(session: Session, row: Site, change: SiteChange, fall_out: int) -> Foresight:
    match change:
        case CloseBetween(first, last):
            same = (
                Closure.site == row.key,
                Closure.branch.is_(None),
                Closure.from_day <= first,
                Closure.until_day >= last,
            )
            if session.scalar(select(Closure.id).where(*same).limit(1)) is not None:
                return Foresight(Verdict.STAYS, CLOSED)
            telling = {0: CLOSES_FREE, 1: CLOSES_ONE}.get(fall_out, CLOSES)
            return Foresight(Verdict.CHANGES, filled(telling, count=fall_out))
        case OpenUntil(day):
            return _until(session, row, day)
        case DeleteUnused():
            used = uses_of_site(session, row.key)
            return Foresight(Verdict.CANNOT, USED) if used else Foresight(Verdict.CHANGES, UNUSED)


def _until(session: Session, row: Site, day: dt.date) -> Foresight:
    if row.open_until == day:
        return Foresight(Verdict.STAYS, UNTIL_ALREADY)
    if row.open_from is not None and day < row.open_from:
        return Foresight(Verdict.CANNOT, dated(OPENS_LATER, row.open_from))
    later = Course.site == row.key, or_(Course.ends_on.is_(None), Course.ends_on > day)
    count = session.scalar(select(func.count(Course.id)).where(*later)) or 0
    telling = {0: UNTIL, 1: UNTIL_WITH_COURSE}.get(count, UNTIL_WITH_COURSES)
    return Foresight(Verdict.CHANGES, dated(telling, day, count=count))


def _falling_out(session: Session, change: SiteChange) -> dict[str, int]:
    """How many sessions that take place each site would lose by a closure."""
    found: dict[str, int] = {}
    if not isinstance(change, CloseBetween):
        return found
    for one in held_between(session, change.first, change.last):
        found[one.site] = found.get(one.site, 0) + 1
    return found
