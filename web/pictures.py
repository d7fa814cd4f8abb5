"""A week in pictures: who carries how much, when seats stay empty, which levels lack people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import Blueprint, render_template

from roster.calendar.weeks import checked_week
from roster.reports.pictures import HourCell, pictures_page
from roster.reports.solve_course import last_course
from web.access import LEADS, open_to
from web.curves import rows, step_line
from web.surroundings import now, the_actor, the_store

pages = Blueprint("pictures", __name__, url_prefix="/week")

Line = TypeVar("Line")
WORKDAYS = 5
COLUMNS = 3  # of people, side by side on a wide screen and on paper
FEWEST_IN_COLUMN, MOST_IN_COLUMN = 8, 30
LEVELS_IN_PICTURE = 14  # so many fit on a page


@pages.get("/<week>/pictures")
@open_to(LEADS)
def show(week: str) -> str:
    """The pictures of one week, each with its table."""
    page = pictures_page(the_store(), the_actor(), checked_week(week), now=now())
    days, clock_hours, cells = heat_map(page.cells)
    load_scale = max((max(line.minutes, line.wished_minutes) for line in page.loads), default=0)
    offered = (max(line.required_minutes, line.only_minutes + line.share_minutes) for line in page.levels)
    return render_template(
        "pictures/show.html", page=page, columns=side_by_side(page.loads),
        level_pieces=cut(page.levels, LEVELS_IN_PICTURE), days=days, clock_hours=clock_hours,
        cells=cells, load_scale=load_scale, level_scale=max(offered, default=0), area="week.current",
        course=last_course(the_store(), the_actor(), page.week), step_line=step_line, rows=rows,
    )  # fmt: skip


def heat_map(cells: Sequence[HourCell]) -> tuple[list[int], list[int], dict[tuple[int, int], HourCell]]:
    """The weekdays and hours to draw, and the cells by both: Monday to Friday, and other days with a cell."""
    busy = {cell.weekday for cell in cells}
    days = [day for day in range(7) if day < WORKDAYS or day in busy]
    return days, sorted({cell.hour for cell in cells}), {(cell.weekday, cell.hour): cell for cell in cells}


def side_by_side(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """Lines cut into columns of equal height, one after the other; a few lines stay together."""
    return cut(lines, min(MOST_IN_COLUMN, max(FEWEST_IN_COLUMN, -(-len(lines) // COLUMNS))))


def cut(lines: Sequence[Line], most: int) -> list[Sequence[Line]]:
    """Lines in pieces of at most so many."""
    return [lines[start : start + most] for start in range(0, len(lines), most)]
