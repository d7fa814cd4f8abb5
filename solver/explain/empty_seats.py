"""Empty seats: how many are qualified for each, how many every rule stops, who could come at once. In milliseconds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from roster.plan import Plan
from roster.problem import Problem
from roster.rules import RULES, Names, obstacles
from roster.rules.violation import spoken_name
from roster.words import Sentence, spoken_list
from solver.explain.filling import Filling
from solver.news_words import duty_text, told_text

MISSING = Sentence("{seat}: noch {count} zu besetzen.", "{seat}: {count} still to be filled.")
MISSING_WISHED = Sentence(
    "{seat}: noch {count} zu besetzen (nur gewünscht).", "{seat}: {count} still to be filled (only wished)."
)
NOBODY_QUALIFIED = Sentence("Niemand ist dafür qualifiziert.", "Nobody is qualified for it.")
QUALIFIED = Sentence("Qualifiziert: {count}.", "Qualified: {count}.")
STOPPED = Sentence("Dagegen steht: {rules}.", "In the way: {rules}.")
FREE = Sentence("Sofort einsetzbar: {people}.", "Could take it at once: {people}.")
STOPS = Sentence("{rule} bei {count}", "{rule} for {count}")
CHEAPEST = Sentence("Die kleinste Änderung, die hilft: {change}", "The smallest change that helps: {change}")
FOUND_SO_FAR = Sentence("Eine Änderung, die hilft: {change}", "A change that helps: {change}")
AS_IT_IS = Sentence(
    "Ein neuer Planungslauf besetzt den Platz ohne jede Änderung.", "A new solve fills the seat without any change."
)
IMPOSSIBLE = Sentence(
    "Bewiesen: Keine einzelne Änderung einer Person besetzt diesen Platz, ohne dass ein anderer leer wird.",
    "Proven: no single change of one person fills this seat without emptying another.",
)
NOT_FOUND = Sentence(
    "In der Zeit wurde keine einzelne Änderung gefunden, die hilft.",
    "No single change that helps was found in the time.",
)


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
    filling: Filling | None = None

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
            lines += filling_lines(self.filling, language, names)
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
            taken = len(plan.in_seat(session.key, need.role))
            lacking, rest = max(0, need.required - taken), max(0, need.seats - max(taken, need.required))
            if lacking or (wished and rest):
                found.append(_counted(problem, plan, session.key, need.role, lacking, rest))
    return found


def filling_lines(filling: Filling, language: str, names: Names) -> list[str]:
    """How a seat could be filled, and what everybody would be told then."""
    if filling.as_it_is:
        lines = [AS_IT_IS.text(language)]
    elif filling.change is None:
        return [(IMPOSSIBLE if filling.proven else NOT_FOUND).text(language)]
    else:
        helps = CHEAPEST if filling.proven else FOUND_SO_FAR
        lines = [helps.text(language, change=filling.change.text(language, names))]
    return lines + [told_text(change, language, names) for change in filling.changes]


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
