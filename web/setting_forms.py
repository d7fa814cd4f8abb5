"""From the forms about the organisation itself to records."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from flask_babel import gettext as _

from roster.calendar.teaching_days import LANDS
from roster.records import Branch, Closure, GoalOrder, Holiday, Organisation, Role, Term
from web.forms import Entries
from web.person_forms import key_from

HIGHEST_RATE = 10_000


def read_rules(entries: Entries, before: Organisation) -> Organisation:
    """The organisation with the switches and numbers that a form describes."""
    return replace(
        before,
        name=entries.text("name", _("Name of the organisation"), required=True),
        travel_buffer_minutes=entries.number("travel_buffer_minutes", _("Buffer"), 0, 240, 0),
        support_needs_lead=entries.ticked("support_needs_lead"),
        newcomers=entries.ticked("newcomers"),
        goal_order=entries.choice(
            "goal_order", _("Order of the goals"), {str(one): one for one in GoalOrder}, GoalOrder.BALANCED
        ),
        rate_continuity=entries.number("rate_continuity", _("Continuity"), 0, HIGHEST_RATE, 0),
        rate_wishes=entries.number("rate_wishes", _("Wishes"), 0, HIGHEST_RATE, 0),
        rate_travel=entries.number("rate_travel", _("Ways and waiting"), 0, HIGHEST_RATE, 0),
        rate_wished_seats=entries.number("rate_wished_seats", _("Wished seats"), 0, HIGHEST_RATE, 0),
        land=entries.choice("land", _("Land"), {land: land for land in LANDS}, before.land),
        history_weeks=entries.number("history_weeks", _("Remembered weeks"), 0, 52, 4),
    )


def read_branch(entries: Entries, before: Branch | None = None) -> Branch | None:
    """The branch that a form describes, with the key it had before; None where the form has faults."""
    name = entries.text("name", _("Name"), required=True)
    kinds = _kinds(entries)
    if entries.faults:
        return None
    return Branch(
        key=before.key if before else key_from(name),
        name=name,
        minors=entries.ticked("minors"),
        certificates=kinds,
        pauses_on_public_holidays=entries.ticked("pauses_on_public_holidays"),
        pauses_in_school_holidays=entries.ticked("pauses_in_school_holidays"),
    )


def read_role(entries: Entries, before: Role | None = None) -> Role | None:
    """The role that a form describes, with the key it had before; None where the form has faults."""
    name = entries.text("name", _("Name"), required=True)
    depends_on = entries.text("depends_on", _("Only together with")) or None
    if entries.faults:
        return None
    key = before.key if before else key_from(name)
    return Role(key=key, name=name, leads=entries.ticked("leads"), depends_on=depends_on, certificates=_kinds(entries))


def _kinds(entries: Entries) -> tuple[str, ...]:
    """Kinds of certificates, typed with commas between them."""
    asked = entries.text("certificates", _("Certificates asked for")).split(",")
    return tuple(sorted({key_from(one).replace("-", "_") for one in asked if key_from(one)}))


def read_closure(entries: Entries) -> Closure | None:
    """The closure that a form describes; None where it has faults."""
    span = _span(entries)
    if span is None:
        return None
    site = entries.text("site", _("Site")) or None
    branch = entries.text("branch", _("Branch")) or None
    name = entries.text("name", _("Name"))
    return Closure(from_day=span[0], until_day=span[1], site=site, branch=branch, name=name)


def read_holiday(entries: Entries) -> Holiday | None:
    """The holiday that a form describes; None where it has faults."""
    name, span = entries.text("name", _("Name"), required=True), _span(entries)
    if span is None:
        return None
    return Holiday(name=name, from_day=span[0], until_day=span[1], school=entries.ticked("school"))


def read_term(entries: Entries) -> Term | None:
    """The term that a form describes; None where it has faults."""
    name, span = entries.text("name", _("Name"), required=True), _span(entries)
    return Term(name=name, starts_on=span[0], ends_on=span[1]) if span else None


def rolled_forward(term: Term) -> Term:
    """The same term a year later: 52 weeks on, so that it begins on the same weekday, with the years in its name.

    "Winter 2026/27" becomes "Winter 2027/28".
    """
    year = dt.timedelta(weeks=52)

    def later(found: re.Match[str]) -> str:
        return str(int(found[0]) + 1).zfill(len(found[0]))

    name = re.sub(r"(?<!\d)(?:20\d\d|(?<=/)\d\d)(?!\d)", later, term.name)
    return Term(name=name, starts_on=term.starts_on + year, ends_on=term.ends_on + year)


def _span(entries: Entries) -> tuple[dt.date, dt.date] | None:
    first = entries.day("from_day", _("First day"), required=True)
    last = entries.day("until_day", _("Last day")) or first
    if first and last and last < first:
        entries.fault(_("Last day"), _("not before the first day"))
    return (first, last) if first and last and not entries.faults else None
