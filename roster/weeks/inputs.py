"""What changed between two frozen problems of a week, the passing of time apart: a reason to look at a draft again."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from roster.plan import Plan
from roster.problem import Person, Problem, Session
from roster.rules import Names
from roster.rules.violation import spoken_name, spoken_session
from roster.words import Sentence, spoken_list

_WITHOUT_TIME = attrgetter(*(field.name for field in fields(Session) if field.name not in {"past", "urgency"}))
NAMED_AT_MOST = 5  # names in one sentence; the rest is a number

PEOPLE_CAME = Sentence(de="Neu im Einsatz: {names}.", en="Now active: {names}.")
PEOPLE_LEFT = Sentence(de="Nicht mehr im Einsatz: {names}.", en="No longer active: {names}.")
PEOPLE_CHANGED = Sentence(
    de="Verfügbarkeit oder Angaben haben sich geändert: {names}.", en="Availability or details changed: {names}."
)
ELSEWHERE_CHANGED = Sentence(
    de="Einsätze in anderen Organisationen haben sich geändert: {names}.",
    en="Duties in other organisations changed: {names}.",
)
SESSIONS_CAME = Sentence(de="Neue Termine: {names}.", en="New sessions: {names}.")
SESSIONS_GONE = Sentence(
    de="Termine finden nicht mehr statt: {names}.", en="Sessions that no longer take place: {names}."
)
SESSIONS_CHANGED = Sentence(de="Termine wurden geändert: {names}.", en="Sessions were changed: {names}.")
SITES_CHANGED = Sentence(
    de="Standorte, Zugang oder Wege wurden geändert.", en="Sites, access or journeys were changed."
)
RULES_CHANGED = Sentence(
    de="Regeln, Rollen oder Abstände zwischen Personen wurden geändert.",
    en="Rules, roles or who is kept apart were changed.",
)
DECISIONS_CHANGED = Sentence(de="Festlegungen oder Sperren wurden geändert.", en="Pins or bans were changed.")
PUBLISHED_CHANGED = Sentence(
    de="Inzwischen wurde eine andere Fassung der Woche veröffentlicht.",
    en="Another version of the week was published meanwhile.",
)
AND_MORE = Sentence(de="{count} weitere", en="{count} more")


@dataclass(frozen=True, slots=True)
class InputChange:
    """One kind of change: the sentence, and the keys of the people or sessions that it is about."""

    telling: Sentence
    people: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()

    @property
    def stops_publishing(self) -> bool:
        """Whether a lead has to say that they mean it all the same.

        Duties elsewhere do not: a plan that clashes with them breaks a rule, and where several organisations were
        planned together, each of them publishes while the duties of the others change.
        """
        return self.telling is not ELSEWHERE_CHANGED

    def text(self, language: str, names: Names) -> str:
        """One sentence for a lead; of many things the first few by name."""
        told = [spoken_name("person", key, names) for key in self.people[:NAMED_AT_MOST]]
        told += [spoken_session(key, language, names) for key in self.sessions[:NAMED_AT_MOST]]
        if (more := len(self.people) + len(self.sessions) - len(told)) > 0:
            told.append(AND_MORE.text(language, count=more))
        return self.telling.text(language, names=spoken_list(told, language))


def timeless(problem: Problem) -> Problem:
    """The problem as if nothing were past or urgent, so that it stays equal while only time passes.

    What follows from the published plan and from remembered weeks is left out as well, apart from the plan itself.
    """
    sessions = tuple(replace(session, past=False, urgency=1) for session in problem.sessions)
    return replace(problem, sessions=sessions, told_anyway=(), familiar=())


def inputs_fingerprint(problem: Problem) -> str:
    """SHA-256 of everything that a plan depends on, whatever the time is."""
    return hashlib.sha256(timeless(problem).to_json().encode()).hexdigest()


def with_decisions_of(problem: Problem, other: Problem) -> Problem:
    """The problem with the pins and bans of another one of the same week."""
    return replace(problem, pins=other.pins, bans=other.bans, stray_pins=other.stray_pins)


def changed_inputs(before: Problem, after: Problem) -> tuple[InputChange, ...]:
    """List what differs, people first; an empty tuple means that a plan made for one can be judged by the other."""
    if _only_time_passed(before, after):
        return ()
    old, new = timeless(before), timeless(after)
    came, gone, changed = _compare(old.person_by_key, new.person_by_key)
    elsewhere = tuple(key for key in changed if _same_but_elsewhere(old.person_by_key[key], new.person_by_key[key]))
    found = [
        InputChange(PEOPLE_CAME, came),
        InputChange(PEOPLE_LEFT, gone),
        InputChange(PEOPLE_CHANGED, tuple(key for key in changed if key not in elsewhere)),
        InputChange(ELSEWHERE_CHANGED, elsewhere),
    ]
    came, gone, changed = _compare(old.session_by_key, new.session_by_key)
    found += [
        InputChange(SESSIONS_CAME, sessions=came),
        InputChange(SESSIONS_GONE, sessions=gone),
        InputChange(SESSIONS_CHANGED, sessions=changed),
    ]
    found = [change for change in found if change.people or change.sessions]
    for telling, parts in (
        (SITES_CHANGED, ("sites", "journeys")),
        (RULES_CHANGED, ("settings", "roles", "apart")),
        (DECISIONS_CHANGED, ("pins", "bans", "stray_pins")),
    ):
        if any(getattr(old, part) != getattr(new, part) for part in parts):
            found.append(InputChange(telling))
    if _told(old, new) != _told(new, old):
        found.append(InputChange(PUBLISHED_CHANGED))
    return tuple(found)


def _only_time_passed(before: Problem, after: Problem) -> bool:
    """Whether the timeless problems are equal, found out without building them: nearly always the answer is yes."""
    if len(before.sessions) != len(after.sessions) or any(
        _WITHOUT_TIME(old) != _WITHOUT_TIME(new) for old, new in zip(before.sessions, after.sessions, strict=True)
    ):
        return False
    rest = (replace(one, sessions=(), told_anyway=(), familiar=()) for one in (before, after))
    return next(rest) == next(rest)


def _same_but_elsewhere(old: Person, new: Person) -> bool:
    return replace(old, commitments=()) == replace(new, commitments=())


def _compare(old: Mapping[str, Hashable], new: Mapping[str, Hashable]) -> tuple[tuple[str, ...], ...]:
    """Keys that came, went, and stayed with another value."""
    came = tuple(sorted(new.keys() - old.keys()))
    gone = tuple(sorted(old.keys() - new.keys()))
    changed = tuple(sorted(key for key in old.keys() & new.keys() if old[key] != new[key]))
    return came, gone, changed


def _told(problem: Problem, other: Problem) -> Plan | None:
    """The published plan, as far as both problems know its people and sessions: what is gone was told already."""
    if problem.published is None:
        return None
    return Plan.of(
        told
        for told in problem.published
        if told.session in other.session_by_key and told.person in other.person_by_key
    )
