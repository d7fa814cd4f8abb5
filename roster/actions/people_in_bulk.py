"""Doing one thing to several volunteers at once: all of it or nothing, and only to what the acting person saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.bulk import CHANGED
from roster.actions.edits import require_present
from roster.actions.trails import Done, Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Invalid, NotFound
from roster.models.organisations import Site
from roster.models.people import Volunteer
from roster.words import Sentence

NOBODY = Sentence(de="Bitte zuerst jemanden auswählen.", en="Please choose somebody first.")


def set_standings(
    store: Store, actor: Actor, versions: Mapping[str, int], standing: records.Standing, *, now: dt.datetime
) -> Done:
    """Give several volunteers a standing; ``versions`` are those that were shown, by key. Leads and admins.

    Gives how many changed, and the one name to undo it by for all of them. Raises Conflict where one was changed
    meanwhile, NotFound where one is gone.
    """
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        changed = [row for row in _rows(session, versions) if row.standing is not standing]
        trail = Trail(session, actor)
        for row in changed:
            trail.change(row, standing=standing)
            record(session, actor, "set_standing", f"volunteer/{row.id}", fields=["standing"], now=now)
        return Done(len(changed), trail.keep(f"organisation/{actor.organisation_id}", now=now))


def prefer_site(store: Store, actor: Actor, versions: Mapping[str, int], site: str, *, now: dt.datetime) -> Done:
    """Note a site as preferred by several volunteers, and as refused no longer. Leads and admins.

    Gives how many changed. Raises as ``set_standings``.
    """
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        require_present(session, Site, site)
        changed = [row for row in _rows(session, versions) if site not in row.preferred_sites]
        trail = Trail(session, actor)
        for row in changed:
            preferred = tuple(sorted({*row.preferred_sites, site}))
            refused = tuple(one for one in row.refused_sites if one != site)
            fields = trail.change(row, preferred_sites=preferred, refused_sites=refused)
            record(session, actor, "save_volunteer", f"volunteer/{row.id}", fields=fields, now=now)
        return Done(len(changed), trail.keep(f"organisation/{actor.organisation_id}", now=now))


def _rows(session: Session, versions: Mapping[str, int]) -> list[Volunteer]:
    """The rows of those volunteers, locked, in the order of their keys so that two such actions never block."""
    if not versions:
        raise Invalid(NOBODY)
    query = select(Volunteer).where(Volunteer.key.in_(versions)).order_by(Volunteer.key)
    rows = list(session.scalars(query.with_for_update()))
    if len(rows) != len(versions):
        raise NotFound()
    for row in rows:
        if row.version != versions[row.key]:
            raise Conflict(CHANGED, name=f"{row.first_name} {row.last_name}".strip())
    return rows
