"""A week and a changed copy side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from roster.problem import Problem
from roster.rules import measure
from solver import Limits, solve
from solver.changes import volunteer_out, with_person
from solver.whatif import Line, LoadChange, compare
from tests.tiny_problems import tiny_problems
from tests.tiny_school import MON, TUE, person, plan, problem, seat, session

a2 = session("a2", MON)
b1 = session("b1", TUE)
week = problem([a2, b1], [person("anna", promised_minutes=180), person("berta")])
before = plan(seat(a2, "anna"), seat(b1, "anna"))


def test_the_same_week_differs_in_nothing() -> None:
    compared = compare(week, before, week, before)
    assert all(line.before == line.after for line in compared.lines)
    assert (compared.loads, compared.changes) == ((), ())


@settings(max_examples=25)
@given(tiny=tiny_problems(most_plans=100))
def test_every_goal_is_what_the_rules_measure(tiny: Problem) -> None:
    changed = volunteer_out(tiny, tiny.people[0].key) if tiny.people else tiny
    old, new = (solve(one, Limits(workers=1)).plan for one in (tiny, changed))
    compared = compare(tiny, old, changed, new)
    then, now = measure(tiny, old), measure(changed, new)
    assert [compared.line(key) for key in then] == [Line(key, then[key], now[key]) for key in then]


def test_seats_load_and_promises_stand_side_by_side() -> None:
    after = plan(seat(a2, "anna"))
    compared = compare(week, before, week, after)
    assert compared.line("required") == Line("required", 2, 2)
    assert compared.line("filled") == Line("filled", 2, 1)
    assert compared.line("busiest_minutes") == Line("busiest_minutes", 180, 90)
    assert compared.line("below_promise") == Line("below_promise", 0, 1)
    assert compared.loads == (LoadChange("anna", 180, 90),)
    assert [change.person for change in compared.changes] == ["anna"]


def test_people_and_sessions_may_come_and_go() -> None:
    other = problem([a2], [person("carl")])
    compared = compare(week, before, other, plan(seat(a2, "carl")))
    assert compared.line("required") == Line("required", 2, 1)
    assert compared.loads == (LoadChange("anna", 180, 0), LoadChange("carl", 0, 90))


def test_a_copy_with_another_person_is_another_week() -> None:
    tired = with_person(week, replace(week.person_by_key["anna"], max_minutes_week=90))
    assert (week.person_by_key["anna"].max_minutes_week, tired.person_by_key["anna"].max_minutes_week) == (600, 90)


@pytest.mark.parametrize(("language", "word"), [("de", "davon besetzt"), ("en", "of these filled")])
def test_a_comparison_tells_itself_in_both_languages(language: str, word: str) -> None:
    told = compare(week, before, week, plan(seat(a2, "anna"))).text(language, {"anna": "Anna"})
    assert word in told
    assert "Anna: 3 " in told
