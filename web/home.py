"""The first page after signing in: what to do next, by role and by how far the organisation has come."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actor import AccountRole
from roster.reports.first_steps import first_steps, organisation_name, week_to_plan
from roster.reports.week import week_page
from web.access import SIGNED_IN, open_to
from web.surroundings import actor_or_none, now, the_actor, the_store

pages = Blueprint("home", __name__)


@pages.get("/")
@open_to(SIGNED_IN)
def start() -> str | Response:
    """The next step. Volunteers go straight to their own week."""
    actor = the_actor()
    if not actor.may(AccountRole.LEAD):
        return redirect(url_for("my.week"), 303) if actor.volunteer else render_template("home/waiting.html")
    steps = first_steps(the_store(), actor)
    if not steps.ready_to_plan:
        return render_template("home/first_steps.html", steps=steps)
    page = week_page(the_store(), actor, next_week(), now=now())
    return render_template("home/start.html", page=page, steps=steps)


def next_week() -> str:
    """The week that the asking lead plans next."""
    return week_to_plan(the_store(), the_actor(), now=now())


@pages.app_context_processor
def frame() -> dict[str, Any]:
    """What the frame of every page shows: the organisation's name and the areas with the role each needs."""
    actor = actor_or_none()
    areas = [
        ("my.week", _("My week"), "volunteer"),
        ("week.current", _("Week"), "lead"),
        ("people.index", _("People"), "lead"),
        ("courses.index", _("Courses"), "lead"),
        ("sites.index", _("Sites"), "lead"),
        ("transfer.index", _("Import and export"), "admin"),
        ("my.calendar", _("Calendars"), None),
        ("settings.dates", _("Settings"), "lead"),
    ]
    return {"areas": areas, "organisation_name": organisation_name(the_store(), actor) if actor else ""}
