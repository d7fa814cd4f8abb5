"""Stand-ins: what leads must look after since somebody cannot come, and offers to say yes or no to."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from roster.actions import seat_offers
from roster.errors import Conflict, Invalid
from roster.reports.stand_ins import stand_ins
from web.access import LEADS, open_to
from web.errors import faults_of
from web.language import current_language
from web.surroundings import now, the_actor, the_store

pages = Blueprint("stand_ins", __name__, url_prefix="/stand-ins")


@pages.get("/")
@open_to(LEADS)
def index() -> str:
    """Seats that need somebody, and who offers to take them."""
    return render_template("stand_ins/index.html", page=_page(), faults=(), area="week.current")


@pages.post("/offers/<int:number>/accept")
@open_to(LEADS)
def accept(number: int) -> tuple[str, int] | Response:
    """Say yes: the next version of the week has them in the seat."""
    try:
        published = seat_offers.accept_offer(the_store(), the_actor(), number, now=now())
    except (Conflict, Invalid) as refusal:
        faults = [refusal.text(current_language()), *faults_of(refusal)]
        status = 409 if isinstance(refusal, Conflict) else 422
        return render_template("stand_ins/index.html", page=_page(), faults=faults, area="week.current"), status
    told = ngettext("One person is told by mail.", "%(num)d people are told by mail.", len(published.told))
    flash(_("Accepted and published as version %(number)s.", number=published.number) + " " + told, "ok")
    return redirect(url_for(".index"), 303)


@pages.post("/offers/<int:number>/decline")
@open_to(LEADS)
def decline(number: int) -> Response:
    """Say no, kindly."""
    seat_offers.decline_offer(the_store(), the_actor(), number, now=now())
    flash(_("Declined. They get a kind mail."), "ok")
    return redirect(url_for(".index"), 303)


def _page() -> object:
    return stand_ins(the_store(), the_actor(), now=now())
