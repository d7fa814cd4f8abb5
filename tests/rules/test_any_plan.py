"""What holds for every problem and every plan, tried on many tiny ones."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from roster.plan import Plan
from roster.problem import Assignment, Person, Problem, Qualification
from roster.records import Willingness
from roster.rules import (
    GOALS,
    RULES,
    availability,
    check,
    measure,
    obstacles,
    one_place,
    past_assignments,
    pin_warnings,
    travel_time,
)
from roster.rules import standing_pins as sort_pins
from tests.tiny_problems import among, made_once, tiny_problems
from tests.tiny_school import ALWAYS, ROLES, every_plan

pytestmark = pytest.mark.slow

# The package gives the function under the name of its module.
obstacles_module = sys.modules["roster.rules.obstacles"]

TEXTS = st.sampled_from(["", "anna", "berta", "lead", "helper", "nobody", "{0}", "a@b", "\x00", "ä"])


ANY_PROBLEM = tiny_problems()


@made_once
def some_assignments(
    sessions: tuple[str, ...], people: tuple[str, ...]
) -> st.SearchStrategy[tuple[list[Assignment], list[Assignment]]]:
    """Assignments that name these, and one that may name anything."""
    sensible = st.builds(Assignment, among(*sessions), among(*(role.key for role in ROLES)), among(*people))
    nonsense = st.builds(Assignment, among(*sessions) | TEXTS, TEXTS, among(*people) | TEXTS)
    return st.tuples(st.lists(sensible, max_size=6), st.lists(nonsense, max_size=1))


@st.composite
def problems_with_plans(draw: st.DrawFn) -> tuple[Problem, Plan]:
    """A tiny problem and assignments that mostly name what is in it; some are repeated, some are nonsense."""
    problem = draw(ANY_PROBLEM)
    sessions, people = tuple(one.key for one in problem.sessions), tuple(one.key for one in problem.people)
    past = list(past_assignments(problem)) if draw(st.booleans()) else []
    sensible, nonsense = draw(some_assignments(sessions or ("none",), people or ("none",)))
    return problem, Plan.of(past + sensible + nonsense)


def told(problem: Problem, plan: Plan) -> list[tuple[object, ...]]:
    return sorted(
        (one.rule, one.person or "", one.sessions, one.role or "", str(one.facts), one.telling.en)
        for one in check(problem, plan)
    )


@given(problems_with_plans())
def test_no_plan_makes_the_checkers_raise_and_every_violation_can_be_told(given_both: tuple[Problem, Plan]) -> None:
    problem, plan = given_both

    texts = [violation.text(language, {}) for violation in check(problem, plan) for language in ("de", "en")]

    assert all("{" not in text.replace("{0}", "") for text in texts)
    assert all(isinstance(value, int) and value >= 0 for value in measure(problem, plan).values())


@given(st.text(), st.text(), st.text(), tiny_problems())
def test_any_text_at_all_is_judged_without_raising(session: str, role: str, person: str, problem: Problem) -> None:
    strange = Plan.of([Assignment(session, role, person)])

    assert [one.rule for one in check(problem, strange) if one.sessions == (session,)] == ["seats"]
    assert measure(problem, strange) == measure(problem, Plan())
    assert all(obstacles(problem, strange, session, role).values())


@given(problems_with_plans(), st.randoms(use_true_random=False))
def test_the_order_of_tables_changes_neither_violations_nor_values(given_both: tuple[Problem, Plan], chance) -> None:  # type: ignore[no-untyped-def]
    problem, plan = given_both
    tables = ("sites", "journeys", "roles", "people", "sessions", "apart", "bans", "told_anyway", "familiar")
    mixed = replace(problem, **{name: _shuffled(getattr(problem, name), chance) for name in tables})
    mixed = replace(mixed, people=tuple(_mixed_person(one, chance) for one in mixed.people))
    other = Plan(_shuffled(plan.assignments, chance))

    assert told(mixed, other) == told(problem, plan)
    assert measure(mixed, other) == measure(problem, plan)


def _shuffled(table: tuple, chance) -> tuple:  # type: ignore[no-untyped-def, type-arg]
    rows = list(table)
    chance.shuffle(rows)
    return tuple(rows)


def _mixed_person(person: Person, chance) -> Person:  # type: ignore[no-untyped-def]
    names = ("windows", "absences", "qualifications", "certificates", "partners", "preferred_sites", "commitments")
    return replace(person, **{name: _shuffled(getattr(person, name), chance) for name in names})


@given(problems_with_plans())
def test_what_people_are_called_changes_neither_violations_nor_values(given_both: tuple[Problem, Plan]) -> None:
    problem, plan = given_both
    renamed = {one.key: f"x{99 - number}" for number, one in enumerate(problem.people)}
    text = json.dumps(json.loads(problem.to_json()))
    for old, new in renamed.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    other = Plan.of(Assignment(one.session, one.role, renamed.get(one.person, one.person)) for one in plan.assignments)

    assert sorted(one.rule for one in check(Problem.from_json(text), other)) == sorted(
        one.rule for one in check(problem, plan)
    )
    assert measure(Problem.from_json(text), other) == measure(problem, plan)


@given(problems_with_plans())
def test_minute_by_minute_availability_says_the_same(given_both: tuple[Problem, Plan]) -> None:
    assert same_as_availability_by_minutes(*given_both)


def same_as_availability_by_minutes(problem: Problem, plan: Plan) -> bool:
    sitting = {
        (one.person, one.session)
        for one in plan.assignments
        if one.person in problem.person_by_key
        and (one.session, one.role) in problem.needs
        and not problem.session_by_key[one.session].past
    }
    unavailable = set()
    for key, where in sitting:
        person, session = problem.person_by_key[key], problem.session_by_key[where]
        free = {minute for window in person.windows for minute in range(window.start_minute, window.end_minute)}
        free -= {minute for absence in person.absences for minute in range(absence.start_minute, absence.end_minute)}
        if not set(range(session.start_minute, session.end_minute)) <= free:
            unavailable.add((key, where))
    return {(one.person, one.sessions[0]) for one in availability.check(problem, plan)} == unavailable


@given(problems_with_plans())
def test_minute_by_minute_presence_says_the_same_as_one_place(given_both: tuple[Problem, Plan]) -> None:
    assert same_as_presence_by_minutes(*given_both)


def same_as_presence_by_minutes(problem: Problem, plan: Plan) -> bool:
    found = {one.person for one in one_place.check(problem, plan)}
    return all((person.key in found) == busy_twice(problem, plan, person) for person in problem.people)


def busy_twice(problem: Problem, plan: Plan, person: Person) -> bool:
    duties = [
        problem.session_by_key[one.session]
        for one in dict.fromkeys(plan.by_person.get(person.key, ()))
        if one.session in problem.session_by_key
        and (problem.session_by_key[one.session].past or (one.session, one.role) in problem.needs)
    ]
    return any(
        _minutes(first) & _minutes(second) and not (first.past and second.past)
        for number, first in enumerate(duties)
        for second in duties[:number]
    ) or any(
        _minutes(session) & _minutes(duty) and not session.past for session in duties for duty in person.commitments
    )


def _minutes(duty) -> set[int]:  # type: ignore[no-untyped-def]
    return set(range(duty.start_minute, duty.end_minute))


@given(problems_with_plans())
def test_more_availability_and_more_qualifications_add_no_violation(given_both: tuple[Problem, Plan]) -> None:
    problem, plan = given_both
    bare = replace(problem, pins=())  # with more of both a pin may come to stand, and then it must be kept
    freer = replace(
        bare,
        people=tuple(
            replace(
                one,
                windows=one.windows + ALWAYS,
                absences=(),
                qualifications=(*one.qualifications, *(Qualification(role.key) for role in ROLES)),
            )
            for one in bare.people
        ),
    )

    assert set(told(freer, plan)) <= set(told(bare, plan))


@given(problems_with_plans())
def test_obstacles_are_exactly_what_putting_somebody_there_would_break(given_both: tuple[Problem, Plan]) -> None:
    assert obstacles_tell_what_would_break(*given_both)


def obstacles_tell_what_would_break(problem: Problem, plan: Plan) -> bool:
    before = set(told(problem, plan))
    for session, role in problem.needs:
        for person, found in obstacles(problem, plan, session, role).items():
            assignment = Assignment(session, role, person)
            if assignment in plan.assignments or problem.session_by_key[session].past:
                worse = True
            else:
                new = set(told(problem, plan.with_changes(add=[assignment]))) - before
                # A pinned newcomer who is missing is told once somebody experienced comes: no fault of theirs.
                worse = any(one for one in new if one[0] != "decisions" or one[1] == person)
            if bool(found) != worse:
                return False
    return True


@given(tiny_problems())
def test_the_past_with_the_standing_pins_breaks_no_rule_but_newcomers(problem: Problem) -> None:
    pins = sort_pins(problem).standing
    plan = Plan.of([*past_assignments(problem), *pins])

    assert {one.rule for one in check(problem, plan)} <= {"newcomers"}


@given(tiny_problems())
def test_every_pin_of_the_future_stands_or_is_warned_of(problem: Problem) -> None:
    standing, set_aside = sort_pins(problem)
    future = {pin for pin in problem.pins if not problem.session_by_key[pin.session].past}

    assert {*standing, *(pin for pin, _ in set_aside)} == future
    assert all(reasons for _, reasons in set_aside)
    assert len(pin_warnings(problem)) == len(set_aside) + len(problem.stray_pins)
    assert all(warning.text(language, {}) for warning in pin_warnings(problem) for language in ("de", "en"))


@given(tiny_problems(most_plans=60))
def test_there_is_always_a_plan_that_may_be_published(problem: Problem) -> None:
    assert any(not check(problem, plan) for plan in every_plan(problem))


class Found(Exception):
    """Ends a search among tiny problems."""


def found_on_some_plan(looks_for: Callable[[Problem, Plan], bool]) -> bool:
    """Whether there is such a tiny plan; which is the smallest one does not matter, so nothing is shrunk."""

    @settings(phases=[Phase.generate], max_examples=500)
    @given(problems_with_plans())
    def look(given_both: tuple[Problem, Plan]) -> None:
        if looks_for(*given_both):
            raise Found

    try:
        look()
    except Found:
        return True
    return False


def test_control_tiny_plans_break_every_rule_and_cost_in_every_goal() -> None:
    unseen = {*(rule.KEY for rule in RULES), *(goal.KEY for goal in GOALS), "balance"}

    def everything_was_seen(problem: Problem, plan: Plan) -> bool:
        unseen.difference_update(violation.rule for violation in check(problem, plan))
        unseen.difference_update(goal for goal, value in measure(problem, plan).items() if value)
        return not unseen

    assert found_on_some_plan(everything_was_seen), unseen


def test_control_an_availability_that_trusts_everybody_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(availability, "willingness", lambda windows, session: Willingness.GLADLY)

    assert found_on_some_plan(lambda *both: not same_as_availability_by_minutes(*both))


def test_control_an_overlap_that_counts_touching_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_place, "overlap", lambda one, other: one.start_minute <= other.end_minute)

    assert found_on_some_plan(lambda *both: not same_as_presence_by_minutes(*both))


def test_control_obstacles_that_forget_rules_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obstacles_module, "OF_OTHER_DUTIES", (one_place, travel_time))

    assert found_on_some_plan(lambda *both: not obstacles_tell_what_would_break(*both))


def test_obstacles_ask_every_rule_once_and_in_order() -> None:
    kinds = (obstacles_module.OF_THE_PERSON, obstacles_module.OF_OTHER_DUTIES, obstacles_module.OF_THE_SEAT)

    assert obstacles_module.IN_ORDER == RULES
    assert sorted(rule.KEY for kind in kinds for rule in kind) == sorted(rule.KEY for rule in RULES)
