"""From draft to published version, and back: who will be told what, before anything is told."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from roster.actions.publishing import publish as publish_draft
from roster.actions.publishing import roll_back as roll_back_to
from roster.errors import Conflict, Invalid
from roster.reports.versions import publish_preview, versions_compared, versions_page
from web.access import LEADS, open_to
from web.errors import status_of
from web.forms import whole_number
from web.language import current_language
from web.seats import HIGHEST_EDITION
from web.surroundings import now, the_actor, the_store

pages = Blueprint("publishing", __name__, url_prefix="/week/<week>")


@pages.get("/publish")
@open_to(LEADS)
def preview(week: str) -> str:
    """What publishing would change, grouped by person."""
    return _preview(week)


@pages.post("/publish")
@open_to(LEADS)
def publish(week: str) -> tuple[str, int] | Response:
    """Publish the draft as the next version; where something stands in the way, say so beside the preview."""
    edition = whole_number(request.form, "edition", 0, HIGHEST_EDITION)
    meant, comment = request.form.get("despite_changes") == "yes", request.form.get("comment", "").strip()
    try:
        done = publish_draft(
            the_store(), the_actor(), week, edition=edition, comment=comment, despite_changes=meant, now=now()
        )
    except (Conflict, Invalid) as refusal:
        flash(refusal.text(current_language()), "fault")
        return _preview(week), status_of(refusal)
    _say_published(done.number, len(done.told))
    return redirect(url_for("week.show", week=week), 303)


@pages.get("/versions")
@open_to(LEADS)
def versions(week: str) -> str:
    """All published versions of a week, newest first."""
    page = versions_page(the_store(), the_actor(), week)
    return render_template("publishing/versions.html", page=page, week=week, area="week.current")


@pages.get("/versions/<int:first>/<int:second>")
@open_to(LEADS)
def difference(week: str, first: int, second: int) -> str:
    """What changed for whom from one version to another, side by side."""
    return _difference(week, first, second)


@pages.get("/versions/compare")
@open_to(LEADS)
def compare(week: str) -> Response:
    """From the form that asks for two versions to their difference, the older one first."""
    first, second = sorted(whole_number(request.args, name, 0, HIGHEST_EDITION) for name in ("first", "second"))
    return redirect(url_for(".difference", week=week, first=first, second=second), 303)


@pages.post("/versions/<int:number>/roll-back")
@open_to(LEADS)
def roll_back(week: str, number: int) -> tuple[str, int] | Response:
    """Publish an earlier version anew, as the next number; where another counts by now, compare with that one first."""
    seen, comment = whole_number(request.form, "current", 0, HIGHEST_EDITION), request.form.get("comment", "").strip()
    try:
        done = roll_back_to(the_store(), the_actor(), week, to_number=number, current=seen, comment=comment, now=now())
    except Conflict as refusal:
        if not isinstance(refusal.stored, int):  # another conflict than an overtaken version
            raise
        flash(refusal.text(current_language()), "fault")
        return _difference(week, number, refusal.stored, comment), status_of(refusal)
    _say_published(done.number, len(done.told))
    return redirect(url_for(".versions", week=week), 303)


def _difference(week: str, first: int, second: int, comment: str = "") -> str:
    compared = versions_compared(the_store(), the_actor(), week, first, second)
    return render_template(
        "publishing/difference.html", compared=compared, comment=comment, week=week, area="week.current"
    )


def _preview(week: str) -> str:
    page = publish_preview(the_store(), the_actor(), week, now=now())
    return render_template("publishing/preview.html", page=page, week=week, area="week.current")


def _say_published(number: int, told: int) -> None:
    people = ngettext("One person gets a message.", "%(num)d people get a message.", told)
    flash(_("Version %(number)d is published.", number=number) + " " + people, "ok")
