"""From the address of the list of courses to what it shows."""

from __future__ import annotations

from flask import request

from roster.reports.courses import CourseFilter, CourseTrouble
from web.forms import Entries
from web.listing import one_of
from web.person_forms import LEVELS


def asked_filter() -> CourseFilter:
    """The filter that the address asks for; what is not understood filters nothing."""
    entries = Entries(request.args)
    return CourseFilter(
        search=entries.form.get("search", "").strip(),
        branch=entries.form.get("branch") or None,
        site=entries.form.get("site") or None,
        level=LEVELS.get(entries.form.get("level", "")),
        weekday=entries.number("weekday", "", 0, 6, None),
        trouble=one_of(entries, "trouble", CourseTrouble),
    )
