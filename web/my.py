"""A volunteer's own pages: my duties with the answers to them, and the calendars to subscribe to."""

from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from roster.actions import duty_answers, feeds, withdrawals
from roster.calendar.weeks import checked_week, week_of, weeks_later
from roster.errors import Conflict, Invalid, NotFound
from roster.models.feeds import FeedKind
from roster.records import Absence
from roster.reports.feeds import feeds_page
from roster.reports.my_week import MyDay, MyWeek, my_week
from web.access import VOLUNTEERS, VOLUNTEERS_AND_LEADS, open_to
from web.forms import Entries
from web.language import current_language
from web.surroundings import now, the_actor, the_config, the_store, today
from web.undoing import noted_sentence, offer_undo, still_counts
from web.wording import session_day

pages = Blueprint("my", __name__, url_prefix="/my")

WEEKS_SHOWN = 4


@pages.get("/week")
@open_to(VOLUNTEERS)
def week() -> str:
    """My duties from today on, or from the week asked for."""
    asked = request.args.get("from")
    first = checked_week(asked or week_of(today()))
    mine = my_week(the_store(), the_actor(), first_week=first, weeks=WEEKS_SHOWN, now=now())
    return render_template(
        "my/week.html", mine=mine, first=first, earlier=weeks_later(first, -WEEKS_SHOWN),
        later=weeks_later(first, WEEKS_SHOWN), today=today(),
        days=mine.days if asked else _from_today(mine),
    )  # fmt: skip


def _from_today(mine: MyWeek) -> list[MyDay]:
    """The days from today on: whoever opens the page asks what comes next."""
    return [day for day in mine.days if day.on_day >= today()]


# ---- answers ---------------------------------------------------------------------------------------------------------


@pages.post("/confirm")
@open_to(VOLUNTEERS)
def confirm() -> Response:
    """ "I'll be there"."""
    session = request.form.get("session", "")
    duty_answers.confirm_duty(the_store(), the_actor(), _myself(), session, now=now())
    offer_undo(_("Thank you. Your school sees that you will be there."), url_for(".unconfirm"), {"session": session})
    return _back_to(session)


@pages.post("/unconfirm")
@open_to(VOLUNTEERS)
def unconfirm() -> Response:
    """Take "I'll be there" back."""
    session = request.form.get("session", "")
    duty_answers.take_back_confirmation(the_store(), the_actor(), _myself(), session, now=now())
    flash(_("Taken back."), "ok")
    return _back_to(session)


@pages.post("/cannot-come")
@open_to(VOLUNTEERS)
def cannot_come() -> Response:
    """ "I cannot come", to one duty or on some days; no reason is asked."""
    store, actor, at, base_url = the_store(), the_actor(), now(), the_config().base_url
    session = request.form.get("session", "")
    if session:
        done = duty_answers.cannot_come(store, actor, _myself(), session, base_url=base_url, now=at)
    else:
        done = duty_answers.report_absence(store, actor, _absence(), base_url=base_url, now=at)
    sentence = noted_sentence(len(done.sessions))
    offer_undo(sentence, url_for(".take_back_absence", number=done.absence_id))
    return _back_to(session or (done.sessions[0] if done.sessions else ""))


@pages.post("/cannot-come/<int:number>/take-back")
@open_to(VOLUNTEERS)
def take_back_absence(number: int) -> Response:
    """ "I can come after all", as long as nothing followed from the absence."""
    try:
        done = withdrawals.take_back_absence(
            the_store(), the_actor(), _myself(), number, base_url=the_config().base_url, now=now()
        )
    except Conflict as refusal:
        flash(refusal.text(current_language()), "wait")
        return redirect(url_for(".week"), 303)
    flash(" ".join([_("Good that you can come after all. It is noted."), *still_counts(len(done.missed))]), "ok")
    return redirect(url_for(".week"), 303)


def _myself() -> str:
    """The volunteer that the asking account is."""
    volunteer = the_actor().volunteer
    if volunteer is None:
        raise NotFound()
    return volunteer


def _absence() -> Absence:
    """The days that a form names. Raises Invalid with what does not fit."""
    entries = Entries(request.form)
    first = entries.day("from_day", _("First day"), required=True)
    last = entries.day("until_day", _("Last day")) or first
    if first is None or last is None or entries.faults:
        raise Invalid()
    if last < first:
        first, last = last, first  # whoever gives both days means the days between them
    return Absence(volunteer=_myself(), from_day=first, until_day=last)


def _back_to(session: str) -> Response:
    """The list of duties, from the week of a session that the list would not show by itself."""
    if session and week_of(session_day(session)) >= weeks_later(week_of(today()), WEEKS_SHOWN):
        from_week: dict[str, Any] = {"from": week_of(session_day(session))}  # a word that Python keeps for itself
        return redirect(url_for(".week", **from_week), 303)
    return redirect(url_for(".week"), 303)


# ---- calendars -------------------------------------------------------------------------------------------------------


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
    told = feeds.revoke_feed(the_store(), the_actor(), feed_id, base_url=the_config().base_url, now=now())
    off = _("The address no longer works.")
    flash(_("The address no longer works. Whoever used it is told by mail.") if told else off, "ok")
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
    # A phone that scans https would copy the duties once; webcal asks its calendar to subscribe.
    webcal = "webcal://" + address.partition("://")[2]
    picture = segno.make(webcal, error="m").svg_inline(border=2, omitsize=True)
    qr = Markup(picture)  # noqa: S704  (drawn by segno; the address shows in it only as squares)
    return render_template("my/address.html", address=address, webcal=webcal, qr=qr, area="my.calendar")
