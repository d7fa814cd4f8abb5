"""My data: language and telephone, everything that is kept about me to take along, and erasing it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from roster.actions.erasure import erase_myself
from roster.actions.own_settings import save_own_settings
from roster.errors import Conflict
from roster.reports.my_data import MyData, my_data
from roster.reports.own_settings import own_settings
from web.access import VOLUNTEERS, drop_cookie, open_to
from web.config import LANGUAGES
from web.differences import Line, own_lines, stored_instead
from web.downloads import file_answer
from web.forms import Entries
from web.language import current_language
from web.surroundings import now, the_actor, the_config, the_store

pages = Blueprint("my_data", __name__, url_prefix="/my/data")


@pages.get("/")
@open_to(VOLUNTEERS)
def show() -> str:
    """What I may change about myself, and the ways to fetch or erase everything."""
    return _page(Entries({}))


@pages.post("/")
@open_to(VOLUNTEERS)
def save() -> tuple[str, int] | AnyResponse:
    """Save language and telephone."""
    entries = Entries(request.form)
    phone = entries.text("phone", _("Telephone"), longest=40)
    language = entries.choice("language", _("Language"), {code: code for code in LANGUAGES}, LANGUAGES[0])
    version = entries.number("version", _("Version"), 0, 10**9, -1)
    store, actor = the_store(), the_actor()
    if not entries.carry_out(
        lambda: save_own_settings(store, actor, phone=phone, language=language, version=version, now=now())
    ):
        return _page(entries, own_lines(phone, language)), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(".show"), 303)


@pages.get("/everything.json")
@open_to(VOLUNTEERS)
def as_json() -> Response:
    """All that is kept about me, for machines."""
    text = json.dumps(_plain(_mine()), ensure_ascii=False, indent=2) + "\n"
    return file_answer(text, "application/json", "my-data", ending="json")


@pages.get("/everything.html")
@open_to(VOLUNTEERS)
def as_page() -> Response:
    """The same to read: one file that needs nothing else."""
    return file_answer(render_template("my/everything.html", mine=_mine()), "text/html", "my-data", ending="html")


@pages.get("/erase")
@open_to(VOLUNTEERS)
def ask_to_erase() -> str:
    """What erasing means, and the word to type."""
    return render_template("my/erase.html", word=_word(), faults=(), area="my.week")


@pages.post("/erase")
@open_to(VOLUNTEERS)
def erase() -> tuple[str, int] | AnyResponse:
    """Erase everything, once the word was typed."""
    if request.form.get("word", "").strip().casefold() not in {_word().casefold(), "löschen", "erase"}:
        faults = [_("Please type the word “%(word)s”, so that this does not happen by mistake.", word=_word())]
        return render_template("my/erase.html", word=_word(), faults=faults, area="my.week"), 422
    try:
        erase_myself(the_store(), the_actor(), base_url=the_config().base_url, now=now())
    except Conflict as refusal:
        faults = [refusal.text(current_language())]
        return render_template("my/erase.html", word=_word(), faults=faults, area="my.week"), 409
    session.clear()
    flash(_("Everything about you is erased here. Thank you for your time, and all the best!"), "ok")
    response = redirect(url_for("sign_in.form"), 303)
    drop_cookie(response)
    return response


def _page(entries: Entries, typed: Iterable[Line] = ()) -> str:
    own = own_settings(the_store(), the_actor())
    overtaken = bool(entries.faults) and entries.status == 409
    stored = stored_instead(own_lines(own.phone, own.language), typed) if overtaken else None
    return render_template("my/data.html", own=own, entries=entries, stored=stored, area="my.week")


def _word() -> str:
    return _("erase")


def _mine() -> MyData:
    return my_data(the_store(), the_actor(), now=now())


def _plain(mine: MyData) -> Mapping[str, object]:
    tables = {table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in mine.tables}
    return {"organisation": mine.organisation_name, "made_at": mine.made_at.isoformat(), **tables}
