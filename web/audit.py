"""What was done, by whom and when, in plain words: for admins."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from roster.reports.audit import AuditFilter, audit_page
from roster.reports.audit_words import AREA_NAMES, Area
from web.access import ADMINS, open_to
from web.forms import Entries
from web.language import current_language
from web.listing import one_of
from web.surroundings import the_actor, the_store

pages = Blueprint("audit", __name__, url_prefix="/settings/log")

HIGHEST = 10**9


@pages.get("/")
@open_to(ADMINS)
def index() -> str:
    """The log, the newest entries first; what an address says wrongly filters nothing."""
    entries = Entries(request.args)
    only = AuditFilter(
        who=entries.number("who", _("Who"), 0, HIGHEST, None),
        area=one_of(entries, "area", Area),
        from_day=entries.day("from", _("From")),
        until_day=entries.day("until", _("Until")),
    )
    before = entries.number("before", "", 1, HIGHEST, None)
    page = audit_page(the_store(), the_actor(), only=only, before=before)
    asked = {name: value for name, value in request.args.items() if value and name not in ("before", "lang")}
    options = [(area, AREA_NAMES[area].text(current_language())) for area in Area]
    return render_template("audit/index.html", page=page, asked=asked, area_options=options)
