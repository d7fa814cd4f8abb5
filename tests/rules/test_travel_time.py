"""travel_time: the way takes its minutes, plus the buffer."""

import datetime as dt
from dataclasses import replace

import pytest

from roster.plan import Plan
from roster.problem import Commitment, Problem, Session, Settings, Site
from roster.records import Means
from roster.rules import check, travel_time
from tests.tiny_school import (
    CLOCK_WEEK,
    MON,
    SAT,
    SUN,
    TUE,
    WEEK,
    broken,
    elapsed,
    person,
    plan,
    problem,
    seat,
    session,
)

ANNA = person("anna", max_sessions_day=9)
FIRST = session("a2", TUE, "09:00", 90, site="north")
WAYS = {("north", "south"): 12, ("south", "north"): 30}


def day_with(*sessions: Session, buffer: int = 5) -> tuple[Problem, Plan]:
    school = problem(sessions, [ANNA], ways=WAYS, settings=Settings(travel_buffer_minutes=buffer))
    return school, plan(*(seat(one, ANNA) for one in sessions))


@pytest.mark.parametrize(
    ("starts", "violations"), [("10:47", []), ("10:46", ["travel_time"]), ("10:30", ["travel_time"])]
)
def test_the_gap_must_hold_the_way_and_the_buffer_to_the_minute(starts: str, violations: list[str]) -> None:
    school, week = day_with(FIRST, session("b1", TUE, starts, site="south"))

    assert [found.rule for found in check(school, week)] == violations


def test_the_way_back_is_its_own() -> None:
    school, week = day_with(session("b1", TUE, "09:00", 90, site="south"), session("a2", TUE, "10:47", site="north"))

    (violation,) = check(school, week)

    assert dict(violation.facts) == {"way_minutes": 35, "gap_minutes": 17}


def test_within_a_site_there_is_neither_way_nor_buffer() -> None:
    assert check(*day_with(FIRST, session("b1", TUE, "10:30", site="north"))) == []


def test_without_buffer_only_the_way_counts() -> None:
    assert check(*day_with(FIRST, session("b1", TUE, "10:42", site="south"), buffer=0)) == []


def test_sessions_that_overlap_belong_to_one_place() -> None:
    school, week = day_with(FIRST, session("b1", TUE, "10:29", site="south"))

    assert [found.rule for found in check(school, week)] == ["one_place"]


def test_the_way_is_by_the_persons_own_means() -> None:
    walker, rider = person("anna", means=Means.FOOT), person("berta", means=Means.BIKE)
    later = session("b1", TUE, "10:38", site="south")
    school = problem([FIRST, later], [walker, rider], ways=WAYS)
    by_bike = tuple(replace(way, minutes=3) if way.means is Means.BIKE else way for way in school.journeys)
    school = replace(school, journeys=by_bike)

    assert broken(school, seat(FIRST, rider), seat(later, rider)) == []
    assert broken(school, seat(FIRST, walker), seat(later, walker)) == ["travel_time"]


def test_over_midnight_a_way_takes_its_time_as_well() -> None:
    night = session("cafe", MON, "22:30", 90, site="north")

    assert [found.rule for found in check(*day_with(night, session("b1", TUE, "00:16", site="south")))] == [
        "travel_time"
    ]
    assert check(*day_with(night, session("b1", TUE, "00:17", site="south"))) == []


def test_on_the_night_of_the_clock_change_the_minutes_that_really_pass_count() -> None:
    before = session("cafe", SAT, "23:00", 210, site="south", week=CLOCK_WEEK)  # until 02:30, before the clocks go back
    after = session("b1", SUN, "03:00", 60, site="north", week=CLOCK_WEEK)  # 90 minutes later, not 30

    assert after.start_minute - before.end_minute == 90
    assert check(*day_with(before, after)) == []


def test_the_neighbour_is_not_the_only_one_in_the_way() -> None:
    short = session("b1", TUE, "10:35", 5, site="north")

    school, week = day_with(FIRST, short, session("c1", TUE, "10:45", site="south"))

    assert [found.sessions[0] for found in check(school, week)] == [FIRST.key, short.key]


@pytest.mark.parametrize(("site", "violations"), [("south", ["travel_time"]), ("north", []), (None, [])])
def test_a_duty_elsewhere_needs_a_way_where_its_site_is_known(site: str | None, violations: list[str]) -> None:
    start = elapsed(TUE, "10:35")
    anna = person("anna", commitments=(Commitment(WEEK + dt.timedelta(days=TUE), start, start + 60, site),))
    school = problem([FIRST], [anna], sites=[Site("north"), Site("south")], ways=WAYS)

    assert broken(school, seat(FIRST, anna)) == violations


def test_a_duty_elsewhere_before_the_session_needs_its_own_way() -> None:
    end = elapsed(TUE, "08:30")
    anna = person("anna", commitments=(Commitment(WEEK + dt.timedelta(days=TUE), end - 60, end, "south"),))
    school = problem([FIRST], [anna], ways=WAYS)

    assert broken(school, seat(FIRST, anna)) == ["travel_time"]


def test_two_past_sessions_are_not_judged_but_a_past_and_a_future_one_are() -> None:
    over, next_over = (
        session("a2", TUE, "09:00", 90, past=True),
        session("b1", TUE, "10:35", 10, site="south", past=True),
    )
    later = session("c1", TUE, "10:50", site="north")
    told = (seat(over, ANNA), seat(next_over, ANNA))
    school = problem([over, next_over, later], [ANNA], ways=WAYS, published=told)

    assert broken(school, *told) == []
    assert broken(school, *told, seat(later, ANNA)) == ["travel_time"]


def test_control_a_rule_that_forgets_the_buffer_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Problem, "journey", Problem.way_minutes)

    with pytest.raises(AssertionError):
        test_the_gap_must_hold_the_way_and_the_buffer_to_the_minute("10:46", ["travel_time"])


def test_control_a_rule_that_accepts_everything_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel_time, "check", lambda problem, plan: [])

    with pytest.raises(AssertionError):
        test_the_gap_must_hold_the_way_and_the_buffer_to_the_minute("10:30", ["travel_time"])
