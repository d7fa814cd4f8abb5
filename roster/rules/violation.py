"""Violation: one broken rule in one place, and how it is told to a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from roster.words import Sentence, spoken_date, spoken_day, spoken_minutes, spoken_time

Names = Mapping[str, str]
"""Display texts by key. Where two tables share a key, its kind helps: ``"role/host"`` goes before ``"host"``."""

Fact = str | int | dt.date

# Facts that name a thing of a kind with another word than the kind itself.
KIND_OF_FACT = {"other": "person", "lead_role": "role"}


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: which, by whom, where, and the facts that make it a sentence.

    ``sessions`` are session keys, earliest first; the role is the one that the person has in the (last) session.
    ``facts`` are read by their name: ``..._minutes`` is a duration, ``..._day`` a day of this week, another date a full
    date; a text is the key of a thing and shown by its name.
    """

    rule: str
    person: str | None
    sessions: tuple[str, ...]
    role: str | None
    facts: tuple[tuple[str, Fact], ...]
    telling: Sentence

    def text(self, language: str, names: Names) -> str:
        """One sentence for a lead. Keys without a name are shown as they are."""
        told: dict[str, str] = {}
        if self.person is not None:
            told["person"] = spoken_name("person", self.person, names)
        if self.role is not None:
            told["role"] = spoken_name("role", self.role, names)
        for word, key in zip(("session", "later"), self.sessions, strict=False):
            told[word] = spoken_session(key, language, names)
        for name, fact in self.facts:
            told[name] = _spoken_fact(name, fact, language, names)
        return self.telling.text(language, **told)


def spoken_name(kind: str, key: str, names: Names) -> str:
    """The display text of a thing of that kind (person, role, site, course, branch, certificate), else its key."""
    return names.get(f"{kind}/{key}") or names.get(key) or key


def spoken_session(key: str, language: str, names: Names) -> str:
    """A session by its course, day and time: "A2 am Abend, Di 24.11. 18:30".

    A text that is no session key stays as it is.
    """
    course, _, moment = key.rpartition("@")
    day, _, starts = moment.partition("T")
    try:
        on_day = dt.date.fromisoformat(day)
    except ValueError:
        return key
    return f"{spoken_name('course', course, names)}, {spoken_time(on_day, starts, language)}"


def _spoken_fact(name: str, fact: Fact, language: str, names: Names) -> str:
    if isinstance(fact, str):
        return spoken_name(KIND_OF_FACT.get(name, name), fact, names)
    if isinstance(fact, dt.date):
        return spoken_day(fact, language) if name.endswith("_day") else spoken_date(fact, language)
    return spoken_minutes(fact, language) if name.endswith("_minutes") else str(fact)
