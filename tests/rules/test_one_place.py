"""one_place: no overlap, neither here nor elsewhere."""

from roster.problem import Commitment
from roster.rules import check
from tests.tiny_school import (
    LEAD_AND_HELPER,
    MON,
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
EVENING = session("a2", TUE, "18:30", 90, needs=LEAD_AND_HELPER)


def test_sessions_that_touch_do_not_overlap() -> None:
    later = session("b1", TUE, "20:00")

    assert broken(problem([EVENING, later], [ANNA]), seat(EVENING, ANNA), seat(later, ANNA)) == []


def test_sessions_that_share_a_minute_do() -> None:
    later = session("b1", TUE, "19:59")
    (violation,) = check(problem([EVENING, later], [ANNA]), plan(seat(EVENING, ANNA), seat(later, ANNA)))

    assert (violation.rule, violation.sessions) == ("one_place", (EVENING.key, later.key))


def test_three_sessions_at_once_are_three_pairs() -> None:
    sessions = [session(course, TUE, "18:30") for course in ("a", "b", "c")]

    assert broken(problem(sessions, [ANNA]), *(seat(one, ANNA) for one in sessions)) == ["one_place"] * 3


def test_a_session_over_midnight_overlaps_one_of_the_next_day() -> None:
    night = session("cafe", MON, "23:00", 120)
    early = session("b1", TUE, "00:30", 60)

    assert broken(problem([night, early], [ANNA]), seat(night, ANNA), seat(early, ANNA)) == ["one_place"]


def test_two_seats_of_one_session_are_one_violation() -> None:
    assert broken(problem([EVENING], [ANNA]), seat(EVENING, ANNA), seat(EVENING, ANNA, "helper")) == ["one_place"]


def test_a_duty_elsewhere_at_the_same_time_forbids_the_session_and_one_beside_it_does_not() -> None:
    start = elapsed(TUE, "20:00")
    during = person("anna", commitments=(Commitment(WEEK, start - 1, start + 60),))
    after = person("berta", commitments=(Commitment(WEEK, start, start + 60),))
    school = problem([EVENING], [during, after])

    assert broken(school, seat(EVENING, during)) == ["one_place"]
    assert broken(school, seat(EVENING, after)) == []


def test_what_overlaps_in_the_past_is_over_but_a_future_session_beside_it_is_judged() -> None:
    first, second = session("a", TUE, "18:30", past=True), session("b", TUE, "18:30", past=True)
    third = session("c", TUE, "19:30")
    told = (seat(first, ANNA), seat(second, ANNA))
    school = problem([first, second, third], [ANNA], published=told)

    assert broken(school, *told) == []
    assert broken(school, *told, seat(third, ANNA)) == ["one_place", "one_place"]
