"""Doing one thing to several people: a page says what will happen to whom, then it happens, all of it or nothing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from roster.actions import people_in_bulk as actions
from roster.actions.availability_requests import ask_for_availability
from roster.actions.exports import export_table
from roster.errors import Invalid
from roster.records import Standing
from roster.reports.people_list import PeopleFilter, PeoplePage, PersonRow, people_page
from web.access import LEADS, open_to
from web.chosen import back_to_list, chosen_rows, chosen_versions, everything_shown
from web.downloads import table_answer
from web.people_filters import asked_filter
from web.surroundings import now, the_actor, the_config, the_store, today
from web.undoing import say_done

pages = Blueprint("bulk", __name__, url_prefix="/bulk/people")


@pages.post("/")
@open_to(LEADS)
def confirm() -> str | Response:
    """Say what will happen to the chosen people; nothing is changed yet. An export needs no question."""
    do, only = request.form.get("do", ""), asked_filter() if everything_shown() else PeopleFilter()
    shown = people_page(the_store(), the_actor(), only=only, today=today())
    rows = _chosen(shown)
    if do == "export" and rows:
        keys = {row.volunteer.key for row in rows}
        return table_answer(export_table(the_store(), the_actor(), "volunteers", keys), "volunteers")
    if not rows:
        flash(_("Please choose at least one person first."), "fault")
        return redirect(back_to_list("people.index"), 303)
    if do not in ("standing", "site", "ask"):
        raise Invalid()
    return render_template(
        "people/bulk.html", do=do, rows=rows, standing=_standing(), site=request.form.get("new_site", ""),
        back=back_to_list("people.index"), site_names=dict(shown.site_options),
    )  # fmt: skip


@pages.post("/apply")
@open_to(LEADS)
def apply() -> Response:
    """Do what the page before said; refused as a whole where one of the people was changed meanwhile."""
    versions, do = chosen_versions("people"), request.form.get("do", "")
    if do == "ask":
        return _ask(tuple(versions))
    if do == "standing":
        done = actions.set_standings(the_store(), the_actor(), versions, _standing(), now=now())
    elif do == "site":
        site = request.form.get("new_site", "")
        done = actions.prefer_site(the_store(), the_actor(), versions, site, now=now())
    else:
        raise Invalid()
    back = back_to_list("people.index")
    say_done(ngettext("One person is changed.", "%(num)d people are changed.", done.changed), done.undo, back)
    return redirect(back, 303)


def _ask(keys: tuple[str, ...]) -> Response:
    asked = ask_for_availability(the_store(), the_actor(), keys, base_url=the_config().base_url, now=now())
    flash(ngettext("One mail is on its way.", "%(num)d mails are on their way.", len(asked.asked)), "ok")
    if asked.unreachable:
        words = ngettext(
            "One person has no mail address of their own: please ask them yourself.",
            "%(num)d people have no mail address of their own: please ask them yourself.",
            len(asked.unreachable),
        )
        flash(words, "wait")
    return redirect(url_for("time_requests.index"), 303)


def _chosen(page: PeoplePage) -> list[PersonRow]:
    return chosen_rows([(row.volunteer.key, row) for row in page.rows], "people")


def _standing() -> Standing:
    text = request.form.get("new_standing", Standing.ACTIVE)
    if text not in set(Standing):
        raise Invalid()
    return Standing(text)
