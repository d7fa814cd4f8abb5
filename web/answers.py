"""Questions and their answers: busy, failed, called off or answered; and taking a proposal over as a draft."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import proposals, questions
from roster.reports.answers import question_page, question_state
from web.access import LEADS, open_to
from web.forms import whole_number
from web.mending import mended_at
from web.surroundings import now, the_actor, the_config, the_store

pages = Blueprint("answers", __name__, url_prefix="/questions")

MOST_PROPOSALS = 100
HIGHEST_EDITION = 1_000_000_000


@pages.get("/<int:question_id>")
@open_to(LEADS)
def show(question_id: int) -> str:
    """A question and its answer; goes on by itself until it has ended."""
    page = question_page(the_store(), the_actor(), question_id)
    return render_template("asking/answer.html", page=page, mended_at=mended_at, area="week.current")


@pages.get("/<int:question_id>/state")
@open_to(LEADS)
def state(question_id: int) -> str | Response:
    """The part of the page that changes, for a page that asks again and again; nothing while nothing is new."""
    found = question_state(the_store(), the_actor(), question_id)
    if not found.status.ended and found.status == request.args.get("seen"):
        return Response(status=204)
    page = question_page(the_store(), the_actor(), question_id)
    return render_template("asking/state.html", page=page, mended_at=mended_at)


@pages.post("/<int:question_id>/cancel")
@open_to(LEADS)
def cancel(question_id: int) -> Response:
    """Call a question off."""
    question_state(the_store(), the_actor(), question_id)
    questions.cancel(the_store(), the_actor(), question_id, now=now())
    return redirect(url_for(".show", question_id=question_id), 303)


@pages.post("/<int:question_id>/again")
@open_to(LEADS)
def again(question_id: int) -> Response:
    """Ask once more what failed or was called off."""
    question_state(the_store(), the_actor(), question_id)
    ticket = questions.ask_again(the_store(), the_actor(), question_id, now=now())
    return redirect(url_for(".show", question_id=ticket.question_id), 303)


@pages.post("/<int:question_id>/take")
@open_to(LEADS)
def take(question_id: int) -> Response:
    """Make one of the proposals the week's draft."""
    number = whole_number(request.form, "number", 0, MOST_PROPOSALS)
    edition = whole_number(request.form, "edition", 0, HIGHEST_EDITION)
    noting = request.form.get("noting") == "yes"
    week = proposals.take_proposal(
        the_store(), the_actor(), question_id, number, edition=edition, noting=noting,
        base_url=the_config().base_url, now=now(),
    )  # fmt: skip
    flash(_("The proposal is the draft of the week now. Look it over and publish it; undo brings back what was."), "ok")
    if noting:
        flash(_("What happened is entered too, so that the next plan knows of it; the same undo takes it out."), "ok")
    return redirect(url_for("week.show", week=week), 303)
