"""From the forms that ask what to do with several courses or sites to what the actions take."""

from __future__ import annotations

from flask_babel import gettext as _

from roster.actions.course_changes import (
    CancelBetween,
    CourseChange,
    DeleteUnused,
    EndOn,
    MoveTo,
    Prioritise,
    SetLevel,
)
from roster.actions.sites_in_bulk import CloseBetween, OpenUntil, SiteChange
from roster.actions.sites_in_bulk import DeleteUnused as DeleteUnusedSites
from roster.errors import Invalid
from roster.records import Level
from roster.reports.courses import CourseChoices
from web.forms import Entries
from web.person_forms import LEVELS
from web.place_forms import PRIORITIES

COURSE_CHANGES = ("end", "cancel", "move", "level", "priority", "unused")
SITE_CHANGES = ("close", "until", "unused")
NO_LEVEL = "none"


def read_course_change(entries: Entries, do: str, choices: CourseChoices) -> CourseChange | None:
    """What the form asks to do with courses; None where it has faults. Raises Invalid for what no page offers."""
    if do not in COURSE_CHANGES:
        raise Invalid()
    change: CourseChange | None = None
    if do == "end" and (day := entries.day("ends_on", _("Last day"), required=True)):
        change = EndOn(day)
    elif do == "cancel":
        first = entries.day("from_day", _("First day"), required=True)
        last = entries.day("until_day", _("Last day")) or first
        change = CancelBetween(first, last) if first and last else None
    elif do == "move":
        place = entries.choice("place", _("Site or room"), places_by_value(choices), None)
        change = None if place is None else MoveTo(*place)
    elif do == "level":
        levels: dict[str, Level | None] = {**LEVELS, NO_LEVEL: None}
        chosen = entries.choice("level", _("Level"), levels, None)
        change = SetLevel(chosen) if entries.form.get("level") in levels else None
    elif do == "priority":
        priority = entries.choice("priority", _("Priority"), PRIORITIES, 0)
        change = Prioritise(priority) if priority else None
    elif do == "unused":
        change = DeleteUnused()
    return _chosen(entries, change)


def read_site_change(entries: Entries, do: str) -> SiteChange | None:
    """What the form asks to do with sites; None where it has faults. Raises Invalid for what no page offers."""
    if do not in SITE_CHANGES:
        raise Invalid()
    if do == "unused":
        return DeleteUnusedSites()
    if do == "until":
        day = entries.day("open_until", _("Open until"), required=True)
        return OpenUntil(day) if day else None
    first = entries.day("from_day", _("First day"), required=True)
    last = entries.day("until_day", _("Last day")) or first
    name = entries.text("name", _("Reason"))
    return None if entries.faults or first is None or last is None else CloseBetween(first, last, name)


def places_by_value(choices: CourseChoices) -> dict[str, tuple[str, str | None]]:
    """Sites and their rooms as a form chooses among them."""
    places: dict[str, tuple[str, str | None]] = {f"site {one.key}": (one.key, None) for one in choices.sites}
    return places | {f"room {room.key}": (room.site, room.key) for room in choices.rooms}


def place_options(choices: CourseChoices) -> list[tuple[str, str]]:
    """Each site by name, its rooms after it."""
    options = []
    for site in sorted(choices.sites, key=lambda one: (one.name.casefold(), one.key)):
        options.append((f"site {site.key}", _("%(site)s, no particular room", site=site.name)))
        rooms = [room for room in choices.rooms if room.site == site.key]
        options += [
            (f"room {room.key}", f"{site.name}, {room.name}") for room in sorted(rooms, key=lambda one: one.name)
        ]
    return options


def _chosen(entries: Entries, change: CourseChange | None) -> CourseChange | None:
    if change is None and not entries.faults:
        entries.faults.append(_("Please choose one from the list."))
    return None if entries.faults else change
