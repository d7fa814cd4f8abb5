"""What would fill an empty seat: the cheapest change of one person, and proofs that nothing does, by trying all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from roster.plan import Plan
from roster.problem import Ban, Certificate, Need, Problem, Qualification, Site, Span
from roster.reasons.empty_seats import empty_seats
from roster.rules import check
from solver import Limits, solve
from solver.engine import UNLIMITED, Engine, Run
from solver.explain.filling import Filling, Fillings
from solver.explain.screening import filled_required
from solver.explain.single_changes import Kind, SingleChange, single_changes
from solver.given import Given
from tests.solver.tried import accepted_by_checker, pins_given_up
from tests.tiny_problems import tiny_problems
from tests.tiny_school import (
    ALWAYS,
    ANYTHING,
    LEAD_AND_HELPER,
    MON,
    TUE,
    WEEK,
    person,
    plan,
    problem,
    seat,
    session,
    window,
)

NAMES = {"anna": "Anna", "a2": "A2", "lead": "lead", "north": "North"}
a2 = session("a2", MON)
b1 = session("b1", TUE)
late = session("late", MON, "19:00")


def filling(week: Problem, there: Plan, seat_of: str = a2.key, role: str = "lead") -> Filling:
    return Fillings(week, there).cheapest(seat_of, role)


def fills(week: Problem, before: Plan, after: Plan, session_key: str, role: str) -> bool:
    """Whether a plan fills one more seat of a need and loses no other required one."""
    filled = filled_required(week, after)
    kept = all(filled[need] >= least for need, least in filled_required(week, before).items())
    more = len(after.in_seat(session_key, role)) > len(before.in_seat(session_key, role))
    return kept and more and pins_given_up(week, after) <= pins_given_up(week, before)


def cheapest_of_all(week: Problem, there: Plan, session_key: str, role: str) -> int | None:
    """The cost of the cheapest change that fills a seat, by trying every plan of every changed week; 0 for none."""

    def filled_in(changed: Problem) -> bool:
        return any(fills(changed, there, one, session_key, role) for one in accepted_by_checker(changed))

    if filled_in(week):
        return 0
    return next((change.cost for change in single_changes(week) if filled_in(change.applied(week))), None)


def fills_with_all_of_one_person(week: Problem, there: Plan, session_key: str, role: str) -> bool:
    """Whether somebody fills a seat if they offer and learn all that a person can, by trying every plan."""
    kinds = {kind for one in week.sessions for need in one.needs for kind in (*one.certificates, *need.certificates)}
    for one in week.people:
        able = replace(
            one,
            windows=ALWAYS,
            absences=(),
            qualifications=ANYTHING,
            certificates=tuple(Certificate(kind, WEEK) for kind in sorted(kinds)),
            refused_sites=(),
            max_minutes_week=9999,
            max_sessions_day=9,
            max_days_week=9,
        )
        let_in = (site if site.access is None else replace(site, access=(*site.access, one.key)) for site in week.sites)
        people = tuple(able if other is one else other for other in week.people)
        changed = replace(week, people=people, sites=tuple(let_in))
        if any(fills(changed, there, plan, session_key, role) for plan in accepted_by_checker(changed)):
            return True
    return False


@settings(max_examples=25)
@given(week=tiny_problems(most_plans=40))
def test_the_cheapest_change_is_the_cheapest_of_all_changes(week: Problem) -> None:
    there = solve(week, Limits(workers=1)).plan
    for empty in empty_seats(week, there)[:2]:
        found = Fillings(week, there).cheapest(empty.session, empty.role)
        cost = 0 if found.as_it_is else found.change.cost if found.change else None
        assert found.proven
        assert cost == cheapest_of_all(week, there, empty.session, empty.role)
        if found.change is None and not found.as_it_is and not Given.of(week).set_aside:
            able = fills_with_all_of_one_person(week, there, empty.session, empty.role)
            assert found.impossible is (bool(week.people) and not able)
        if found.plan is not None:
            changed = found.change.applied(week) if found.change else week
            assert check(changed, found.plan) == []
            assert fills(changed, there, found.plan, empty.session, empty.role)


def test_a_window_that_is_a_little_too_short_is_longer_by_just_that() -> None:
    anna = person("anna", windows=[window(MON, "18:30", "19:45")])
    found = filling(problem([a2], [anna]), plan())
    assert found.change == SingleChange(15, Kind.WINDOW, "anna", 15, a2.key)


def test_a_day_without_any_window_costs_a_new_one() -> None:
    found = filling(problem([a2], [person("anna", windows=[])]), plan())
    assert found.change == SingleChange(120, Kind.WINDOW, "anna", 90, a2.key)


@pytest.mark.parametrize(
    ("anna", "kind"),
    [
        (person("anna", absences=(Span(a2.start_minute, a2.end_minute),)), Kind.ABSENCE),
        (person("anna", refused_sites=("north",)), Kind.SITE),
        (person("anna", qualifications=()), Kind.QUALIFICATION),
        (person("anna", max_minutes_week=60), Kind.HOURS),
        (person("anna", max_sessions_day=0), Kind.SESSIONS_A_DAY),
        (person("anna", max_days_week=0), Kind.DAYS),
    ],
    ids=lambda value: str(value) if isinstance(value, Kind) else "",
)
def test_each_kind_of_change_is_found_where_it_alone_is_missing(anna, kind: Kind) -> None:  # type: ignore[no-untyped-def]
    found = filling(problem([a2], [anna]), plan())
    assert found.change is not None
    assert (found.change.kind, found.plan, found.proven) == (kind, plan(seat(a2, "anna")), True)


def test_a_missing_certificate_is_found() -> None:
    strict = replace(a2, certificates=("clearance",))
    found = filling(problem([strict], [person("anna")]), plan())
    assert found.change == SingleChange(180, Kind.CERTIFICATE, "anna", what="clearance")


def test_a_place_on_the_access_list_is_found() -> None:
    found = filling(problem([a2], [person("anna")], sites=[Site("north", access=())]), plan())
    assert found.change == SingleChange(60, Kind.ACCESS, "anna", what="north")


def test_somebody_else_may_make_the_change_and_set_the_right_person_free() -> None:
    anna = person("anna", qualifications=[Qualification("lead"), Qualification("host")])
    berta = person("berta", windows=[window(MON, "18:45", "21:00")], qualifications=[Qualification("host")])
    host = session("cafe", MON, needs=[Need("host", 1)])
    found = filling(problem([a2, host], [anna, berta]), plan(seat(host, "anna", "host")))
    assert found.change == SingleChange(15, Kind.WINDOW, "berta", 15, host.key)
    assert found.plan == plan(seat(a2, "anna"), seat(host, "berta", "host"))


def test_where_a_new_solve_is_enough_no_change_is_asked_for() -> None:
    found = filling(problem([a2], [person("anna")]), plan())
    assert (found.as_it_is, found.change, found.plan) == (True, None, plan(seat(a2, "anna")))


def test_a_seat_that_a_lead_has_closed_to_everybody_is_proven_impossible() -> None:
    found = filling(problem([a2], [person("anna")], bans=(Ban(a2.key, "anna"),)), plan())
    assert (found.change, found.as_it_is, found.proven, found.impossible) == (None, False, True, True)
    assert found.lines("en", NAMES)[0].startswith("Proven: whatever one person offers or learns")


def test_a_school_without_people_is_not_told_that_nobody_could_help() -> None:
    found = filling(problem([a2]), plan())
    assert (found.change, found.impossible) == (None, False)


def test_somebody_who_would_have_to_change_twice_is_no_proof_that_nobody_can() -> None:
    found = filling(problem([a2], [person("anna", windows=[], qualifications=[])]), plan())
    assert (found.change, found.proven, found.impossible) == (None, True, False)
    assert found.lines("en", NAMES)[0].startswith("None of the changes of one person that are tried")
    assert "mehrere zugleich wurden nicht ausgeschlossen" in found.lines("de", NAMES)[0]


def test_somebody_who_is_busy_whatever_they_learn_is_proof_that_nobody_can() -> None:
    week = problem([a2, late], [person("anna")])
    assert filling(week, plan(seat(late, "anna"))).impossible


def test_a_pin_that_might_stand_again_keeps_the_search_from_a_proof_for_everything() -> None:
    week = problem([a2], [person("anna", windows=[])], bans=(Ban(a2.key, "anna"),), pins=(seat(a2, "anna"),))
    assert (filling(week, plan()).proven, filling(week, plan()).impossible) == (True, False)


def test_hours_for_two_more_sessions_are_one_change() -> None:
    """Only Quirin may take the children's session; Paula can take both of his others, but has no hours left."""
    children = session("kids", MON, "18:30", 120, branch="children")
    early, then = session("a1", MON, "18:00"), session("b1", MON, "19:30")
    paula = person("paula", qualifications=[Qualification("lead", "adults")], max_minutes_week=0)
    week = problem([children, early, then], [paula, person("quirin")])
    found = filling(week, plan(seat(early, "quirin"), seat(then, "quirin")), children.key)
    assert (found.change, found.proven) == (SingleChange(180, Kind.HOURS, "paula", 180), True)


