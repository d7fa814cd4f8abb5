"""How news are told: one sentence for each person, seats by their session and role."""

from __future__ import annotations

from collections.abc import Iterable

from roster.plan import PersonChange
from roster.problem import Assignment
from roster.reasons.duty_words import duty_text
from roster.rules import Names
from roster.rules.violation import spoken_name
from roster.words import Sentence, spoken_list

GAINED = Sentence("{person}: neu {duties}.", "{person}: new {duties}.")
LOST = Sentence("{person}: nicht mehr {duties}.", "{person}: no longer {duties}.")
MOVED = Sentence("{person}: statt {lost} nun {gained}.", "{person}: {gained} instead of {lost}.")


def told_text(change: PersonChange, language: str, names: Names) -> str:
    """What one person has to be told, as one sentence."""
    person = spoken_name("person", change.person, names)
    gained, lost = (_duties(those, language, names) for those in (change.gained, change.lost))
    if gained and lost:
        return MOVED.text(language, person=person, gained=gained, lost=lost)
    return (GAINED if gained else LOST).text(language, person=person, duties=gained or lost)


def _duties(assignments: Iterable[Assignment], language: str, names: Names) -> str:
    """Duties in the order of the week, in one breath."""
    in_order = sorted(assignments, key=lambda one: (one.session.rpartition("@")[2], one.session, one.role))
    return spoken_list([duty_text(one.session, one.role, language, names) for one in in_order], language)
