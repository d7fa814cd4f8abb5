"""How long the checkers take on a week of the Osnabrück size: 187 sessions, 80 people."""

import random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from roster.plan import Plan
from roster.problem import Assignment, Need, Problem, Qualification
from roster.records import Level, Willingness
from roster.rules import check, measure, obstacles
from tests.tiny_school import person, problem, session, window

SLOTS = (("09:00", "08:30", "10:40"), ("10:30", "10:30", "12:30"), ("18:30", "18:00", "20:30"))


def big_week() -> Problem:
    """Parallel courses on five days at three sites, and people with some free slots and levels each."""
    chance = random.Random(1)
    sessions = [
        session(
            f"c{course:02}",
            weekday,
            SLOTS[course % 3][0],
            needs=[Need("lead", 1), Need("helper", course % 2, 1)],
            site=("east", "north", "west")[course % 3],
            level=Level(course % 6),
        )
        for course in range(38)
        for weekday in range(5)
    ][:187]
    people = [
        person(
            f"p{number:02}",
            windows=[
                window(weekday, starts, ends, chance.choice(tuple(Willingness)))
                for weekday in range(5)
                for _, starts, ends in SLOTS
                if chance.randrange(2)
            ],
            qualifications=[
                Qualification("lead", None, Level(number % 3), Level(number % 5 + 2)),
                Qualification("helper"),
            ],
        )
        for number in range(80)
    ]
    return problem(sessions, people)


def filled(week: Problem) -> Plan:
    """The first person who can, for every required seat in turn."""
    plan = Plan()
    for one in week.sessions:
        for need in sorted(one.needs, key=lambda need: need.role != "lead"):
            found = obstacles(week, plan, one.key, need.role, qualified_only=True)
            free = [who for who, against in found.items() if not against]
            plan = plan.with_changes(add=[Assignment(one.key, need.role, who) for who in free[: need.required]])
    return plan


@pytest.fixture(scope="module")
def week() -> Problem:
    return big_week()


@pytest.fixture(scope="module")
def plan(week: Problem) -> Plan:
    return filled(week)


def test_checking_and_measuring_a_week(benchmark: BenchmarkFixture, week: Problem, plan: Plan) -> None:
    violations, values = benchmark.pedantic(
        lambda one, fresh: (check(one, fresh), measure(one, fresh)),
        setup=lambda: ((Problem.from_json(week.to_json()), Plan(plan.assignments)), {}),
        rounds=10,
    )

    assert violations == []
    assert values["wished_seats"] > 0


def test_counting_what_stands_before_every_empty_seat(benchmark: BenchmarkFixture, week: Problem, plan: Plan) -> None:
    empty = [
        (one.key, need.role)
        for one in week.sessions
        for need in one.needs
        if len(plan.in_seat(one.key, need.role)) < need.seats
    ]

    found = benchmark.pedantic(
        lambda one, fresh: [obstacles(one, fresh, *seat, qualified_only=True) for seat in empty],
        setup=lambda: ((Problem.from_json(week.to_json()), Plan(plan.assignments)), {}),
        rounds=5,
    )

    assert len(found) == len(empty)
