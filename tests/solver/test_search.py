"""The search as a whole: always a plan, honest bounds, steady progress, and the same again where that was promised."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from roster.outcome import Outcome, Progress, Status
from roster.plan import Plan
from roster.problem import Need, Problem, Settings
from roster.records import GoalOrder, Willingness
from roster.rules import check, measure
from solver import Limits, solve, telling
from solver.engine import Engine, News, Run
from solver.linear import Sum
from tests.tiny_school import LEAD_AND_HELPER, MON, TUE, WED, person, plan, problem, seat, session, window

Hear = Callable[[News], None]

NO_TIME = Limits(total_seconds=0)
a2 = session("a2", TUE, "18:30")
b1 = session("b1", WED, "18:30")


def crowded_week(strict: bool = False) -> Problem:
    """A week too large to be proven in no time: 20 people, 60 sessions at two sites."""
    sessions = [
        session(
            f"c{number % 15}",
            number % 5,
            f"{9 + 2 * (number // 15):02d}:00",
            site=("north", "south")[number % 2],
            needs=LEAD_AND_HELPER,
        )
        for number in range(60)
    ]
    people = [
        person(
            f"p{number:02d}",
            wished_minutes=90 * (number % 4 + 1),
            windows=[
                window(day, f"{9 + number % 3:02d}:00", "17:00", Willingness(1 + (number + day) % 3))
                for day in range(5)
                if (number + day) % 3
            ],
            newcomer=number % 7 == 0,
        )
        for number in range(20)
    ]
    order = GoalOrder.STRICT if strict else GoalOrder.BALANCED
    return problem(sessions, people, settings=Settings(goal_order=order))


class Notes:
    """A watch that keeps what it is told, and cancels once it has been told so often."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.progresses: list[Progress] = []
        self._cancel_after = cancel_after

    def progress(self, progress: Progress) -> None:
        self.progresses.append(progress)

    def cancelled(self) -> bool:
        return self._cancel_after is not None and len(self.progresses) >= self._cancel_after


def values_of(goals: Outcome | Progress) -> dict[str, int]:
    return {goal.key: goal.value for goal in goals.goals}


# ---- always a plan --------------------------------------------------------------------------------------------------


def test_an_empty_week_gives_an_empty_plan_that_is_proven() -> None:
    outcome = solve(problem())
    assert (outcome.plan, outcome.status) == (Plan(), Status.OPTIMAL)


def test_a_week_without_people_leaves_every_seat_empty() -> None:
    outcome = solve(problem([a2, b1]))
    assert (outcome.plan, outcome.goal("cover").value, outcome.status) == (Plan(), 8, Status.OPTIMAL)


def test_one_volunteer_and_one_seat_come_together() -> None:
    assert solve(problem([a2], [person("anna")])).plan == plan(seat(a2, "anna"))


def test_people_without_sessions_get_nothing_to_do() -> None:
    assert solve(problem([], [person("anna", wished_minutes=90)])).goal("promises").value == 90


def test_no_time_at_all_still_gives_the_past_and_the_pins() -> None:
    past = session("b1", MON, past=True)
    week = problem(
        [past, a2],
        [person("anna"), person("berta")],
        published=plan(seat(past, "berta")).assignments,
        pins=(seat(a2, "anna"),),
    )
    assert solve(week, NO_TIME).plan == plan(seat(past, "berta"), seat(a2, "anna"))


def test_no_time_at_all_leaves_bounds_that_are_true() -> None:
    outcome = solve(problem([a2], [person("anna")]), NO_TIME)
    assert (outcome.goal("cover").bound, outcome.status, outcome.cut_short) == (0, Status.FEASIBLE, True)


def test_a_pin_that_cannot_stand_is_set_aside_and_named() -> None:
    pin = seat(a2, "anna")
    outcome = solve(problem([a2], [person("anna", windows=())], pins=(pin,)))
    assert (outcome.set_aside, outcome.plan) == ((pin,), Plan())


