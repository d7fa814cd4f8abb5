"""Obstacles: what stands between a person and a seat."""

import datetime as dt

from roster.plan import Plan
from roster.problem import Ban, Problem, Session
from roster.rules import obstacles, obstacles_of
from tests.tiny_school import LEAD_AND_HELPER, TUE, person, plan, problem, seat, session

ANNA, BERTA = person("anna"), person("berta")
EVENING = session("a2", TUE, "18:30", needs=LEAD_AND_HELPER)
LATER = session("b1", TUE, "20:10", site="south", needs=LEAD_AND_HELPER)


def in_the_way(school: Problem, week: Plan, where: Session = EVENING, role: str = "lead") -> dict[str, list[str]]:
    return {
        who: [violation.rule for violation in found] for who, found in obstacles(school, week, where.key, role).items()
    }


def test_who_could_come_now_has_nothing_in_the_way() -> None:
    assert in_the_way(problem([EVENING], [ANNA, BERTA]), Plan()) == {"anna": [], "berta": []}


def test_everything_in_the_way_is_told_in_the_order_of_the_rules() -> None:
    anna = person("anna", windows=[], qualifications=[], refused_sites=("north",), max_minutes_week=60)
    where = session(certificates=("clearance",))
    school = problem([where], [anna], bans=(Ban(where.key, "anna"),))

    assert in_the_way(school, Plan(), where) == {
        "anna": ["availability", "qualification", "certificate", "workload", "site_access", "decisions"]
    }


def test_who_sits_elsewhere_then_is_in_one_place() -> None:
    other = session("b1", TUE, "19:00")
    school = problem([EVENING, other], [ANNA, BERTA])

    assert in_the_way(school, plan(seat(other, ANNA))) == {"anna": ["one_place"], "berta": []}


def test_who_sits_in_the_session_already_is_in_one_place() -> None:
    school = problem([EVENING], [ANNA, BERTA])

    assert in_the_way(school, plan(seat(EVENING, ANNA, "helper"))) == {"anna": ["one_place"], "berta": []}


def test_too_short_ways_are_told_in_both_directions() -> None:
    school = problem([EVENING, LATER], [ANNA])

    assert in_the_way(school, plan(seat(LATER, ANNA)))["anna"] == ["travel_time"]
    assert in_the_way(school, plan(seat(EVENING, ANNA)), LATER)["anna"] == ["travel_time"]


def test_who_would_exceed_a_limit_is_told() -> None:
    busy = person("anna", max_sessions_day=1)
    school = problem([EVENING, LATER], [busy], ways={("north", "south"): 1})

    assert in_the_way(school, plan(seat(LATER, busy)))["anna"] == ["workload"]


def test_a_helper_before_the_lead_a_newcomer_alone_and_a_pair_kept_apart_are_told() -> None:
    new = person("nina", newcomer=True)
    school = problem([EVENING], [ANNA, BERTA, new], apart=(("anna", "berta"),))

    assert in_the_way(school, Plan(), role="helper")["anna"] == ["support_needs_lead"]
    assert in_the_way(school, Plan())["nina"] == ["newcomers"]
    assert in_the_way(school, plan(seat(EVENING, ANNA)), role="helper") == {
        "anna": ["one_place"],
        "berta": ["apart"],
        "nina": [],
    }


def test_a_full_seat_an_unneeded_role_and_an_unknown_session_are_for_nobody() -> None:
    school = problem([EVENING], [ANNA, BERTA])

    assert in_the_way(school, plan(seat(EVENING, ANNA)))["berta"] == ["seats"]
    assert in_the_way(school, Plan(), role="host") == {"anna": ["seats"], "berta": ["seats"]}
    assert in_the_way(school, Plan(), session("zz")) == {"anna": ["seats"], "berta": ["seats"]}


def test_a_session_that_is_over_is_for_nobody() -> None:
    over = session(past=True)

    assert "decisions" in in_the_way(problem([over], [ANNA]), Plan(), over)["anna"]


def test_what_is_kept_in_mind_for_one_problem_is_not_told_of_another() -> None:
    free, away = problem([EVENING], [ANNA]), problem([EVENING], [person("anna", windows=[])])

    assert in_the_way(free, Plan())["anna"] == []
    assert in_the_way(away, Plan())["anna"] == ["availability"]
    assert in_the_way(free, Plan())["anna"] == []


def test_the_texts_name_the_day_as_people_do() -> None:
    anna = person("anna", windows=[])
    (violation,) = obstacles(problem([EVENING], [anna]), Plan(), EVENING.key, "lead")["anna"]

    assert EVENING.on_day == dt.date(2026, 11, 24)
    assert (
        violation.text("de", {"a2": "A2"})
        == "A2, Di 24.11. 18:30: anna ist nicht während des ganzen Termins verfügbar."
    )


def test_who_is_not_qualified_can_be_left_out() -> None:
    unqualified = person("carl", qualifications=[])
    away = person("berta", windows=[])
    school = problem([EVENING], [ANNA, away, unqualified])

    everybody = obstacles(school, Plan(), EVENING.key, "lead")
    qualified = obstacles(school, Plan(), EVENING.key, "lead", qualified_only=True)

    assert qualified == {key: found for key, found in everybody.items() if key != "carl"}


def test_one_person_alone_meets_what_they_meet_among_everybody() -> None:
    other = session("b1", TUE, "19:00")
    school, week = problem([EVENING, other], [ANNA, BERTA]), plan(seat(other, ANNA))

    for who, found in obstacles(school, week, EVENING.key, "lead").items():
        assert obstacles_of(school, week, who, EVENING.key, "lead") == found
