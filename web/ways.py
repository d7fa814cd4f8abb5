"""How long the ways between sites take: one table for each means of travelling, edited as a whole."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from roster.actions.trails import Done
from roster.actions.ways import save_ways
from roster.errors import NotFound
from roster.records import Means
from roster.reports.sites import WaysPage, ways_page
from web.access import LEADS, open_to
from web.forms import Entries
from web.place_forms import read_ways
from web.surroundings import now, the_actor, the_store
from web.undoing import say_done

pages = Blueprint("ways", __name__, url_prefix="/ways")


@pages.get("/<means>")
@open_to(LEADS)
def show(means: str) -> str:
    """The table of one means."""
    return _shown(_page(means), Entries({}))


@pages.post("/<means>")
@open_to(LEADS)
def save(means: str) -> tuple[str, int] | Response:
    """Save the table; refused where somebody else changed a way meanwhile."""
    page, entries = _page(means), Entries(request.form)
    minutes, edition = read_ways(entries, page), request.form.get("edition", "")
    done: list[Done] = []
    store, actor = the_store(), the_actor()
    if not entries.carry_out(
        lambda: done.append(save_ways(store, actor, page.means, minutes, edition=edition, now=now()))
    ):
        return _shown(page, entries), entries.status
    sentence = ngettext("One way is changed.", "%(num)d ways are changed.", done[0].changed)
    say_done(sentence, done[0].undo, url_for(".show", means=means))
    return redirect(url_for(".show", means=means), 303)


def _page(means: str) -> WaysPage:
    if means not in set(Means):
        raise NotFound()
    return ways_page(the_store(), the_actor(), Means(means))


def _shown(page: WaysPage, entries: Entries) -> str:
    return render_template("sites/ways.html", page=page, entries=entries)
