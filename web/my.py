"""A volunteer's own pages: my week, and the calendars to subscribe to."""

from __future__ import annotations

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from roster.actions import feeds
from roster.calendar.weeks import checked_week, week_of, weeks_later
from roster.errors import NotFound
from roster.models.feeds import FeedKind
from roster.reports.feeds import feeds_page
from roster.reports.my_week import my_week
from web.access import VOLUNTEERS, VOLUNTEERS_AND_LEADS, open_to
from web.surroundings import now, the_actor, the_config, the_store, today

pages = Blueprint("my", __name__, url_prefix="/my")

WEEKS_SHOWN = 4


@pages.get("/week")
@open_to(VOLUNTEERS)
def week() -> str:
    """My duties in the weeks from now on, or from the week asked for."""
    first = checked_week(request.args.get("from") or week_of(today()))
    mine = my_week(the_store(), the_actor(), first_week=first, weeks=WEEKS_SHOWN, now=now())
    return render_template(
        "my/week.html", mine=mine, first=first, earlier=weeks_later(first, -WEEKS_SHOWN),
        later=weeks_later(first, WEEKS_SHOWN), today=today(),
    )  # fmt: skip


@pages.get("/calendar")
@open_to(VOLUNTEERS_AND_LEADS)
def calendar() -> str:
    """The calendars that I can subscribe to, and those that have an address already."""
    return render_template("my/calendar.html", page=feeds_page(the_store(), the_actor()), area="my.calendar")


@pages.post("/calendar")
@open_to(VOLUNTEERS_AND_LEADS)
def subscribe() -> str:
    """Make an address for one calendar and show it, this once."""
    kind, _sign, subject = request.form.get("calendar", "").partition(":")
    made = feeds.create_feed(the_store(), the_actor(), _kind(kind), subject, now=now())
    return _address_page(made.token)


@pages.post("/calendar/<int:feed_id>/rotate")
@open_to(VOLUNTEERS_AND_LEADS)
def rotate(feed_id: int) -> str:
    """Give a calendar a new address; the old one stops at once."""
    made = feeds.rotate_feed(the_store(), the_actor(), feed_id, now=now())
    return _address_page(made.token)


@pages.post("/calendar/<int:feed_id>/revoke")
@open_to(VOLUNTEERS_AND_LEADS)
def revoke(feed_id: int) -> Response:
    """Take a calendar's address away."""
    feeds.revoke_feed(the_store(), the_actor(), feed_id, now=now())
    flash(_("The address no longer works."), "ok")
    return redirect(url_for(".calendar"), 303)


def _kind(text: str) -> FeedKind:
    """The kind of calendar that a form names; anything else is refused as not found."""
    try:
        return FeedKind(text)
    except ValueError:
        raise NotFound() from None


def _address_page(token: str) -> str:
    """The page that shows a new address: as text, as link, as QR code, with the steps for four calendars."""
    address = f"{the_config().base_url}/feed/{token}.ics"
    picture = segno.make(address, error="m").svg_inline(border=2, omitsize=True)
    qr = Markup(picture)  # noqa: S704  (drawn by segno; the address shows in it only as squares)
    return render_template(
        "my/address.html", address=address, webcal="webcal://" + address.partition("://")[2], qr=qr,
        area="my.calendar",
    )  # fmt: skip
