"""What hangs on doors and lies on desks: a week on paper, as it was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, render_template
from flask_babel import format_decimal

from roster.calendar.weeks import checked_week, days_of, weeks_later
from roster.reports.my_week import my_week
from roster.reports.sheets import SheetDay, print_choices, site_sheet
from web.access import LEADS, VOLUNTEERS_AND_LEADS, open_to
from web.surroundings import now, the_actor, the_store

pages = Blueprint("printing", __name__, url_prefix="/print")

MOST_IN_COLUMN = 6  # sessions below each other that fit on a page across
AFTERNOON = "15:00"
UNIT_MINUTES = 45  # one teaching unit
SPARE_LINES = 4  # on a signature sheet, for those who stepped in at the last moment


@pages.get("/<week>")
@open_to(LEADS)
def choose(week: str) -> str:
    """What can be printed of a week."""
    choices = print_choices(the_store(), the_actor(), checked_week(week), now=now())
    return render_template("printing/choose.html", choices=choices, area="week.current")


@pages.get("/<week>/door/<site>")
@open_to(LEADS)
def door(week: str, site: str) -> str:
    """The week at one site for the classroom door: first names only."""
    sheet = site_sheet(the_store(), the_actor(), checked_week(week), site, now=now())
    return render_template("printing/door.html", sheet=sheet, parts=day_parts(sheet.days), area="week.current")


@pages.get("/<week>/signatures/<site>")
@open_to(LEADS)
def signatures(week: str, site: str) -> str:
    """The proof of duty for one site: a line to sign for everyone in a seat."""
    sheet = site_sheet(the_store(), the_actor(), checked_week(week), site, now=now())
    return render_template(
        "printing/signatures.html", sheet=sheet, spare_lines=SPARE_LINES, units=units, area="week.current"
    )


@pages.get("/<week>/person/<key>")
@open_to(VOLUNTEERS_AND_LEADS)
def person(week: str, key: str) -> str:
    """One person's duties of a week; volunteers see their own, leads anybody's."""
    mine = my_week(the_store(), the_actor(), first_week=checked_week(week), weeks=1, volunteer=key, now=now())
    own = the_actor().volunteer == key
    return render_template(
        "printing/person.html", mine=mine, first_day=days_of(week)[0], last_day=days_of(week)[6], own=own,
        before=weeks_later(week, -1), after=weeks_later(week, 1), area="my.week" if own else "week.current",
    )  # fmt: skip


def units(minutes: int) -> str:
    """Minutes as teaching units in the reader's notation: 90 -> "2"."""
    return format_decimal(round(minutes / UNIT_MINUTES, 2), format="#,##0.##")


def day_parts(days: Sequence[SheetDay]) -> list[list[SheetDay]]:
    """The days of a door sheet, in one part where they fit on one page, else what starts before 15:00 and after.

    Each part has all days, so that columns and their heads are the same on each page.
    """
    if all(len(day.sessions) <= MOST_IN_COLUMN for day in days):
        return [list(days)]
    parts = (
        [replace(day, sessions=tuple(one for one in day.sessions if (one.starts >= AFTERNOON) is late)) for day in days]
        for late in (False, True)
    )
    return [part for part in parts if any(day.sessions for day in part)]
