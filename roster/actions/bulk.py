"""What doing one thing to several rows has in common: what will happen to each, and finding them as they were seen."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.calendar.sessions import DatedSession, dated_sessions
from roster.calendar.weeks import week_of, weeks_later
from roster.errors import Conflict, Invalid, NotFound
from roster.models.base import Base
from roster.models.school_records import read_school
from roster.words import Sentence, spoken_date

CHANGED = Sentence(
    de="{name} wurde inzwischen von jemand anderem geändert; nichts ist geschehen. Bitte noch einmal auswählen.",
    en="Somebody else changed {name} meanwhile; nothing has been done yet. Please choose again.",
)
CANNOT = Sentence(de="{name}: {why} Nichts ist geschehen.", en="{name}: {why} Nothing has been done.")
WRONG_WAY_ROUND = Sentence(
    de="Der letzte Tag liegt vor dem ersten. Bitte die Tage prüfen.",
    en="The last day lies before the first. Please check the days.",
)
TOO_LONG = Sentence(
    de="Höchstens {weeks} Wochen auf einmal. Für länger bitte einen letzten Tag setzen.",
    en="At most {weeks} weeks at once. For longer, please set a last day.",
)
MOST_WEEKS = 53
NONE_CHOSEN = Sentence(de="Bitte zuerst etwas auswählen.", en="Please choose something first.")


class Verdict(enum.StrEnum):
    """What would become of one of several: it changes, it is so already, or it cannot be done to it."""

    CHANGES = "changes"
    STAYS = "stays"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Foresight:
    """What would happen to one row, in a sentence."""

    verdict: Verdict
    said: Sentence


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would happen to one row: its key, name and version as shown, and the words in the actor's language."""

    key: str
    name: str
    version: int
    verdict: Verdict
    words: str


Row = TypeVar("Row", bound=Base)


def rows_as_seen(session: Session, model: type[Row], versions: Mapping[str, int]) -> list[Row]:
    """The rows with these keys, locked, in the order of their keys so that two such actions never block.

    Raises Invalid where none is chosen, NotFound where one is gone, Conflict where one is no longer at its version.
    """
    if not versions:
        raise Invalid(NONE_CHOSEN)
    keyed: Any = model
    rows: list[Any] = list(
        session.scalars(select(model).where(keyed.key.in_(versions)).order_by(keyed.key).with_for_update())
    )
    if len(rows) != len(versions):
        raise NotFound()
    for row in rows:
        if row.version != versions[row.key]:
            raise Conflict(CHANGED, name=row.name)
    return rows


def prospects(found: Iterable[tuple[Any, Foresight]], language: str) -> tuple[Prospect, ...]:
    """What would happen to each of these rows, in words."""
    return tuple(
        Prospect(row.key, row.name, row.version, seen.verdict, seen.said.text(language)) for row, seen in found
    )


def change_each(rows: Iterable[Row], foresee: Callable[[Row], Foresight], carry_out: Callable[[Row], None]) -> int:
    """Carry a change out on the rows that it changes; how many these are. Raises Conflict where one cannot be."""
    changed = 0
    for row in rows:
        seen = foresee(row)
        if seen.verdict is Verdict.CANNOT:
            raise _refusal(row, seen)
        if seen.verdict is Verdict.CHANGES:
            changed += 1
            carry_out(row)
    return changed


def _refusal(row: Any, foreseen: Foresight) -> Conflict:
    """The refusal of all because one cannot be changed."""
    why = foreseen.said
    return Conflict(
        Sentence(de=CANNOT.de.format(name="{name}", why=why.de), en=CANNOT.en.format(name="{name}", why=why.en)),
        name=row.name,
    )


def held_between(session: Session, first: dt.date, last: dt.date) -> list[DatedSession]:
    """The sessions that take place from one day to another, both inclusive. Raises Invalid for days without sense."""
    if last < first:
        raise Invalid(WRONG_WAY_ROUND)
    if last - first > dt.timedelta(weeks=MOST_WEEKS):
        raise Invalid(TOO_LONG, weeks=MOST_WEEKS)
    week, found = week_of(first), []
    school = read_school(session, week=week)
    while week <= week_of(last):
        found += [one for one in dated_sessions(school, week) if one.held and first <= one.on_day <= last]
        week = weeks_later(week, 1)
    return found


def dated(sentence: Sentence, day: dt.date, **facts: object) -> Sentence:
    """A sentence about a ``{day}``, which each language writes in its own way."""
    return Sentence(
        de=sentence.de.format(day=spoken_date(day, "de"), **facts),
        en=sentence.en.format(day=spoken_date(day, "en"), **facts),
    )


def filled(sentence: Sentence, **facts: object) -> Sentence:
    """A sentence with facts that are the same in both languages; braces in them survive ``text()``."""
    safe = {name: str(value).replace("{", "{{").replace("}", "}}") for name, value in facts.items()}
    return Sentence(de=sentence.de.format(**safe), en=sentence.en.format(**safe))
