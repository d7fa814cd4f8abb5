"""From the forms about one person to records."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import replace

from flask_babel import gettext as _

from roster.records import Certificate, Level, Means, Pair, PairKind, Qualification, Standing, Volunteer
from roster.reports.people import PersonPage
from web.config import LANGUAGES
from web.forms import Entries

LEVELS = {str(int(level)): level for level in Level}
KNOWN_CERTIFICATES = ("clearance", "measles", "food_hygiene")
MINUTES_OF_WEEK_HOURS = 168
GERMAN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def key_from(*words: str) -> str:
    """A short plain key made of names: ("Jörg", "Weiß") -> "joerg-weiss"; empty where nothing usable is left."""
    text = "-".join(words).lower().translate(GERMAN_LETTERS)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")


def read_volunteer(entries: Entries, before: Volunteer | None) -> Volunteer:
    """The volunteer that a form describes; what the form does not ask stays as it was."""
    first = entries.text("first_name", _("First name"), required=True)
    last = entries.text("last_name", _("Last name"), required=True)
    key = before.key if before else entries.text("key", _("Short name"), longest=50) or key_from(first, last)
    if first and not key:
        entries.fault(_("Short name"), _("please give one, in plain letters"))
    filled = replace(
        before or Volunteer(key=key, first_name=first, last_name=last),
        first_name=first,
        last_name=last,
        email=entries.text("email", _("Mail address"), longest=254),
        phone=entries.text("phone", _("Phone"), longest=40),
        language=entries.choice("language", _("Language"), {code: code for code in LANGUAGES}, "de"),
        standing=entries.choice("standing", _("Standing"), {str(s): s for s in Standing}, Standing.ACTIVE),
        newcomer=entries.ticked("newcomer"),
        means=entries.choice("means", _("Way of travelling"), {str(m): m for m in Means}, Means.FOOT),
    )
    return _read_load(entries, filled)


def _read_load(entries: Entries, volunteer: Volunteer) -> Volunteer:
    wished = entries.hours("wished", _("Wished hours a week"), 0)
    promised = entries.hours("promised", _("Promised hours a week"), 0)
    most = entries.hours("most", _("At most hours a week"), MINUTES_OF_WEEK_HOURS * 60)
    if promised > most or wished > most:
        entries.fault(_("At most hours a week"), _("not less than the wished and promised hours"))
    return replace(
        volunteer,
        wished_minutes_week=wished,
        promised_minutes_week=promised,
        max_minutes_week=most,
        max_sessions_day=entries.number("max_sessions_day", _("At most sessions a day"), 0, 24, 2),
        max_days_week=entries.number("max_days_week", _("At most days a week"), 0, 7, 5),
    )


def read_row(entries: Entries, before: Volunteer) -> Volunteer:
    """The volunteer as edited within the list, where only the most frequent fields stand."""
    return replace(
        before,
        first_name=entries.text("first_name", _("First name"), required=True),
        last_name=entries.text("last_name", _("Last name"), required=True),
        standing=entries.choice("standing", _("Standing"), {str(s): s for s in Standing}, before.standing),
        newcomer=entries.ticked("newcomer"),
        wished_minutes_week=entries.hours("wished", _("Wished hours a week"), 0),
    )


def read_pair(entries: Entries, page: PersonPage) -> Pair | None:
    """The wish about two people that a form describes; None where it has faults."""
    other = entries.choice("other", _("Who else"), {one.key: one.key for one in page.others}, "")
    kind = entries.choice("kind", _("Wish"), {str(one): one for one in PairKind}, None)
    if not other or kind is None:
        entries.fault(_("Wish"), _("please choose a person and a wish"))
        return None
    return Pair(first=page.volunteer.key, second=other, kind=kind)


def read_qualification(entries: Entries, page: PersonPage) -> Qualification:
    """The qualification that a form describes."""
    role = entries.choice("role", _("Role"), {role.key: role.key for role in page.roles}, "")
    if not role:
        entries.fault(_("Role"), _("please choose one from the list"))
    level_from = entries.choice("level_from", _("Level from"), LEVELS, None)
    level_to = entries.choice("level_to", _("Level to"), LEVELS, None)
    if level_from is not None and level_to is not None and level_from > level_to:
        entries.fault(_("Level to"), _("not below the level it begins with"))
    return Qualification(
        volunteer=page.volunteer.key,
        role=role,
        branch=entries.choice("branch", _("Branch"), {branch.key: branch.key for branch in page.branches}, None),
        level_from=level_from,
        level_to=level_to,
        valid_until=entries.day("valid_until", _("Valid until")),
    )


def read_certificate(entries: Entries, volunteer: str, today: dt.date) -> Certificate:
    """The note of a certificate that a form describes."""
    kind = key_from(entries.text("kind", _("Certificate"), required=True, longest=50)).replace("-", "_")
    seen_on = entries.day("seen_on", _("Seen on"), required=True) or today
    until = entries.day("valid_until", _("Valid until"))
    if seen_on > today:
        entries.fault(_("Seen on"), _("not in the future"))
    if until is not None and until < seen_on:
        entries.fault(_("Valid until"), _("not before the day it was seen"))
    seen_by = entries.text("seen_by", _("Seen by"))
    return Certificate(volunteer=volunteer, kind=kind, seen_on=seen_on, seen_by=seen_by, valid_until=until)
