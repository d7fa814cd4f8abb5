"""Weekly windows in a form, in a sentence, and the words with which the painted grid says the same."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _

from roster.records import Availability, Meeting, Willingness
from web.forms import Entries
from web.wording import clock, weekday, willingness_name

WILLINGNESS = {str(int(how)): how for how in Willingness}
ROWS_A_DAY = 96  # one for each quarter of an hour: no more are read
LATEST_NEXT_MORNING = 6 * 60  # an end up to 6:00 that lies before the start means the next morning
ROW_FIELDS = ("from", "to", "how", "valid_from", "valid_until")
EMPTY_ROWS = 1  # empty rows offered after those in use
ROW = re.compile(r"from-([0-6])-([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class TimesRow:
    """One row of the form, each field as the text in it; ``dates`` tells the two hidden ones in words."""

    start: str = ""
    end: str = ""
    how: str = str(int(Willingness.POSSIBLE))
    valid_from: str = ""
    valid_until: str = ""

    @property
    def dates(self) -> list[str]:
        """From when and until when it holds, see ``dates_said``; dates that are none say nothing."""
        return _dates_between(_date(self.valid_from), _date(self.valid_until))


def rows_stored(windows: Iterable[Availability]) -> list[list[TimesRow]]:
    """For each weekday its windows in order, and an empty row."""
    return [[*map(_row_of, day), *[TimesRow()] * EMPTY_ROWS] for day in _by_day(windows)]


def rows_typed(form: Mapping[str, str]) -> list[list[TimesRow]]:
    """For each weekday the rows of a sent form and nothing else, with an empty row at the end.

    What is stored by now stays out: it may be newer than the version that the form goes by.
    """
    counts = [0] * 7
    for row in filter(None, map(ROW.fullmatch, form)):
        counts[int(row[1])] = min(max(counts[int(row[1])], int(row[2]) + 1), ROWS_A_DAY + EMPTY_ROWS)
    rows = [[_typed_row(form, f"{day}-{row}") for row in range(count)] for day, count in enumerate(counts)]
    return [day if day and not (day[-1].start or day[-1].end) else [*day, TimesRow()] for day in rows]


def _by_day(windows: Iterable[Availability]) -> list[list[Availability]]:
    mine = sorted(windows, key=lambda window: (window.weekday, window.start_minute, window.end_minute))
    return [[window for window in mine if window.weekday == day] for day in range(7)]


def _row_of(window: Availability) -> TimesRow:
    return TimesRow(
        start=clock(window.start_minute),
        end=clock(window.end_minute),
        how=str(int(window.willingness)),
        valid_from=window.valid_from.isoformat() if window.valid_from else "",
        valid_until=window.valid_until.isoformat() if window.valid_until else "",
    )


def _typed_row(form: Mapping[str, str], row: str) -> TimesRow:
    start, end, how, first, last = (form.get(f"{name}-{row}", "").strip() for name in ROW_FIELDS)
    if not start and not end:
        return TimesRow()
    return TimesRow(start, end, how, first, last)


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
    end = end_after(start, end)
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


def end_after(start: int, end: int) -> int:
    """An end in minutes of the day the times begin on: in the small hours before the start means the next morning."""
    return end + 1440 if end <= start and end <= LATEST_NEXT_MORNING else end


def said_back(windows: Iterable[Availability]) -> list[str]:
    """What was understood, a line for each weekday with times; empty means: not available at all."""
    lines = []
    for day, of_day in enumerate(_by_day(windows)):
        spans = [_span(window) for window in of_day]
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


def dates_said(weekly: Availability | Meeting) -> list[str]:
    """From when and until when weekly times hold; empty where they always do."""
    return _dates_between(weekly.valid_from, weekly.valid_until)


def _dates_between(first: dt.date | None, last: dt.date | None) -> list[str]:
    said = []
    if first:
        said.append(_("(from %(day)s)", day=format_date(first, "short")))
    if last:
        said.append(_("(until %(day)s)", day=format_date(last, "short")))
    return said


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


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
