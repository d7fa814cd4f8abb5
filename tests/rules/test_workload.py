"""workload: minutes a week, sessions a day, days a week, everything counted."""

import datetime as dt

import pytest

from roster.problem import Commitment
from tests.tiny_school import (
    CLOCK_WEEK,
    FRI,
    LEAD_AND_HELPER,
    MON,
    SAT,
    THU,
    TUE,
    WED,
    WEEK,
    broken,
    person,
    problem,
    seat,
    session,
)

MONDAY, TUESDAY = session("mon", MON), session("tue", TUE)
MORNING, EVENING = session("morning", TUE, "09:00"), session("evening", TUE, "18:30")


def duty(weekday: int, starts_at_minute: int, minutes: int) -> Commitment:
    start = weekday * 1440 + starts_at_minute
    return Commitment(WEEK + dt.timedelta(days=weekday), start, start + minutes)


@pytest.mark.parametrize(("limit", "violations"), [(180, []), (179, ["workload"])])
def test_the_minutes_of_a_week_may_reach_the_limit_but_not_exceed_it(limit: int, violations: list[str]) -> None:
    anna = person("anna", max_minutes_week=limit)

    assert broken(problem([MONDAY, TUESDAY], [anna]), seat(MONDAY, anna), seat(TUESDAY, anna)) == violations


@pytest.mark.parametrize(("limit", "violations"), [(2, []), (1, ["workload"])])
def test_the_sessions_of_a_day_have_a_limit(limit: int, violations: list[str]) -> None:
    anna = person("anna", max_sessions_day=limit)

    assert broken(problem([MORNING, EVENING], [anna]), seat(MORNING, anna), seat(EVENING, anna)) == violations


@pytest.mark.parametrize(("limit", "violations"), [(2, []), (1, ["workload"])])
def test_the_days_of_a_week_have_a_limit(limit: int, violations: list[str]) -> None:
    anna = person("anna", max_days_week=limit)

    assert broken(problem([MONDAY, TUESDAY], [anna]), seat(MONDAY, anna), seat(TUESDAY, anna)) == violations


def test_a_session_over_midnight_belongs_to_the_day_it_starts() -> None:
    night, next_evening = session("night", MON, "23:00", 120), session("next", TUE, "18:30")
    anna = person("anna", max_sessions_day=1, max_days_week=2)

    assert broken(problem([night, next_evening], [anna]), seat(night, anna), seat(next_evening, anna)) == []


def test_minutes_are_those_that_really_pass_when_the_clocks_go_back() -> None:
    night = session("night", SAT, "22:00", 9 * 60, week=CLOCK_WEEK)  # 22:00 to 06:00 by the clock
    anna = person("anna", max_minutes_week=8 * 60)

    assert broken(problem([night], [anna]), seat(night, anna)) == ["workload"]


@pytest.mark.parametrize(
    "limits",
    [{"max_minutes_week": 149}, {"max_sessions_day": 1}, {"max_days_week": 1}],
    ids=["minutes", "sessions a day", "days"],
)
def test_duties_elsewhere_count_in_every_limit(limits: dict[str, int]) -> None:
    weekday = TUE if "max_sessions_day" in limits else FRI
    anna = person("anna", commitments=(duty(weekday, 480, 60),), **limits)

    assert broken(problem([EVENING], [anna]), seat(EVENING, anna)) == ["workload"]


def test_duties_elsewhere_alone_are_none_of_our_business() -> None:
    anna = person("anna", max_minutes_week=60, max_days_week=1, commitments=(duty(MON, 480, 90), duty(TUE, 480, 90)))

    assert broken(problem([EVENING], [anna])) == []


def test_the_past_counts_in_but_is_not_judged_alone() -> None:
    over, more = session("over", MON, past=True), session("more", MON, "09:00", past=True)
    anna = person("anna", max_minutes_week=180, max_sessions_day=1)
    told = (seat(over, anna), seat(more, anna))
    school = problem([over, more, EVENING], [anna], published=told)

    assert broken(school, *told) == []
    assert broken(school, *told, seat(EVENING, anna)) == ["workload"]


def test_a_busy_past_day_does_not_forbid_another_day() -> None:
    over, more = session("over", MON, past=True), session("more", MON, "09:00", past=True)
    anna = person("anna", max_sessions_day=1)
    told = (seat(over, anna), seat(more, anna))

    assert broken(problem([over, more, EVENING], [anna], published=told), *told, seat(EVENING, anna)) == []


def test_each_limit_is_told_on_its_own() -> None:
    sessions = [session(f"c{day}", day, starts) for day in (WED, THU) for starts in ("09:00", "18:30")]
    anna = person("anna", max_minutes_week=300, max_sessions_day=1, max_days_week=1)

    assert broken(problem(sessions, [anna]), *(seat(one, anna) for one in sessions)) == ["workload"] * 4


def test_two_seats_of_one_session_take_its_minutes_once() -> None:
    double = session(needs=LEAD_AND_HELPER)
    anna = person("anna", max_minutes_week=90, max_sessions_day=1)

    assert broken(problem([double], [anna]), seat(double, anna), seat(double, anna, "helper")) == ["one_place"]
