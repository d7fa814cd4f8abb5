"""Reading what people typed into forms: every fault is collected and said beside the name of its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from flask_babel import gettext as _

from roster.errors import Conflict, Invalid
from roster.words import Sentence
from web.language import current_language
from web.wording import minute_of_day

T = TypeVar("T")
LONGEST_TEXT = 200

WHOLE_NUMBER = Sentence(
    de="Das Feld „{name}“ braucht eine ganze Zahl von {lowest} bis {highest}.",
    en="The field “{name}” needs a whole number from {lowest} to {highest}.",
)


def whole_number(form: Mapping[str, str], name: str, lowest: int, highest: int, default: int | None = None) -> int:
    """A whole number that a button or hidden field carries. Raises Invalid; an absent field gives ``default``."""
    text = form.get(name, "").strip()
    if not text and default is not None:
        return default
    if text.isascii() and text.isdigit() and len(text) < 12 and lowest <= int(text) <= highest:
        return int(text)
    raise Invalid(WHOLE_NUMBER, name=name, lowest=lowest, highest=highest)


@dataclass
class Entries:
    """The fields of one form. Reading never fails: what does not fit is noted in ``faults`` and read as empty."""

    form: Mapping[str, str]
    faults: list[str] = field(default_factory=list)
    status: int = 422  # what to answer with where there are faults; 409 where somebody else saved meanwhile

    def carry_out(self, action: Callable[[], object]) -> bool:
        """Do what the form asks, unless it has faults; a refusal becomes a fault beside what was typed. True = done."""
        if self.faults:
            return False
        try:
            action()
        except (Invalid, Conflict) as refusal:
            language = current_language()
            self.faults += [fault.text(language) for fault in getattr(refusal, "faults", ())] or [
                refusal.text(language)
            ]
            self.status = 409 if isinstance(refusal, Conflict) else 422
            return False
        return True

    def fault(self, label: str, expected: str) -> None:
        """Note that the field with this label does not fit, and what is expected."""
        self.faults.append(_("%(label)s: %(expected)s", label=label, expected=expected))

    def text(self, name: str, label: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> str:
        """One line of text without spaces around it."""
        value = self.form.get(name, "").strip()
        if required and not value:
            self.fault(label, _("please fill this in"))
        if len(value) > longest:
            self.fault(label, _("at most %(longest)d characters", longest=longest))
        if any(not sign.isprintable() for sign in value):
            self.fault(label, _("please leave out control characters and line breaks"))
        return value

    def number(self, name: str, label: str, lowest: int, highest: int, empty: T) -> int | T:
        """A whole number within bounds; an empty field gives ``empty``."""
        text = self.form.get(name, "").strip()
        if not text:
            return empty
        if text.isascii() and text.isdigit() and len(text) < 12 and lowest <= int(text) <= highest:
            return int(text)
        expected = _("a whole number from %(lowest)d to %(highest)d", lowest=lowest, highest=highest)
        self.fault(label, expected)
        return empty

    def hours(self, name: str, label: str, empty: int, highest: int = 168) -> int:
        """Hours with a comma or a point, as whole minutes: "2,5" -> 150."""
        text = self.form.get(name, "").strip().replace(",", ".")
        if not text:
            return empty
        whole, _point, part = text.partition(".")
        if text.isascii() and (whole + part).isdigit() and len(text) < 8 and float(text) <= highest:
            return round(float(text) * 60)
        self.fault(label, _("hours such as 2 or 2.5, at most %(highest)d", highest=highest))
        return empty

    def day(self, name: str, label: str, *, required: bool = False) -> dt.date | None:
        """A calendar date from a date field ("2026-11-23"); German notation is understood too."""
        text = self.form.get(name, "").strip()
        if not text:
            if required:
                self.fault(label, _("please give a date"))
            return None
        for notation in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                found = dt.datetime.strptime(text, notation).date()  # noqa: DTZ007  (a calendar date has no zone)
            except ValueError:
                continue
            if 2000 <= found.year <= 2100:
                return found
        self.fault(label, _("a date such as 2026-11-23 or 23.11.2026"))
        return None

    def clock(self, name: str, label: str, *, required: bool = False) -> int | None:
        """A time of day as minutes from midnight."""
        text = self.form.get(name, "").strip()
        if not text:
            if required:
                self.fault(label, _("please give a time"))
            return None
        try:
            return minute_of_day(text)
        except ValueError:
            self.fault(label, _("a time such as 18:30"))
            return None

    def choice(self, name: str, label: str, options: Mapping[str, T], empty: T) -> T:
        """One of several given values; anything else is a fault, an empty field gives ``empty``."""
        text = self.form.get(name, "")
        if not text:
            return empty
        if text not in options:
            self.fault(label, _("please choose one from the list"))
            return empty
        return options[text]

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.form.get(name) == "yes"

    def several(self, name: str, label: str, options: Mapping[str, object]) -> tuple[str, ...]:
        """The ticked ones of several boxes, sorted."""
        getlist = getattr(self.form, "getlist", lambda key: [self.form[key]] if key in self.form else [])
        values = tuple(sorted(set(getlist(name))))
        if any(value not in options for value in values):
            self.fault(label, _("please choose from the list"))
        return tuple(value for value in values if value in options)
