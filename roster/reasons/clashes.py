"""Clashes: what cannot be, named before any solve with the smallest set of facts that clash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from roster.problem import Assignment, Need, Person, Problem, Session
from roster.reasons.duty_words import duty_text
from roster.rules import RULES, Names, Violation, pin_warnings
from roster.rules.decisions import against_pin, standing_pins
from roster.rules.pin_warnings import PinWarning
from roster.rules.seating import NOBODY, Placing, once_per_problem
from roster.rules.violation import spoken_name
from roster.words import Sentence, spoken_list

RULES_OF_A_PERSON = ("availability", "qualification", "certificate", "workload", "site_access", "decisions")
ALONE = tuple(rule for rule in RULES if rule.KEY in RULES_OF_A_PERSON)
MOST_TRIED = 2000  # sets of pins: a few tens of milliseconds
NO_PEOPLE = Sentence("{seat}: Es gibt keine Ehrenamtlichen.", "{seat}: there are no volunteers.")
NOBODY_CAN = Sentence(
    "{seat}: Niemand kann diesen Platz je einnehmen. Das allein schließt schon alle aus: {rules}.",
    "{seat}: nobody can ever take this seat. This alone keeps everybody out: {rules}.",
)
COURSE = Sentence(
    "{course} ({role}): In dieser Woche kann das niemand übernehmen. Das allein schließt schon alle aus: {rules}.",
    "{course} ({role}): nobody can take this on in this week. This alone keeps everybody out: {rules}.",
)


@dataclass(frozen=True, slots=True)
class PinClash:
    """A pin that cannot stand. ``with_pins`` is a smallest set of earlier pins beside which it breaks a rule.

    An empty set: it breaks a rule by itself, or with what is past. ``reasons`` are what it breaks beside that set.
    """

    pin: Assignment
    with_pins: tuple[Assignment, ...]
    reasons: tuple[Violation, ...]

    def text(self, language: str, names: Names) -> str:
        """The pin, the reasons, and the pins in its way."""
        return PinWarning(self.pin, self.reasons, self.with_pins).text(language, names)


@dataclass(frozen=True, slots=True)
class Unteachable:
    """A role of a course that nobody can take in any of its sessions named here, whatever the plan.

    ``rules`` is a smallest set of rules that together stop everybody in each session; empty if there is nobody at all.
    ``whole_course``: all sessions of the week that need the role and are not past are among ``sessions``.
    """

    course: str
    role: str
    sessions: tuple[str, ...]
    rules: tuple[str, ...]
    whole_course: bool

    def text(self, language: str, names: Names) -> str:
        """One sentence for the whole course, or one for each session."""
        rule_names = {rule.KEY: rule.NAME for rule in RULES}
        rules = spoken_list([rule_names[key].text(language) for key in self.rules], language)
        role = spoken_name("role", self.role, names)
        if self.whole_course and self.rules:
            course = spoken_name("course", self.course, names)
            return COURSE.text(language, course=course, role=role, rules=rules)
        sentence = NOBODY_CAN if self.rules else NO_PEOPLE
        seats = (duty_text(session, self.role, language, names) for session in self.sessions)
        return "\n".join(sentence.text(language, seat=seat, rules=rules) for seat in seats)


def pin_clashes(problem: Problem) -> list[PinClash]:
    """Every pin that will be set aside, in the order of the pins, then stray ones; each with the fewest facts."""
    found = []
    for warning in pin_warnings(problem):
        if not any(warning.pin == pin for pin, _ in standing_pins(problem).set_aside):
            found.append(PinClash(warning.pin, (), warning.reasons))
            continue
        fewest = _fewest(problem, warning.pin)
        found.append(PinClash(warning.pin, fewest, against_pin(problem, warning.pin, fewest)))
    return found


def unteachable(problem: Problem) -> list[Unteachable]:
    """Required roles that nobody can take, by course: seen from each person alone, with an otherwise empty week."""
    return list(_unteachable(problem))


@once_per_problem
def _unteachable(problem: Problem) -> tuple[Unteachable, ...]:
    hopeless: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    needed: dict[tuple[str, str], int] = {}
    people = list(problem.people)
    for session in sorted(problem.sessions, key=lambda one: (one.start_minute, one.key)):
        for need in session.needs:
            if session.past or not need.required:
                continue
            needed[session.course, need.role] = needed.get((session.course, need.role), 0) + 1
            able = next((person for person in people if _can_take(problem, person, session, need)), None)
            if able is not None:
                people.remove(able)  # whoever could take the last seat is asked first about the next one
                people.insert(0, able)
            else:
                rules = _fewest_rules([_stopping(problem, person, session, need) for person in problem.people])
                hopeless.setdefault((session.course, need.role, rules), []).append(session.key)
    return tuple(
        Unteachable(course, role, tuple(sessions), rules, len(sessions) == needed[course, role])
        for (course, role, rules), sessions in hopeless.items()
    )


def _fewest(problem: Problem, pin: Assignment) -> tuple[Assignment, ...]:
    """A smallest set of earlier standing pins beside which a pin breaks a rule; the earliest of equal ones.

    Beyond ``MOST_TRIED`` sets (many pins of one person) it is a set from which none can be left out.
    """
    order = {one: place for place, one in reversed([*enumerate(problem.pins)])}
    earlier = [one for one in standing_pins(problem).standing if order[one] < order[pin] and _touches(one, pin)]
    smaller = (some for size in range(len(earlier)) for some in combinations(earlier, size))
    for tried, some in enumerate(smaller):
        if tried == MOST_TRIED:
            return _thinned(problem, pin, earlier)
        if against_pin(problem, pin, some):
            return some
    return tuple(earlier)


def _thinned(problem: Problem, pin: Assignment, pins: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """The pins without those that are not needed for the pin to break a rule, the latest left out first."""
    kept = list(pins)
    for one in reversed(pins):
        fewer = [other for other in kept if other != one]
        if against_pin(problem, pin, fewer):
            kept = fewer
    return tuple(kept)


def _touches(one: Assignment, other: Assignment) -> bool:
    return one.person == other.person or one.session == other.session


def _can_take(problem: Problem, person: Person, session: Session, need: Need) -> bool:
    """Whether nothing about somebody stops them; ends at the first rule that does, because pages ask it for all."""
    placing = Placing(person, session, need.role)
    return not any(rule.objections(problem, NOBODY, placing) for rule in ALONE)


def _stopping(problem: Problem, person: Person, session: Session, need: Need) -> frozenset[str]:
    placing = Placing(person, session, need.role)
    return frozenset(rule.KEY for rule in ALONE if rule.objections(problem, NOBODY, placing))


def _fewest_rules(stopped: Sequence[Iterable[str]]) -> tuple[str, ...]:
    """A smallest set of rules that stops everybody; the earliest in the order of the rules among equal ones."""
    sets = [frozenset(one) for one in stopped]
    for size in range(len(RULES_OF_A_PERSON) + 1):
        for some in combinations(RULES_OF_A_PERSON, size):
            if all(one & set(some) for one in sets):
                return some
    return RULES_OF_A_PERSON
