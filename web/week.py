"""The week at a glance: who is where, which seats are empty and why, how good the plan is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.calendar.weeks import checked_week
from roster.reports.seats import SessionCard, SiteWeek
from roster.reports.week import WeekPage, week_page
from web.access import LEADS, open_to
from web.home import next_week
from web.surroundings import now, the_actor, the_store, today

pages = Blueprint("week", __name__, url_prefix="/week")

WORKDAYS = 5


@pages.get("/")
@open_to(LEADS)
def current() -> Response:
    """Go to the week that is planned next, or to one asked for by its date or number."""
    return redirect(url_for(".show", week=next_week()), 303)


@pages.get("/go")
@open_to(LEADS)
def go() -> Response:
    """Go to a week typed into the form, such as "2026-W48"."""
    return redirect(url_for(".show", week=checked_week(request.args.get("week", ""))), 303)


@pages.get("/<week>")
@open_to(LEADS)
def show(week: str) -> str:
    """The timetable of one week by site and day; ``only=empty`` leaves out sessions whose seats are all taken."""
    page = week_page(the_store(), the_actor(), checked_week(week), now=now())
    only = request.args.get("only", "")
    if only not in {"", "empty"}:
        abort(404)
    return render_template("week/show.html", page=page, only=only, board=board(page), today=today())


@dataclass(frozen=True)
class Column:
    """One day at one site; no sessions = nothing there on that day."""

    on_day: dt.date
    sessions: tuple[SessionCard, ...]


def board(page: WeekPage) -> list[tuple[SiteWeek, list[Column]]]:
    """Sites with a column for each day: Monday to Friday, and the other days on which something happens anywhere."""
    busy = {day.on_day for site in page.sites for day in site.days}
    days = [page.first_day + dt.timedelta(days=number) for number in range(7)]
    shown = [day for number, day in enumerate(days) if number < WORKDAYS or day in busy]
    return [(site, _columns(site, shown)) for site in page.sites]


def _columns(site: SiteWeek, days: list[dt.date]) -> list[Column]:
    sessions = {day.on_day: day.sessions for day in site.days}
    return [Column(day, sessions.get(day, ())) for day in days]
