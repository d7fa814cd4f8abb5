"""The least cover of a week on its own: what a question such as "what would one more person fill?" compares."""

from __future__ import annotations

import time
from dataclasses import dataclass

from roster.plan import Plan
from roster.problem import Problem
from roster.rules import check, measure, missing_pins
from solver.best import Best, Judge
from solver.caps import refuse_too_large
from solver.engine import Engine, News
from solver.forms import pairs
from solver.given import Given
from solver.limits import Limits
from solver.linear import Sum
from solver.model import MISSING_PINS, Written, write

COVER = "cover"
ONE_WORKER = Limits(workers=1)  # for answers within a second one worker is quicker than two


@dataclass(frozen=True, slots=True)
class Cover:
    """The best plan found as to cover alone, its value, and a bound below which no plan of the week can be."""

    plan: Plan
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no plan has less."""
        return self.bound >= self.value


def least_cover(
    problem: Problem, *, seconds: float, hint: Plan | None = None, floor: int = 0, sparing: str | None = None
) -> Cover:
    """Search for a plan with the least cover; the other goals are not looked at.

    ``floor`` is a bound known from elsewhere: a plan that reaches it ends the search. ``hint`` need not keep the rules.
    ``sparing`` names a person who shall have no more seats than that takes, as far as the seconds reach.
    As in a solve, pins of newcomers that may give way come before cover. Raises ProblemTooLarge.
    """
    refuse_too_large(problem)
    given = Given.of(problem)
    keys = (MISSING_PINS, COVER) if given.yielding else (COVER,)
    judge = Judge(given, keys)
    best = judge.starting_plan(hint)
    bound = floor
    ends = time.monotonic() + seconds
    written = write(given, pairs.write, (COVER,))
    engine = Engine(written.choices.model, ONE_WORKER, light_start=True)
    for key in keys:
        least = max(floor if key == COVER else 0, written.choices.model.least(written.costs[key]))
        left = ends - time.monotonic()
        if best.values[key] > least and left > 0:
            best, least = _run(engine, written, judge, best, key, least, left)
        if key == COVER:
            bound = max(bound, least)
        engine.keep(written.costs[key], best.values[key])
    plan = best.plan
    if sparing is not None and (left := ends - time.monotonic()) > 0:
        plan = _spared(engine, written, best, sparing, left)
    return Cover(plan, best.values[COVER], min(bound, best.values[COVER]))


def _run(
    engine: Engine, written: Written, judge: Judge, best: Best, key: str, least: int, seconds: float
) -> tuple[Best, int]:
    """The best plan for one goal, and the goal's bound."""

    def hear(news: News) -> None:
        nonlocal best
        if news.values is not None:
            best = judge.better(best, written.choices.plan(news.values))

    def reached() -> bool:
        return best.values[key] <= least

    start = written.choices.values(best.plan)
    run = engine.run(written.costs[key], start, seconds, hear, reached)
    return best, max(least, run.bound)


def _spared(engine: Engine, written: Written, best: Best, person: str, seconds: float) -> Plan:
    """A plan as good as the best one, with as few seats for the person as the time lets us find."""
    choices = written.choices
    found = [choices.values(best.plan)]

    def hear(news: News) -> None:
        if news.values is not None:
            found.append(list(news.values))

    seats = Sum.total(offer.takes for offer in choices.offers_of(choices.problem.person_by_key[person]))
    engine.run(seats, found[0], seconds, hear, lambda: False)
    plan = choices.plan(found[-1])
    return plan if _is_as_good(choices.problem, plan, best) else best.plan


def _is_as_good(problem: Problem, plan: Plan, best: Best) -> bool:
    """Whether the checker finds no broken rule, no more missing pins and no more cover in a plan."""
    return (
        not check(problem, plan)
        and len(missing_pins(problem, plan)) <= len(missing_pins(problem, best.plan))
        and measure(problem, plan)[COVER] <= best.values[COVER]
    )
