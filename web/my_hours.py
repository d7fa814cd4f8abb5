"""My hours: planned and held, by week and month, on the page, on paper and as a table to take along."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, render_template, request
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from roster.reports.my_hours import DutyHours, MyHours, my_hours
from roster.spreadsheets.guard import cleaned, guarded
from roster.weeks.attendance import DutyState
from web.access import VOLUNTEERS, open_to
from web.downloads import file_answer
from web.forms import whole_number
from web.paper import sheet_answer
from web.printing import UNIT_MINUTES, units
from web.surroundings import now, the_actor, the_store, today

pages = Blueprint("my_hours", __name__, url_prefix="/my/hours")


@pages.get("/")
@open_to(VOLUNTEERS)
def show() -> str:
    """The hours of this term, or of the term or year asked for."""
    return render_template("my/hours.html", page=_asked(), units=units, month=_month, state=_state, area="my.week")


@pages.get("/sheet")
@open_to(VOLUNTEERS)
def sheet() -> str | Response:
    """The proof of hours: every session held so far, with lines to sign."""
    page = _asked()
    held = [duty for week in page.weeks for duty in week.duties if duty.held]
    return sheet_answer(
        "printing/hours.html", f"hours-{page.first_day}-{page.last_day}", page=page, held=held, units=units,
        today=today(), area="my.week",
    )  # fmt: skip


@pages.get("/table.csv")
@open_to(VOLUNTEERS)
def table() -> Response:
    """The same duties as a table for spreadsheet programs."""
    page = _asked()
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(
        [_("Day"), _("From"), _("Until"), _("Course"), _("Role"), _("Hours"), _("Units of 45 minutes"), _("State")]
    )
    for week in page.weeks:
        rows.writerows(_cells(duty) for duty in week.duties)
    # Excel knows UTF-8 by the mark at its beginning
    content = text.getvalue().encode("utf-8-sig")
    return file_answer(content, "text/csv", f"hours-{page.first_day}-{page.last_day}", ending="csv")


def _asked() -> MyHours:
    """The stretch of time that the address names."""
    year = whole_number(request.args, "year", 2000, 2100) if request.args.get("year") else None
    return my_hours(the_store(), the_actor(), term=request.args.get("term"), year=year, now=now())


def _cells(duty: DutyHours) -> list[str]:
    minutes = 0 if duty.off else duty.minutes
    sums = ["", ""] if minutes is None else [_number(minutes / 60), _number(minutes / UNIT_MINUTES)]
    texts = [duty.on_day.isoformat(), duty.starts, duty.ends, duty.course_name, duty.role_name, *sums, _state(duty)]
    return [guarded(cleaned(text), formulas=True) for text in texts]


def _number(value: float) -> str:
    return format_decimal(round(value, 2), format="0.##")


def _state(duty: DutyHours) -> str:
    """Where a duty stands, in a word."""
    if duty.stepped_in and duty.held:
        return _("stepped in")
    words = {
        DutyState.TO_COME: _("planned"), DutyState.HELD: _("held"), DutyState.NOT_HELD: _("not held"),
        DutyState.CALLED_OFF: _("cancelled"), DutyState.CANCELLED: _("cancelled"),
    }  # fmt: skip
    return words[duty.state]


def _month(day: object) -> str:
    return format_date(day, "LLLL y")
