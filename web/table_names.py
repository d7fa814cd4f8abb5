"""What the tables of an import are called."""

from __future__ import annotations

from flask_babel import gettext as _


def table_title(table: str) -> str:
    """The name of a table of roster.records.School in the page's language."""
    titles = {
        "organisation": _("Organisation"),
        "branches": _("Branches"),
        "sites": _("Sites"),
        "access": _("Access lists"),
        "rooms": _("Rooms"),
        "travel": _("Ways"),
        "roles": _("Roles"),
        "volunteers": _("Volunteers"),
        "qualifications": _("Qualifications"),
        "certificates": _("Certificates"),
        "availability": _("Availability"),
        "absences": _("Absences"),
        "extra_times": _("Extra times"),
        "courses": _("Courses"),
        "seats": _("Seats"),
        "meetings": _("Weekly meetings"),
        "session_changes": _("Changed sessions"),
        "closures": _("Closures"),
        "holidays": _("Own holidays"),
        "terms": _("Terms"),
        "pairs": _("Wishes about pairs"),
        "decisions": _("Pins and bans"),
        "published": _("Published assignments"),
    }
    return titles.get(table, table)
