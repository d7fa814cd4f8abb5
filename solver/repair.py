"""Repair: after something happened to a published week, the plan that keeps most seats and tells fewest people.

    repaired = repair(volunteer_out(problem, "anna"))
    repaired.best            # the proven least disruption
    repaired.options         # 0, 1, 2, ... people told something new -> seats kept

First come required seats by weight (the goal ``cover``), then the number of people told something new, then the number
of duties that change. All of it is decided over the whole week at once: nothing is cut off as too far away.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import inf

from roster.errors import Conflict
from roster.garbage import no_search_for_garbage
from roster.plan import PersonChange, Plan, difference
from roster.problem import Assignment, Problem
from roster.rules import Names, check, cover, stability
from roster.rules.violation import spoken_name
from roster.words import Sentence, spoken_list
from solver.changes import volunteer_out
from solver.disruption import Disruption, only_takes_away
from solver.news_words import told_text

log = logging.getLogger("solver")

NEVER_PUBLISHED = Sentence(
    de="Diese Woche wurde noch nie veröffentlicht, es gibt nichts zu reparieren. Bitte zuerst veröffentlichen.",
    en="This week was never published, so there is nothing to repair. Please publish it first.",
)
ANYWAY = Sentence("Auf jeden Fall zu benachrichtigen: {people}.", "To be told in any case: {people}.")
NOBODY_TOLD = Sentence(
    de="Niemand sonst erfährt etwas Neues: {filled} von {required} nötigen Plätzen besetzt.",
    en="Nobody else hears anything new: {filled} of {required} required seats filled.",
)
ONE_TOLD = Sentence(
    de="Eine weitere Person erfährt etwas Neues: {filled} von {required} nötigen Plätzen besetzt.",
    en="One more person hears something new: {filled} of {required} required seats filled.",
)
SOME_TOLD = Sentence(
    de="{told} weitere Personen erfahren etwas Neues: {filled} von {required} nötigen Plätzen besetzt.",
    en="{told} more people hear something new: {filled} of {required} required seats filled.",
)
UNPROVEN = Sentence(
    de="Die Zeit reichte nicht für den Beweis, dass es nicht besser geht.",
    en="Time did not suffice to prove that nothing is better.",
)
MOST_SECONDS = 5.0
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One way out. ``told`` people hear something new beside those who must hear anyway.

    ``urgency`` is what all news come to in the goal ``stability``: the nearer the date, the more.
    ``filled`` of the week's required seats are filled; ``cover`` is the weight of the others. ``changes`` are the new
    and lost duties of everybody. ``proven``: no plan with at most this many told people covers more.
    """

    plan: Plan
    told: int
    urgency: int
    filled: int
    cover: int
    changes: tuple[PersonChange, ...]
    proven: bool

    def text(self, language: str, names: Names, required: int) -> str:
        """How many hear something new and what that keeps, then each person's news on a line of its own."""
        sentence = {0: NOBODY_TOLD, 1: ONE_TOLD}.get(self.told, SOME_TOLD)
        lines = [sentence.text(language, told=self.told, filled=self.filled, required=required)]
        if not self.proven:
            lines.append(UNPROVEN.text(language))
        return "\n".join([*lines, *(told_text(change, language, names) for change in self.changes)])


@dataclass(frozen=True, slots=True)
class Repair:
    """Ways out, fewest told people first, each covering more than the one before. There is at least one.

    ``anyway`` are people who must hear something whatever is decided: a duty of theirs is gone.
    """

    options: tuple[Option, ...]
    required: int
    anyway: tuple[str, ...]
    seconds: float

    @property
    def best(self) -> Option:
        """The one that covers most, and among those tells fewest people, and among those changes fewest duties."""
        return self.options[-1]

    def text(self, language: str, names: Names) -> str:
        """Who must hear something anyway, then every way out with its moves."""
        told = [option.text(language, names, self.required) for option in self.options]
        if self.anyway:
            people = spoken_list([spoken_name("person", person, names) for person in self.anyway], language)
            told.insert(0, ANYWAY.text(language, people=people))
        return "\n\n".join(told)


