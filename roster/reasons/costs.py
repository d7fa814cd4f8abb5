"""Costs: what an edit does to each goal, in words and numbers, and how two edits compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roster.problem import Problem
from roster.records import GoalOrder
from roster.rules import BALANCE, GOALS
from roster.words import Sentence, spoken_list

BETTER = Sentence("{goal}: {points} besser", "{goal}: {points} better")
WORSE = Sentence("{goal}: {points} schlechter", "{goal}: {points} worse")
ALL_ALIKE = Sentence("Alle Ziele bleiben gleich.", "Every goal stays the same.")
STRICT_GOALS = ("cover", "stability", "promises")

Costs = tuple[tuple[str, int], ...]
"""The difference in each goal by its key, in the order of the goals, the balance last; more is worse."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """What becomes of one goal. ``difference`` is not 0, in points of the goal; more is worse."""

    goal: str
    difference: int
    words: str

    @property
    def better(self) -> bool:
        """Whether the goal gains."""
        return self.difference < 0


def costs_of(before: Mapping[str, int], after: Mapping[str, int]) -> Costs:
    """The difference in every goal that both have measured."""
    return tuple((key, after[key] - before[key]) for key in before if key in after)


def cost_lines(costs: Iterable[tuple[str, int]], language: str) -> tuple[CostLine, ...]:
    """Every goal that changes, in the order of the goals; the balance is left out: its parts are told."""
    names = {goal.KEY: goal.NAME.text(language) for goal in GOALS}
    return tuple(
        CostLine(
            key,
            difference,
            (BETTER if difference < 0 else WORSE).text(language, goal=names[key], points=abs(difference)),
        )
        for key, difference in costs
        if difference and key in names
    )


def costs_text(costs: Iterable[tuple[str, int]], language: str) -> str:
    """The same as one sentence: "Cover: 8 better and Travel: 20 worse."."""
    lines = cost_lines(costs, language)
    return f"{spoken_list([line.words for line in lines], language)}." if lines else ALL_ALIKE.text(language)


def cost_rank(problem: Problem, costs: Costs) -> tuple[int, ...]:
    """Something to sort by: who costs least in the organisation's order of goals comes first."""
    found = dict(costs)
    if problem.settings.goal_order == GoalOrder.STRICT:
        return tuple(found[key] for key in found if key != BALANCE)
    return (*(found[key] for key in STRICT_GOALS), found[BALANCE])
