"""The least disruption of one published week, searched: pins, cover, told people, urgency, duties, in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from roster.garbage import no_search_for_garbage
from roster.plan import Plan
from roster.problem import Person, Problem
from roster.rules import cover
from solver.bounding import Part
from solver.caps import refuse_too_large
from solver.engine import Engine
from solver.engine import News as Found
from solver.forms import pairs
from solver.forms.day_rules import allowed_rows
from solver.given import Given
from solver.linear import Row, Sum
from solver.model import MISSING_PINS, Written, write
from solver.news import News, news
from solver.rules import RULES
from solver.sharpening import sharpening_rows
from solver.sifting import INTERACTIVE, Sifting

SPREAD = 10  # so much further apart than needed: half a person in a linear bound then outweighs all duties
LEAN = 1  # no further than needed: CP-SAT proves that three times as quickly
LARGEST_FACTOR = 10**9  # above this a linear program in floating point proves nothing: then one goal after the other


@dataclass(frozen=True)
class Disruption:
    """One written week, asked several times: with any number of told people, and with few.

    Columns in ``held`` keep their value: seats that are closed although the week was written with them. ``sifting``
    is None where the goals are too large for one sum.
    """

    given: Given
    written: Written
    news: News
    hint: Sequence[int]
    sifting: Sifting | None
    held: Mapping[int, int]
    seconds: float

    @classmethod
    def of(cls, problem: Problem, seconds: float) -> Disruption:
        """The week as it is now, against what was published. Raises ProblemTooLarge before any work."""
        refuse_too_large(problem)
        with no_search_for_garbage():
            given = Given.of(problem)
            written = write(given, pairs.write, goals=(cover.KEY,))
            told = news(written.choices, problem.published or ())
            hint = written.choices.values(Plan.of(problem.published or ()))
            return cls(given, written, told, hint, _sifting(given, written, told), {}, seconds)

    def without(self, changed: Problem) -> Disruption | None:
        """The same week with the seats closed that a change has taken away; None if it has done more than that.

        People may have become absent or banned, and sessions may be gone. Where pins could fall or stand again with
        that, the week is another one.
        """
        before, choices = self.given.problem, self.written.choices
        gone = {one.key for one in before.sessions} - {one.key for one in changed.sessions}
        touched = {ban.person for ban in set(changed.bans) - set(before.bans)} & before.person_by_key.keys()
        touched |= {one.key for one, now in zip(before.people, changed.people, strict=False) if one != now}
        pinned = any(pin.person in touched or pin.session in gone for pin in self.given.standing)
        if self.given.set_aside or pinned or not only_takes_away(before, changed):
            return None
        given = replace(self.given, problem=changed)
        closed = [offer for offer in choices.offers if offer.session.key in gone]
        for person in touched:
            allowed = allowed_rows(changed.person_by_key[person], choices.seats, given, RULES)
            closed += [one for one in choices.offers_of(before.person_by_key[person]) if not allowed[one.row]]
        lost = [offer for offer in closed if offer.assignment in (changed.published or ())]
        urgencies = [*changed.told_anyway, *((offer.person.key, offer.session.urgency) for offer in lost)]
        return replace(
            self,
            given=given,
            news=self.news.told_anyway(urgencies),
            hint=choices.values(Plan.of({*(changed.published or ())} - {offer.assignment for offer in lost})),
            held={offer.column: 0 for offer in closed},
        )

    def least(self, most_told: int | None) -> tuple[Plan, bool] | None:
        """The best plan with at most so many told people, and whether it is proven; None if none was found in time."""
        if self.seconds <= 0:
            return None
        if self.sifting is None:
            return self._one_after_the_other(most_told)
        rows = [] if most_told is None else [_at_most(self.news.people, most_told)]
        found = self.sifting.least(self.hint, self.held, rows, seconds=self.seconds)
        return None if found.values is None else (self.written.choices.plan(found.values), found.proven)

    def _one_after_the_other(self, most_told: int | None) -> tuple[Plan, bool] | None:
        """The same where the numbers are too large for one sum."""
        engine = Engine(self.written.choices.model, INTERACTIVE, light_start=True)
        if most_told is not None:
            engine.keep(self.news.people, most_told)
        values: Sequence[int] | None = None
        proven = True

        def hear(found: Found) -> None:
            nonlocal values
            values = found.values or values

        for goal, _ in reversed(_goals(self.given, self.written, self.news)):
            start = self.hint if values is None else values
            run = engine.run(goal, start, self.seconds, hear, lambda: False, held=self.held)
            if values is None:
                return None
            engine.keep(goal, goal.value(values))
            proven &= run.proven
        return None if values is None else (self.written.choices.plan(values), proven)


def only_takes_away(before: Problem, after: Problem) -> bool:
    """Whether nothing else has changed than absences and bans that came, and sessions that are gone.

    Whoever must hear something anyway, and had not to before, was told of one of these sessions.
    """
    sessions = {one.key: one for one in before.sessions}
    gone = sessions.keys() - {one.key for one in after.sessions}
    told = before.published
    expected = replace(
        before,
        people=after.people,
        sessions=tuple(one for one in before.sessions if one.key not in gone),
        bans=after.bans,
        published=None if told is None else tuple(one for one in told if one.session not in gone),
        told_anyway=after.told_anyway,
    )
    urgent = {
        *before.told_anyway,
        *((one.person, sessions[one.session].urgency) for one in told or () if one.session in gone),
    }
    return (
        expected == after
        and {ban for ban in before.bans if ban.session not in gone} <= set(after.bans)
        and dict(before.told_anyway).keys() <= dict(after.told_anyway).keys()
        and set(after.told_anyway) <= urgent
        and [one.key for one in before.people] == [one.key for one in after.people]
        and all(_is_out_more(one, now) for one, now in zip(before.people, after.people, strict=True) if one != now)
    )


def _is_out_more(before: Person, after: Person) -> bool:
    """Whether absences have come to somebody, and nothing else has changed."""
    return replace(after, absences=before.absences) == before and set(before.absences) <= set(after.absences)


def _goals(given: Given, written: Written, told: News) -> list[tuple[Sum, int]]:
    """What is made small, from the last to the first, each with the most that it could come to."""
    cover_cost = written.costs[cover.KEY]
    return [
        (told.duties, told.most_duties),
        *([] if told.is_uniform else [(told.urgency, told.most_urgency)]),
        (told.people, len(given.problem.people)),
        (cover_cost, -written.choices.model.least(cover_cost * -1)),
        (written.costs[MISSING_PINS], len(given.yielding)),
    ]


def _sifting(given: Given, written: Written, told: News) -> Sifting | None:
    """All goals as one sum; None where the numbers are too large for that."""
    *light, cover_goal, pins = _goals(given, written, told)
    leading = (cover_goal[0] + pins[0] * (cover_goal[1] + 1), 0)
    for spread in (SPREAD, LEAN):
        whole, parts = _as_one([leading, *reversed(light)], spread)
        if max((abs(factor) for factor in whole.factors), default=0) <= LARGEST_FACTOR:
            break
    else:
        return None
    places = {one.key: place for place, one in enumerate(given.problem.people)}
    owners = [places[offer.person.key] for offer in written.choices.offers]
    published = frozenset(given.problem.published or ())
    sharpening = sharpening_rows(written.choices, told, published)
    lean, _ = _as_one([leading, *reversed(light)], LEAN)
    return Sifting(written.choices.model, whole, lean, parts, owners, [*written.choices.model.rows, *sharpening])


def _as_one(goals: Sequence[tuple[Sum, int]], spread: int) -> tuple[Sum, list[Part]]:
    """Goals in one sum, the first counting most, each with the most it can be; and the leading parts of that sum."""
    weights, rests = [1], [0]
    for _, most in reversed(goals[1:]):
        rests.insert(0, most * weights[0] + rests[0])
        weights.insert(0, (most + 1) * spread * weights[0])
    whole = Sum()
    parts = []
    for place, (goal, most) in enumerate(goals):
        whole = (whole * ((most + 1) * spread) + goal).merged() if place else goal.merged()
        parts.append(Part(whole, weights[place], rests[place]))
    return whole, parts


def _at_most(cost: Sum, most: int) -> Row:
    merged = cost.merged()
    return Row(merged.columns, merged.factors, None, most - merged.constant)
