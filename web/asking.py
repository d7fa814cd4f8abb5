"""Asking about a week: what to do when somebody drops out, what if, whom to recruit, what would fill a seat.

A form leaves a question; the answer is worked out elsewhere and shown by web.answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import week_questions
from roster.actions.questions import QuestionTicket
from roster.actions.suppositions import ask_what_if
from roster.calendar.weeks import checked_week
from roster.reports.question_choices import QuestionChoices, question_choices
from web.access import LEADS, open_to
from web.described import level_options
from web.forms import Entries
from web.home import next_week
from web.setting_words import rate_words
from web.supposing import own, read_supposition
from web.surroundings import now, the_actor, the_store
from web.wording import short_day

pages = Blueprint("asking", __name__)


@pages.get("/week/<week>/questions")
@open_to(LEADS)
def show(week: str) -> str:
    """What can be asked about a week, each with what one gets."""
    return render_template("asking/show.html", choices=_choices(week), area="week.current")


@pages.get("/week/<week>/drop-out")
@open_to(LEADS)
def drop_out(week: str) -> str:
    """Somebody drops out, or a room is lost: choose who or what, and when."""
    return _drop_out(week, request.args, Entries(request.args))[0]


@pages.post("/week/<week>/drop-out/person")
@open_to(LEADS)
def person_out(week: str) -> Response | tuple[str, int]:
    """Ask for the ways out when somebody cannot come."""
    choices, entries = _choices(week, request.form.get("person")), Entries(request.form)
    person = entries.choice("person", _("Who?"), own(choices.people), "")
    if not person and not entries.faults:
        entries.fault(_("Who?"), _("please choose one from the list"))
    days, duties = _days(choices), own(choices.duties)
    when = entries.choice("when", _("When?"), {**{key: key for key in days}, **duties, "week": ""}, "")
    if entries.faults:
        return _drop_out(week, request.form, entries)
    return _led_on(
        week_questions.ask_if_person_out(
            the_store(), the_actor(), week, person, on_day=days.get(when), session=duties.get(when), now=now()
        )
    )


@pages.post("/week/<week>/drop-out/place")
@open_to(LEADS)
def place_lost(week: str) -> Response | tuple[str, int]:
    """Ask for the ways out when a site or a room is lost."""
    choices, entries = _choices(week), Entries(request.form)
    places = {
        f"{place.site}|{room}": (place.site, room or None)
        for place in choices.places
        for room in ("", *(key for key, _name in place.rooms))
    }
    place = entries.choice("place", _("Which place?"), places, None)
    if place is None and not entries.faults:
        entries.fault(_("Which place?"), _("please choose one from the list"))
    days = _days(choices)
    when = entries.choice("place_when", _("When?"), {**{key: key for key in days}, "week": ""}, "")
    to = entries.choice("to", _("What happens to the sessions?"), {one.site: one.site for one in choices.places}, None)
    if place is None or entries.faults:
        return _drop_out(week, request.form, entries)
    site, room = place
    return _led_on(
        week_questions.ask_if_place_lost(
            the_store(), the_actor(), week, site, room=room, on_day=days.get(when), to=to, now=now()
        )
    )


@pages.get("/week/<week>/what-if")
@open_to(LEADS)
def what_if(week: str) -> str:
    """Choose what is to be different."""
    return _what_if(_choices(week), Entries({}))


@pages.post("/week/<week>/what-if")
@open_to(LEADS)
def suppose(week: str) -> Response | tuple[str, int]:
    """Ask to have the week planned as it is and as supposed, side by side."""
    choices, entries = _choices(week), Entries(request.form)
    supposed, tickets = read_supposition(entries, choices), []
    if not entries.carry_out(lambda: tickets.append(ask_what_if(the_store(), the_actor(), week, supposed, now=now()))):
        return _what_if(choices, entries), entries.status
    return _led_on(tickets[0])


@pages.post("/week/<week>/recruit")
@open_to(LEADS)
def recruit(week: str) -> Response:
    """Ask which new people would fill most empty seats."""
    return _led_on(week_questions.ask_whom_to_recruit(the_store(), the_actor(), checked_week(week), now=now()))


@pages.post("/people/<key>/where-to-help")
@open_to(LEADS)
def where_to_help(key: str) -> Response:
    """Ask where somebody would help most in the week that is planned next."""
    return _led_on(week_questions.ask_where_they_help(the_store(), the_actor(), next_week(), key, now=now()))


@pages.post("/week/<week>/seats/<session>/<role>/what-fills")
@open_to(LEADS)
def what_fills(week: str, session: str, role: str) -> Response:
    """Ask for the smallest changes that would fill an empty seat."""
    return _led_on(
        week_questions.ask_what_fills(the_store(), the_actor(), checked_week(week), session, role, now=now())
    )


@pages.post("/week/<week>/seats/<session>/<role>/why")
@open_to(LEADS)
def why(week: str, session: str, role: str) -> Response:
    """Ask what the plan without somebody in their seat would cost at least."""
    person = request.form.get("person", "")
    return _led_on(
        week_questions.ask_why(the_store(), the_actor(), checked_week(week), session, role, person, now=now())
    )


def _choices(week: str, person: str | None = None) -> QuestionChoices:
    return question_choices(the_store(), the_actor(), checked_week(week), person, now=now())


def _drop_out(week: str, form: Mapping[str, str], entries: Entries) -> tuple[str, int]:
    choices = _choices(week, form.get("person"))
    page = render_template("asking/drop_out.html", choices=choices, form=form, entries=entries, area="week.current")
    return page, entries.status


def _what_if(choices: QuestionChoices, entries: Entries) -> str:
    return render_template(
        "asking/what_if.html", choices=choices, entries=entries, rates=rate_words(), level_options=level_options(),
        day_options=[(day.isoformat(), short_day(day)) for day in choices.days], area="week.current",
    )  # fmt: skip


def _days(choices: QuestionChoices) -> dict[str, dt.date]:
    return {day.isoformat(): day for day in choices.days}


def _led_on(ticket: QuestionTicket) -> Response:
    return redirect(url_for("answers.show", question_id=ticket.question_id), 303)
