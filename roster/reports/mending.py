"""On which page something is mended, or really changed: told as plain values, so that pages can make links of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Place(enum.StrEnum):
    """A kind of page."""

    TIMES = "times"  # of one person
    PERSON = "person"
    NEW_PERSON = "new_person"
    PEOPLE = "people"  # those of a role and branch
    CERTIFICATES = "certificates"
    SITE = "site"
    NEW_SITE = "new_site"
    COURSE = "course"
    CLOSURES = "closures"
    RULES = "rules"
    SEAT = "seat"  # of the week: there a ban is lifted


@dataclass(frozen=True, slots=True)
class Mending:
    """One page: ``key`` of the person, site or course, or a session with its ``role``; empty where the kind is enough.

    For people ``key`` is the branch. ``name`` is what the key is called.
    """

    place: Place
    key: str = ""
    name: str = ""
    role: str = ""
