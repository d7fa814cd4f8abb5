"""Each goal as the search tells it: the best plan of a hand-made week is the one that a lead would choose."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import ModuleType

import pytest

from roster import rules as checked
from roster.problem import Familiar, Need, Problem, Settings
from roster.records import GoalOrder, Willingness
from solver import Limits, solve
from solver.choices import Choices
from solver.forms import patterns
from solver.given import Given
from solver.goals import GOALS, cover, promises
from solver.linear import Sum
from solver.model import Form, write
from solver.relaxation import relax
from solver.rules import RULES
from tests.solver.tried import FORMS, accepted_by_checker, keeps_every_row, least_values, written_for_all_goals
from tests.tiny_school import (
    LEAD_AND_HELPER,
    MON,
    TUE,
    WED,
    person,
    plan,
    problem,
    seat,
    session,
    window,
)

ONE_WORKER = Limits(workers=1)
a2 = session("a2", TUE, "18:30")
b1 = session("b1", WED, "18:30")
early = session("a2", TUE, "09:00")

WEEKS: dict[str, Problem] = {
    "cover: the course that cannot wait": problem([a2, session("b1", TUE, "18:30", priority=4)], [person("anna")]),
    "cover: a lead before two helpers": problem(
        [session("a2", needs=(Need("helper", 3), Need("lead", 1))), session("b1", needs=(Need("host", 2),))],
        [person("anna"), person("berta")],
    ),
    "cover: the past cannot be mended": problem([session("b1", MON, past=True), a2], [person("anna")], published=()),
    "stability: nobody moves without need": problem(
        [a2, b1],
        [person("anna", wished_minutes=180), person("berta", wished_minutes=180)],
        published=plan(seat(a2, "anna"), seat(b1, "berta")).assignments,
    ),
    "stability: far before near": problem(
        [replace(a2, urgency=4), replace(b1, urgency=1)],
        [person("anna", windows=(window(WED, "18:00", "20:00"),)), person("berta", max_sessions_day=1)],
        published=plan(seat(a2, "anna"), seat(b1, "berta")).assignments,
        told_anyway=(("anna", 2),),
    ),
    "stability: somebody who left": problem([a2], [person("berta")], published=plan(seat(a2, "zoe")).assignments),
    "promises: shared fairly": problem(
        [a2, b1, early, session("b1", MON)],
        [person("anna", wished_minutes=180), person("berta", wished_minutes=180)],
    ),
    "promises: a promise before a wish": problem(
        [a2], [person("anna", wished_minutes=600), person("berta", wished_minutes=90, promised_minutes=90)]
    ),
    "promises: uneven minutes": problem(
        [session("a2", MON, minutes=37), session("b1", TUE, minutes=91), session("c1", WED, minutes=200)],
        [person("anna", wished_minutes=130), person("berta", wished_minutes=301, promised_minutes=40)],
    ),
    "continuity: one face, and a familiar one": problem(
        [a2, early, session("a2", WED)],
        [person("anna", wished_minutes=270), person("berta", wished_minutes=270)],
        familiar=(Familiar("a2", "berta"),),
    ),
    "continuity: some can come only twice": problem(
        [session("a2", day) for day in (MON, TUE, WED)],
        [person("anna", max_days_week=2, wished_minutes=180), person("berta", max_days_week=2, wished_minutes=180)],
    ),
    "wishes: gladly before if needed": problem(
        [a2],
        [person("anna", windows=(window(TUE, "18:00", "20:00", Willingness.IF_NEEDED),)), person("berta")],
    ),
    "wishes: beside a partner": problem(
        [session(needs=LEAD_AND_HELPER)],
        [person("anna", partners=("carl",)), person("berta"), person("carl", partners=("anna",))],
    ),
    "travel: no long wait": problem(
        [early, session("b1", TUE, "10:30", site="south"), a2, session("b1", TUE, "11:30")],
        [person("anna", wished_minutes=180), person("berta", wished_minutes=180)],
        settings=Settings(rate_continuity=0),
    ),
    "travel: three in a row": problem(
        [early, session("b1", TUE, "10:30"), session("c1", TUE, "13:00", site="south")],
        [person("anna", wished_minutes=270, max_sessions_day=3), person("berta", wished_minutes=90)],
    ),
    "wished_seats: filled if it costs nobody": problem(
        [session(needs=(Need("host", 1, 1), Need("lead", 0, 1)))],
        [person("anna", wished_minutes=90), person("berta", wished_minutes=90)],
    ),
}
WEEKS |= {
    f"{name}, strictly": replace(week, settings=replace(week.settings, goal_order=GoalOrder.STRICT))
    for name, week in WEEKS.items()
}


def test_every_goal_is_told_twice_in_the_same_order() -> None:
    assert [goal.KEY for goal in GOALS] == [goal.KEY for goal in checked.GOALS]


def test_every_goal_has_a_week_of_its_own() -> None:
    assert {name.split(":")[0] for name in WEEKS} == {goal.KEY for goal in GOALS}


@pytest.mark.parametrize("week", WEEKS.values(), ids=WEEKS.keys())
def test_the_search_proves_what_trying_every_plan_shows(week: Problem) -> None:
    outcome = solve(week, ONE_WORKER)
    assert {key: outcome.goal(key).value for key in least_values(week)} == least_values(week)


@pytest.mark.parametrize("form", FORMS, ids=("pairs", "patterns"))
@pytest.mark.parametrize("week", WEEKS.values(), ids=WEEKS.keys())
def test_no_goal_forbids_what_the_rules_allow(week: Problem, form: Form) -> None:
    choices = written_for_all_goals(week, form).choices
    plans = accepted_by_checker(week)
    assert [plan for plan in plans if not keeps_every_row(choices.model, choices.values(plan))] == []


@pytest.mark.parametrize("wished", [0, 90, 100, 400])
def test_the_cost_of_minutes_is_the_one_of_the_rules(wished: int) -> None:
    week = problem([], [person(wished_minutes=wished, promised_minutes=wished // 2)])
    [anna] = week.people
    assert promises.cost_of_minutes(anna, 0) == checked.measure(week, plan())["promises"]


@pytest.mark.parametrize("goal", GOALS, ids=[goal.KEY for goal in GOALS])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_goal_told_wrongly_is_noticed(
    workers: int, goal: ModuleType, monkeypatch: pytest.MonkeyPatch, search_and_checker_agree: list[str]
) -> None:
    told: Callable[[Choices], Sum] = goal.cost
    monkeypatch.setattr(goal, "cost", lambda choices: told(choices) + 1)
    solve(problem([a2], [person("anna")], published=()), Limits(workers=workers))
    assert {complaint.split()[0] for complaint in search_and_checker_agree} >= {goal.KEY}
    search_and_checker_agree.clear()


def test_where_a_goal_is_told_wrongly_the_checker_has_the_last_word(
    monkeypatch: pytest.MonkeyPatch, search_and_checker_agree: list[str]
) -> None:
    monkeypatch.setattr(cover, "weight", lambda problem, session, need: 1)
    outcome = solve(problem([a2], []), ONE_WORKER)
    search_and_checker_agree.clear()
    assert outcome.goal("cover").value == 4


def test_people_with_many_different_totals_are_counted_in_single_minutes() -> None:
    lengths = (31, 47, 53, 59, 61, 67, 71)
    week = problem(
        [session("a2", day, minutes=minutes) for day, minutes in enumerate(lengths)],
        [person("anna", wished_minutes=250, promised_minutes=90, max_days_week=7)],
    )
    outcome = solve(week, ONE_WORKER)
    assert {key: outcome.goal(key).value for key in least_values(week)} == least_values(week)


def bound_of_faces(week: Problem, rules: Sequence[ModuleType]) -> int:
    """What the relaxation says of continuity when every seat is filled."""
    written = write(Given.of(week), patterns.write, rules=rules)
    model = written.choices.model
    model.keep(written.costs["cover"], upper=0)
    found = relax(model, model.rows, written.costs["continuity"], math.inf, lambda: False)
    assert found is not None
    return found.bound


def test_people_who_can_come_twice_a_week_are_whole_faces_in_the_bound_too() -> None:
    twice = [person(name, max_days_week=2) for name in ("anna", "berta", "carl", "doris", "emil")]
    week = problem([session("a2", day) for day in range(5)], twice)
    without = [rule for rule in RULES if rule.KEY != "workload"]
    assert (bound_of_faces(week, RULES), bound_of_faces(week, without)) == (9, 3)
