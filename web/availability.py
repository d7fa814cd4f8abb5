"""When somebody can come: weekly times, absences, extra times, and a sentence that says back what was understood."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import availability as actions
from roster.actions.duty_answers import AbsenceReport, report_absence
from roster.actions.withdrawals import withdraw_absence
from roster.errors import Conflict
from roster.records import Absence, ExtraTime
from roster.reports.availability_month import availability_month
from roster.reports.conflicting_duties import conflicting_duties
from roster.reports.people import AvailabilityPage, availability_page
from web.access import VOLUNTEERS_AND_LEADS, open_to
from web.forms import Entries
from web.language import current_language
from web.months import chosen_days, day_said, month_asked, month_name, month_words
from web.surroundings import now, the_actor, the_config, the_store, today
from web.undoing import noted_sentence, offer_undo, say_done, still_counts
from web.windows import WILLINGNESS, end_after, grid_words, read_windows, rows_stored, rows_typed, said_back
from web.wording import clock

pages = Blueprint("availability", __name__, url_prefix="/availability")

HIGHEST_VERSION = 10**9


@pages.get("/<key>")
@open_to(VOLUNTEERS_AND_LEADS)
def show(key: str) -> str:
    """The weekly times of one volunteer as a form, with absences and extra times."""
    return _form(_page(key), Entries({}))


@pages.post("/<key>")
@open_to(VOLUNTEERS_AND_LEADS)
def save(key: str) -> tuple[str, int] | Response:
    """Save the weekly times. Where somebody else saved meanwhile, both versions are shown and nothing is lost."""
    entries = Entries(request.form)
    windows = read_windows(entries, key)
    version = entries.number("version", _("Version"), 0, HIGHEST_VERSION, -1)
    if entries.faults:
        return _form(_page(key), entries), 422
    try:
        saved = actions.save_availability(the_store(), the_actor(), key, windows, version=version, now=now())
    except Conflict:
        page = _page(key)
        return render_template(
            "availability/conflict.html", page=page, form=request.form, yours=said_back(windows),
            stored=said_back(page.windows),
        ), 409  # fmt: skip
    say_done(_("Saved."), saved.undo, back := url_for(".show", key=key))
    return redirect(back, 303)


@pages.post("/<key>/confirm")
@open_to(VOLUNTEERS_AND_LEADS)
def confirm(key: str) -> Response:
    """Nothing changed: the times are still right today."""
    actions.confirm_availability(the_store(), the_actor(), key, now=now())
    flash(_("Thank you. It is noted that these times are still right."), "ok")
    return redirect(url_for(".show", key=key), 303)


@pages.post("/<key>/absences")
@open_to(VOLUNTEERS_AND_LEADS)
def add_absence(key: str) -> tuple[str, int] | Response:
    """Note that somebody is away on some days. No reason is asked or kept."""
    entries = Entries(request.form)
    first = entries.day("from_day", _("First day"), required=True)
    last = entries.day("until_day", _("Last day")) or first
    if first and last and last < first:
        entries.fault(_("Last day"), _("not before the first day"))
    start, end = _times(entries)
    if (start is None) != (end is None) or (start is not None and end is not None and end <= start):
        entries.fault(_("Until"), _("give both times, the end after the start, or neither"))
    if first is None or last is None:
        return _form(_page(key), entries), entries.status
    absence = Absence(volunteer=key, from_day=first, until_day=last, start_minute=start, end_minute=end)
    done: list[AbsenceReport] = []
    if not entries.carry_out(lambda: done.append(_report(absence))):
        return _form(_page(key), entries), entries.status
    offer_undo(noted_sentence(len(done[0].sessions)), url_for(".remove_absence", key=key, number=done[0].absence_id))
    return redirect(url_for(".show", key=key, month=f"{first:%Y-%m}") + "#days", 303)


@pages.post("/<key>/absences/<int:number>/remove")
@open_to(VOLUNTEERS_AND_LEADS)
def remove_absence(key: str, number: int) -> Response:
    """Take an absence back."""
    try:
        done = withdraw_absence(the_store(), the_actor(), key, number, base_url=the_config().base_url, now=now())
    except Conflict as refusal:
        flash(refusal.text(current_language()), "wait")
        return redirect(url_for(".show", key=key) + "#days", 303)
    gone = done.absence
    again = {"from_day": gone.from_day.isoformat(), "until_day": gone.until_day.isoformat()}
    sentence = " ".join([_("Removed."), *still_counts(len(done.missed))])
    offer_undo(sentence, url_for(".add_absence", key=key), again | _hours(gone))
    return redirect(url_for(".show", key=key, month=f"{gone.from_day:%Y-%m}") + "#days", 303)


@pages.post("/<key>/extra-times")
@open_to(VOLUNTEERS_AND_LEADS)
def add_extra_time(key: str) -> tuple[str, int] | Response:
    """Note that somebody can come on one day beyond their weekly times."""
    entries = Entries(request.form)
    day = entries.day("on_day", _("Day"), required=True)
    start, end = _times(entries, required=True)
    how = entries.choice("willingness", _("How gladly?"), WILLINGNESS, WILLINGNESS["2"])
    if start is not None and end is not None and end <= start:
        entries.fault(_("Until"), _("the end must be after the start"))
    if day is None or start is None or end is None:
        return _form(_page(key), entries), entries.status
    extra = ExtraTime(volunteer=key, on_day=day, start_minute=start, end_minute=end, willingness=how)
    made: list[int] = []
    if not entries.carry_out(lambda: made.append(actions.add_extra_time(the_store(), the_actor(), extra, now=now()))):
        return _form(_page(key), entries), entries.status
    offer_undo(_("The extra time is noted."), url_for(".remove_extra_time", key=key, number=made[0]))
    return redirect(url_for(".show", key=key, month=f"{day:%Y-%m}") + "#days", 303)


@pages.post("/<key>/extra-times/<int:number>/remove")
@open_to(VOLUNTEERS_AND_LEADS)
def remove_extra_time(key: str, number: int) -> Response:
    """Take an extra time back."""
    gone = actions.remove_extra_time(the_store(), the_actor(), key, number, now=now())
    again = {"on_day": gone.on_day.isoformat(), "willingness": str(int(gone.willingness))}
    offer_undo(_("Removed."), url_for(".add_extra_time", key=key), again | _hours(gone))
    return redirect(url_for(".show", key=key, month=f"{gone.on_day:%Y-%m}") + "#days", 303)


def _report(absence: Absence) -> AbsenceReport:
    return report_absence(the_store(), the_actor(), absence, base_url=the_config().base_url, now=now())


def _times(entries: Entries, *, required: bool = False) -> tuple[int | None, int | None]:
    """Start and end as typed, in minutes of the day; as with weekly times, an end may lie in the next morning."""
    start = entries.clock("from_time", _("From"), required=required)
    end = entries.clock("until_time", _("Until"), required=required)
    return start, end if start is None or end is None else end_after(start, end)


def _hours(dated: Absence | ExtraTime) -> dict[str, str]:
    """The hours of an entry as a form sends them; empty for whole days."""
    if dated.start_minute is None or dated.end_minute is None:
        return {}
    return {"from_time": clock(dated.start_minute), "until_time": clock(dated.end_minute)}


def _page(key: str) -> AvailabilityPage:
    return availability_page(the_store(), the_actor(), key, today=today())


def _form(page: AvailabilityPage, entries: Entries) -> str:
    chosen = chosen_days(request.args)
    typed_days = {
        "from_day": entries.form.get("from_day") or _iso(chosen.first),
        "until_day": entries.form.get("until_day") or _iso(chosen.last),
        "on_day": entries.form.get("on_day") or _iso(chosen.first),
    }
    asked = month_asked(request.args, chosen, today())
    month = availability_month(the_store(), the_actor(), page.volunteer, month=asked)
    # A sent sheet comes back as it was sent, with the version it goes by: nothing of what is stored by now mixes in.
    rows = rows_typed(entries.form) if "version" in entries.form else rows_stored(page.windows)
    return render_template(
        "availability/form.html", page=page, entries=entries, said=said_back(page.windows),
        rows=rows, words=grid_words(), most=actions.MOST_WINDOWS,
        conflicts=conflicting_duties(the_store(), the_actor(), page.volunteer, now=now()),
        month=month, chosen=chosen, typed_days=typed_days, today=today(), day_said=day_said, month_name=month_name,
        month_words=month_words(),
    )  # fmt: skip


def _iso(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()