def repair(problem: Problem, *, most_told: int = MOST_TOLD, seconds: float = MOST_SECONDS) -> Repair:
    """Find the least disruption of a published week, and what fewer told people would keep.

    ``problem`` is the week as it is now, ``problem.published`` what people were told; see ``solver.changes``. The list
    goes up to ``most_told`` people before the best; with a negative number it holds the best alone. ``seconds`` limits
    each of the searches. Raises Conflict for a week that was never published, ProblemTooLarge before any work.
    """
    with no_search_for_garbage():
        started = time.monotonic()
        _refuse_unpublished(problem)
        return _repaired(Disruption.of(problem, seconds), most_told, started)


class Repairs:
    """A published week kept in memory, for answers about one thing after another that may happen to it.

    What all of them share is written once, when first it is of use, and what proved one answer helps the next. Raises
    Conflict for a week that was never published, and its methods ProblemTooLarge before any work.
    """

    def __init__(self, problem: Problem, *, seconds: float = MOST_SECONDS) -> None:
        _refuse_unpublished(problem)
        self._problem = problem
        self._seconds = seconds

    @cached_property
    def _week(self) -> Disruption:
        return Disruption.of(self._problem, self._seconds)

    def volunteer_out(
        self,
        person: str,
        *,
        session: str | None = None,
        on_day: dt.date | None = None,
        most_told: int = MOST_TOLD,
    ) -> Repair:
        """The repair after somebody cannot come to a session, on a day, or in the rest of the week."""
        return self.after(volunteer_out(self._problem, person, session=session, on_day=on_day), most_told=most_told)

    def after(self, changed: Problem, *, most_told: int = MOST_TOLD) -> Repair:
        """The repair after anything: ``changed`` is the week as it is then (see ``solver.changes``).

        A change that only takes something away is answered with the week as it is written. Where something came or
        moved, it is another week, and written anew.
        """
        with no_search_for_garbage():
            started = time.monotonic()
            _refuse_unpublished(changed)
            week = self._week.without(changed) if only_takes_away(self._problem, changed) else None
            return _repaired(week or Disruption.of(changed, self._seconds), most_told, started)


def _refuse_unpublished(problem: Problem) -> None:
    if problem.published is None:
        raise Conflict(NEVER_PUBLISHED)


def _repaired(week: Disruption, most_told: int, started: float) -> Repair:
    """The best option, and before it those that tell fewer people."""
    # no time at all: the past and the pins alone always keep every rule
    best = _judged(week, *(week.least(None) or (week.given.least_plan(), False)))
    options: list[Option] = []
    for told in range(min(best.told, most_told + 1)):
        found = week.least(told)
        option = None if found is None else _judged(week, *found)
        most_cover = options[-1].cover if options else inf
        if option is not None and best.cover < option.cover < most_cover:
            options.append(option)
    required = sum(need.required for need in week.given.problem.needs.values())
    return Repair((*options, best), required, tuple(sorted(week.news.anyway)), time.monotonic() - started)


def _judged(week: Disruption, plan: Plan, proven: bool) -> Option:
    """A found plan as the independent rules see it."""
    problem = week.given.problem
    if violations := check(problem, plan):
        log.error("the repair gave a plan that breaks a rule: %s", violations)
        plan, proven = week.given.least_plan(), False
    changes = difference(_future(problem, problem.published or ()), _future(problem, plan.assignments))
    filled = sum(
        min(need.required, len(plan.in_seat(session, role))) for (session, role), need in problem.needs.items()
    )
    return Option(
        plan=plan,
        told=sum(1 for change in changes if change.person not in week.news.anyway),
        urgency=stability.value(problem, plan),
        filled=filled,
        cover=cover.value(problem, plan),
        changes=changes,
        proven=proven,
    )


def _future(problem: Problem, assignments: Iterable[Assignment]) -> Plan:
    sessions = problem.session_by_key
    return Plan.of(one for one in assignments if one.session in sessions and not sessions[one.session].past)
