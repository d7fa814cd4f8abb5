"""Why a seat is empty and what would fill it, why somebody sits in one, what clashes: compared with trying all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from roster.plan import Plan
from roster.problem import Ban, Certificate, Need, Problem, Qualification, Site, Span
from roster.reasons.assignments import why_assigned
from roster.reasons.empty_seats import empty_seats
from roster.rules import check, measure, missing_pins, obstacles
from solver import Limits, solve
from solver.explain.filling import Filling, Fillings
from solver.explain.screening import filled_required
from solver.explain.single_changes import Kind, SingleChange, single_changes
from solver.explain.without import without_them
from solver.given import Given
from tests.solver.tried import accepted_by_checker
from tests.tiny_problems import tiny_problems
from tests.tiny_school import LEAD_AND_HELPER, MON, TUE, person, plan, problem, seat, session, window

NAMES = {"anna": "Anna", "a2": "A2", "lead": "lead", "north": "North"}
a2 = session("a2", MON)
b1 = session("b1", TUE)
late = session("late", MON, "19:00")


def filling(week: Problem, there: Plan, seat_of: str = a2.key, role: str = "lead") -> Filling:
    return Fillings(week, there).cheapest(seat_of, role)


def missing(week: Problem, there: Plan) -> int:
    yielding = set(Given.of(week).yielding)
    return sum(pin in yielding for pin in missing_pins(week, there))


def fills(week: Problem, before: Plan, after: Plan, session_key: str, role: str) -> bool:
    """Whether a plan fills one more seat of a need and loses no other required one."""
    filled = filled_required(week, after)
    kept = all(filled[need] >= least for need, least in filled_required(week, before).items())
    more = len(after.in_seat(session_key, role)) > len(before.in_seat(session_key, role))
    return kept and more and missing(week, after) <= missing(week, before)


def cheapest_of_all(week: Problem, there: Plan, session_key: str, role: str) -> int | None:
    """The cost of the cheapest change that fills a seat, by trying every plan of every changed week; 0 for none."""

    def filled_in(changed: Problem) -> bool:
        return any(fills(changed, there, one, session_key, role) for one in accepted_by_checker(changed))

    if filled_in(week):
        return 0
    return next((change.cost for change in single_changes(week) if filled_in(change.applied(week))), None)


# ---- what would fill an empty seat -----------------------------------------------------------------------------------


@settings(max_examples=25)
@given(week=tiny_problems(most_plans=40))
def test_the_cheapest_change_is_the_cheapest_of_all_changes(week: Problem) -> None:
    there = solve(week, Limits(workers=1)).plan
    for empty in empty_seats(week, there)[:2]:
        found = Fillings(week, there).cheapest(empty.session, empty.role)
        cost = 0 if found.as_it_is else found.change.cost if found.change else None
        assert found.proven
        assert cost == cheapest_of_all(week, there, empty.session, empty.role)
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
    assert (found.change, found.as_it_is, found.proven) == (None, False, True)


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


# ---- why a seat is empty ---------------------------------------------------------------------------------------------


def test_an_empty_seat_counts_the_qualified_and_what_stops_them() -> None:
    people = [
        person("anna", windows=[]),
        person("berta", windows=[], refused_sites=("north",)),
        person("carl", qualifications=[]),
        person("dora"),
    ]
    [empty] = empty_seats(problem([a2], people), plan())
    assert (empty.required, empty.qualified, empty.free) == (1, 3, ("dora",))
    assert empty.stopped == (("availability", 2), ("site_access", 1))
    assert empty.stopped_by_one == (("availability", 1),)


@settings(max_examples=50)
@given(week=tiny_problems(most_plans=100))
def test_the_counts_are_those_of_the_rules(week: Problem) -> None:
    there = Plan.of(Given.of(week).least_plan().assignments)
    for empty in empty_seats(week, there, wished=True):
        found = obstacles(week, there, empty.session, empty.role, qualified_only=True)
        stopped = {
            key: sum(any(one.rule == key for one in each) for each in found.values()) for key, _ in empty.stopped
        }
        assert (dict(empty.stopped), empty.qualified) == (stopped, len(found))


def test_wished_seats_are_told_only_where_asked_for() -> None:
    week = problem([session("a2", MON, needs=[Need("host", 0, 1)])], [person("anna")])
    assert (len(empty_seats(week, plan())), len(empty_seats(week, plan(), wished=True))) == (0, 1)


@pytest.mark.parametrize(("language", "word"), [("de", "Die kleinste Änderung"), ("en", "The smallest change")])
def test_an_empty_seat_tells_its_filling_in_both_languages(language: str, word: str) -> None:
    week = problem([a2], [person("anna", windows=[])])
    [empty] = empty_seats(week, plan())
    told = replace(empty, filling=filling(week, plan())).text(language, NAMES)
    assert word in told
    assert "Anna" in told


# ---- why somebody sits there -----------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(week=tiny_problems(most_plans=100))
def test_every_replacement_costs_what_the_checker_measures(week: Problem) -> None:
    there = solve(week, Limits(workers=1)).plan
    for assignment in there.assignments:
        for other in why_assigned(week, there, assignment).others:
            add = [] if other.person is None else [replace(assignment, person=other.person)]
            instead = there.with_changes(remove=[assignment], add=add)
            assert check(week, instead) == []
            before, after = measure(week, there), measure(week, instead)
            assert dict(other.costs) == {key: after[key] - before[key] for key in before}


def test_the_runner_up_is_the_best_of_the_others() -> None:
    people = [person("anna", wished_minutes=90), person("berta"), person("carl", wished_minutes=60)]
    why = why_assigned(problem([a2], people), plan(seat(a2, "anna")), seat(a2, "anna"))
    assert why.runner_up is not None
    assert why.runner_up.person == "carl"  # although berta comes first in the alphabet
    assert [other.person for other in why.others] == ["carl", "berta", None]


def test_a_pinned_person_sits_there_because_a_lead_says_so() -> None:
    week = problem([a2], [person("anna")], pins=(seat(a2, "anna"),))
    assert (
        why_assigned(week, plan(seat(a2, "anna")), seat(a2, "anna")).text("en", NAMES).endswith("a lead has pinned it.")
    )


def test_somebody_whom_nobody_can_replace_is_told_with_what_is_lost() -> None:
    why = why_assigned(problem([a2], [person("anna")]), plan(seat(a2, "anna")), seat(a2, "anna"))
    assert (why.runner_up, why.others[0].person) == (None, None)
    assert "nobody else" in why.text("en", NAMES)


def test_a_lead_on_whom_a_helper_leans_is_told_with_the_rule() -> None:
    pair = session("a2", MON, needs=LEAD_AND_HELPER)
    people = [person("anna"), person("berta", qualifications=[Qualification("helper")])]
    there = plan(seat(pair, "anna"), seat(pair, "berta", "helper"))
    why = why_assigned(problem([pair], people), there, seat(pair, "anna"))
    assert (why.others, why.broken) == ((), ("support_needs_lead",))
    assert "these would be broken" in why.text("en", NAMES)


def test_an_assignment_that_the_plan_does_not_hold_is_no_question() -> None:
    with pytest.raises(KeyError):
        why_assigned(problem([a2], [person("anna")]), plan(), seat(a2, "anna"))


# ---- what a seat without its person costs at least -------------------------------------------------------------------


@settings(max_examples=40)
@given(week=tiny_problems(most_plans=150))
def test_a_seat_without_its_person_costs_what_the_best_of_all_such_plans_does(week: Problem) -> None:
    there = solve(week, Limits(workers=1)).plan
    keys = ("cover", "stability", "promises") if week.published is not None else ("cover", "promises")

    def rank(one: Plan) -> tuple[int, ...]:
        values = measure(week, one)
        return (missing(week, one), *(values[key] for key in keys))

    for assignment in there.assignments:
        found = without_them(week, there, assignment)
        if found is None:
            assert why_assigned(week, there, assignment).others == ()
            continue
        others = [one for one in accepted_by_checker(week) if assignment not in one.assignments]
        assert [cost.then for cost in found.costs] == [*min(map(rank, others))][1:]
        assert rank(found.plan) == min(map(rank, others))
        assert found.proven
        assert check(week, found.plan) == []


def test_of_equal_plans_without_somebody_the_nearest_is_told() -> None:
    week = problem([a2, b1], [person("anna"), person("berta"), person("carl")])
    found = without_them(week, plan(seat(a2, "anna"), seat(b1, "carl")), seat(a2, "anna"))
    assert found is not None
    assert {change.person for change in found.changes} < {"anna", "berta", "carl"}


@pytest.mark.parametrize(("language", "word"), [("de", "mindestens: Gewünschte"), ("en", "at least: Promised")])
def test_the_cost_without_somebody_is_told_in_both_languages(language: str, word: str) -> None:
    week = problem([a2], [person("anna", wished_minutes=90), person("berta")])
    found = without_them(week, plan(seat(a2, "anna")), seat(a2, "anna"))
    assert found is not None
    assert word in found.text(language, NAMES)


def test_a_certificate_gained_counts_for_the_whole_week() -> None:
    anna = SingleChange(180, Kind.CERTIFICATE, "anna", what="clearance").applied(problem([a2, b1], [person("anna")]))
    assert anna.person_by_key["anna"].certificates == (Certificate("clearance", a2.on_day),)
