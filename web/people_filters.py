"""From the address of the list of people to what it shows, and what its filters offer."""

from __future__ import annotations

import datetime as dt

from flask import request
from flask_babel import gettext as _

from roster.records import Standing
from roster.reports.people_list import CertificateFilter, PeopleFilter
from web.forms import Entries
from web.listing import one_of
from web.person_forms import LEVELS

ENTERED = {"yes": True, "no": False}


def asked_filter() -> PeopleFilter:
    """The filter that the address asks for; what is not understood filters nothing."""
    entries = Entries(request.args)
    return PeopleFilter(
        search=entries.form.get("search", "").strip(),
        standing=one_of(entries, "standing", Standing),
        role=entries.form.get("role") or None,
        branch=entries.form.get("branch") or None,
        level=LEVELS.get(entries.form.get("level", "")),
        site=entries.form.get("site") or None,
        certificate=one_of(entries, "certificate", CertificateFilter),
        entered=ENTERED.get(entries.form.get("entered", "")),
        wished_from=_minutes(entries, "hours_from"),
        wished_until=_minutes(entries, "hours_until"),
    )


def asked_day(today: dt.date) -> dt.date:
    """The day that certificates are judged for: today, or the date of a session that somebody has in mind."""
    return Entries(request.args).day("on", "") or today


def certificate_options() -> list[tuple[str, str]]:
    """The certificate filter's choices, the most pressing first."""
    return [
        ("over", _("ran out")),
        ("missing", _("missing")),
        ("urgent", _("ends within 30 days")),
        ("soon", _("ends within 90 days")),
        ("fine", _("nothing to look at")),
    ]


def _minutes(entries: Entries, name: str) -> int | None:
    return entries.hours(name, "", 0) if entries.form.get(name, "").strip() else None
