"""From the address of the list of sites to what it shows."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from roster.reports.sites import SiteTrouble
from web.forms import Entries
from web.listing import one_of


@dataclass(frozen=True, slots=True)
class SiteFilter:
    """Which sites to show: those whose name or address holds the text, and that have something to look at."""

    search: str = ""
    trouble: SiteTrouble | None = None


def asked_filter() -> SiteFilter:
    """The filter that the address asks for; what is not understood filters nothing."""
    entries = Entries(request.args)
    return SiteFilter(entries.form.get("search", "").strip(), one_of(entries, "trouble", SiteTrouble))
