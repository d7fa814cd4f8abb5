"""The list of sites with the ways between them, and one site. For leads and admins: where people live is protected."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from roster import records
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import NotFound
from roster.models.organisations import Access, Room, Site, Travel
from roster.models.school_records import record_of
from roster.reports.lists import Choice, all_records, people_choices


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site in the list, with its rooms."""

    site: records.Site
    rooms: tuple[records.Room, ...]


@dataclass(frozen=True, slots=True)
class SitesPage:
    """All sites by name, and all ways between them."""

    rows: tuple[SiteRow, ...]
    travel: tuple[records.Travel, ...]


@dataclass(frozen=True, slots=True)
class SitePage:
    """One site with rooms and access list (keys of volunteers), and the people who could be put on it."""

    site: records.Site
    version: int
    rooms: tuple[records.Room, ...]
    access: frozenset[str]
    people: tuple[Choice, ...]


def sites_page(store: Store, actor: Actor) -> SitesPage:
    """All sites. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        rooms = all_records(session, Room, records.Room)
        rows = (
            SiteRow(site, tuple(room for room in rooms if room.site == site.key))
            for site in all_records(session, Site, records.Site)
        )
        ways = sorted(
            all_records(session, Travel, records.Travel), key=lambda way: (way.from_site, way.to_site, way.means)
        )
        return SitesPage(tuple(rows), tuple(ways))


def site_page(store: Store, actor: Actor, key: str) -> SitePage:
    """One site. Leads and admins; NotFound for a key that is not there."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        row = session.scalar(select(Site).where(Site.key == key))
        if row is None:
            raise NotFound()
        return SitePage(
            site=record_of(row, records.Site),
            version=row.version,
            rooms=all_records(session, Room, records.Room, Room.site == key),
            access=frozenset(session.scalars(select(Access.volunteer).where(Access.site == key))),
            people=people_choices(session),
        )
