"""Timefold on one week after the other, in a process of its own that knows nothing of this project but two files.

    python -m tests.benchmarks.timefold_search

Needs the package ``timefold`` and a Java of version 17 or later. Says ``{"ready": true}`` when everything is loaded
that does not depend on a week; then takes orders, one line of JSON each (see ``timefold_contender``):

- ``{"week": ..., "seconds": 60}``: search; each better roster as ``{"people": [...], "score": [...]}``, one person (or
  null) for each seat, at last ``{"end": true}``;
- ``{"week": ..., "rosters": [[...], ...]}``: only the scores, as ``{"scores": [[...], ...]}``.

A score is what each level costs: broken hard rules, cover, promises, balance. One entity for each seat, whose person is
the planning variable, may stay unassigned and is chosen from those who could take the seat; Timefold's own phases.
"""

import json
import sys
from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver import SolutionManager, SolverFactory, SolverManager
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    SolverConfigOverride,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningPin,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    BendableScore,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

from tests.benchmarks.timefold_terms import clash, promise_cost

HARD = BendableScore.of_hard(1, 3, 0, 1)
COVER = BendableScore.of_soft(1, 3, 0, 1)
PROMISES = BendableScore.of_soft(1, 3, 1, 1)
BALANCE = BendableScore.of_soft(1, 3, 2, 1)


@dataclass
class Person:
    """A person, with what is known about them before anybody is assigned; the duties elsewhere are taken off."""

    id: int
    newcomer: bool
    wished: int
    promised: int
    minutes_elsewhere: int
    minutes_left: int
    days_left: int
    fresh_days: set[int]  # days on which they have no duty elsewhere
    sessions_left: dict[int, int]  # by day
    foes: set[int]
    partners: set[int]
    partner_cost: int
    wish_costs: dict[int, int]  # by session
    face_costs: dict[int, int]  # by course
    ways: list[int]  # from site times number of sites plus to site, minutes
    journeys: list[int]  # the same with the buffer

    def __hash__(self) -> int:
        return self.id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and self.id == other.id


@planning_entity
@dataclass
class Seat:
    """A seat in a session, and who sits in it."""

    id: Annotated[int, PlanningId]
    session: int
    role: int
    needs_role: int  # -1 if it depends on none
    leads: bool
    course: int
    day: int
    start: int
    end: int
    site: int
    sites: int
    travel_rate: int
    required: bool
    cost_empty: int
    people: Annotated[list[Person], ValueRangeProvider]
    pinned: Annotated[bool, PlanningPin]
    person: Annotated[Person | None, PlanningVariable(allows_unassigned=True)] = field(default=None)


@planning_solution
@dataclass
class Week:
    """All people and all seats of a week."""

    people: Annotated[list[Person], ProblemFactCollectionProperty]
    seats: Annotated[list[Seat], PlanningEntityCollectionProperty]
    score: Annotated[BendableScore, PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=3)] = field(
        default=None
    )


@constraint_provider
def rules_and_goals(each: ConstraintFactory) -> list[Constraint]:
    """Every rule that people's lists do not hold already, then every goal."""
    return [
        one_place_and_travel_time(each),
        minutes_a_week(each),
        sessions_a_day(each),
        days_a_week(each),
        support_needs_lead(each),
        newcomers(each),
        apart(each),
        cover(each),
        promises(each),
        continuity(each),
        wishes(each),
        partners(each),
        travel(each),
        wished_seats(each),
    ]


def one_place_and_travel_time(each: ConstraintFactory) -> Constraint:
    """Two seats that one person cannot hold both."""
    return (
        each.for_each_unique_pair(Seat, Joiners.equal(lambda seat: seat.person))
        .filter(
            lambda first, second: clash(
                first.start,
                first.end,
                second.start,
                second.end,
                first.person.journeys[first.site * first.sites + second.site],
                first.person.journeys[second.site * first.sites + first.site],
            )
        )
        .penalize(HARD)
        .as_constraint("one place and travel time")
    )


def minutes_a_week(each: ConstraintFactory) -> Constraint:
    """More minutes than agreed."""
    return (
        each.for_each(Seat)
        .group_by(lambda seat: seat.person, ConstraintCollectors.sum(lambda seat: seat.end - seat.start))
        .filter(lambda person, minutes: minutes > person.minutes_left)
        .penalize(HARD, lambda person, minutes: minutes - person.minutes_left)
        .as_constraint("minutes a week")
    )


