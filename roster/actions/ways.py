"""The ways between sites by one means, edited as one table: what two people change at once is never merged silently."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.actions.audit import record
from roster.actions.edits import require_present, values_of
from roster.actions.record_checks import checked
from roster.actions.trails import Done, Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict
from roster.models.organisations import Site, Travel
from roster.models.school_records import record_of

Pair = tuple[str, str]  # keys of the site where the way begins and of the one where it ends


def ways_edition(ways: Iterable[records.Travel]) -> str:
    """A short text that differs where any way differs: what a form of these ways was based on."""
    said = "|".join(sorted(f"{one.from_site}>{one.to_site}:{one.means}:{one.minutes}" for one in ways))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def save_ways(
    store: Store,
    actor: Actor,
    means: records.Means,
    minutes: Mapping[Pair, int | None],
    *,
    edition: str,
    now: dt.datetime,
) -> Done:
    """Set the ways by one means; None forgets a way, and pairs that are not named stay. Leads and admins.

    Gives how many ways changed, and the name to undo it by. Raises Conflict where the ways by this means are no longer
    those of ``edition``.
    """
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        known = _ways(session, means)
        if ways_edition(record_of(row, records.Travel) for row in known.values()) != edition:
            raise Conflict()
        before = {pair: way.minutes for pair, way in known.items()}
        changed = {pair: takes for pair, takes in minutes.items() if before.get(pair) != takes}
        if not changed:
            return Done(0, None)
        require_present(session, Site, *{site for pair in changed for site in pair})
        trail, subject = Trail(session, actor), f"organisation/{actor.organisation_id}"
        for (start, end), takes in sorted(changed.items()):
            row = known.get((start, end))
            way = records.Travel(from_site=start, to_site=end, means=means, minutes=0 if takes is None else takes)
            fresh = [] if takes is None else [Travel(**values_of(checked("travel", way)))]
            trail.replace([row] if row else [], fresh)
        record(session, actor, "set_travel", subject, fields=["travel"], now=now)
        return Done(len(changed), trail.keep(subject, now=now))


def _ways(session: Session, means: records.Means) -> dict[Pair, Travel]:
    """The ways by one means; every site is locked first, so that nobody saves beside us."""
    session.execute(select(Site.id).order_by(Site.id).with_for_update()).all()
    rows = session.scalars(select(Travel).where(Travel.means == means))
    return {(row.from_site, row.to_site): row for row in rows}
