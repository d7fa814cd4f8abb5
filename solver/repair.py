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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from roster.errors import Conflict
from roster.plan import PersonChange, Plan, difference
from roster.problem import Assignment, Problem
from roster.rules import Names, check, cover
from roster.rules.violation import spoken_name
from roster.words import Sentence, spoken_list
from solver.caps import refuse_too_large
from solver.changes import volunteer_out
from solver.engine import Engine
from solver.engine import News as Found
from solver.forms import pairs
from solver.forms.day_rules import allowed_rows
from solver.given import Given
from solver.limits import Limits
from solver.linear import Sum
from solver.model import MISSING_PINS, Written, write
from solver.news import News, news
from solver.news_words import told_text
from solver.rules import RULES

log = logging.getLogger("solver")

NEVER_PUBLISHED = Sentence(
    de="Diese Woche wurde noch nie veröffentlicht, es gibt nichts zu reparieren. Bitte zuerst veröffentlichen.",
    en="This week was never published, so there is nothing to repair. Please publish it first.",
)
ANYWAY = Sentence("Auf jeden Fall zu benachrichtigen: {people}.", "To be told in any case: {people}.")
NOBODY_TOLD = Sentence(
    de="Niemand sonst erfährt etwas Neues: {filled} von {required} nötigen Plätzen sind besetzt.",
    en="Nobody else hears anything new: {filled} of {required} required seats are filled.",
)
ONE_TOLD = Sentence(
    de="Eine weitere Person erfährt etwas Neues: {filled} von {required} nötigen Plätzen sind besetzt.",
    en="One more person hears something new: {filled} of {required} required seats are filled.",
)
SOME_TOLD = Sentence(
    de="{told} weitere Personen erfahren etwas Neues: {filled} von {required} nötigen Plätzen sind besetzt.",
    en="{told} more people hear something new: {filled} of {required} required seats are filled.",
)
UNPROVEN = Sentence(
    de="Die Zeit reichte nicht für den Beweis, dass es nicht besser geht.",
    en="Time did not suffice to prove that nothing is better.",
)
# One worker that leans on its linear bound answers soonest.
INTERACTIVE = Limits(workers=1)
MOST_SECONDS = 5.0
MOST_TOLD = 3
LARGEST_FACTOR = 10**9  # above this the linear bound is no longer trustworthy: then one goal after the other


@dataclass(frozen=True, slots=True)
class Option:
    """One way out. ``told`` people hear something new beside those who must hear anyway.

    ``filled`` of the week's required seats are filled; ``cover`` is the weight of the others. ``changes`` are the new
    and lost duties of everybody. ``proven``: no plan with at most this many told people covers more.
    """

    plan: Plan
    told: int
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
    started = time.monotonic()
    return _Search.of(problem, seconds).repair(most_told, started)


class Repairs:
    """A published week kept written, for answers about one person after another: each takes half as long.

    Raises Conflict for a week that was never published, ProblemTooLarge before any work.
    """

    def __init__(self, problem: Problem, *, seconds: float = MOST_SECONDS) -> None:
        self._problem = problem
        self._seconds = seconds
        self._search = _Search.of(problem, seconds)

    def volunteer_out(
        self,
        person: str,
        *,
        session: str | None = None,
        on_day: dt.date | None = None,
        most_told: int = MOST_TOLD,
    ) -> Repair:
        """The repair after somebody cannot come to a session, on a day, or in the rest of the week."""
        started = time.monotonic()
        changed = volunteer_out(self._problem, person, session=session, on_day=on_day)
        given = self._search.given
        # Where pins could fall or stand again with this, the week is another one and is written anew.
        if given.set_aside or any(pin.person == person for pin in given.standing):
            return _Search.of(changed, self._seconds).repair(most_told, started)
        return self._search.without(person, changed).repair(most_told, started)


