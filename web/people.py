"""Volunteers: the list, each person with what they may do and which certificates were seen, and changing all that."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import people as actions
from roster.records import Standing
from roster.reports.people import PersonPage, people_page, person_page
from web.access import ADMINS, LEADS, open_to
from web.described import level_options
from web.forms import Entries
from web.person_forms import read_certificate, read_qualification, read_volunteer
from web.surroundings import now, the_actor, the_store, today

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.get("/")
@open_to(LEADS)
def index() -> str:
    """All volunteers, or those that a search and a standing leave over."""
    search, standing = request.args.get("search", "").strip(), request.args.get("standing", "")
    chosen = Standing(standing) if standing in set(Standing) else None
    page = people_page(the_store(), the_actor(), search=search, standing=chosen, today=today())
    return render_template("people/index.html", page=page, search=search, standing=standing)


@pages.get("/new")
@open_to(LEADS)
def new() -> str:
    """The empty form for a new volunteer."""
    return _form(None, Entries(request.form))


@pages.post("/")
@open_to(LEADS)
def add() -> str | tuple[str, int] | Response:
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
def save(key: str) -> str | tuple[str, int] | Response:
    """Save a volunteer's form; refused where somebody else saved meanwhile."""
    page, entries = _page(key), Entries(request.form)
    volunteer = read_volunteer(entries, page.volunteer)
    version = entries.number("version", _("Version"), 0, 10**9, -1)
    store, actor = the_store(), the_actor()
    if not entries.carry_out(lambda: actions.save_volunteer(store, actor, volunteer, version=version, now=now())):
        return _form(page, entries), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/remove")
@open_to(ADMINS)
def remove(key: str) -> Response:
    """Delete a volunteer with everything that is kept about them."""
    actions.remove_volunteer(the_store(), the_actor(), key, now=now())
    flash(_("The person and everything kept about them is deleted."), "ok")
    return redirect(url_for(".index"), 303)


@pages.post("/<key>/qualifications")
@open_to(LEADS)
def add_qualification(key: str) -> tuple[str, int] | Response:
    """Note what a volunteer may do."""
    page, entries = _page(key), Entries(request.form)
    qualification = read_qualification(entries, page)
    if not entries.carry_out(lambda: actions.add_qualification(the_store(), the_actor(), qualification, now=now())):
        return _shown(page, entries), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/qualifications/<int:number>/remove")
@open_to(LEADS)
def remove_qualification(key: str, number: int) -> Response:
    """Take a qualification away."""
    actions.remove_qualification(the_store(), the_actor(), key, number, now=now())
    flash(_("Removed."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/certificates")
@open_to(LEADS)
def add_certificate(key: str) -> tuple[str, int] | Response:
    """Note that a certificate was seen: never the paper, only the fact and its dates."""
    page, entries = _page(key), Entries(request.form)
    certificate = read_certificate(entries, key, today())
    if not entries.carry_out(lambda: actions.add_certificate(the_store(), the_actor(), certificate, now=now())):
        return _shown(page, entries), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/certificates/<int:number>/remove")
@open_to(LEADS)
def remove_certificate(key: str, number: int) -> Response:
    """Take the note of a certificate away."""
    actions.remove_certificate(the_store(), the_actor(), key, number, now=now())
    flash(_("Removed."), "ok")
    return redirect(url_for(".show", key=key), 303)


def _page(key: str) -> PersonPage:
    return person_page(the_store(), the_actor(), key, today=today())


def _shown(page: PersonPage, entries: Entries) -> str:
    return render_template("people/show.html", page=page, entries=entries, today=today(), level_options=level_options())


def _form(page: PersonPage | None, entries: Entries) -> str:
    return render_template("people/form.html", page=page, entries=entries)
