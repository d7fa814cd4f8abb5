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
from roster.actions.week_questions import Supposition
from roster.calendar.weeks import checked_week
from roster.reports.question_choices import QuestionChoices, question_choices
from web.access import LEADS, open_to
from web.forms import Entries
from web.home import next_week
from web.surroundings import now, the_actor, the_store

pages = Blueprint("asking", __name__)

LONGEST_BUFFER = 120
SWITCHED: Mapping[str, bool | None] = {"as_it_is": None, "on": True, "off": False}


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
    person = entries.choice("person", _("Who?"), _own(choices.people), "")
    if not person and not entries.faults:
        entries.fault(_("Who?"), _("please choose one from the list"))
    days, duties = _days(choices), _own(choices.duties)
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
    return render_template("asking/what_if.html", choices=_choices(week), entries=Entries({}), area="week.current")


@pages.post("/week/<week>/what-if")
@open_to(LEADS)
def suppose(week: str) -> Response | tuple[str, int]:
    """Ask to have the week planned as it is and as supposed, side by side."""
    choices, entries = _choices(week), Entries(request.form)
    rooms = {f"{place.site}|{key}": (place.site, key) for place in choices.places for key, _name in place.rooms}
    supposed = Supposition(
        absent=entries.several("absent", _("Who is absent?"), _own(choices.people)),
        courses=entries.several("courses", _("Courses that do not take place"), _own(choices.courses)),
        sites=entries.several("sites", _("Sites that are gone"), {one.site: one for one in choices.places}),
        rooms=tuple(rooms[key] for key in entries.several("rooms", _("Rooms that are gone"), rooms)),
        support_needs_lead=entries.choice("support_needs_lead", _("Support needs a lead"), SWITCHED, None),
        newcomers=entries.choice("newcomers", _("Newcomers not alone"), SWITCHED, None),
        travel_buffer_minutes=entries.number("buffer", _("Buffer for ways"), 0, LONGEST_BUFFER, None),
    )
    if supposed == Supposition() and not entries.faults:
        entries.fault(_("What is different?"), _("please choose at least one change"))
    if entries.faults:
        return render_template("asking/what_if.html", choices=choices, entries=entries, area="week.current"), 422
    return _led_on(week_questions.ask_what_if(the_store(), the_actor(), week, supposed, now=now()))


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


def _days(choices: QuestionChoices) -> dict[str, dt.date]:
    return {day.isoformat(): day for day in choices.days}


def _own(those: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Choices as a form's options, each standing for its key."""
    return {key: key for key, _text in those}


def _led_on(ticket: QuestionTicket) -> Response:
    return redirect(url_for("answers.show", question_id=ticket.question_id), 303)
