"""Links to the pages on which something is mended, or really changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import url_for
from flask_babel import gettext as _

from roster.reports.mending import Mending, Place

Link = tuple[str, str]  # address and words


def mended_at(week: str, mending: Mending) -> Link:
    """The address of the page on which something is mended, and the words of the link to it."""
    return LINKS[mending.place](week, mending)


def _people(week: str, one: Mending) -> Link:
    return url_for("people.index", role=one.role, branch=one.key), _("Who may do this: %(role)s", role=one.name)


def _certificates(week: str, one: Mending) -> Link:
    address = url_for("people.index", role=one.role, branch=one.key, certificate="missing")
    return address, _("Whose certificate is missing")


def _seat(week: str, one: Mending) -> Link:
    return url_for("seats.show", week=week, session=one.key, role=one.role), _("Bans of this session")


LINKS: Mapping[Place, Callable[[str, Mending], Link]] = {
    Place.TIMES: lambda week, one: (url_for("availability.show", key=one.key), _("Times of %(name)s", name=one.name)),
    Place.PERSON: lambda week, one: (
        url_for("people.show", key=one.key), _("Hours and skills of %(name)s", name=one.name)
    ),
    Place.NEW_PERSON: lambda week, one: (url_for("people.new"), _("Add a person")),
    Place.PEOPLE: _people,
    Place.CERTIFICATES: _certificates,
    Place.SITE: lambda week, one: (url_for("sites.show", key=one.key), _("Site %(name)s", name=one.name)),
    Place.NEW_SITE: lambda week, one: (url_for("sites.new"), _("Add a site")),
    Place.COURSE: lambda week, one: (url_for("courses.show", key=one.key), _("Course %(name)s", name=one.name)),
    Place.CLOSURES: lambda week, one: (url_for("settings.dates"), _("Closures and holidays")),
    Place.RULES: lambda week, one: (url_for("settings.rules"), _("Rules and goals")),
    Place.SEAT: _seat,
}  # fmt: skip
