"""Assignments: why this person sits here, and what each other person in their place would cost, goal by goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.reasons.costs import Costs, cost_lines, cost_rank, costs_of
from roster.reasons.duty_words import duty_text
from roster.reasons.moves import newly_broken
from roster.rules import RULES, Names, measure, obstacles, standing_pins
from roster.rules.violation import spoken_name
from roster.words import Sentence, spoken_list

PAST = Sentence(
    "{person}, {seat}: Der Termin ist vorbei und bleibt, wie er veröffentlicht wurde.",
    "{person}, {seat}: the session is over and stays as it was published.",
)
PINNED = Sentence("{person}, {seat}: So hat es die Leitung festgelegt.", "{person}, {seat}: a lead has pinned it.")
ONLY_ONE = Sentence(
    "{person}, {seat}: Niemand sonst kann hier einspringen, solange alles andere bleibt. Ohne diese Person: {costs}.",
    "{person}, {seat}: nobody else can step in while all else stays. Without this person: {costs}.",
)
HOLDS_OTHERS = Sentence(
    "{person}, {seat}: Niemand sonst kann hier einspringen, und ohne diese Person wäre verletzt: {rules}.",
    "{person}, {seat}: nobody else can step in, and without this person these would be broken: {rules}.",
)
AGAINST = Sentence(
    "{person}, {seat}: Am nächsten käme {other}. Das würde ändern: {costs}.",
    "{person}, {seat}: the runner-up is {other}. That would change: {costs}.",
)
EQUAL = Sentence(
    "{person}, {seat}: {other} wäre in allen Zielen gleich gut.",
    "{person}, {seat}: {other} would be equally good in every goal.",
)
BETTER = Sentence(
    "{person}, {seat}: {other} wäre besser; ein neuer Planungslauf lohnt sich. Das würde ändern: {costs}.",
    "{person}, {seat}: {other} would be better; a new solve is worth it. That would change: {costs}.",
)


@dataclass(frozen=True, slots=True)
class Replacement:
    """Somebody else (None = nobody) in a seat, all else as it is: the difference in each goal, more is worse.

    ``better``: in the organisation's order of goals the week would gain.
    """

    person: str | None
    costs: Costs
    better: bool = False


@dataclass(frozen=True, slots=True)
class WhyAssigned:
    """Why a person sits in a seat. ``others`` are all who could, best first in the order of the goals, then nobody.

    ``pinned`` and ``past``: it was not the search that decided; then there are no others. ``broken`` are the rules that
    an empty seat would break, as a helper without a lead would; "nobody" is left out then.
    """

    assignment: Assignment
    pinned: bool
    past: bool
    others: tuple[Replacement, ...]
    broken: tuple[str, ...] = ()

    @property
    def runner_up(self) -> Replacement | None:
        """The best other person; None if nobody else could come."""
        return next((other for other in self.others if other.person is not None), None)

    def text(self, language: str, names: Names) -> str:
        """One or two sentences for a lead."""
        facts = {
            "person": spoken_name("person", self.assignment.person, names),
            "seat": duty_text(self.assignment.session, self.assignment.role, language, names),
        }
        if self.past or self.pinned:
            return (PAST if self.past else PINNED).text(language, **facts)
        best = self.runner_up
        if best is None and self.broken:
            rule_names = {rule.KEY: rule.NAME for rule in RULES}
            rules = spoken_list([rule_names[key].text(language) for key in self.broken], language)
            return HOLDS_OTHERS.text(language, **facts, rules=rules)
        if best is None or best.person is None:
            costs = self.others[0].costs if self.others else ()
            return ONLY_ONE.text(language, **facts, costs=_spoken_costs(costs, language))
        other = spoken_name("person", best.person, names)
        sentence = EQUAL if not any(difference for _, difference in best.costs) else BETTER if best.better else AGAINST
        return sentence.text(language, **facts, other=other, costs=_spoken_costs(best.costs, language))


def why_assigned(
    problem: Problem, plan: Plan, assignment: Assignment, *, values: Mapping[str, int] | None = None
) -> WhyAssigned:
    """Why somebody sits where they do: what everybody who could sit there instead would cost, all else as it is.

    ``values`` are the plan's goals, for who has measured them already. What the plan breaks already is held against
    nobody. Raises KeyError if the plan does not hold the assignment or its session does not exist.
    """
    if assignment not in plan.assignments:
        raise KeyError(assignment)
    past = problem.session_by_key[assignment.session].past
    pinned = assignment in standing_pins(problem).standing
    if past or pinned:
        return WhyAssigned(assignment, pinned, past, ())
    without = plan.with_changes(remove=[assignment])
    now = dict(values or measure(problem, plan))
    broken = _new_rules(problem, plan, assignment, [])
    others = [] if broken else [_replacement(problem, now, without, None)]
    people = obstacles(problem, without, assignment.session, assignment.role, qualified_only=True)
    for person, against in people.items():
        if person == assignment.person or against:
            continue
        instead = Assignment(assignment.session, assignment.role, person)
        if not _new_rules(problem, plan, assignment, [instead]):
            others.append(_replacement(problem, now, without.with_changes(add=[instead]), person))
    others.sort(key=lambda one: (one.person is None, cost_rank(problem, one.costs), one.person or ""))
    return WhyAssigned(assignment, False, False, tuple(others), broken)


def _new_rules(problem: Problem, plan: Plan, gone: Assignment, new: Sequence[Assignment]) -> tuple[str, ...]:
    """The rules that an edit breaks in a place where they were kept before, in their order."""
    return tuple(dict.fromkeys(one.rule for one in newly_broken(problem, plan, gone=[gone], new=new)))


def _replacement(problem: Problem, now: dict[str, int], plan: Plan, person: str | None) -> Replacement:
    costs = costs_of(now, measure(problem, plan))
    rank = cost_rank(problem, costs)
    return Replacement(person, costs, better=rank < (0,) * len(rank))


def _spoken_costs(costs: Costs, language: str) -> str:
    return spoken_list([line.words for line in cost_lines(costs, language)], language) or "0"
