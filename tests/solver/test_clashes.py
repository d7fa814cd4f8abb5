"""Pins that clash and courses that nobody can teach, each with the smallest set of facts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from roster.problem import Problem, Qualification, Site
from roster.reasons import clashes
from roster.reasons.clashes import pin_clashes, unteachable
from roster.records import Level
from solver.given import Given
from tests.tiny_problems import tiny_problems
from tests.tiny_school import MON, TUE, WED, person, problem, seat, session, window

NAMES = {"anna": "Anna", "a2": "A2", "lead": "lead"}
a2 = session("a2", MON)
b1 = session("b1", TUE)
late = session("late", MON, "19:00")


def test_two_pins_at_one_time_clash_with_each_other_alone() -> None:
    pins = (seat(b1, "anna"), seat(a2, "anna"), seat(late, "anna"))
    [clash] = pin_clashes(problem([a2, b1, late], [person("anna")], pins=pins))
    assert (clash.pin, clash.with_pins) == (seat(late, "anna"), (seat(a2, "anna"),))


def test_too_many_hours_are_told_with_as_few_pins_as_exceed_them() -> None:
    sessions = [session("x", day) for day in (MON, TUE, WED)]
    pins = tuple(seat(one, "anna") for one in sessions)
    [clash] = pin_clashes(problem(sessions, [person("anna", max_minutes_week=180)], pins=pins))
    assert clash.with_pins == pins[:2]


def test_a_pin_that_breaks_a_rule_by_itself_clashes_with_no_other() -> None:
    pins = (seat(b1, "anna"), seat(a2, "anna"))
    week = problem([a2, b1], [person("anna", refused_sites=("south",))], pins=pins)
    stuck = replace(week, sessions=(replace(a2, site="south"), b1), sites=(*week.sites, Site("south")))
    [clash] = pin_clashes(problem(stuck.sessions, stuck.people, pins=pins))
    assert (clash.pin, clash.with_pins, [one.rule for one in clash.reasons]) == (pins[1], (), ["site_access"])


@settings(max_examples=60)
@given(week=tiny_problems(most_plans=400))
def test_every_clash_really_clashes(week: Problem) -> None:
    for clash in pin_clashes(week):
        if clash.pin in week.pins:
            alone = replace(week, pins=(*clash.with_pins, clash.pin))
            assert Given.of(alone).set_aside == (clash.pin,)


def test_a_course_at_a_level_that_nobody_teaches_is_named_with_the_rule() -> None:
    c1 = session("c1", TUE, level=Level.C1)
    anna = person("anna", qualifications=[Qualification("lead", level_to=Level.B1)])
    [found] = unteachable(problem([a2, c1], [anna]))
    assert (found.course, found.sessions, found.rules, found.whole_course) == (
        "c1",
        (c1.key,),
        ("qualification",),
        True,
    )


def test_different_reasons_for_different_people_are_named_together() -> None:
    people = [person("anna", windows=[]), person("berta", refused_sites=("north",))]
    [found] = unteachable(problem([a2], people))
    assert found.rules == ("availability", "site_access")


def test_a_seat_that_one_person_can_take_is_not_hopeless() -> None:
    assert unteachable(problem([a2], [person("anna", windows=[]), person("berta")])) == []


def test_a_single_session_that_nobody_can_take_is_named_by_its_day() -> None:
    second = session("a2", TUE)
    week = problem([a2, second], [person("anna", windows=[window(MON, "18:00", "21:00")])])
    [found] = unteachable(week)
    assert (found.sessions, found.whole_course) == ((second.key,), False)
    assert "Tue 24 Nov" in found.text("en", NAMES)


def test_of_many_pins_none_is_named_that_could_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clashes, "MOST_TRIED", 0)  # as if there were too many sets to try them all
    pins = (seat(b1, "anna"), seat(a2, "anna"), seat(late, "anna"))
    [clash] = pin_clashes(problem([a2, b1, late], [person("anna")], pins=pins))
    assert clash.with_pins == (seat(a2, "anna"),)
