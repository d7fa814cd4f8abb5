"""Who could take a seat and why somebody sits in one: the order, the costs in words, and what is broken already."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.problem import Ban, Familiar, Need, Problem, Settings
from roster.reasons.assignments import why_assigned
from roster.reasons.candidates import candidates
from roster.reasons.costs import cost_lines, cost_rank, costs_of, costs_text
from roster.reasons.empty_seats import empty_seat
from roster.records import GoalOrder
from roster.rules import check, measure, obstacles
from tests.tiny_problems import tiny_problems
from tests.tiny_school import MON, TUE, every_plan, person, plan, problem, seat, session

a2 = session("a2", MON)
b1 = session("b1", TUE)


@settings(max_examples=40)
@given(week=tiny_problems(most_plans=60), data=st.data())
def test_the_others_are_all_who_would_break_nothing_anew(week: Problem, data: st.DataObject) -> None:
    plans = [one for one in every_plan(week) if one.assignments]
    if not plans:
        return
    there = data.draw(st.sampled_from(plans))
    known = set(check(week, there))
    for assignment in there.assignments:
        why = why_assigned(week, there, assignment)
        if why.past or why.pinned:
            continue
        instead = {
            one.key: there.with_changes(remove=[assignment], add=[replace(assignment, person=one.key)])
            for one in week.people
            if one.key != assignment.person
        }
        could = {key for key, changed in instead.items() if set(check(week, changed)) <= known}
        assert {other.person for other in why.others} - {None} == could


def test_a_week_that_breaks_a_rule_elsewhere_still_has_a_runner_up() -> None:
    week = problem([a2, b1], [person("anna"), person("berta"), person("carl", qualifications=())])
    there = plan(seat(a2, "anna"), seat(b1, "carl"))
    assert check(week, there)
    runner_up = why_assigned(week, there, seat(a2, "anna")).runner_up
    assert runner_up is not None
    assert runner_up.person == "berta"


def test_who_could_come_is_ranked_by_the_goals_and_before_who_could_not() -> None:
    known = Familiar("a2", "berta")
    people = [person("anna"), person("berta"), person("carl", windows=[])]
    week = replace(problem([a2], people), familiar=(known,))
    ranked = candidates(week, plan(), a2.key, "lead")
    assert [one.person for one in ranked] == ["berta", "anna", "carl"]
    assert ranked[2].obstacles
    assert ranked[2].costs == ()


@settings(max_examples=30)
@given(week=tiny_problems(most_plans=60))
def test_a_candidate_costs_what_the_checker_measures(week: Problem) -> None:
    there = plan()
    for key, role in week.needs:
        for one in candidates(week, there, key, role):
            if not one.obstacles:
                after = measure(week, there.with_changes(add=[seat(week.session_by_key[key], one.person, role)]))
                assert dict(one.costs) == {goal: after[goal] - value for goal, value in measure(week, there).items()}


def test_everybody_is_a_candidate_once() -> None:
    week = problem([a2], [person("anna"), person("berta")], bans=(Ban(a2.key, "anna"),))
    assert sorted(one.person for one in candidates(week, plan(), a2.key, "lead")) == sorted(
        obstacles(week, plan(), a2.key, "lead")
    )


def test_a_wished_seat_is_looked_at_as_well() -> None:
    week = problem([session("a2", MON, needs=[Need("host", 0, 1)])], [person("anna", windows=[])])
    empty = empty_seat(week, plan(), a2.key, "host")
    assert (empty.required, empty.wished, empty.stopped) == (0, 1, (("availability", 1),))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Besetzung: 8 besser und Wege und Wartezeiten: 20 schlechter."),
        ("en", "Cover: 8 better and Travel and waiting: 20 worse."),
    ],
)
def test_costs_are_told_in_words_and_numbers(language: str, words: str) -> None:
    costs = costs_of(
        {"cover": 8, "wishes": 2, "travel": 0, "balance": 5}, {"cover": 0, "wishes": 2, "travel": 20, "balance": 9}
    )
    assert costs_text(costs, language) == words
    assert [line.better for line in cost_lines(costs, language)] == [True, False]


def test_an_edit_without_costs_says_so() -> None:
    assert costs_text([("cover", 0)], "en") == "Every goal stays the same."


def test_the_order_of_goals_decides_who_is_better() -> None:
    week = problem([a2], [person("anna")])
    faces = (("cover", 0), ("stability", 0), ("promises", 0), ("continuity", 1), ("travel", -30), ("balance", -10))
    assert cost_rank(week, faces) < (0, 0, 0, 0)
    strict = replace(week, settings=replace(Settings(), goal_order=GoalOrder.STRICT))
    assert cost_rank(strict, faces) > (0, 0, 0, 0, 0)
