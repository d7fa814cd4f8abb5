"""Mending a draft by hand: one seat at a time, warned by the same rules that the plan was made with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import rosters, seat_edits
from roster.actions.draft_edits import EditResult
from roster.problem import Assignment
from roster.reasons.costs import costs_of, costs_text
from roster.reports.seat_panel import seat_panel
from web.access import LEADS, open_to
from web.forms import whole_number
from web.language import current_language
from web.surroundings import now, the_actor, the_store
from web.undoing import say_done
from web.week_filter import WeekFilter

pages = Blueprint("seats", __name__, url_prefix="/week/<week>")

Form = Mapping[str, str]
HIGHEST_EDITION = 1_000_000_000


@pages.get("/seats/<session>/<role>")
@open_to(LEADS)
def show(week: str, session: str, role: str) -> str:
    """One seat: who could take it and what is in the way, or why somebody sits there and where they could go."""
    person, seen = request.args.get("person"), WeekFilter.read(request.args.get("seen", ""))
    panel = seat_panel(the_store(), the_actor(), week, session, role, person, now=now())
    template = "seats/panel.html" if _within_page() else "seats/show.html"
    return render_template(template, panel=panel, seen=seen, within=_within_page(), area="week.current")


@pages.get("/seats/<session>/<role>/moves")
@open_to(LEADS)
def moves(week: str, session: str, role: str) -> Response:
    """Where the person of a seat fits, for a page on which they are picked up: seats as session, role and person."""
    person = request.args.get("person", "")
    panel = seat_panel(the_store(), the_actor(), week, session, role, person, now=now())
    fitting = [[one.session, one.role, one.person or ""] for one in (*panel.free, *panel.taken) if one.fits]
    return jsonify(edition=panel.edition, fitting=fitting)


@pages.post("/draft")
@open_to(LEADS)
def start(week: str) -> Response:
    """Begin a draft by hand, from the published version or from nothing."""
    rosters.start_draft(the_store(), the_actor(), week, now=now())
    return _back(week)


@pages.post("/draft/discard")
@open_to(LEADS)
def discard(week: str) -> Response:
    """Throw the draft away; what is published stays."""
    undo = rosters.discard_draft(the_store(), the_actor(), week, edition=_edition(), now=now())
    back = url_for("week.show", week=week)
    say_done(_("The draft is gone. What was published stays as it is."), undo, back)
    return _back(week)


@pages.post("/edit")
@open_to(LEADS)
def edit(week: str) -> Response:
    """Carry out one change of the draft. Where rules warn, ask once whether it is meant."""
    change = EDITS.get(request.form.get("do", ""))
    if change is None:
        abort(400)
    result = change(week, request.form)
    if not result.saved:
        return _asked_again(week, result)
    flash(f"{result.sentence} {_difference(result)}", "ok")
    for warning in result.warnings:
        flash(warning, "wait")
    return _back(week)


def _within_page() -> bool:
    """Whether the answer goes into a page that is open already."""
    return "HX-Request" in request.headers


def _difference(result: EditResult) -> str:
    return costs_text(costs_of(result.goals_before, result.goals_after), current_language())


def _back(week: str) -> Response:
    """To the week, laid out as it was."""
    seen = WeekFilter.read(request.form.get("seen", ""))
    address = url_for("week.show", week=week)
    return redirect(f"{address}?{seen.text}" if seen.text else address, 303)


def _asked_again(week: str, result: EditResult) -> Response:
    template = "seats/confirm_panel.html" if _within_page() else "seats/confirm.html"
    seen = WeekFilter.read(request.form.get("seen", ""))
    response = make_response(
        render_template(
            template, week=week, result=result, difference=_difference(result), form=request.form, seen=seen,
            within=_within_page(), area="week.current",
        )
    )  # fmt: skip
    if _within_page():
        response.headers.update({"HX-Retarget": "#panel", "HX-Reswap": "innerHTML", "HX-Reselect": "#confirm"})
    return response


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
    "lift_ban": _seat_edit(seat_edits.lift_ban, "session", "person"),
    "swap": _swap,
    "undo": _undo,
}
