"""The week at a glance: who is where, which seats are empty and why, how good the plan is."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.calendar.weeks import checked_week, monday_of
from roster.reports.attendance import presences_in_week
from roster.reports.seats import Seat, SessionCard
from roster.reports.stand_ins import answers_in_week
from roster.reports.week import week_page
from web.access import LEADS, open_to
from web.home import next_week
from web.mending import mended_at
from web.surroundings import now, the_actor, the_store, today
from web.week_board import board, past_addresses, seat_addresses
from web.week_filter import VIEWS, WeekFilter

pages = Blueprint("week", __name__, url_prefix="/week")


@pages.get("/")
@open_to(LEADS)
def current() -> Response:
    """Go to the week that is planned next, or to one asked for by its date or number."""
    return redirect(url_for(".show", week=next_week()), 303)


@pages.get("/go")
@open_to(LEADS)
def go() -> Response:
    """Go to a week typed into the form, such as "2026-W48"."""
    return redirect(url_for(".show", week=checked_week(request.args.get("week", ""))), 303)


@pages.get("/<week>")
@open_to(LEADS)
def show(week: str) -> str:
    """The timetable of one week, laid out and filtered as the address says."""
    page = week_page(the_store(), the_actor(), checked_week(week), now=now())
    seen = WeekFilter.of(request.args)
    return render_template(
        "week/show.html", page=page, seen=seen, views=VIEWS, board=board(page, seen), today=today(),
        seat_address=seat_addresses(week, seen), past_address=past_addresses(week), answer_of=_answers(week),
        troubled=sum(card.troubled for card in page.sessions),
        branches=sorted({(card.branch_name, card.branch) for card in page.sessions}),
        mended_at=mended_at,
    )  # fmt: skip


def _answers(week: str) -> Callable[[SessionCard, Seat], str]:
    """What is known of the person in a seat: "confirmed" or "cannot_come" as they answered, or nothing yet.

    Of past sessions what a lead noted counts more: "held" or "not_held".
    """
    answers: dict[tuple[str, str], str] = {**answers_in_week(the_store(), the_actor(), week)}
    if monday_of(week) <= today():
        answers |= presences_in_week(the_store(), the_actor(), week)

    def answer_of(session: SessionCard, seat: Seat) -> str:
        return answers.get((session.key, seat.person or ""), "")

    return answer_of