def sessions_a_day(each: ConstraintFactory) -> Constraint:
    """More sessions on a day than agreed."""
    return (
        each.for_each(Seat)
        .group_by(lambda seat: seat.person, lambda seat: seat.day, ConstraintCollectors.count())
        .filter(lambda person, day, count: count > person.sessions_left[day])
        .penalize(HARD, lambda person, day, count: count - person.sessions_left[day])
        .as_constraint("sessions a day")
    )


def days_a_week(each: ConstraintFactory) -> Constraint:
    """More days than agreed."""
    return (
        each.for_each(Seat)
        .filter(lambda seat: seat.day in seat.person.fresh_days)
        .group_by(lambda seat: seat.person, ConstraintCollectors.count_distinct(lambda seat: seat.day))
        .filter(lambda person, days: days > person.days_left)
        .penalize(HARD, lambda person, days: days - person.days_left)
        .as_constraint("days a week")
    )


def support_needs_lead(each: ConstraintFactory) -> Constraint:
    """A seat that is taken although the one it depends on is empty."""
    return (
        each.for_each(Seat)
        .filter(lambda seat: seat.needs_role >= 0)
        .if_not_exists(
            Seat,
            Joiners.equal(lambda seat: seat.session),
            Joiners.equal(lambda seat: seat.needs_role, lambda other: other.role),
        )
        .penalize(HARD)
        .as_constraint("support needs a lead")
    )


def newcomers(each: ConstraintFactory) -> Constraint:
    """A newcomer with nobody experienced in the session."""
    return (
        each.for_each(Seat)
        .filter(lambda seat: seat.person.newcomer)
        .if_not_exists(
            Seat,
            Joiners.equal(lambda seat: seat.session),
            Joiners.filtering(lambda seat, other: not other.person.newcomer),
        )
        .penalize(HARD)
        .as_constraint("newcomers")
    )


def apart(each: ConstraintFactory) -> Constraint:
    """Two people in a session who must be kept apart."""
    return (
        each.for_each_unique_pair(Seat, Joiners.equal(lambda seat: seat.session))
        .filter(lambda first, second: second.person.id in first.person.foes)
        .penalize(HARD)
        .as_constraint("apart")
    )


def cover(each: ConstraintFactory) -> Constraint:
    """Empty required seats."""
    return (
        each.for_each_including_unassigned(Seat)
        .filter(lambda seat: seat.person is None and seat.required)
        .penalize(COVER, lambda seat: seat.cost_empty)
        .as_constraint("cover")
    )


def promises(each: ConstraintFactory) -> Constraint:
    """The distance from wished hours, of everybody."""
    return (
        each.for_each(Seat)
        .group_by(lambda seat: seat.person, ConstraintCollectors.sum(lambda seat: seat.end - seat.start))
        .complement(Person, lambda person: 0)
        .penalize(
            PROMISES,
            lambda person, minutes: promise_cost(person.wished, person.promised, person.minutes_elsewhere + minutes),
        )
        .as_constraint("promises")
    )


def continuity(each: ConstraintFactory) -> Constraint:
    """Faces in front of a course, new ones more."""
    return (
        each.for_each(Seat)
        .filter(lambda seat: seat.leads)
        .group_by(lambda seat: seat.course, lambda seat: seat.person)
        .penalize(BALANCE, lambda course, person: person.face_costs[course])
        .as_constraint("continuity")
    )


def wishes(each: ConstraintFactory) -> Constraint:
    """Times, sites and courses that people like less."""
    return (
        each.for_each(Seat).penalize(BALANCE, lambda seat: seat.person.wish_costs[seat.session]).as_constraint("wishes")
    )


def partners(each: ConstraintFactory) -> Constraint:
    """Duties without any of the partners wished for."""
    return (
        each.for_each(Seat)
        .filter(lambda seat: seat.person.partner_cost > 0)
        .if_not_exists_other(
            Seat,
            Joiners.equal(lambda seat: seat.session),
            Joiners.filtering(lambda seat, other: other.person.id in seat.person.partners),
        )
        .penalize(BALANCE, lambda seat: seat.person.partner_cost)
        .as_constraint("partners")
    )