def test_a_newcomer_with_a_pin_comes_where_somebody_experienced_can_be_found() -> None:
    supported = session(needs=LEAD_AND_HELPER)
    week = problem(
        [supported, session("b1", TUE, "18:30", priority=4)],
        [person("anna", newcomer=True), person("berta")],
        pins=(seat(supported, "anna", "helper"),),
    )
    assert seat(supported, "berta") in solve(week).plan.assignments


def test_five_hundred_seats_for_one_volunteer_give_a_plan() -> None:
    sessions = [session(f"c{number}", number % 5, f"{8 + number % 10:02d}:00", 20) for number in range(500)]
    week = problem(sessions, [person("anna", max_sessions_day=20)])
    outcome = solve(week, Limits(total_seconds=2))
    assert (len(outcome.plan.assignments) > 0, check(week, outcome.plan)) == (True, [])


# ---- honest values and bounds ---------------------------------------------------------------------------------------


def test_every_value_is_the_checkers() -> None:
    week = crowded_week()
    outcome = solve(week, Limits(total_seconds=2))
    assert values_of(outcome) == measure(week, outcome.plan)


def test_no_plan_of_the_search_breaks_a_rule() -> None:
    week = crowded_week()
    watch = Notes()
    solve(week, Limits(total_seconds=2), watch)
    assert [check(week, told.plan) for told in watch.progresses if told.plan and check(week, told.plan)] == []


def test_the_goals_come_in_the_order_of_the_rules_with_the_balance_last() -> None:
    keys = [goal.key for goal in solve(problem()).goals]
    assert keys == ["cover", "stability", "promises", "continuity", "wishes", "travel", "wished_seats", "balance"]


def test_a_goal_inside_the_balance_has_no_bound_of_its_own() -> None:
    outcome = solve(problem([a2], [person("anna")]))
    assert [outcome.goal(key).bound for key in ("continuity", "wishes", "travel", "wished_seats")] == [None] * 4


def test_a_goal_inside_the_balance_is_not_called_optimal_on_its_own() -> None:
    outcome = solve(problem([a2], [person("anna")]))
    optimal = [goal.key for goal in outcome.goals if goal.optimal]
    assert (outcome.status, optimal) == ("optimal", ["cover", "stability", "promises", "balance"])


def test_in_the_strict_order_every_goal_has_its_bound() -> None:
    week = problem([a2], [person("anna")], settings=Settings(goal_order=GoalOrder.STRICT))
    goals = solve(week).goals
    assert [goal.key for goal in goals if goal.bound is None] == ["balance"]


@pytest.mark.parametrize(("order", "faces"), [(GoalOrder.STRICT, 1), (GoalOrder.BALANCED, 2)])
def test_only_the_strict_order_lets_somebody_wait_all_day_for_one_face_less(order: GoalOrder, faces: int) -> None:
    week = problem(
        [session("a2", TUE, "09:00"), a2],
        [person("anna", wished_minutes=180), person("berta", wished_minutes=90)],
        settings=Settings(goal_order=order),
    )
    assert solve(week).goal("continuity").value == 3 * faces


def test_a_clock_that_ends_the_search_is_admitted() -> None:
    outcome = solve(crowded_week(), Limits(total_seconds=0.2, strict_seconds=0.2))
    assert outcome.cut_short == (outcome.status != Status.OPTIMAL)


def test_no_bound_lies_above_its_value() -> None:
    outcome = solve(crowded_week(), Limits(total_seconds=0.6))
    assert [goal for goal in outcome.goals if goal.bound is not None and goal.bound > goal.value] == []


# ---- progress and cancelling ----------------------------------------------------------------------------------------


def test_progress_never_gets_worse() -> None:
    watch = Notes()
    solve(crowded_week(), Limits(total_seconds=3), watch)
    ranks = [tuple(values_of(told)[key] for key in ("cover", "promises", "balance")) for told in watch.progresses]
    assert ranks == sorted(ranks, reverse=True)