def test_a_search_that_ends_early_without_knowing_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Engine, "run", lambda *_, **__: Run(-UNLIMITED, proven=False, out_of_time=True))
    week = problem([a2, late], [person("anna"), person("berta", windows=[window(MON, "18:30", "20:00")])])
    found = filling(replace(week, bans=(Ban(a2.key, "berta"),)), plan(seat(late, "anna")))
    assert (found.change, found.proven, found.impossible) == (None, False, False)


def test_a_change_that_only_moves_the_gap_does_not_count() -> None:
    week = problem([a2, late], [person("anna")])
    assert (filling(week, plan(seat(late, "anna"))).change, filling(week, plan(seat(late, "anna"))).proven) == (
        None,
        True,
    )


def test_a_helper_cannot_come_before_the_lead() -> None:
    pair = session("a2", MON, needs=LEAD_AND_HELPER)
    week = problem([pair], [person("anna", qualifications=[Qualification("helper")])])
    assert filling(week, plan(), pair.key, "helper").proven
    assert filling(week, plan(), pair.key, "helper").change is None


def test_a_certificate_gained_counts_for_the_whole_week() -> None:
    anna = SingleChange(180, Kind.CERTIFICATE, "anna", what="clearance").applied(problem([a2, b1], [person("anna")]))
    assert anna.person_by_key["anna"].certificates == (Certificate("clearance", a2.on_day),)
