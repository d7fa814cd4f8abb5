"""Doing one thing to several sites: a page asks what is missing and says what will happen to each, then it happens."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from roster.actions.bulk import Prospect, Verdict
from roster.actions.exports import export_table
from roster.actions.sites_in_bulk import change_sites, foresee_sites
from roster.errors import Invalid
from roster.reports.sites import SiteRow, sites_page
from web.access import LEADS, open_to
from web.bulk_forms import read_site_change
from web.chosen import back_to_list, chosen_rows, chosen_versions, everything_shown
from web.downloads import table_answer
from web.forms import Entries
from web.site_filters import SiteFilter, asked_filter
from web.surroundings import now, the_actor, the_store
from web.undoing import say_done

pages = Blueprint("bulk_sites", __name__, url_prefix="/bulk/sites")


@pages.post("/")
@open_to(LEADS)
def confirm() -> str | tuple[str, int] | Response:
    """Ask what is missing, and say what will happen to the chosen sites; nothing is changed yet."""
    rows = _chosen()
    if not rows:
        flash(_("Please choose at least one site first."), "fault")
        return redirect(back_to_list("sites.index"), 303)
    keys = {row.site.key for row in rows}
    if (do := request.form.get("do", "")) == "export":
        return table_answer(export_table(the_store(), the_actor(), "sites", keys), "sites")
    entries, prospects = Entries(request.form), list[Prospect]()
    change = read_site_change(entries, do)
    if change is not None:
        entries.carry_out(lambda: prospects.extend(foresee_sites(the_store(), the_actor(), keys, change)))
    if request.form.get("asked") != "yes":  # straight from the list: nobody could fill anything in yet
        entries.faults.clear()
    page = _page(do, rows, prospects, entries)
    return (page, entries.status) if entries.faults else page


@pages.post("/apply")
@open_to(LEADS)
def apply() -> Response:
    """Do what the page before said; refused as a whole where one of the sites was changed meanwhile."""
    versions = chosen_versions("sites")
    change = read_site_change(Entries(request.form), request.form.get("do", ""))
    if change is None:
        raise Invalid()
    done = change_sites(the_store(), the_actor(), versions, change, now=now())
    back = back_to_list("sites.index")
    say_done(ngettext("One site is changed.", "%(num)d sites are changed.", done.changed), done.undo, back)
    return redirect(back, 303)


def _chosen() -> list[SiteRow]:
    only = asked_filter() if everything_shown() else SiteFilter()
    page = sites_page(the_store(), the_actor(), search=only.search, trouble=only.trouble)
    return chosen_rows([(row.site.key, row) for row in page.rows], "sites")


def _page(do: str, rows: list[SiteRow], prospects: list[Prospect], entries: Entries) -> str:
    return render_template(
        "sites/bulk.html", do=do, chosen=[(row.site.key, row.site.name) for row in rows], entries=entries,
        by_verdict={verdict: [one for one in prospects if one.verdict is verdict] for verdict in Verdict},
        foreseen=bool(prospects), back=back_to_list("sites.index"),
    )  # fmt: skip
