"""Timefold plays by the same rules: what it is told of a week, and, where it is installed, what it makes of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from roster.plan import Plan
from roster.problem import Problem
from roster.rules import BALANCE, check, measure
from roster.rules.promises import cost
from tests.benchmarks import compare, timefold_process
from tests.benchmarks.contenders import OURS, TIMEFOLD, timefold
from tests.benchmarks.timefold_process import TimefoldProcess, lacking
from tests.benchmarks.timefold_terms import clash, promise_cost
from tests.benchmarks.timefold_week import NotModelled, TimefoldWeek, unseen_costs
from tests.solver.biting_weeks import WEEKS
from tests.tiny_problems import tiny_problems
from tests.tiny_school import LEAD_AND_HELPER, MON, TUE, every_plan, person, plan, problem, seat, session

minutes = st.integers(0, 900)
evening = session("a2", TUE, "18:30", needs=LEAD_AND_HELPER)
needs_timefold = pytest.mark.skipif(bool(lacking()), reason=lacking())


def week_of(tiny: Problem) -> TimefoldWeek:
    """The week, or another example where Timefold takes no part."""
    try:
        return TimefoldWeek(tiny)
    except NotModelled:
        assume(False)
        raise


def is_modelled(tiny: Problem) -> bool:
    """Whether Timefold can be told the week."""
    try:
        TimefoldWeek(tiny)
    except NotModelled:
        return False
    return True


def told_by_checkers(week: TimefoldWeek) -> dict[Plan, tuple[int, ...]]:
    """Cover, promises and balance of each plan that keeps the rules, without the seats that Timefold does not see."""
    unseen = unseen_costs(week)
    found = {}
    for one in every_plan(week.problem):
        if week.roster(one) is not None and not check(week.problem, one):
            values = measure(week.problem, one)
            found[one] = (values["cover"] - unseen["cover"], values["promises"], values[BALANCE] - unseen[BALANCE])
    return found


def told_by_timefold(process: TimefoldProcess, week: TimefoldWeek) -> dict[Plan, tuple[int, ...]]:
    """The same by Timefold: of each plan in which it finds no hard rule broken."""
    plans = [(one, roster) for one in every_plan(week.problem) if (roster := week.roster(one)) is not None]
    found = process.scores(week, [roster for _, roster in plans])
    return {one: tuple(costs) for (one, _), (hard, *costs) in zip(plans, found, strict=True) if hard == 0}


# ---- what needs no Java ----------------------------------------------------------------------------------------------


@given(wished=minutes, promised=minutes, had=minutes)
def test_wished_hours_cost_what_the_goal_says(wished: int, promised: int, had: int) -> None:
    assert promise_cost(wished, promised, had) == cost(person(wished_minutes=wished, promised_minutes=promised), had)


@settings(max_examples=25)
@given(tiny=tiny_problems(most_plans=60))
def test_two_sessions_clash_where_the_rules_say_so(tiny: Problem) -> None:
    week = week_of(tiny)
    told = week.told()
    for one, other in combinations(told["seats"], 2):
        for row in set(one["people"]) & set(other["people"]) if one["session"] != other["session"] else ():
            journeys = told["people"][row]["journeys"]
            way = one["site"] * one["sites"] + other["site"], other["site"] * one["sites"] + one["site"]
            ways = (journeys[way[0]], journeys[way[1]])
            said = clash(one["start"], one["end"], other["start"], other["end"], *ways)
            both = week.plan([row if seat in (one, other) else None for seat in told["seats"]])
            found = [broken for broken in check(tiny, both) if len(broken.sessions) == 2]
            assert said == any(broken.rule in ("one_place", "travel_time") for broken in found)


@settings(max_examples=15)
@given(tiny=tiny_problems(most_plans=60))
def test_every_plan_that_keeps_the_rules_can_be_told_to_timefold(tiny: Problem) -> None:
    week = week_of(tiny)
    unspeakable = [one for one in every_plan(tiny) if week.roster(one) is None]
    assert [one for one in unspeakable if not check(tiny, one)] == []


def test_a_roster_comes_back_as_the_plan_that_it_was() -> None:
    week = TimefoldWeek(problem([evening], [person("anna"), person("berta")]))
    pair = plan(seat(evening, "anna", "helper"), seat(evening, "berta", "lead"))
    roster = week.roster(pair)
    assert roster is not None
    assert week.plan(roster) == pair


def test_somebody_who_may_not_take_a_seat_is_not_offered_it() -> None:
    week = TimefoldWeek(problem([evening], [person("anna"), person("berta", windows=())]))
    assert [seat["people"] for seat in week.told()["seats"]] == [[0], [0]]


def test_a_pinned_seat_holds_its_person_even_without_a_lead() -> None:
    pinned = problem([evening], [person("anna"), person("berta")], pins=(seat(evening, "anna", "helper"),))
    told = [(seat["person"], seat["needs_role"]) for seat in TimefoldWeek(pinned).told()["seats"]]
    assert told == [(0, -1), (None, -1)]


@pytest.mark.parametrize(
    "week",
    [
        replace(problem([evening]), published=()),
        problem([evening], [person("anna", newcomer=True)], pins=(seat(evening, "anna"),)),
    ],
    ids=["published", "a pinned newcomer"],
)
def test_a_week_that_timefold_is_not_told_the_rules_of_is_refused(week: Problem) -> None:
    with pytest.raises(NotModelled):
        TimefoldWeek(week)


def test_without_java_it_is_said_that_java_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "needs Java 17 or later (none found)" in lacking.__wrapped__()


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timefold_process, "_java_version", lambda: 17)
    monkeypatch.setenv(timefold_process.WHICH_PYTHON, "no-such-python")
    assert "pip install --group timefold" in lacking.__wrapped__()


def test_the_comparison_leaves_out_what_is_missing_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "lacking", lambda: "Java is missing.")
    assert compare.takes_part([OURS, TIMEFOLD]) == ([OURS], ["Timefold is not compared. Java is missing."])


def test_the_comparison_takes_in_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "lacking", lambda: "")
    assert compare.takes_part([OURS, TIMEFOLD]) == ([OURS, TIMEFOLD], [])


def test_a_process_that_breaks_down_is_an_error_and_no_empty_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(timefold_process.WHICH_PYTHON, "false")
    with pytest.raises(RuntimeError, match="ended before"), timefold_process.timefold_process():
        pass


# ---- with Timefold ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def process() -> Iterator[TimefoldProcess]:
    """Timefold, started once for all weeks."""
    with timefold_process.timefold_process() as started:
        yield started


class Notes:
    """The last plan that was told."""

    def __init__(self) -> None:
        self.plans: list[Plan] = []

    def begin(self) -> None:
        self.plans.clear()

    def plan(self, plan: Plan) -> None:
        self.plans.append(plan)

    def bound(self, goal: str, bound: int, proven: bool) -> None:
        raise AssertionError("Timefold has no bounds")


@needs_timefold
@pytest.mark.timeout(600)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tiny=tiny_problems(most_plans=60))
def test_timefold_accepts_the_plans_that_the_checkers_accept_and_prices_them_alike(
    process: TimefoldProcess, tiny: Problem
) -> None:
    week = week_of(tiny)
    assert told_by_timefold(process, week) == told_by_checkers(week)


BITING = [week for weeks in WEEKS.values() for week in weeks.values() if is_modelled(week)]


@needs_timefold
@pytest.mark.timeout(600)
@pytest.mark.parametrize("tiny", BITING)
def test_timefold_agrees_with_the_checkers_where_a_rule_bites(process: TimefoldProcess, tiny: Problem) -> None:
    week = TimefoldWeek(tiny)
    assert told_by_timefold(process, week) == told_by_checkers(week)


@needs_timefold
@pytest.mark.timeout(120)
def test_timefold_finds_the_best_plan_of_a_tiny_week() -> None:
    sessions = [evening, session("a2", MON, "18:30", needs=LEAD_AND_HELPER)]
    tiny = problem(sessions, [person("anna", max_days_week=1, wished_minutes=90), person("berta", wished_minutes=180)])
    notes = Notes()
    timefold(tiny, 2.0, notes)
    values = measure(tiny, notes.plans[-1])
    assert (check(tiny, notes.plans[-1]), values["cover"], values["promises"]) == ([], 2, 0)


def test_this_interpreter_is_tried_where_no_other_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(timefold_process.WHICH_PYTHON, raising=False)
    assert timefold_process._python() == sys.executable
