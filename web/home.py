"""The first page after signing in: what to do next, by role and by how far the organisation has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actor import AccountRole
from roster.reports.first_steps import first_steps, organisation_name, week_to_plan
from roster.reports.week import week_page
from web.access import SIGNED_IN, open_to
from web.surroundings import actor_or_none, now, the_actor, the_store

pages = Blueprint("home", __name__)

WEEK_PAGES = frozenset({"week", "pictures", "printing", "solving", "seats", "publishing"})


@dataclass(frozen=True, slots=True)
class Area:
    """One entry of the navigation. It is the current one on pages whose blueprint or endpoint is among ``pages``."""

    address: str
    name: str
    pages: frozenset[str]

    @property
    def current(self) -> bool:
        """Whether the asked page belongs to it."""
        return request.endpoint in self.pages or request.blueprint in self.pages


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
    """What the frame of every page shows: the organisation's name and the areas that its person may enter."""
    actor = actor_or_none()
    if actor is None:
        return {"areas": (), "organisation_name": ""}
    areas = []
    if actor.volunteer:
        areas += [
            Area(url_for("my.week"), _("My week"), frozenset({"my.week"})),
            Area(url_for("availability.show", key=actor.volunteer), _("My times"), frozenset({"availability"})),
        ]
    if actor.may(AccountRole.LEAD):
        areas += [
            Area(url_for("week.current"), _("Week"), WEEK_PAGES),
            Area(url_for("people.index"), _("People"), frozenset({"people"})),
            Area(url_for("courses.index"), _("Courses"), frozenset({"courses"})),
            Area(url_for("sites.index"), _("Sites"), frozenset({"sites"})),
        ]
    if actor.may(AccountRole.ADMIN):
        areas.append(Area(url_for("transfer.index"), _("Import and export"), frozenset({"transfer"})))
    areas.append(Area(url_for("my.calendar"), _("Calendars"), frozenset({"my.calendar"})))
    if actor.may(AccountRole.LEAD):
        areas.append(Area(url_for("settings.dates"), _("Settings"), frozenset({"settings"})))
    return {"areas": areas, "organisation_name": organisation_name(the_store(), actor)}