def test_nobody_waits_for_the_first_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Notes()
    told_by_then = []

    def finding(engine: Engine, goal: Sum, hint: object, seconds: float, hear: Hear, *_: object, **__: object) -> Run:
        hear(News(tuple(engine.model.complete([1])), 0))
        told_by_then.append(watch.progresses[-1].plan)
        return Run(bound=0, proven=False, out_of_time=False)

    monkeypatch.setattr(telling, "PROGRESS_SECONDS", math.inf)
    monkeypatch.setattr(Engine, "run", finding)
    solve(problem([a2], [person("anna")]), Limits(workers=1), watch)
    assert told_by_then[0] == plan(seat(a2, "anna"))


def test_progress_is_told_while_the_search_runs() -> None:
    watch = Notes()
    solve(crowded_week(), Limits(total_seconds=2), watch)
    assert len({values_of(told)["cover"] for told in watch.progresses}) > 1


def test_the_last_progress_shows_the_plan_that_the_outcome_holds() -> None:
    watch = Notes()
    outcome = solve(crowded_week(), Limits(total_seconds=2), watch)
    assert [told.plan for told in watch.progresses if told.plan][-1] == outcome.plan


def test_progress_counts_the_required_seats() -> None:
    watch = Notes()
    solve(problem([a2, b1], [person("anna"), person("berta")]), watch=watch)
    assert (watch.progresses[0].filled_required, watch.progresses[-1].filled_required) == (0, 2)


def test_a_cancel_keeps_the_best_plan_so_far() -> None:
    watch = Notes(cancel_after=4)
    outcome = solve(crowded_week(), Limits(total_seconds=60), watch)
    best = [told.plan for told in watch.progresses if told.plan][-1]
    assert (outcome.status, outcome.plan) == (Status.CANCELLED, best)


def test_a_cancel_before_the_start_still_gives_a_plan() -> None:
    assert solve(problem([a2], [person("anna")]), watch=Notes(cancel_after=0)).status == Status.CANCELLED


def test_a_cancel_ends_the_search_soon() -> None:
    started = time.monotonic()
    solve(crowded_week(), Limits(total_seconds=60), Notes(cancel_after=4))
    assert time.monotonic() - started < 20


def test_an_error_of_the_watch_reaches_the_caller() -> None:
    class Broken(Notes):
        def progress(self, progress: Progress) -> None:
            raise LookupError("nobody listens")

    with pytest.raises(LookupError, match="nobody listens"):
        solve(crowded_week(), watch=Broken())


# ---- starting from a plan, and the same again -----------------------------------------------------------------------


def test_without_time_a_hint_that_keeps_the_rules_is_the_answer() -> None:
    hint = plan(seat(a2, "anna"))
    assert solve(problem([a2], [person("anna")]), NO_TIME, hint=hint).plan == hint


def test_a_hint_that_breaks_a_rule_is_only_a_hint() -> None:
    hint = plan(seat(a2, "anna"), seat(a2, "berta"))
    assert len(solve(problem([a2], [person("anna"), person("berta")]), hint=hint).plan.assignments) == 1


def test_without_time_a_published_week_stays_as_it_is() -> None:
    published = plan(seat(a2, "anna"), seat(b1, "anna"))
    week = problem([a2, b1], [person("anna")], published=published.assignments)
    assert solve(week, NO_TIME).plan == published


@pytest.mark.parametrize("strict", [False, True], ids=["balanced", "strict"])
def test_the_reproducible_setting_gives_the_same_plan_twice(strict: bool) -> None:
    limits = Limits(reproducible=True, effort=0.5)
    first, second = (solve(crowded_week(strict), limits) for _ in range(2))
    assert replace(first, seconds=0) == replace(second, seconds=0)


def test_the_reproducible_setting_knows_no_clock() -> None:
    outcome = solve(crowded_week(), Limits(total_seconds=0, reproducible=True, effort=0.2))
    assert (outcome.cut_short, len(outcome.plan.assignments) > 0) == (False, True)


def test_wished_seats_are_filled_only_after_the_required_ones() -> None:
    week = problem([session(needs=(Need("host", 1, 1),)), b1], [person("anna")])
    assert solve(week).goal("cover").value == 0
