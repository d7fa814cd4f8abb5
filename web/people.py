"""Volunteers: the list, each person with what they may do and which certificates were seen, and changing all that."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from roster.actions import people as actions
from roster.actions.erasure import erase_volunteer
from roster.actions.exports import export_table
from roster.records import Volunteer
from roster.reports.certificates import certificates_ahead
from roster.reports.people import PersonPage, person_page
from roster.reports.people_list import PeopleOrder, people_page
from web.access import ADMINS, LEADS, open_to
from web.described import level_options
from web.differences import Line, person_lines, stored_instead
from web.downloads import table_answer
from web.first_steps import next_step
from web.forms import Entries
from web.listing import listing
from web.people_filters import asked_day, asked_filter, certificate_options
from web.person_forms import read_certificate, read_pair, read_qualification, read_row, read_volunteer
from web.surroundings import now, the_actor, the_config, the_store, today
from web.undoing import say_done

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.get("/")
@open_to(LEADS)
def index() -> str:
    """The volunteers that fit the address, one of them perhaps open for an edit in place."""
    return _listed(Entries({}), request.args.get("edit", ""))


@pages.get("/table.csv")
@open_to(LEADS)
def table() -> Response:
    """The volunteers that fit the address, as a table."""
    page = people_page(the_store(), the_actor(), only=asked_filter(), today=asked_day(today()))
    keys = {row.volunteer.key for row in page.rows}
    return table_answer(export_table(the_store(), the_actor(), "volunteers", keys), "volunteers")


@pages.post("/<key>/row")
@open_to(LEADS)
def save_row(key: str) -> tuple[str, int] | AnyResponse:
    """Save what was edited within the list; refused where somebody else saved meanwhile."""
    page, entries = _page(key), Entries(request.form)
    volunteer = read_row(entries, page.volunteer)
    version = entries.number("version", _("Version"), 0, 10**9, -1)
    store, actor = the_store(), the_actor()
    if not entries.carry_out(lambda: actions.save_volunteer(store, actor, volunteer, version=version, now=now())):
        return _listed(entries, key, volunteer), entries.status
    shown, _order = listing("people.index", PeopleOrder, PeopleOrder.NAME)
    return redirect(shown.at("people.index", saved=key) + f"#row-{key}", 303)


@pages.get("/new")
@open_to(LEADS)
def new() -> str:
    """The empty form for a new volunteer."""
    return _form(None, Entries(request.form))


@pages.post("/")
@open_to(LEADS)
def add() -> tuple[str, int] | AnyResponse:
    """Add a volunteer."""
    entries = Entries(request.form)
    volunteer = read_volunteer(entries, None)
    if not entries.carry_out(lambda: actions.add_volunteer(the_store(), the_actor(), volunteer, now=now())):
        return _form(None, entries), entries.status
    flash(_("%(name)s is saved. Next: what may they do, and when can they come?", name=volunteer.first_name), "ok")
    return redirect(url_for(".show", key=volunteer.key), 303)


@pages.get("/<key>")
@open_to(LEADS)
def show(key: str) -> str:
    """One volunteer."""
    return _shown(_page(key), Entries({}))


@pages.get("/<key>/edit")
@open_to(LEADS)
def edit(key: str) -> str:
    """The form of one volunteer, filled in."""
    return _form(_page(key), Entries(request.form))


@pages.post("/<key>/edit")
@open_to(LEADS)
def save(key: str) -> tuple[str, int] | AnyResponse:
    """Save a volunteer's form; refused where somebody else saved meanwhile."""
    entries = Entries(request.form)
    volunteer = read_volunteer(entries, _page(key).volunteer)
    version = entries.number("version", _("Version"), 0, 10**9, -1)
    store, actor = the_store(), the_actor()
    if not entries.carry_out(lambda: actions.save_volunteer(store, actor, volunteer, version=version, now=now())):
        return _refused(entries, volunteer), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/remove")
@open_to(ADMINS)
def remove(key: str) -> AnyResponse:
    """Delete a volunteer with everything that is kept about them."""
    erase_volunteer(the_store(), the_actor(), key, base_url=the_config().base_url, now=now())
    flash(_("The person and everything kept about them is deleted."), "ok")
    return redirect(url_for(".index"), 303)


