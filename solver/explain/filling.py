"""Filling: the cheapest single change that fills an empty seat without losing another, each answer really solved."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from roster.plan import PersonChange, Plan, difference
from roster.problem import Assignment, Problem
from roster.rules import Names, check, missing_pins
from roster.words import Sentence
from solver.engine import Engine, News
from solver.explain.boundless import boundless, could_take, is_widest
from solver.explain.screening import Screening, filled_required
from solver.explain.single_changes import Kind, SingleChange, single_changes
from solver.forms import pairs
from solver.given import Given
from solver.model import MISSING_PINS, write
from solver.news import news
from solver.news_words import told_text
from solver.sifting import INTERACTIVE

CHEAPEST = Sentence("Die kleinste Änderung, die hilft: {change}", "The smallest change that helps: {change}")
FOUND_SO_FAR = Sentence("Eine Änderung, die hilft: {change}", "A change that helps: {change}")
AS_IT_IS = Sentence(
    "Ein neuer Planungslauf besetzt den Platz ohne jede Änderung.", "A new solve fills the seat without any change."
)
IMPOSSIBLE = Sentence(
    "Bewiesen: Was eine einzelne Person auch anbietet oder lernt, es besetzt diesen Platz nicht, ohne dass ein anderer "
    "leer wird.",
    "Proven: whatever one person offers or learns, it does not fill this seat without emptying another.",
)
NONE_OF_THESE = Sentence(
    "Keine der geprüften Änderungen einer Person besetzt diesen Platz, ohne dass ein anderer leer wird: Zeit für einen "
    "Termin mehr, mehr Stunden in der Woche, ein Termin am Tag oder ein Tag mehr, ein Standort, ein Nachweis oder eine "
    "Qualifikation mehr. Größere Änderungen und mehrere zugleich wurden nicht ausgeschlossen.",
    "None of the changes of one person that are tried fills this seat without emptying another: time for one more "
    "session, more hours a week, one more session a day or one more day, one more site, certificate or qualification. "
    "Larger changes and several at once were not ruled out.",
)
NOT_FOUND = Sentence(
    "In der Zeit wurde keine einzelne Änderung gefunden, die hilft.",
    "No single change that helps was found in the time.",
)


@dataclass(frozen=True, slots=True)
class Filling:
    """How an empty seat could be filled.

    ``change`` is the cheapest single change of one person that fills it while every other required seat that is filled
    stays filled; ``plan`` is a plan with it, ``changes`` what differs for whom. ``as_it_is``: no change is needed, a
    new solve fills the seat. ``proven``: no cheaper one of ``single_changes`` does it; without a change and
    ``as_it_is`` false, none of them does. Not proven means that the time was over first. ``tried`` changes were really
    solved. ``impossible``: nothing that one person could offer or learn fills the seat, be it ever so much.
    """

    change: SingleChange | None
    as_it_is: bool
    plan: Plan | None
    changes: tuple[PersonChange, ...]
    proven: bool
    tried: int
    impossible: bool = False

    def lines(self, language: str, names: Names) -> list[str]:
        """How the seat could be filled, and what everybody would be told then."""
        if self.as_it_is:
            lines = [AS_IT_IS.text(language)]
        elif self.change is None:
            sentence = IMPOSSIBLE if self.impossible else NONE_OF_THESE if self.proven else NOT_FOUND
            return [sentence.text(language)]
        else:
            helps = CHEAPEST if self.proven else FOUND_SO_FAR
            lines = [helps.text(language, change=self.change.text(language, names))]
        return lines + [told_text(change, language, names) for change in self.changes]


class Fillings:
    """A week and its plan, asked seat by seat. What all seats share is written once."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._plan = plan
        self._changes = single_changes(problem)
        self._screening = Screening(problem, plan, self._changes)
        self._filled = filled_required(problem, plan)
        self._pinned = {pin.person for pin in Given.of(problem).set_aside}
        self._longest = {change.person: change for change in self._changes if change.kind is Kind.HOURS}

    def cheapest(self, session: str, role: str, *, seconds: float = 10.0) -> Filling:
        """The cheapest filling of one more seat of a need; ``seconds`` is when no further change is tried."""
        return self.cheapest_few(session, role, most=1, seconds=seconds)[0]

    def cheapest_few(self, session: str, role: str, *, most: int, seconds: float = 10.0) -> tuple[Filling, ...]:
        """The cheapest fillings of one more seat of a need, each by another person, cheapest first; at least one.

        Where a new solve fills the seat without any change, or where nothing was found, there is that one alone.
        ``proven`` then says of each that no change of anybody else (of those not named before it) is cheaper.
        """
        until = time.monotonic() + seconds
        seat = (session, role)
        screened, needs_change = self._screening.remaining(session, role)
        proven = needs_change
        if not needs_change:
            found, proven = self._solved(self._problem, seat, until)
            if found is not None:
                return (self._filling(None, found, proven=True, tried=0),)
        few: list[Filling] = []
        people: set[str] = set()
        longer: dict[str, bool] = {}
        tried = 0
        for change in self._worth_trying(screened):
            if change.person in people:
                continue
            if time.monotonic() > until:
                proven = False
                break
            if self._is_too_short(change, seat, until, longer):
                continue
            tried += 1
            found, certain = self._verified(change.applied(self._problem), change, seat, until)
            proven &= certain
            if found is not None:
                few.append(self._filling(change, found, proven, tried))
                people.add(change.person)
            if len(few) == most:
                break
        if few:
            return tuple(few)
        return (Filling(None, False, None, (), proven, tried, proven and self._is_impossible(seat, until)),)

    def _worth_trying(self, screened: Sequence[SingleChange]) -> Sequence[SingleChange]:
        """Changes to try, cheapest first. A change that might let a pin stand again is always tried: pins are exempt
        from some rules, and the prices know only the pins that stand now.
        """
        left = set(screened)
        return [change for change in self._changes if change in left or change.person in self._pinned]

    def _is_too_short(self, change: SingleChange, seat: tuple[str, str], until: float, longer: dict[str, bool]) -> bool:
        """Whether a change is one of hours, and not even the most hours that the person is asked for fill the seat.

        ``longer`` remembers for each person whether those do, so that one search stands for all smaller steps.
        """
        if change.kind is not Kind.HOURS or change.person in self._pinned:
            return False
        longest = self._longest[change.person]
        if change == longest:
            return False
        if change.person not in longer:
            found, certain = self._verified(longest.applied(self._problem), longest, seat, until)
            longer[change.person] = found is not None or not certain
        return not longer[change.person]

    def _is_impossible(self, seat: tuple[str, str], until: float) -> bool:
        """Whether it is proven that nothing that one person could offer or learn fills the seat.

        Where there is nobody yet it is not said: it would be true, and sound as if looking for somebody were in vain.
        """
        if not self._problem.people or not is_widest(self._problem):
            return False
        could = could_take(self._problem, self._plan, *seat)
        if could is not None:
            return not could
        for person in self._problem.people:
            if time.monotonic() > until:
                return False
            found, certain = self._solved(boundless(self._problem, [person.key]), seat, until)
            if found is not None or not certain:
                return False
        return True

    def _filling(self, change: SingleChange | None, plan: Plan, proven: bool, tried: int) -> Filling:
        return Filling(change, change is None, plan, difference(self._plan, plan), proven, tried)

    def _verified(
        self, problem: Problem, change: SingleChange, seat: tuple[str, str], until: float
    ) -> tuple[Plan | None, bool]:
        """A plan with the seat filled and nothing lost, and whether the answer is certain."""
        direct = self._plan.with_changes(add=[Assignment(*seat, change.person)])
        if not check(problem, direct):
            return direct, True
        return self._solved(problem, seat, until)

    def _solved(self, problem: Problem, seat: tuple[str, str], until: float) -> tuple[Plan | None, bool]:
        """The same by a search over the whole week: the plan that is nearest to the present one."""
        given = Given.of(problem)
        written = write(given, pairs.write, goals=())
        choices = written.choices
        moved = news(choices, self._plan.assignments)
        for (session, role), filled in self._filled.items():
            where = problem.session_by_key[session]
            least = len(self._plan.in_seat(session, role)) + 1 if (session, role) == seat else filled
            if least and not where.past:
                choices.model.keep(choices.fills(where, role), lower=least)
        yielding = set(given.yielding)
        missing = sum(pin in yielding for pin in missing_pins(problem, self._plan))
        choices.model.keep(written.costs[MISSING_PINS], upper=missing)
        engine = Engine(choices.model, INTERACTIVE, light_start=True)
        latest: list[tuple[int, ...]] = []

        def hear(found: News) -> None:
            if found.values is not None:
                latest.append(found.values)

        goal = moved.people * (moved.most_duties + 1) + moved.duties
        seconds = max(0.05, until - time.monotonic())
        run = engine.run(goal, choices.values(self._plan), seconds, hear, lambda: False)
        plan = choices.plan(latest[-1]) if latest else None
        if plan is not None and check(problem, plan):
            return None, False
        # CP-SAT may also end early without knowing: between two looks at the clock it stays below its limit
        return plan, plan is not None or run.impossible
