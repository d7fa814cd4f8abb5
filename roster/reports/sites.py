"""The list of sites with the ways between them, and one site. For leads and admins: where people live is protected."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from roster import records
from roster.actions.ways import ways_edition
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import NotFound
from roster.models.courses import Course
from roster.models.organisations import Access, Room, Site, Travel
from roster.models.school_records import record_of
from roster.reports.lists import Choice, all_records, people_choices, people_who_left


class SiteOrder(enum.StrEnum):
    """What the list is sorted by."""

    NAME = "name"
    COURSES = "courses"
    ROOMS = "rooms"
    UNTIL = "until"  # sites without an end come last


class SiteTrouble(enum.StrEnum):
    """What to look at: no way to another site is known, it has a last day, or no course takes place there."""

    WAYS = "ways"
    ENDS = "ends"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site in the list, with its rooms, how many courses it has, and the version that an edit is based on.

    ``ways_missing`` counts other sites to which no way by any means is known.
    """

    site: records.Site
    version: int
    rooms: tuple[records.Room, ...]
    courses: int
    ways_missing: int


@dataclass(frozen=True, slots=True)
class SitesPage:
    """Sites that fit the search, sorted; ``all`` counts all there are."""

    rows: tuple[SiteRow, ...]
    all: int


@dataclass(frozen=True, slots=True)
class WaysPage:
    """The ways between all sites by one means: minutes by the keys of both sites.

    ``edition`` goes into the form; ``missing`` counts ways by this means that are not known.
    """

    sites: tuple[Choice, ...]
    means: records.Means
    minutes: Mapping[tuple[str, str], int]
    edition: str

    @property
    def missing(self) -> int:
        """How many ways between two sites are not known."""
        return len(self.sites) * (len(self.sites) - 1) - len(self.minutes)


@dataclass(frozen=True, slots=True)
class SitePage:
    """One site with rooms and access list (keys of volunteers), and the people who could be put on it.

    ``left`` are those who stand on it and have left since: should they come back, they may enter again.
    """

    site: records.Site
    version: int
    rooms: tuple[records.Room, ...]
    access: frozenset[str]
    people: tuple[Choice, ...]
    left: tuple[Choice, ...]


def sites_page(
    store: Store,
    actor: Actor,
    *,
    search: str = "",
    trouble: SiteTrouble | None = None,
    order: SiteOrder = SiteOrder.NAME,
    descending: bool = False,
) -> SitesPage:
    """The sites whose name or address holds the search text, in four queries. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        rooms = all_records(session, Room, records.Room)
        counted = select(Course.site, func.count(Course.id)).group_by(Course.site)
        courses = {site: int(count) for site, count in session.execute(counted)}
        known = {(start, end) for start, end in session.execute(select(Travel.from_site, Travel.to_site))}
        sites = [(record_of(row, records.Site), row.version) for row in session.scalars(select(Site))]
    rows = [
        SiteRow(
            site=site,
            version=version,
            rooms=tuple(room for room in rooms if room.site == site.key),
            courses=courses.get(site.key, 0),
            ways_missing=sum(other.key != site.key and (site.key, other.key) not in known for other, _ in sites),
        )
        for site, version in sites
    ]
    shown = [row for row in rows if search.casefold() in f"{row.site.name} {row.site.address}".casefold()]
    shown = [row for row in shown if trouble is None or TROUBLES[trouble](row)]
    shown.sort(key=KEYS[SiteOrder.NAME])
    shown.sort(key=KEYS[order], reverse=descending)
    return SitesPage(tuple(shown), len(rows))


TROUBLES: Mapping[SiteTrouble, Callable[[SiteRow], bool]] = {
    SiteTrouble.WAYS: lambda row: row.ways_missing > 0,
    SiteTrouble.ENDS: lambda row: row.site.open_until is not None,
    SiteTrouble.UNUSED: lambda row: row.courses == 0,
}

KEYS: Mapping[SiteOrder, Callable[[SiteRow], Any]] = {
    SiteOrder.NAME: lambda row: (row.site.name.casefold(), row.site.key),
    SiteOrder.COURSES: lambda row: row.courses,
    SiteOrder.ROOMS: lambda row: len(row.rooms),
    SiteOrder.UNTIL: lambda row: row.site.open_until or dt.date.max,
}


def ways_page(store: Store, actor: Actor, means: records.Means) -> WaysPage:
    """The ways by one means. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        sites = tuple(Choice(site.key, site.name) for site in all_records(session, Site, records.Site))
        ways = all_records(session, Travel, records.Travel, Travel.means == means)
    minutes = {(way.from_site, way.to_site): way.minutes for way in ways}
    return WaysPage(sites, means, minutes, ways_edition(ways))


def site_page(store: Store, actor: Actor, key: str) -> SitePage:
    """One site. Leads and admins; NotFound for a key that is not there."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        row = session.scalar(select(Site).where(Site.key == key))
        if row is None:
            raise NotFound()
        access = frozenset(session.scalars(select(Access.volunteer).where(Access.site == key)))
        return SitePage(
            site=record_of(row, records.Site),
            version=row.version,
            rooms=all_records(session, Room, records.Room, Room.site == key),
            access=access,
            people=people_choices(session),
            left=people_who_left(session, access),
        )
