"""Doing one thing to several volunteers at once: all of it or nothing, and only to what the acting person saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.edits import require_present
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Invalid, NotFound
from roster.models.organisations import Site
from roster.models.people import Volunteer
from roster.words import Sentence

CHANGED = Sentence(
    de="{name} wurde inzwischen von jemand anderem geändert; nichts ist geschehen. Bitte noch einmal auswählen.",
    en="Somebody else changed {name} meanwhile; nothing has been done yet. Please choose again.",
)
NOBODY = Sentence(de="Bitte zuerst jemanden auswählen.", en="Please choose somebody first.")


def set_standings(
    store: Store, actor: Actor, versions: Mapping[str, int], standing: records.Standing, *, now: dt.datetime
) -> int:
    """Give several volunteers a standing; ``versions`` are those that were shown, by key. Leads and admins.

    Gives how many changed. Raises Conflict where one was changed meanwhile, NotFound where one is gone.
    """
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        changed = [row for row in _rows(session, versions) if row.standing is not standing]
        for row in changed:
            row.standing = standing
            record(session, actor, "set_standing", f"volunteer/{row.id}", fields=["standing"], now=now)
        return len(changed)


def prefer_site(store: Store, actor: Actor, versions: Mapping[str, int], site: str, *, now: dt.datetime) -> int:
    """Note a site as preferred by several volunteers, and as refused no longer. Leads and admins.

    Gives how many changed. Raises as ``set_standings``.
    """
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        require_present(session, Site, site)
        changed = [row for row in _rows(session, versions) if site not in row.preferred_sites]
        for row in changed:
            row.preferred_sites = tuple(sorted({*row.preferred_sites, site}))
            row.refused_sites = tuple(one for one in row.refused_sites if one != site)
            fields = ["preferred_sites", "refused_sites"]
            record(session, actor, "save_volunteer", f"volunteer/{row.id}", fields=fields, now=now)
        return len(changed)


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