@dataclass(frozen=True)
class _Search:
    """One written week, asked several times: with any number of told people, and with few.

    Columns in ``held`` keep their value: seats that are closed although the week was written with them.
    """

    given: Given
    written: Written
    engine: Engine
    news: News
    hint: Sequence[int]
    held: Mapping[int, int]
    seconds: float

    @classmethod
    def of(cls, problem: Problem, seconds: float) -> _Search:
        if problem.published is None:
            raise Conflict(NEVER_PUBLISHED)
        refuse_too_large(problem)
        given = Given.of(problem)
        written = write(given, pairs.write, goals=(cover.KEY,))
        told = news(written.choices, problem.published)
        engine = Engine(written.choices.model, INTERACTIVE, light_start=True)
        return cls(given, written, engine, told, written.choices.values(Plan.of(problem.published)), {}, seconds)

    def without(self, person: str, changed: Problem) -> _Search:
        """The same week with the seats closed that a person cannot take in the changed one."""
        choices = self.written.choices
        given = replace(self.given, problem=changed)
        allowed = allowed_rows(changed.person_by_key[person], choices.seats, given, RULES)
        offers = choices.offers_of(self.given.problem.person_by_key[person])
        closed = {offer.assignment: offer.column for offer in offers if not allowed[offer.row]}
        kept = [told for told in changed.published or () if told not in closed]
        told = self.news if len(kept) == len(changed.published or ()) else self.news.told_anyway(person)
        held = dict.fromkeys(closed.values(), 0)
        return replace(self, given=given, news=told, held=held, hint=choices.values(Plan.of(kept)))

    def repair(self, most_told: int, started: float) -> Repair:
        """The best option, and before it those that tell fewer people."""
        best = self._option(None)
        if best is None:  # no time at all: the past and the pins alone always keep every rule
            best = self._judged(self.given.least_plan(), proven=False)
        options: list[Option] = []
        for told in range(min(best.told, most_told + 1)):
            found = self._option(told)
            if found is not None and best.cover < found.cover < (options[-1].cover if options else found.cover + 1):
                options.append(found)
        required = sum(need.required for need in self.given.problem.needs.values())
        return Repair((*options, best), required, self.news.anyway, time.monotonic() - started)

    def _option(self, most_told: int | None) -> Option | None:
        """The best plan with at most so many told people; None if there is none, or none was found in time."""
        goals = self._goals()
        engine = self.engine  # shared, so it must not keep any row
        if most_told is not None or len(goals) > 1:
            engine = Engine(self.written.choices.model, INTERACTIVE, light_start=True)
        if most_told is not None:
            engine.keep(self.news.people, most_told)
        values: Sequence[int] | None = None
        proven = True

        def hear(found: Found) -> None:
            nonlocal values
            values = found.values or values

        for place, goal in enumerate(goals):
            start = self.hint if values is None else values
            run = engine.run(goal, start, self.seconds, hear, lambda: False, held=self.held)
            if run.proven and values is None:
                values = ()  # nothing is left to decide
            if values is None:
                return None
            if place + 1 < len(goals):
                engine.keep(goal, goal.value(values))
            proven &= run.proven
        return None if values is None else self._judged(self.written.choices.plan(values), proven)

    def _judged(self, plan: Plan, proven: bool) -> Option:
        """A found plan as the independent rules see it."""
        problem = self.given.problem
        if violations := check(problem, plan):
            log.error("the repair gave a plan that breaks a rule: %s", violations)
            plan, proven = self.given.least_plan(), False
        changes = difference(self._future(problem.published or ()), self._future(plan.assignments))
        told = sum(1 for change in changes if change.person not in self.news.anyway)
        filled = sum(
            min(need.required, len(plan.in_seat(session, role))) for (session, role), need in problem.needs.items()
        )
        return Option(plan, told, filled, cover.value(problem, plan), changes, proven)

    def _future(self, assignments: Iterable[Assignment]) -> Plan:
        sessions = self.given.problem.session_by_key
        return Plan.of(one for one in assignments if one.session in sessions and not sessions[one.session].past)

    def _goals(self) -> list[Sum]:
        """Pins that give way, cover, people, duties: as one sum where the numbers allow, which is the fastest."""
        cover_cost = self.written.costs[cover.KEY]
        goals = [  # from the last to the first, each with the most that it could come to
            (self.news.duties, self.news.most_duties),
            (self.news.people, len(self.news.by_person)),
            (cover_cost, -self.written.choices.model.least(cover_cost * -1)),
            (self.written.costs[MISSING_PINS], len(self.given.yielding)),
        ]
        merged: list[Sum] = []
        whole, factor = Sum(), 1
        for goal, most in goals:
            if factor * max((abs(own) for own in goal.factors), default=0) > LARGEST_FACTOR:
                merged.append(whole)
                whole, factor = Sum(), 1
            whole = whole + goal * factor
            factor *= most + 1
        return [*reversed([*merged, whole])]