@pages.post("/<key>/qualifications")
@open_to(LEADS)
def add_qualification(key: str) -> tuple[str, int] | AnyResponse:
    """Note what a volunteer may do."""
    page, entries = _page(key), Entries(request.form)
    qualification = read_qualification(entries, page)
    if not entries.carry_out(lambda: actions.add_qualification(the_store(), the_actor(), qualification, now=now())):
        return _shown(page, entries), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/qualifications/<int:number>/remove")
@open_to(LEADS)
def remove_qualification(key: str, number: int) -> AnyResponse:
    """Take a qualification away."""
    undo = actions.remove_qualification(the_store(), the_actor(), key, number, now=now())
    say_done(_("The qualification is removed."), undo, back := url_for(".show", key=key))
    return redirect(back, 303)


@pages.post("/<key>/certificates")
@open_to(LEADS)
def add_certificate(key: str) -> tuple[str, int] | AnyResponse:
    """Note that a certificate was seen: never the paper, only the fact and its dates."""
    page, entries = _page(key), Entries(request.form)
    certificate = read_certificate(entries, key, today())
    if not entries.carry_out(lambda: actions.add_certificate(the_store(), the_actor(), certificate, now=now())):
        return _shown(page, entries), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/certificates/<int:number>/remove")
@open_to(LEADS)
def remove_certificate(key: str, number: int) -> AnyResponse:
    """Take the note of a certificate away."""
    undo = actions.remove_certificate(the_store(), the_actor(), key, number, now=now())
    say_done(_("The note of the certificate is removed."), undo, back := url_for(".show", key=key))
    return redirect(back, 303)


@pages.post("/<key>/pairs")
@open_to(LEADS)
def add_pair(key: str) -> tuple[str, int] | AnyResponse:
    """Note, for leads' eyes only, that two people are to be kept apart or would gladly sit together."""
    page, entries = _page(key), Entries(request.form)
    pair = read_pair(entries, page)
    if pair is None or not entries.carry_out(lambda: actions.add_pair(the_store(), the_actor(), pair, now=now())):
        return _shown(page, entries), entries.status
    flash(_("Noted. The next plan takes care of it."), "ok")
    return redirect(url_for(".show", key=key) + "#pairs", 303)


@pages.post("/<key>/pairs/<int:number>/remove")
@open_to(LEADS)
def remove_pair(key: str, number: int) -> AnyResponse:
    """Forget such a wish."""
    _page(key)
    undo = actions.remove_pair(the_store(), the_actor(), number, now=now())
    say_done(_("The wish is removed."), undo, back := url_for(".show", key=key) + "#pairs")
    return redirect(back, 303)


def _listed(entries: Entries, edit: str, typed: Volunteer | None = None) -> str:
    store, actor, on_day = the_store(), the_actor(), asked_day(today())
    shown, order = listing("people.index", PeopleOrder, PeopleOrder.NAME)
    page = people_page(store, actor, only=asked_filter(), order=order, descending=shown.descending, today=on_day)
    stored = None  # told from the very row whose version goes into the form
    if typed and entries.status == 409:
        lines = [line for row in page.rows if row.volunteer.key == typed.key for line in person_lines(row.volunteer)]
        stored = stored_instead(lines, person_lines(typed))
    return render_template(
        "people/index.html", page=page, listing=shown, entries=entries, edit=edit, asked=request.args, on_day=on_day,
        stored=stored,
        saved=request.args.get("saved"), level_options=level_options(), certificate_options=certificate_options(),
        next_step=next_step(),
    )  # fmt: skip


def _page(key: str) -> PersonPage:
    return person_page(the_store(), the_actor(), key, today=today())


def _shown(page: PersonPage, entries: Entries) -> str:
    ahead = certificates_ahead(the_store(), the_actor(), today=today(), volunteer=page.volunteer.key)
    return render_template(
        "people/show.html",
        page=page,
        entries=entries,
        today=today(),
        level_options=level_options(),
        ahead=ahead,
        other_options=[(one.key, one.name) for one in page.others],
        site_names={one.key: one.name for one in page.sites},
        course_names={one.key: one.name for one in page.courses},
    )


def _refused(entries: Entries, volunteer: Volunteer) -> str:
    """The form with what was typed; where somebody else saved meanwhile, with what is stored now beside it."""
    page = _page(volunteer.key)
    if entries.status != 409:
        return _form(page, entries)
    return _form(page, entries, stored_instead(person_lines(page.volunteer), person_lines(volunteer)))


def _form(page: PersonPage | None, entries: Entries, stored: list[Line] | None = None) -> str:
    return render_template("people/form.html", page=page, entries=entries, stored=stored)
