"""The organisation's own: its rules as sentences with switches and numbers, its branches and roles, its calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import organisations as actions
from roster.errors import NotFound
from roster.records import Branch, Organisation, Role, Term
from roster.reports.land_holidays import land_holidays
from roster.reports.organisations import OrganisationPage, organisation_page
from roster.rules import GOALS, RULES
from web.access import ADMINS, LEADS, open_to
from web.differences import SWITCHES, Line, branch_lines, role_lines, rules_lines, stored_instead
from web.forms import Entries
from web.language import current_language
from web.setting_forms import (
    read_branch,
    read_closure,
    read_holiday,
    read_role,
    read_rules,
    read_term,
    rolled_forward,
)
from web.setting_words import LAND_NAMES, goal_order_words, rate_words
from web.surroundings import now, the_actor, the_store, today
from web.undoing import say_done

pages = Blueprint("settings", __name__, url_prefix="/settings")

YEAR, SOON = dt.timedelta(days=365), dt.timedelta(weeks=8)
ADDED: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "branches": (read_branch, actions.add_branch),
    "roles": (read_role, actions.add_role),
    "closures": (read_closure, actions.add_closure),
    "holidays": (read_holiday, actions.add_holiday),
    "terms": (read_term, actions.add_term),
}
SAVED: dict[str, tuple[Callable[..., Any], Callable[..., None]]] = {
    "branches": (read_branch, actions.save_branch),
    "roles": (read_role, actions.save_role),
}
REMOVED_BY_KEY = {"branches": actions.remove_branch, "roles": actions.remove_role}
REMOVED_BY_NUMBER: dict[str, Callable[..., str | None]] = {
    "closures": actions.remove_closure,
    "holidays": actions.remove_holiday,
    "terms": actions.remove_term,
}


@pages.get("/")
@open_to(ADMINS)
def rules() -> str:
    """Every rule and goal as its sentence, with the switches and numbers that are the organisation's own."""
    return _rules(Entries({}))


@pages.post("/")
@open_to(ADMINS)
def save_rules() -> tuple[str, int] | Response:
    """Save the switches and numbers; refused where somebody else saved meanwhile."""
    entries, page = Entries(request.form), organisation_page(the_store(), the_actor())
    organisation = read_rules(entries, page.organisation)
    version = entries.number("version", _("Version"), 0, 10**9, -1)
    store, actor = the_store(), the_actor()
    if not entries.carry_out(lambda: actions.save_rules(store, actor, organisation, version=version, now=now())):
        return _rules(entries, organisation), entries.status
    flash(_("Saved. The next plan follows these rules."), "ok")
    return redirect(url_for(".rules"), 303)


@pages.get("/calendar")
@open_to(LEADS)
def dates() -> str:
    """Terms, closures and the organisation's own holidays."""
    return _dates(Entries({}))


@pages.get("/words")
@open_to(ADMINS)
def words() -> str:
    """Branches and roles: what courses and seats are made of."""
    return _words(Entries({}))


@pages.post("/words/<table>")
@open_to(ADMINS)
def add_word(table: str) -> tuple[str, int] | Response:
    """Add a branch or a role."""
    return _add(table, ("branches", "roles"), ".words", _words)


@pages.post("/calendar/<table>")
@open_to(LEADS)
def add_dates(table: str) -> tuple[str, int] | Response:
    """Add a term, a closure or a holiday."""
    return _add(table, ("closures", "holidays", "terms"), ".dates", _dates)


@pages.get("/words/<table>/<key>/edit")
@open_to(ADMINS)
def edit_word(table: str, key: str) -> str:
    """The form of one branch or role, filled in."""
    return _word(table, key, Entries({}))


@pages.post("/words/<table>/<key>/edit")
@open_to(ADMINS)
def save_word(table: str, key: str) -> tuple[str, int] | Response:
    """Save a branch or a role; refused where somebody else saved meanwhile."""
    entries, before = Entries(request.form), _found(organisation_page(the_store(), the_actor()), table, key)
    read, action = SAVED[table]
    record, version = read(entries, before), entries.number("version", _("Version"), 0, 10**9, -1)
    store, actor = the_store(), the_actor()
    if not entries.carry_out(lambda: action(store, actor, record, version=version, now=now())):
        return _word(table, key, entries, record), entries.status
    flash(_("Saved. The next plan follows it."), "ok")
    return redirect(url_for(".words"), 303)