def travel(each: ConstraintFactory) -> Constraint:
    """Minutes between neighbouring sessions of a person's day, plus the way."""
    return (
        each.for_each(Seat)
        .join(
            Seat,
            Joiners.equal(lambda seat: seat.person),
            Joiners.equal(lambda seat: seat.day),
            Joiners.less_than_or_equal(lambda seat: seat.end, lambda later: later.start),
        )
        .if_not_exists(
            Seat,
            Joiners.equal(lambda seat, later: seat.person, lambda other: other.person),
            Joiners.equal(lambda seat, later: seat.day, lambda other: other.day),
            Joiners.filtering(lambda seat, later, other: seat.end <= other.start and other.end <= later.start),
        )
        .penalize(
            BALANCE,
            lambda seat, later: (
                seat.travel_rate * (later.start - seat.end + seat.person.ways[seat.site * seat.sites + later.site])
            ),
        )
        .as_constraint("travel")
    )


def wished_seats(each: ConstraintFactory) -> Constraint:
    """Empty seats that are wished for."""
    return (
        each.for_each_including_unassigned(Seat)
        .filter(lambda seat: seat.person is None and not seat.required)
        .penalize(BALANCE, lambda seat: seat.cost_empty)
        .as_constraint("wished seats")
    )


def week_of(told: dict[str, Any]) -> Week:
    """The week of an order."""
    people = [_person(one) for one in told["people"]]
    seats = []
    for one in told["seats"]:
        fields = {key: value for key, value in one.items() if key not in ("people", "person")}
        person = None if one["person"] is None else people[one["person"]]
        seats.append(
            Seat(**fields, people=[people[index] for index in one["people"]], pinned=person is not None, person=person)
        )
    return Week(people, seats)


def _person(told: dict[str, Any]) -> Person:
    fields = dict(told)
    for name in ("fresh_days", "foes", "partners"):
        fields[name] = set(fields[name])
    for name in ("sessions_left", "wish_costs", "face_costs"):
        fields[name] = {int(key): value for key, value in fields[name].items()}  # JSON has no numbers for keys
    return Person(**fields)


def costs(score: BendableScore) -> list[int]:
    """Hard, cover, promises, balance; Timefold counts costs below 0."""
    return [-level for level in (*score.hard_scores, *score.soft_scores)]


def say(**message: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def tell(week: Week) -> None:
    """Say who sits where, unless a hard rule is broken."""
    if week.score is not None and week.score.is_feasible:
        say(people=[None if seat.person is None else seat.person.id for seat in week.seats], score=costs(week.score))


def search(manager: SolverManager, week: Week, seconds: float) -> None:
    """Let Timefold look for so long; better rosters come from a thread of its own and never hold it up."""
    ending = TerminationConfig(spent_limit=Duration(milliseconds=round(seconds * 1000)))
    job = (
        manager.solve_builder()
        .with_problem_id(1)
        .with_problem(week)
        .with_config_override(SolverConfigOverride(termination_config=ending))
        .with_best_solution_consumer(tell)
        .run()
    )
    tell(job.get_final_best_solution())
    say(end=True)


def score_each(scores: SolutionManager, week: Week, rosters: list[list[int | None]]) -> None:
    """Say what Timefold thinks of rosters."""
    found = []
    for roster in rosters:
        for seat, index in zip(week.seats, roster, strict=True):
            seat.person = None if index is None else week.people[index]
        found.append(costs(scores.update(week)))
    say(scores=found)


def main() -> None:
    """Get ready, then carry out orders until there are no more."""
    config = SolverConfig(
        solution_class=Week,
        entity_class_list=[Seat],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules_and_goals),
        termination_config=TerminationConfig(spent_limit=Duration(seconds=1)),
    )
    factory = SolverFactory.create(config)
    manager, scores = SolverManager.create(factory), SolutionManager.create(factory)
    say(ready=True)
    for line in sys.stdin:
        order = json.loads(line)
        week = week_of(order["week"])
        if "rosters" in order:
            score_each(scores, week, order["rosters"])
        else:
            search(manager, week, order["seconds"])
    manager.close()


if __name__ == "__main__":
    main()
