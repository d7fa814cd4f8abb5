"""What an operator sees: the organisations of the service in figures. Nothing here names a person.

To see more, an operator looks into one organisation for a reason and for a while; see ``roster.actions.visits``.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from roster.actions.visits import LONGEST_REASON, MINUTES, SHORTEST_REASON, begin_visit, end_visit
from roster.errors import NotFound
from roster.reports.service import ServiceLine, service_page
from web.access import ADMINS, OPERATORS, cookie_name, open_to
from web.forms import Entries, whole_number
from web.surroundings import now, the_actor, the_config, the_store

pages = Blueprint("service", __name__, url_prefix="/service")


@pages.get("/")
@open_to(OPERATORS)
def index() -> str:
    """All organisations."""
    return render_template("service/index.html", lines=service_page(the_store(), the_actor()))


@pages.get("/<key>/visit")
@open_to(OPERATORS)
def ask_visit(key: str) -> str:
    """What looking into an organisation means, and why and how long."""
    return _form(key, Entries({}))


@pages.post("/<key>/visit")
@open_to(OPERATORS)
def begin(key: str) -> Response | tuple[str, int]:
    """Look in: from now on the pages are this organisation's, until the time is over."""
    entries = Entries(request.form)
    minutes = whole_number(request.form, "minutes", 1, max(MINUTES))

    def look_in() -> None:
        secret, base_url = request.cookies.get(cookie_name(), ""), the_config().base_url
        reason = request.form.get("reason", "")
        begin_visit(the_store(), the_actor(), secret, key, reason=reason, minutes=minutes, base_url=base_url, now=now())

    if entries.carry_out(look_in):
        return redirect(url_for("home.start"), 303)
    return _form(key, entries), entries.status


@pages.post("/end-visit")
@open_to(ADMINS)
def end() -> Response:
    """Look in no longer; back to where the operator belongs."""
    end_visit(the_store(), the_actor(), request.cookies.get(cookie_name(), ""), now=now())
    return redirect(url_for("home.start"), 303)


def _form(key: str, entries: Entries) -> str:
    return render_template(
        "service/visit.html",
        line=_line(key),
        faults=entries.faults,
        reason=entries.form.get("reason", ""),
        minutes=entries.form.get("minutes", MINUTES[0]),
        durations=[(one, ngettext("%(num)d minute", "%(num)d minutes", one)) for one in MINUTES],
        least=SHORTEST_REASON,
        most=LONGEST_REASON,
    )


def _line(key: str) -> ServiceLine:
    for line in service_page(the_store(), the_actor()):
        if line.key == key:
            return line
    raise NotFound()