@pages.post("/words/<table>/<key>/remove")
@open_to(ADMINS)
def remove_word(table: str, key: str) -> Response:
    """Delete a branch or a role that nothing uses."""
    if table not in REMOVED_BY_KEY:
        abort(404)
    undo = REMOVED_BY_KEY[table](the_store(), the_actor(), key, now=now())
    say_done(_("Removed."), undo, back := url_for(".words"))
    return redirect(back, 303)


@pages.post("/calendar/<table>/<int:number>/remove")
@open_to(LEADS)
def remove_dates(table: str, number: int) -> Response:
    """Delete a term, a closure or a holiday."""
    if table not in REMOVED_BY_NUMBER:
        abort(404)
    undo = REMOVED_BY_NUMBER[table](the_store(), the_actor(), number, now=now())
    say_done(_("Removed."), undo, back := url_for(".dates"))
    return redirect(back, 303)


def _add(table: str, known: tuple[str, ...], back: str, shown: Callable[[Entries], str]) -> tuple[str, int] | Response:
    if table not in known:
        abort(404)
    entries = Entries(request.form)
    read, action = ADDED[table]
    record = read(entries)
    if record is None or not entries.carry_out(lambda: action(the_store(), the_actor(), record, now=now())):
        return shown(entries), entries.status
    flash(_("Saved."), "ok")
    return redirect(url_for(back), 303)


def _rules(entries: Entries, typed: Organisation | None = None) -> str:
    page, stored = organisation_page(the_store(), the_actor()), None
    if typed is not None and entries.status == 409:
        stored = stored_instead(rules_lines(page.organisation), rules_lines(typed))
    return render_template(
        "settings/rules.html", page=page, entries=entries, rule_list=RULES, goal_list=GOALS, switches=SWITCHES,
        stored=stored, goal_orders=goal_order_words(), rates=rate_words(),
        lands=sorted(LAND_NAMES.items(), key=lambda pair: pair[1]),
    )  # fmt: skip


def _dates(entries: Entries) -> str:
    page = organisation_page(the_store(), the_actor())
    known = land_holidays(page.organisation.land, today(), today() + YEAR, current_language())
    rolled = next((row.record for row in page.terms if str(row.id) == request.args.get("roll")), None)
    last_day = max((row.record.ends_on for row in page.terms if isinstance(row.record, Term)), default=None)
    return render_template(
        "settings/dates.html", page=page, entries=entries, known=known, pausing=_pausing(page), today=today(),
        rolled=rolled_forward(rolled) if isinstance(rolled, Term) else None, last_day=last_day, soon=today() + SOON,
        land_name=LAND_NAMES[page.organisation.land], branch_names={one.key: one.name for one in page.branches},
        site_names={one.key: one.name for one in page.sites},
    )  # fmt: skip


def _pausing(page: OrganisationPage) -> dict[bool, list[str]]:
    """Names of the branches that keep school holidays (True) and public holidays (False)."""
    return {
        True: [branch.name for branch in page.branches if branch.pauses_in_school_holidays],
        False: [branch.name for branch in page.branches if branch.pauses_on_public_holidays],
    }


def _found(page: OrganisationPage, table: str, key: str) -> Any:
    those: tuple[Any, ...] = {"branches": page.branches, "roles": page.roles}.get(table, ())
    record = next((one for one in those if one.key == key), None)
    if record is None:
        raise NotFound()
    return record


def _word(table: str, key: str, entries: Entries, typed: Branch | Role | None = None) -> str:
    page = organisation_page(the_store(), the_actor())
    record, names, stored = _found(page, table, key), {role.key: role.name for role in page.roles}, None
    if typed is not None and entries.status == 409:
        stored = stored_instead(_word_lines(record, names), _word_lines(typed, names))
    others = [(role, name) for role, name in names.items() if role != key]
    return render_template(
        "settings/word.html", table=table, record=record, stored_version=page.versions[table, key], entries=entries,
        role_options=others, stored=stored,
    )  # fmt: skip


def _word_lines(record: Branch | Role, names: Mapping[str, str]) -> list[Line]:
    return role_lines(record, names) if isinstance(record, Role) else branch_lines(record)


def _words(entries: Entries) -> str:
    page = organisation_page(the_store(), the_actor())
    role_names = {role.key: role.name for role in page.roles}
    return render_template("settings/words.html", page=page, entries=entries, role_names=role_names)
