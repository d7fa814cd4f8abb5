"""What hangs on doors and lies on desks: a week on paper, as it was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template
from flask_babel import format_decimal

from roster.calendar.weeks import checked_week, days_of, weeks_later
from roster.reports.my_week import my_week
from roster.reports.sheets import SheetDay, SheetSession, SiteSheet, print_choices, room_sheet, room_sheets, site_sheet
from web.access import LEADS, VOLUNTEERS_AND_LEADS, open_to
from web.paper import sheet_answer
from web.surroundings import now, the_actor, the_store

pages = Blueprint("printing", __name__, url_prefix="/print")

MOST_IN_COLUMN = 6  # sessions below each other that fit on a page across
AFTERNOON = "15:00"
UNIT_MINUTES = 45  # one teaching unit
SPARE_LINES = 4  # on a signature sheet, for those who stepped in at the last moment

# Points of the type on a door, largest first, and the points below each other that a page has for it: what hangs
# there is read from a metre away.
COLUMN_SIZES, COLUMN_HEIGHT = (15, 13, 11, 10, 9), 470
LIST_SIZES, LIST_HEIGHT = (20, 17, 15, 13, 11, 10, 9), 640
LINE_LENGTH = 560  # points times letters: so long is a course's name that stands in one line of the list


@pages.get("/<week>")
@open_to(LEADS)
def choose(week: str) -> str:
    """What can be printed of a week."""
    choices = print_choices(the_store(), the_actor(), checked_week(week), now=now())
    return render_template("printing/choose.html", choices=choices, area="week.current")


@pages.get("/<week>/door/<site>")
@open_to(LEADS)
def door(week: str, site: str) -> str | Response:
    """The week at one site for its front door, in columns: first names only."""
    sheet = site_sheet(the_store(), the_actor(), checked_week(week), site, now=now())
    parts = day_parts(sheet.days)
    return sheet_answer(
        "printing/door.html", f"{week}-door-{site}", sheet=sheet, parts=parts, size=column_size(parts),
        area="week.current",
    )  # fmt: skip


@pages.get("/<week>/door/<site>/<room>")
@open_to(LEADS)
def room_door(week: str, site: str, room: str) -> str | Response:
    """The week in one room for its door, as a list in large type: first names only."""
    sheet = room_sheet(the_store(), the_actor(), checked_week(week), site, room, now=now())
    return sheet_answer(
        "printing/rooms.html", f"{week}-door-{room}", week=week, sheets=[sheet], list_size=list_size, one=True,
        area="week.current",
    )  # fmt: skip


@pages.get("/<week>/doors")
@open_to(LEADS)
def doors(week: str) -> str | Response:
    """The sheets of all rooms with a session in the week, each on a page of its own."""
    sheets = room_sheets(the_store(), the_actor(), checked_week(week), now=now())
    return sheet_answer(
        "printing/rooms.html", f"{week}-doors", week=week, sheets=sheets, list_size=list_size, one=False,
        area="week.current",
    )  # fmt: skip


@pages.get("/<week>/signatures/<site>")
@open_to(LEADS)
def signatures(week: str, site: str) -> str | Response:
    """The proof of duty for one site: a line to sign for everyone in a seat."""
    sheet = site_sheet(the_store(), the_actor(), checked_week(week), site, now=now())
    return sheet_answer(
        "printing/signatures.html", f"{week}-signatures-{site}", sheet=sheet, spare_lines=SPARE_LINES, units=units,
        area="week.current",
    )  # fmt: skip


@pages.get("/<week>/person/<key>")
@open_to(VOLUNTEERS_AND_LEADS)
def person(week: str, key: str) -> str | Response:
    """One person's duties of a week; volunteers see their own, leads anybody's."""
    mine = my_week(the_store(), the_actor(), first_week=checked_week(week), weeks=1, volunteer=key, now=now())
    own = the_actor().volunteer == key
    return sheet_answer(
        "printing/person.html", f"{week}-duties-{key}", mine=mine, first_day=days_of(week)[0],
        last_day=days_of(week)[6], own=own, before=weeks_later(week, -1), after=weeks_later(week, 1),
        area="my.week" if own else "week.current",
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


def column_size(parts: Sequence[Sequence[SheetDay]]) -> int:
    """The largest type, in points, in which the longest column of a door sheet fits on its page.

    A session is as high as its time, two lines for its name and one for each seat; narrow columns break names more.
    """
    widest = COLUMN_SIZES[min(max((len(days) for days in parts), default=0) // 3, 2)]
    columns = (sum(5 + 1.4 * _seats(one) for one in day.sessions) for days in parts for day in days)
    highest = max(columns, default=0)
    return next((size for size in COLUMN_SIZES if size <= widest and highest * size <= COLUMN_HEIGHT), COLUMN_SIZES[-1])


def list_size(sheet: SiteSheet) -> int:
    """The largest type, in points, in which the week of a room fits on one page."""
    return next((size for size in LIST_SIZES if _list_height(sheet, size) <= LIST_HEIGHT), LIST_SIZES[-1])


def _list_height(sheet: SiteSheet, size: int) -> float:
    """Points that the week of a room takes in a size of type: its days, names of courses, and two seats a line."""
    sessions = [one for day in sheet.days for one in day.sessions]
    lines = sum(-(-len(one.course_name) * size // LINE_LENGTH) - (-_seats(one) // 2) for one in sessions)
    return size * (2 * len(sheet.days) + 1.3 * lines + 0.5 * len(sessions))


def _seats(session: SheetSession) -> int:
    return sum(seat.taken or seat.required for seat in session.seats)
