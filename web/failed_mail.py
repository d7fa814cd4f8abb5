"""Mail that could not be delivered: what it was, why, and what to do about it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions.outbox import give_up_message, retry_message
from roster.reports.outbox import outbox_page
from web.access import LEADS, open_to
from web.surroundings import now, the_actor, the_store

pages = Blueprint("failed_mail", __name__, url_prefix="/settings/mail")


@pages.get("/")
@open_to(LEADS)
def index() -> str:
    """How many messages wait and were sent, and those that failed."""
    return render_template("failed_mail/index.html", page=outbox_page(the_store(), the_actor(), now=now()))


@pages.post("/<int:message>/retry")
@open_to(LEADS)
def retry(message: int) -> Response:
    """Send a failed message once more."""
    retry_message(the_store(), the_actor(), message, now=now())
    flash(_("It will be tried again within a minute."), "ok")
    return redirect(url_for(".index"), 303)


@pages.post("/<int:message>/give-up")
@open_to(LEADS)
def give_up(message: int) -> Response:
    """Let a failed message rest; its text is erased."""
    give_up_message(the_store(), the_actor(), message, now=now())
    flash(_("Given up. The text of the message is erased."), "ok")
    return redirect(url_for(".index"), 303)
