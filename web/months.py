"""A month to choose days from, by link, finger or keyboard: what its days say, and what was chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from roster.reports.availability_month import Away, MonthDay
from web.forms import Entries
from web.wording import long_day, written

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Chosen:
    """The days chosen so far; both None = none yet, ``last`` None = only the first."""

    first: dt.date | None
    last: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """Whether a day is among them."""
        return self.first is not None and self.first <= day <= (self.last or self.first)

    def then(self, day: dt.date) -> dict[str, str]:
        """What the address says after one more day is chosen: the first, or with the first one a span."""
        if self.first is None or self.last is not None:
            return {"day": day.isoformat()}
        first, last = sorted((self.first, day))
        return {"day": first.isoformat(), "until": last.isoformat()}


def month_asked(form: Mapping[str, str], chosen: Chosen, today: dt.date) -> dt.date:
    """The month that an address names ("2026-12"), else that of the chosen day, else this one."""
    asked = Entries({"month": f"{form.get('month', '')}-01"}).day("month", "") if form.get("month") else None
    found = asked or chosen.first or today
    return found if FIRST_YEAR < found.year < LAST_YEAR else today


def chosen_days(form: Mapping[str, str]) -> Chosen:
    """The days that an address names; what makes no sense is read as nothing."""
    entries = Entries({name: form.get(name, "") for name in ("day", "until")})
    first, last = entries.day("day", ""), entries.day("until", "")
    return Chosen(first, last if first is not None and last is not None and last >= first else None)


def day_said(day: MonthDay) -> str:
    """A day with all that is noted about it, for those who hear the page."""
    said = [long_day(day.on_day)]
    if day.away is Away.WHOLE_DAY:
        said.append(_("away"))
    said += [_("away %(hours)s", hours=hours) for hours in day.hours_away]
    said += [_("extra time %(hours)s", hours=hours) for hours in day.extra]
    said += [_("duty at %(time)s", time=start) for start in day.duties]
    return ", ".join(said)


def month_name(day: dt.date) -> str:
    """A month with its year: "December 2026"."""
    return written(day, "LLLL y")


def month_words() -> dict[str, str]:
    """What is said while days are chosen; ``%(...)s`` is filled in by the browser."""
    return {
        "one": _("Chosen: %(day)s. Tap a last day too, or note it below."),
        "span": _("Chosen: %(first)s to %(last)s."),
    }
