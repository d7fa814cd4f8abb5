"""Pins that cannot hold, or are in the way of others: they give way before a week is planned."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions.pins import lift_pin
from roster.calendar.weeks import checked_week
from roster.problem import Assignment
from web.access import LEADS, open_to
from web.surroundings import now, the_actor, the_store
from web.undoing import say_done
from web.week_filter import WeekFilter

pages = Blueprint("pins", __name__, url_prefix="/week/<week>/pins")


@pages.post("/lift")
@open_to(LEADS)
def lift(week: str) -> Response:
    """Take a pin out."""
    pin = Assignment(*(request.form.get(name, "") for name in ("session", "role", "person")))
    undo = lift_pin(the_store(), the_actor(), checked_week(week), pin, now=now())
    seen: dict[str, Any] = dict(WeekFilter.read(request.form.get("seen", "")).arguments)
    back = url_for("week.show", week=week, _anchor="hurdles", **seen)
    say_done(_("The pin is out."), undo, back)
    return redirect(back, 303)
