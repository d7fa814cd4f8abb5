"""The first page after signing in: what to do next, by role and by how far the organisation has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions.accounts import organisations_of_session
from roster.actor import AccountRole, Actor
from roster.reports.certificates import certificates_ahead
from roster.reports.coming_week import coming_week, week_to_plan
from roster.reports.first_steps import FirstSteps, first_steps, organisation_name
from roster.reports.outbox import outbox_page
from roster.reports.stand_ins import stand_ins
from web.access import SIGNED_IN, cookie_name, open_to
from web.first_steps import steps_shown
from web.surroundings import actor_or_none, now, the_actor, the_store, today

pages = Blueprint("home", __name__)

WEEK_PAGES = frozenset(
    {"week", "attendance", "pictures", "printing", "solving", "seats", "publishing", "asking", "answers", "stand_ins"}
)
MY_PAGES = frozenset({"my.week", "open_seats", "my_hours", "my_data"})
SETTING_PAGES = frozenset({"settings", "accounts", "failed_mail", "audit", "transfer"})


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
    return _start(actor, steps) if steps.ready_to_plan else _first_steps(steps)


def _first_steps(steps: FirstSteps) -> str:
    return render_template("home/first_steps.html", steps=steps, shown=steps_shown(steps))


def _start(actor: Actor, steps: FirstSteps) -> str:
    store = the_store()
    return render_template(
        "home/start.html",
        page=coming_week(store, actor, now=now()),
        steps=steps,
        sought=stand_ins(store, actor, now=now()),
        shown=steps_shown(steps),
        ahead=certificates_ahead(store, actor, today=today()),
        failed_mail=len(outbox_page(store, actor, now=now()).failed),
    )


def next_week() -> str:
    """The week that the asking lead plans next."""
    return week_to_plan(the_store(), the_actor(), now=now())


@pages.app_context_processor
def frame() -> dict[str, Any]:
    """What the frame of every page shows: the organisation's name and the areas that its person may enter."""
    actor = actor_or_none()
    if actor is None:
        return {"areas": (), "organisation_name": "", "own_organisations": ()}
    areas = []
    if actor.volunteer:
        areas += [
            Area(url_for("my.week"), _("My week"), MY_PAGES),
            Area(url_for("availability.show", key=actor.volunteer), _("My times"), frozenset({"availability"})),
        ]
    if actor.may(AccountRole.LEAD):
        areas += [
            Area(url_for("week.current"), _("Week"), WEEK_PAGES),
            Area(url_for("people.index"), _("People"), frozenset({"people", "bulk", "time_requests"})),
            Area(url_for("courses.index"), _("Courses"), frozenset({"courses", "bulk_courses"})),
            Area(url_for("sites.index"), _("Sites"), frozenset({"sites", "bulk_sites", "ways"})),
        ]
    areas.append(Area(url_for("my.calendar"), _("Calendars"), frozenset({"my.calendar"})))
    if actor.may(AccountRole.LEAD):
        areas.append(Area(url_for("settings.dates"), _("Settings"), SETTING_PAGES))
    if actor.may(AccountRole.OPERATOR):
        areas.append(Area(url_for("service.index"), _("Organisations"), frozenset({"service"})))
    secret = request.cookies.get(cookie_name(), "")
    return {
        "areas": areas,
        "organisation_name": organisation_name(the_store(), actor),
        "own_organisations": organisations_of_session(the_store(), secret, now=now()),
    }
