"""Open seats that fit me: see them, offer to take one, see what became of the offer."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import seat_offers
from roster.errors import Conflict, Invalid
from roster.reports.my_seats import my_seats
from web.access import VOLUNTEERS, open_to
from web.language import current_language
from web.surroundings import now, the_actor, the_config, the_store
from web.undoing import offer_undo

pages = Blueprint("open_seats", __name__, url_prefix="/my/open-seats")

SHOWN_AT_FIRST = 8  # the best ones; the rest is one tap away


@pages.get("/")
@open_to(VOLUNTEERS)
def index() -> str:
    """Published open seats that I could take, the kindest first, and my offers."""
    page = my_seats(the_store(), the_actor(), now=now())
    return render_template("my/seats.html", page=page, shown_at_first=SHOWN_AT_FIRST, area="my.week")


@pages.post("/")
@open_to(VOLUNTEERS)
def offer() -> Response:
    """ "I can do this": a lead is told and answers."""
    session, role = request.form.get("session", ""), request.form.get("role", "")
    try:
        number = seat_offers.offer_seat(
            the_store(), the_actor(), session, role, base_url=the_config().base_url, now=now()
        )
    except (Conflict, Invalid) as refusal:
        flash(refusal.text(current_language()), "wait")
        return redirect(url_for(".index"), 303)
    sentence = _("Thank you! Your school is told. Please wait for its answer before you go there.")
    offer_undo(sentence, url_for(".withdraw", number=number))
    return redirect(url_for(".index"), 303)


@pages.post("/<int:number>/withdraw")
@open_to(VOLUNTEERS)
def withdraw(number: int) -> Response:
    """Take an offer back that nobody answered yet."""
    seat_offers.withdraw_offer(the_store(), the_actor(), number, base_url=the_config().base_url, now=now())
    flash(_("Your offer is taken back."), "ok")
    return redirect(url_for(".index"), 303)
