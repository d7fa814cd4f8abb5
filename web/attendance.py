"""Who was there: what leads note about past sessions, so that the proof of hours tells what really happened."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions.attendance import note_attendance
from roster.errors import Conflict
from roster.models.attendance import Presence
from roster.reports.attendance import session_attendance, week_attendance
from web.access import LEADS, open_to
from web.language import current_language
from web.surroundings import now, the_actor, the_store
from web.undoing import offer_undo

pages = Blueprint("attendance", __name__, url_prefix="/week/<week>/attendance")


@pages.get("/")
@open_to(LEADS)
def index(week: str) -> str:
    """The sessions of a week that have begun, with the people who were on duty."""
    page = week_attendance(the_store(), the_actor(), week, now=now())
    return render_template("attendance/index.html", page=page, area="week.current")


@pages.get("/<session>")
@open_to(LEADS)
def show(week: str, session: str) -> str:
    """One past session: who held it, with a button for what was different, and a form for who stepped in."""
    return _page(week, session)


@pages.post("/<session>")
@open_to(LEADS)
def note(week: str, session: str) -> tuple[str, int] | Response:
    """Note that somebody was there or was not, or take such a note back."""
    person, role = request.form.get("person", ""), request.form.get("role", "")
    presence, seen = _presence("presence"), _presence("seen")
    if not person:
        return _page(week, session, _("Please choose who it was.")), 422
    try:
        noted = note_attendance(
            the_store(), the_actor(), session, person, role=role, presence=presence, seen=seen, now=now()
        )
    except Conflict as refusal:
        return _page(week, session, refusal.text(current_language())), 409
    if noted:
        fields = {"person": person, "role": role, "presence": seen or "", "seen": presence or ""}
        offer_undo(_said(presence), url_for(".note", week=week, session=session), fields)
    else:
        flash(_("It is noted like that already."), "ok")
    return redirect(url_for(".show", week=week, session=session), 303)


def _page(week: str, session: str, fault: str = "") -> str:
    page = session_attendance(the_store(), the_actor(), week, session, now=now())
    people, roles = ([(one.key, one.name) for one in those] for those in (page.people, page.roles))
    return render_template(
        "attendance/show.html", page=page, people=people, roles=roles, form=request.form, fault=fault,
        area="week.current",
    )  # fmt: skip


def _presence(name: str) -> Presence | None:
    """The note that a field names; an empty field is no note."""
    text = request.form.get(name, "")
    if text and text not in set(Presence):
        abort(400)
    return Presence(text) if text else None


def _said(presence: Presence | None) -> str:
    if presence is None:
        return _("The note is taken back. The proof of hours follows.")
    if presence is Presence.HELD:
        return _("Noted as held. The proof of hours follows.")
    return _("Noted as not held. The proof of hours follows.")
