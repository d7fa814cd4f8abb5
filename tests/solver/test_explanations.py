"""Why a seat is empty, why somebody sits in one and what it costs without them: compared with trying all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from roster.plan import Plan
from roster.problem import Need, Problem, Qualification
from roster.reasons.assignments import why_assigned
from roster.reasons.empty_seats import empty_seats
from roster.rules import check, measure, obstacles
from solver import Limits, solve
from solver.explain.filling import Fillings
from solver.explain.without import without_them
from solver.given import Given
from tests.solver.tried import accepted_by_checker, pins_given_up
from tests.tiny_problems import tiny_problems
from tests.tiny_school import LEAD_AND_HELPER, MON, TUE, person, plan, problem, seat, session

NAMES = {"anna": "Anna", "a2": "A2", "lead": "lead", "north": "North"}
a2 = session("a2", MON)
b1 = session("b1", TUE)


# ---- why a seat is empty ---------------------------------------------------------------------------------------------


def test_an_empty_seat_counts_the_qualified_and_what_stops_them() -> None:
    people = [
        person("anna", windows=[]),
        person("berta", windows=[], refused_sites=("north",)),
        person("carl", qualifications=[]),
        person("dora"),
    ]
    [empty] = empty_seats(problem([a2], people), plan())
    assert (empty.required, empty.qualified, empty.free) == (1, 3, ("dora",))
    assert empty.stopped == (("availability", 2), ("site_access", 1))
    assert empty.stopped_by_one == (("availability", 1),)


@settings(max_examples=50)
@given(week=tiny_problems(most_plans=100))
def test_the_counts_are_those_of_the_rules(week: Problem) -> None:
    there = Plan.of(Given.of(week).least_plan().assignments)
    for empty in empty_seats(week, there, wished=True):
        found = obstacles(week, there, empty.session, empty.role, qualified_only=True)
        stopped = {
            key: sum(any(one.rule == key for one in each) for each in found.values()) for key, _ in empty.stopped
        }
        assert (dict(empty.stopped), empty.qualified) == (stopped, len(found))


def test_wished_seats_are_told_only_where_asked_for() -> None:
    week = problem([session("a2", MON, needs=[Need("host", 0, 1)])], [person("anna")])
    assert (len(empty_seats(week, plan())), len(empty_seats(week, plan(), wished=True))) == (0, 1)


@pytest.mark.parametrize(("language", "word"), [("de", "Die kleinste Änderung"), ("en", "The smallest change")])
def test_an_empty_seat_tells_its_filling_in_both_languages(language: str, word: str) -> None:
    week = problem([a2], [person("anna", windows=[])])
    [empty] = empty_seats(week, plan())
    told = replace(empty, filling=Fillings(week, plan()).cheapest(a2.key, "lead")).text(language, NAMES)
    assert word in told
    assert "Anna" in told


# ---- why somebody sits there -----------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(week=tiny_problems(most_plans=100))
def test_every_replacement_costs_what_the_checker_measures(week: Problem) -> None:
    there = solve(week, Limits(workers=1)).plan
    for assignment in there.assignments:
        for other in why_assigned(week, there, assignment).others:
            add = [] if other.person is None else [replace(assignment, person=other.person)]
            instead = there.with_changes(remove=[assignment], add=add)
            assert check(week, instead) == []
            before, after = measure(week, there), measure(week, instead)
            assert dict(other.costs) == {key: after[key] - before[key] for key in before}


def test_the_runner_up_is_the_best_of_the_others() -> None:
    people = [person("anna", wished_minutes=90), person("berta"), person("carl", wished_minutes=60)]
    why = why_assigned(problem([a2], people), plan(seat(a2, "anna")), seat(a2, "anna"))
    assert why.runner_up is not None
    assert why.runner_up.person == "carl"  # although berta comes first in the alphabet
    assert [other.person for other in why.others] == ["carl", "berta", None]


def test_a_pinned_person_sits_there_because_a_lead_says_so() -> None:
    week = problem([a2], [person("anna")], pins=(seat(a2, "anna"),))
    assert (
        why_assigned(week, plan(seat(a2, "anna")), seat(a2, "anna")).text("en", NAMES).endswith("a lead has pinned it.")
    )


def test_somebody_whom_nobody_can_replace_is_told_with_what_is_lost() -> None:
    why = why_assigned(problem([a2], [person("anna")]), plan(seat(a2, "anna")), seat(a2, "anna"))
    assert (why.runner_up, why.others[0].person) == (None, None)
    assert "nobody else" in why.text("en", NAMES)


def test_a_lead_on_whom_a_helper_leans_is_told_with_the_rule() -> None:
    pair = session("a2", MON, needs=LEAD_AND_HELPER)
    people = [person("anna"), person("berta", qualifications=[Qualification("helper")])]
    there = plan(seat(pair, "anna"), seat(pair, "berta", "helper"))
    why = why_assigned(problem([pair], people), there, seat(pair, "anna"))
    assert (why.others, why.broken) == ((), ("support_needs_lead",))
    assert "these would be broken" in why.text("en", NAMES)


def test_an_assignment_that_the_plan_does_not_hold_is_no_question() -> None:
    with pytest.raises(KeyError):
        why_assigned(problem([a2], [person("anna")]), plan(), seat(a2, "anna"))


# ---- what a seat without its person costs at least -------------------------------------------------------------------


@settings(max_examples=40)
@given(week=tiny_problems(most_plans=150))
def test_a_seat_without_its_person_costs_what_the_best_of_all_such_plans_does(week: Problem) -> None:
    there = solve(week, Limits(workers=1)).plan
    keys = ("cover", "stability", "promises") if week.published is not None else ("cover", "promises")

    def rank(one: Plan) -> tuple[int, ...]:
        values = measure(week, one)
        return (pins_given_up(week, one), *(values[key] for key in keys))

    for assignment in there.assignments:
        found = without_them(week, there, assignment)
        if found is None:
            assert why_assigned(week, there, assignment).others == ()
            continue
        others = [one for one in accepted_by_checker(week) if assignment not in one.assignments]
        assert [cost.then for cost in found.costs] == [*min(map(rank, others))][1:]
        assert rank(found.plan) == min(map(rank, others))
        assert found.proven
        assert check(week, found.plan) == []


def test_of_equal_plans_without_somebody_the_nearest_is_told() -> None:
    week = problem([a2, b1], [person("anna"), person("berta"), person("carl")])
    found = without_them(week, plan(seat(a2, "anna"), seat(b1, "carl")), seat(a2, "anna"))
    assert found is not None
    assert {change.person for change in found.changes} < {"anna", "berta", "carl"}


@pytest.mark.parametrize(("language", "word"), [("de", "mindestens: Gewünschte"), ("en", "at least: Promised")])
def test_the_cost_without_somebody_is_told_in_both_languages(language: str, word: str) -> None:
    week = problem([a2], [person("anna", wished_minutes=90), person("berta")])
    found = without_them(week, plan(seat(a2, "anna")), seat(a2, "anna"))
    assert found is not None
    assert word in found.text(language, NAMES)
