"""Without them: what a seat without its person costs at least, if everybody else may move.

The counterpart of ``roster.reasons.assignments``, which leaves everything else as it is. The person is banned from the
seat and the strict goals are searched anew over the whole week, one after the other; among plans that are equal there,
the one that is nearest to the present plan is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from roster.plan import PersonChange, Plan, difference
from roster.problem import Assignment, Problem
from roster.reasons.duty_words import duty_text
from roster.rules import GOALS, Names, check, measure, missing_pins, standing_pins
from roster.rules.violation import spoken_name
from roster.words import Sentence, spoken_list
from solver.best import Best, Judge
from solver.caps import refuse_too_large
from solver.changes import seat_emptied
from solver.engine import UNLIMITED, Engine, News
from solver.forms import pairs
from solver.given import Given
from solver.limits import Limits
from solver.linear import Sum
from solver.model import MISSING_PINS, write
from solver.news import news
from solver.news_words import told_text

STRICT_GOALS = ("cover", "stability", "promises")
TWO_WORKERS = Limits(workers=2)

COSTS = Sentence(
    "Ohne {person} in {seat}, wenn alle anderen umziehen dürfen, kostet es mindestens: {costs}.",
    "Without {person} in {seat}, if everybody else may move, it costs at least: {costs}.",
)
COSTS_SO_FAR = Sentence(
    "Ohne {person} in {seat}, wenn alle anderen umziehen dürfen, kostet es nach bisheriger Suche: {costs}.",
    "Without {person} in {seat}, if everybody else may move, it costs as far as was searched: {costs}.",
)
NOTHING = Sentence(
    "Ohne {person} in {seat} geht es in den strengen Zielen gleich gut, wenn alle anderen umziehen dürfen.",
    "Without {person} in {seat} the strict goals do equally well, if everybody else may move.",
)
SPARED = Sentence(
    "Ohne {person} in {seat} ginge es sogar besser; ein neuer Planungslauf lohnt sich: {costs}.",
    "Without {person} in {seat} it would even be better; a new solve is worth it: {costs}.",
)
COST = Sentence("{goal} {difference:+d}", "{goal} {difference:+d}")


@dataclass(frozen=True, slots=True)
class GoalCost:
    """One strict goal now and without the person; ``proven``: no plan without them (earlier goals kept) is below."""

    key: str
    now: int
    then: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Without:
    """The best week without a person in a seat: ``costs`` goal by goal in their order, and a plan that has them.

    ``changes`` are what differs for whom from the present plan, the person themselves included. Only the first goal
    that differs decides; after it a lower value is no contradiction.
    """

    assignment: Assignment
    costs: tuple[GoalCost, ...]
    plan: Plan
    changes: tuple[PersonChange, ...]

    @property
    def proven(self) -> bool:
        """Whether every goal is proven."""
        return all(cost.proven for cost in self.costs)

    def text(self, language: str, names: Names) -> str:
        """What it costs, then everybody's news on a line of its own."""
        facts = {
            "person": spoken_name("person", self.assignment.person, names),
            "seat": duty_text(self.assignment.session, self.assignment.role, language, names),
            "costs": self._spoken_costs(language),
        }
        first = next((cost.then - cost.now for cost in self.costs if cost.then != cost.now), 0)
        sentence = NOTHING if not first else SPARED if first < 0 else COSTS if self.proven else COSTS_SO_FAR
        told = (told_text(change, language, names) for change in self.changes)
        return "\n".join([sentence.text(language, **facts), *told])

    def _spoken_costs(self, language: str) -> str:
        goal_names = {goal.KEY: goal.NAME for goal in GOALS}
        told = [
            COST.text(language, goal=goal_names[cost.key].text(language), difference=cost.then - cost.now)
            for cost in self.costs
            if cost.then != cost.now
        ]
        return spoken_list(told, language)


def without_them(problem: Problem, plan: Plan, assignment: Assignment, *, seconds: float = 10.0) -> Without | None:
    """The least cost of a week in which this person does not take this seat; None where that is not for a search.

    That is for past sessions and pins, which stand as they are. ``plan`` must keep every rule. ``seconds`` limit all
    searches together; what they do not reach is not proven. Raises KeyError if the plan does not hold the assignment
    or its session does not exist, ProblemTooLarge before any work.
    """
    if assignment not in plan.assignments:
        raise KeyError(assignment)
    if problem.session_by_key[assignment.session].past or assignment in standing_pins(problem).standing:
        return None
    refuse_too_large(problem)
    return _Search(problem, plan, assignment, seconds).found()


class _Search:
    """One search in its course: goal after goal on one model, each kept before the next."""

    def __init__(self, problem: Problem, plan: Plan, assignment: Assignment, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._problem, self._plan, self._assignment = problem, plan, assignment
        self._changed = seat_emptied(problem, assignment)
        given = Given.of(self._changed)
        goals = STRICT_GOALS if problem.published is not None else ("cover", "promises")
        self._keys = (MISSING_PINS, *goals) if given.yielding else goals
        self._judge = Judge(given, self._keys)
        self._best = self._judge.starting_plan(plan.with_changes(remove=[assignment]))
        self._written = write(given, pairs.write, STRICT_GOALS)
        self._moved = news(self._written.choices, plan.assignments)
        self._engine = Engine(self._written.choices.model, TWO_WORKERS, light_start=True)

    def found(self) -> Without:
        """Search, and say what was found."""
        proven = {key: self._least(key) for key in self._keys}
        then = self._best.values
        self._run(self._moved.people * (self._moved.most_duties + 1) + self._moved.duties, self._take_as_good)
        now, nearest = measure(self._problem, self._plan), self._best.plan
        costs = [GoalCost(key, now[key], then[key], proven[key]) for key in self._keys if key != MISSING_PINS]
        return Without(self._assignment, tuple(costs), nearest, difference(self._plan, nearest))

    def _least(self, key: str) -> bool:
        """Make one goal as small as it gets, keep it, and say whether that is proven."""
        cost = self._written.costs[key]
        least = max(0, self._written.choices.model.least(cost))
        if self._best.values[key] > least:
            least = max(least, self._run(cost, self._take_better))
        self._engine.keep(cost, self._best.values[key])
        return least >= self._best.values[key]

    def _run(self, cost: Sum, take: Callable[[Plan], None]) -> int:
        """Search for less of a cost in the time that is left; gives the proven bound."""
        left = self._ends - time.monotonic()
        if left <= 0:
            return -UNLIMITED
        choices = self._written.choices

        def hear(found: News) -> None:
            if found.values is not None:
                take(choices.plan(found.values))

        return self._engine.run(cost, choices.values(self._best.plan), left, hear, lambda: False).bound

    def _take_better(self, plan: Plan) -> None:
        self._best = self._judge.better(self._best, plan)

    def _take_as_good(self, plan: Plan) -> None:
        """Take a plan that is nearer to the present one, if it is as good in every goal."""
        problem = self._changed
        values = {MISSING_PINS: len(missing_pins(problem, plan)), **measure(problem, plan)}
        if not check(problem, plan) and all(values[key] <= self._best.values[key] for key in self._keys):
            self._best = Best(plan, values)
