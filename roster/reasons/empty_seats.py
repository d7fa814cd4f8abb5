"""Empty seats: how many are qualified for each, how many every rule stops, who could come at once. In milliseconds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from roster.plan import Plan
from roster.problem import Need, Problem
from roster.reasons.duty_words import duty_text
from roster.rules import RULES, Names, obstacles
from roster.rules.violation import spoken_name
from roster.words import Sentence, spoken_list

MISSING = Sentence("{seat}: noch {count} zu besetzen.", "{seat}: {count} still to be filled.")
MISSING_WISHED = Sentence(
    "{seat}: noch {count} zu besetzen (nur gewünscht).", "{seat}: {count} still to be filled (only wished)."
)
NOBODY_QUALIFIED = Sentence("Niemand ist dafür qualifiziert.", "Nobody is qualified for it.")
QUALIFIED = Sentence("Qualifiziert: {count}.", "Qualified: {count}.")
STOPPED = Sentence("Dagegen steht: {rules}.", "In the way: {rules}.")
FREE = Sentence("Sofort einsetzbar: {people}.", "Could take it at once: {people}.")
STOPS = Sentence("{rule} bei {count}", "{rule} for {count}")


class Fills(Protocol):
    """How a seat could be filled: an answer of a search, which this room does not know."""

    def lines(self, language: str, names: Names) -> list[str]:
        """The answer as a few lines for a lead."""
        ...


@dataclass(frozen=True, slots=True)
class EmptySeat:
    """A need with empty seats, and what stops people.

    ``stopped`` counts the qualified people whom each rule stops, by the rule's key in the order of the rules; one whom
    two rules stop counts in both. ``stopped_by_one`` counts those whom that rule alone stops. ``free`` could come at
    once. ``filling`` is the cheapest way to fill it, None where nobody asked for it.
    """

    session: str
    role: str
    required: int
    wished: int
    qualified: int
    stopped: tuple[tuple[str, int], ...]
    stopped_by_one: tuple[tuple[str, int], ...]
    free: tuple[str, ...]
    filling: Fills | None = None

    def text(self, language: str, names: Names) -> str:
        """The seat, the counts and the way to fill it, as a few lines for a lead."""
        seat = duty_text(self.session, self.role, language, names)
        missing = MISSING if self.required else MISSING_WISHED
        lines = [missing.text(language, seat=seat, count=self.required or self.wished)]
        if not self.qualified:
            lines.append(NOBODY_QUALIFIED.text(language))
        else:
            lines.append(QUALIFIED.text(language, count=self.qualified))
            if self.stopped:
                lines[-1] += " " + STOPPED.text(language, rules=self._rules(language))
        if self.free:
            people = spoken_list([spoken_name("person", person, names) for person in self.free], language)
            lines.append(FREE.text(language, people=people))
        if self.filling is not None:
            lines += self.filling.lines(language, names)
        return "\n".join(lines)

    def _rules(self, language: str) -> str:
        rule_names = {rule.KEY: rule.NAME for rule in RULES}
        told = [STOPS.text(language, rule=rule_names[key].text(language), count=count) for key, count in self.stopped]
        return spoken_list(told, language)


def empty_seats(problem: Problem, plan: Plan, *, wished: bool = False) -> list[EmptySeat]:
    """Every need that lacks required people (with ``wished`` also those that lack only wished ones), in order of time.

    Past sessions are left out: nothing can fill them.
    """
    found = []
    for session in sorted(problem.sessions, key=lambda one: (one.start_minute, one.key)):
        for need in session.needs if not session.past else ():
            empty = _lacking(plan, session.key, need)
            if empty[0] or (wished and empty[1]):
                found.append(_counted(problem, plan, session.key, need.role, *empty))
    return found


def empty_seat(problem: Problem, plan: Plan, session: str, role: str) -> EmptySeat:
    """One need, whatever it lacks. Raises KeyError where the week has no such need."""
    return _counted(problem, plan, session, role, *_lacking(plan, session, problem.needs[session, role]))


def _lacking(plan: Plan, session: str, need: Need) -> tuple[int, int]:
    """How many required and how many wished seats of a need are empty."""
    taken = len(plan.in_seat(session, need.role))
    return max(0, need.required - taken), max(0, need.seats - max(taken, need.required))


def _counted(problem: Problem, plan: Plan, session: str, role: str, required: int, wished: int) -> EmptySeat:
    stops: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    found = obstacles(problem, plan, session, role, qualified_only=True)
    for against in found.values():
        rules = {violation.rule for violation in against}
        stops.update(rules)
        if len(rules) == 1:
            alone.update(rules)
    keys = [rule.KEY for rule in RULES]
    return EmptySeat(
        session,
        role,
        required,
        wished,
        len(found),
        tuple((key, stops[key]) for key in keys if stops[key]),
        tuple((key, alone[key]) for key in keys if alone[key]),
        tuple(person for person, against in found.items() if not against),
    )
