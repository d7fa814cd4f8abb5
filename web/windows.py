"""Weekly windows in a form, in a sentence, and the words with which the painted grid says the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flask_babel import format_date
from flask_babel import gettext as _

from roster.records import Availability, Willingness
from web.forms import Entries
from web.wording import clock, weekday, willingness_name

WILLINGNESS = {str(int(how)): how for how in Willingness}
ROWS_A_DAY = 96  # one for each quarter of an hour: no more are read
LATEST_NEXT_MORNING = 6 * 60  # an end up to 6:00 that lies before the start means the next morning
EMPTY_ROWS = 1  # empty rows offered after those in use
ROW = re.compile(r"from-([0-6])-([0-9]{1,2})")


def rows_of(windows: Iterable[Availability], typed: Mapping[str, str] | None = None) -> list[list[Availability | None]]:
    """For each weekday its windows in order and empty rows: at least one, and enough for what a sent form holds."""
    mine = sorted(windows, key=lambda window: (window.weekday, window.start_minute, window.end_minute))
    rows = [[window for window in mine if window.weekday == day] + [None] * EMPTY_ROWS for day in range(7)]
    for name in typed or ():
        row = ROW.fullmatch(name)
        if row:
            day = rows[int(row[1])]
            day += [None] * (min(int(row[2]) + 1, ROWS_A_DAY) - len(day))
    return rows


def read_windows(entries: Entries, volunteer: str) -> tuple[Availability, ...]:
    """The windows that a form holds: row by row, an empty row means nothing."""
    found = []
    for day in range(7):
        for row in range(ROWS_A_DAY + EMPTY_ROWS):
            window = _read_row(entries, volunteer, day, f"{day}-{row}")
            if window is not None:
                found.append(window)
    return tuple(found)


def _read_row(entries: Entries, volunteer: str, day: int, row: str) -> Availability | None:
    if not entries.form.get(f"from-{row}", "").strip() and not entries.form.get(f"to-{row}", "").strip():
        return None
    start = entries.clock(f"from-{row}", _("%(day)s, from", day=weekday(day)), required=True)
    end = entries.clock(f"to-{row}", _("%(day)s, until", day=weekday(day)), required=True)
    how = entries.choice(f"how-{row}", weekday(day), WILLINGNESS, Willingness.POSSIBLE)
    if start is None or end is None:
        return None
    if end <= start and end <= LATEST_NEXT_MORNING:
        end += 1440
    if end <= start:
        entries.fault(_("%(day)s, until", day=weekday(day)), _("the end must be after the start"))
        return None
    return Availability(
        volunteer=volunteer,
        weekday=day,
        start_minute=start,
        end_minute=end,
        willingness=how,
        valid_from=entries.day(f"valid_from-{row}", weekday(day)),
        valid_until=entries.day(f"valid_until-{row}", weekday(day)),
    )


def said_back(windows: Iterable[Availability]) -> list[str]:
    """What was understood, a line for each weekday with times; empty means: not available at all."""
    lines = []
    for day, rows in enumerate(rows_of(windows)):
        spans = [_span(window) for window in rows if window is not None]
        if spans:
            lines.append(_("%(day)s: %(spans)s", day=weekday(day), spans="; ".join(spans)))
    return lines


def _span(window: Availability) -> str:
    times = _(
        "%(start)s to %(end)s %(how)s",
        start=clock(window.start_minute),
        end=clock(window.end_minute),
        how=willingness_name(window.willingness),
    )
    if window.end_minute > 1440:
        times += " " + _("(into the next morning)")
    return " ".join([times, *dates_said(window)])


def dates_said(window: Availability) -> list[str]:
    """From when and until when a window holds; empty where it always does."""
    said = []
    if window.valid_from:
        said.append(_("(from %(day)s)", day=format_date(window.valid_from, "short")))
    if window.valid_until:
        said.append(_("(until %(day)s)", day=format_date(window.valid_until, "short")))
    return said


def grid_words() -> dict[str, object]:
    """What the painted grid says, in the reader's language; ``%(...)s`` is filled in by the browser.

    The sentence is made of the same messages as ``said_back``: what is said while painting is said after saving.
    """
    return {
        "day": _("Day"),
        "days": [weekday(day) for day in range(7)],
        "shown_days": [weekday(day, "abbreviated").rstrip(".") for day in range(7)],
        "hows": [_("not available"), *(willingness_name(how) for how in sorted(Willingness))],
        "line": _("%(day)s: %(spans)s"),
        "span": _("%(start)s to %(end)s %(how)s"),
        "overnight": _("(into the next morning)"),
        "cell": _("%(day)s, %(start)s to %(end)s: %(how)s"),
        "exact": _("%(label)s, with exact or dated times"),
        "no_times": _("%(day)s: not available"),
        "undone": _("The last change is undone."),
        "copied": _("The times of %(day)s are copied."),
        "too_many": _("More than %(most)s times are not possible. This change is left out."),
    }
