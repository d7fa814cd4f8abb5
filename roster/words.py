"""Words for people: sentences in German and English, and how days, times and durations are said in both.

A language is its two-letter code; whatever is not ``"de"`` is told in English. Rules, domain errors, feeds, mails and
the command line speak through ``Sentence``; the pages themselves use translation catalogues.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

GERMAN = "de"
ENGLISH = "en"
LANGUAGES = (GERMAN, ENGLISH)

WEEKDAYS = {
    GERMAN: ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement in German and in English, with ``{facts}`` to be filled in."""

    de: str
    en: str

    def text(self, language: str, **facts: object) -> str:
        """The statement in that language. Raises KeyError if a fact that the sentence names is not given."""
        return (self.de if language == GERMAN else self.en).format(**facts)


def spoken_day(on_day: dt.date, language: str) -> str:
    """A day within a week that everybody knows: "Di 24.11." or "Tue 24 Nov"."""
    if language == GERMAN:
        return f"{WEEKDAYS[GERMAN][on_day.weekday()]} {on_day.day}.{on_day.month}."
    return f"{WEEKDAYS[ENGLISH][on_day.weekday()]} {on_day.day} {ENGLISH_MONTHS[on_day.month - 1]}"


def spoken_date(on_day: dt.date, language: str) -> str:
    """A date that may lie in another year: "24.11.2026" or "24 Nov 2026"."""
    if language == GERMAN:
        return f"{on_day.day}.{on_day.month}.{on_day.year}"
    return f"{on_day.day} {ENGLISH_MONTHS[on_day.month - 1]} {on_day.year}"


def spoken_time(on_day: dt.date, starts: str, language: str) -> str:
    """A day with a wall-clock time: "Di 24.11. 18:30" or "Tue 24 Nov 18:30"."""
    return f"{spoken_day(on_day, language)} {starts}"


def spoken_minutes(minutes: int, language: str) -> str:
    """A duration of whole minutes, not negative: "1 Std. 30 Min." or "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    hour_word, minute_word = ("Std.", "Min.") if language == GERMAN else ("h", "min")
    parts = [f"{hours} {hour_word}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} {minute_word}")
    return " ".join(parts)


def spoken_seconds(seconds: float, language: str) -> str:
    """Seconds with one decimal, without the unit: "0,6" or "0.6"."""
    text = f"{seconds:.1f}"
    return text.replace(".", ",") if language == GERMAN else text


def spoken_list(items: Sequence[str], language: str) -> str:
    """Several things in one breath: "a, b und c" or "a, b and c"; an empty text for none."""
    if len(items) < 2:
        return "".join(items)
    last_word = "und" if language == GERMAN else "and"
    return f"{', '.join(items[:-1])} {last_word} {items[-1]}"
