"""Mending a draft by hand: one seat at a time, warned by the same rules that the plan was made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import rosters, seat_edits
from roster.actions.draft_edits import EditResult
from roster.errors import NotFound
from roster.problem import Assignment
from roster.reports.seats import Seat, SessionCard, seat_choices
from roster.reports.week import WeekPage, week_page
from web.access import LEADS, open_to
from web.forms import whole_number
from web.surroundings import now, the_actor, the_store
from web.wording import session_day, short_day

pages = Blueprint("seats", __name__, url_prefix="/week/<week>")

Form = Mapping[str, str]
HIGHEST_EDITION = 1_000_000_000


@pages.get("/seats/<session>/<role>")
@open_to(LEADS)
def show(week: str, session: str, role: str) -> str:
    """One seat: who could take it and what is in the way, or what can be done about who sits there."""
    page = week_page(the_store(), the_actor(), week, now=now())
    card, seat = _find(page, session, role, request.args.get("person"))
    choices = seat_choices(the_store(), the_actor(), week, session, role, now=now()) if not seat.person else ()
    template = "seats/panel.html" if "HX-Request" in request.headers else "seats/show.html"
    return render_template(
        template, page=page, card=card, seat=seat, choices=choices, others=_other_seats(page, card, seat),
        area="week.current",
    )  # fmt: skip


@pages.post("/draft")
@open_to(LEADS)
def start(week: str) -> Response:
    """Begin a draft by hand, from the published version or from nothing."""
    rosters.start_draft(the_store(), the_actor(), week, now=now())
    return redirect(url_for("week.show", week=week), 303)


@pages.post("/draft/discard")
@open_to(LEADS)
def discard(week: str) -> Response:
    """Throw the draft away; what is published stays."""
    rosters.discard_draft(the_store(), the_actor(), week, edition=_edition(), now=now())
    flash(_("The draft is gone. What was published stays as it is."), "ok")
    return redirect(url_for("week.show", week=week), 303)


@pages.post("/edit")
@open_to(LEADS)
def edit(week: str) -> str | Response:
    """Carry out one change of the draft. Where rules warn, ask once whether it is meant."""
    change = EDITS.get(request.form.get("do", ""))
    if change is None:
        abort(400)
    result = change(week, request.form)
    if not result.saved:
        return render_template("seats/confirm.html", week=week, result=result, form=request.form, area="week.current")
    flash(result.sentence, "ok")
    for warning in result.warnings:
        flash(warning, "wait")
    return redirect(url_for("week.show", week=week), 303)


def _edition() -> int:
    return whole_number(request.form, "edition", 0, HIGHEST_EDITION)


def _meant() -> bool:
    return request.form.get("despite_warnings") == "yes"


def _seat_edit(action: Callable[..., EditResult], *names: str) -> Callable[[str, Form], EditResult]:
    """An edit whose action takes these form fields as keyword arguments."""

    def carry_out(week: str, form: Form) -> EditResult:
        fields = {name: form.get(name, "") for name in names}
        if "to" in fields:
            fields["to_session"], _sign, fields["to_role"] = fields.pop("to").rpartition("|")
        return action(
            the_store(), the_actor(), week, **fields, edition=_edition(), despite_warnings=_meant(), now=now()
        )

    return carry_out


def _swap(week: str, form: Form) -> EditResult:
    session, role, person = [*form.get("with", "").split("|"), "", ""][:3]
    return seat_edits.swap_people(
        the_store(), the_actor(), week, edition=_edition(), despite_warnings=_meant(), now=now(),
        first=Assignment(form.get("session", ""), form.get("role", ""), form.get("person", "")),
        second=Assignment(session, role, person),
    )  # fmt: skip


def _undo(week: str, form: Form) -> EditResult:
    return rosters.undo_edit(the_store(), the_actor(), week, edition=_edition(), now=now())


EDITS: dict[str, Callable[[str, Form], EditResult]] = {
    "fill": _seat_edit(seat_edits.fill_seat, "session", "role", "person"),
    "empty": _seat_edit(seat_edits.empty_seat, "session", "role", "person"),
    "move": _seat_edit(seat_edits.move_person, "session", "role", "person", "to"),
    "pin": _seat_edit(seat_edits.pin_person, "session", "role", "person"),
    "unpin": _seat_edit(seat_edits.unpin_person, "session", "role", "person"),
    "ban": _seat_edit(seat_edits.ban_person, "session", "person"),
    "swap": _swap,
    "undo": _undo,
}


def _find(page: WeekPage, session: str, role: str, person: str | None) -> tuple[SessionCard, Seat]:
    """The seat of a person, or the first empty one of that role; the answer is "not found" if there is neither."""
    for card in _cards(page):
        if card.key == session:
            for seat in card.seats:
                if seat.role == role and seat.person == (person or None):
                    return card, seat
    raise NotFound()


def _cards(page: WeekPage) -> list[SessionCard]:
    return [card for site in page.sites for day in site.days for card in day.sessions]


def _other_seats(page: WeekPage, here: SessionCard, seat: Seat) -> dict[str, list[tuple[str, str]]]:
    """Where the person of a seat could be moved, and with whom they could swap, as (form value, words)."""
    free, taken = [], []
    for card in _cards(page):
        for other in card.seats:
            if card.past or (card.key == here.key and other.role == seat.role):
                continue
            place = f"{card.course_name}, {short_day(session_day(card.key))} {card.starts}, {other.role_name}"
            if other.person is None:
                free.append((f"{card.key}|{other.role}", place))
            elif other.person != seat.person:
                taken.append((f"{card.key}|{other.role}|{other.person}", f"{other.person_name} · {place}"))
    return {"free": list(dict.fromkeys(free)), "taken": taken}
