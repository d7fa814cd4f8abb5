"""Sites with their rooms, and who may enter restricted ones. The ways between them are in web/ways.py."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FileResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import sites as actions
from roster.actions.exports import export_table
from roster.errors import Invalid
from roster.records import Site
from roster.reports.sites import SiteOrder, SitePage, site_page, sites_page
from web.access import ADMINS, LEADS, open_to
from web.differences import Line, site_lines, stored_instead
from web.downloads import table_answer
from web.first_steps import next_step
from web.forms import Entries
from web.listing import listing
from web.place_forms import read_room, read_site, read_site_row
from web.site_filters import asked_filter
from web.surroundings import now, the_actor, the_store
from web.undoing import say_done

pages = Blueprint("sites", __name__, url_prefix="/sites")


@pages.get("/")
@open_to(LEADS)
def index() -> str:
    """The sites that fit the address, one of them perhaps open for an edit in place."""
    return _listed(Entries({}), request.args.get("edit", ""))


@pages.get("/table.csv")
@open_to(LEADS)
def table() -> FileResponse:
    """The sites that fit the address, as a table."""
    only = asked_filter()
    page = sites_page(the_store(), the_actor(), search=only.search, trouble=only.trouble)
    keys = {row.site.key for row in page.rows}
    return table_answer(export_table(the_store(), the_actor(), "sites", keys), "sites")


@pages.post("/<key>/row")
@open_to(LEADS)
def save_row(key: str) -> tuple[str, int] | Response:
    """Save what was edited within the list; refused where somebody else saved meanwhile."""
    page, entries = _page(key), Entries(request.form)
    site = read_site_row(entries, page.site)
    version = entries.number("version", _("Version"), 0, 10**9, -1)
    if not entries.carry_out(lambda: actions.save_site(the_store(), the_actor(), site, version=version, now=now())):
        return _listed(entries, key, site), entries.status
    shown, _order = listing("sites.index", SiteOrder, SiteOrder.NAME)
    return redirect(shown.at("sites.index", saved=key) + f"#row-{key}", 303)


@pages.get("/new")
@open_to(LEADS)
def new() -> str:
    """The empty form for a new site."""
    return _form(None, Entries({}))


@pages.post("/")
@open_to(LEADS)
def add() -> tuple[str, int] | Response:
    """Add a site."""
    entries = Entries(request.form)
    site = read_site(entries, None)
    if not entries.carry_out(lambda: actions.add_site(the_store(), the_actor(), site, now=now())):
        return _form(None, entries), entries.status
    flash(_("%(name)s is saved.", name=site.name), "ok")
    return redirect(url_for(".show", key=site.key), 303)


@pages.get("/<key>")
@open_to(LEADS)
def show(key: str) -> str:
    """One site."""
    return _shown(_page(key), Entries({}))


@pages.get("/<key>/edit")
@open_to(LEADS)
def edit(key: str) -> str:
    """The form of one site, filled in."""
    return _form(_page(key), Entries({}))


@pages.post("/<key>/edit")
@open_to(LEADS)
def save(key: str) -> tuple[str, int] | Response:
    """Save a site's form; refused where somebody else saved meanwhile."""
    entries = Entries(request.form)
    site = read_site(entries, _page(key).site)
    version = entries.number("version", _("Version"), 0, 10**9, -1)
    if not entries.carry_out(lambda: actions.save_site(the_store(), the_actor(), site, version=version, now=now())):
        return _refused(entries, site), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/remove")
@open_to(ADMINS)
def remove(key: str) -> Response:
    """Delete a site that nothing uses any more."""
    undo = actions.remove_site(the_store(), the_actor(), key, now=now())
    say_done(_("The site is deleted."), undo, back := url_for(".index"))
    return redirect(back, 303)


@pages.post("/<key>/rooms")
@open_to(LEADS)
def add_room(key: str) -> tuple[str, int] | Response:
    """Add a room to a site."""
    page, entries = _page(key), Entries(request.form)
    room = read_room(entries, key)
    if not entries.carry_out(lambda: actions.add_room(the_store(), the_actor(), room, now=now())):
        return _shown(page, entries), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/rooms/<room>/remove")
@open_to(LEADS)
def remove_room(key: str, room: str) -> Response:
    """Delete a room."""
    undo = actions.remove_room(the_store(), the_actor(), room, now=now())
    say_done(_("The room is removed."), undo, back := url_for(".show", key=key))
    return redirect(back, 303)


@pages.post("/<key>/access")
@open_to(LEADS)
def set_access(key: str) -> Response:
    """Save who was ticked and unticked on the access list of a restricted site."""
    page, entries, shown = _page(key), Entries(request.form), request.form.getlist("shown")
    people = entries.several("people", _("Access list"), dict.fromkeys([*shown, *(one.key for one in page.people)]))
    if entries.faults:
        raise Invalid()
    done = actions.set_access(the_store(), the_actor(), key, people, shown=shown, now=now())
    say_done(_("The access list is saved."), done.undo, back := url_for(".show", key=key))
    return redirect(back, 303)


def _page(key: str) -> SitePage:
    return site_page(the_store(), the_actor(), key)


def _listed(entries: Entries, edit: str, typed: Site | None = None) -> str:
    (shown, order), only = listing("sites.index", SiteOrder, SiteOrder.NAME), asked_filter()
    page = sites_page(
        the_store(),
        the_actor(),
        search=only.search,
        trouble=only.trouble,
        order=order,
        descending=shown.descending,
    )
    stored = None  # told from the very row whose version goes into the form
    if typed and entries.status == 409:
        lines = [line for row in page.rows if row.site.key == typed.key for line in site_lines(row.site)]
        stored = stored_instead(lines, site_lines(typed))
    return render_template(
        "sites/index.html", page=page, listing=shown, entries=entries, edit=edit, asked=request.args, stored=stored,
        saved=request.args.get("saved"), next_step=next_step(),
    )  # fmt: skip


def _refused(entries: Entries, site: Site) -> str:
    """The form with what was typed; where somebody else saved meanwhile, with what is stored now beside it."""
    page = _page(site.key)
    if entries.status != 409:
        return _form(page, entries)
    return _form(page, entries, stored_instead(site_lines(page.site), site_lines(site)))


def _form(page: SitePage | None, entries: Entries, stored: list[Line] | None = None) -> str:
    return render_template("sites/form.html", page=page, entries=entries, stored=stored)


def _shown(page: SitePage, entries: Entries) -> str:
    people = [(choice.key, choice.name) for choice in page.people]
    people += [(choice.key, _("%(name)s (has left)", name=choice.name)) for choice in page.left]
    return render_template("sites/show.html", page=page, entries=entries, people_options=people)
