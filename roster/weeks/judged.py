"""A plan judged by the rules of its frozen week, once for all who ask while both stay the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from roster.kept import Kept
from roster.models.rosters import RosterDraft, RosterVersion
from roster.models.written import Goal
from roster.plan import Plan
from roster.problem import Problem
from roster.rules import Violation, check, measure
from roster.weeks.frozen import FrozenWeek
from roster.weeks.inputs import PUBLISHED_CHANGED, InputChange, changed_inputs

T = TypeVar("T")
MOST_MADE = 12


@dataclass(frozen=True, eq=False)
class JudgedPlan:
    """A plan of a frozen week, and what follows from the two. Make it with ``judged``."""

    frozen: FrozenWeek
    plan: Plan

    @property
    def problem(self) -> Problem:
        """The week's problem."""
        return self.frozen.problem

    @cached_property
    def broken(self) -> tuple[Violation, ...]:
        """Every broken rule."""
        return tuple(check(self.problem, self.plan))

    @cached_property
    def values(self) -> Mapping[str, int]:
        """What each goal comes to."""
        return measure(self.problem, self.plan)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, worked out once: ``key`` must name all that it depends on, week and plan apart."""
        return self._made.get(key, None, make)

    @cached_property
    def _made(self) -> Kept:
        return Kept(MOST_MADE)


def changed_since(frozen: FrozenWeek, draft: RosterDraft) -> tuple[InputChange, ...]:
    """What changed since a draft was last measured: see roster.weeks.inputs."""
    made_for = draft.problem
    return frozen.once(("inputs", made_for), lambda: changed_inputs(Problem.from_json(made_for), frozen.problem))


def proven_when_published(frozen: FrozenWeek, version: RosterVersion) -> tuple[Goal, ...]:
    """The goals of a published version as they were proven; nothing once other inputs than what is published changed.

    That it was published itself only makes it better: no other plan tells fewer people something new.
    """

    def still_true() -> bool:
        if version.problem is None:  # it was imported
            return False
        changes = changed_inputs(Problem.from_json(version.problem), frozen.problem)
        return all(change.telling is PUBLISHED_CHANGED for change in changes)

    if not version.goals:
        return ()
    true: bool = frozen.once(("published", version.id), still_true)
    return version.goals if true else ()


def judged(frozen: FrozenWeek, plan: Plan) -> JudgedPlan:
    """The plan judged by that week: the one from before where an equal plan was judged by it already."""
    return frozen.once(("plan", plan), lambda: JudgedPlan(frozen, plan))
