"""Where somebody could go, and with whom they could change: compared with trying every move and swap."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.plan import Plan
from roster.problem import Assignment, Need, Problem
from roster.reasons.moves import Moves, moves_of
from roster.rules import check
from tests.tiny_problems import tiny_problems
from tests.tiny_school import LEAD_AND_HELPER, MON, TUE, every_plan, person, plan, problem, seat, session

a2 = session("a2", MON)
b1 = session("b1", TUE)


def keeps(week: Problem, before: Plan, gone: list[Assignment], new: list[Assignment]) -> bool:
    """Whether the whole week breaks nothing that it did not break before."""
    known = set(check(week, before))
    return all(violation in known for violation in check(week, before.with_changes(remove=gone, add=new)))


def tried(week: Problem, there: Plan, moved: Assignment) -> Moves:
    """The same by looking at the whole week after every move and swap."""
    if week.session_by_key[moved.session].past:
        return Moves(frozenset(), frozenset())
    free = {
        (session_key, role)
        for (session_key, role), need in week.needs.items()
        if (session_key, role) != (moved.session, moved.role)
        and not week.session_by_key[session_key].past
        and len(there.in_seat(session_key, role)) < need.seats
        and keeps(week, there, [moved], [Assignment(session_key, role, moved.person)])
    }
    swaps = {
        other
        for other in there.assignments
        if other.person != moved.person
        and (other.session, other.role) != (moved.session, moved.role)
        and not week.session_by_key[other.session].past
        and keeps(
            week,
            there,
            [moved, other],
            [
                Assignment(other.session, other.role, moved.person),
                Assignment(moved.session, moved.role, other.person),
            ],
        )
    }
    return Moves(frozenset(free), frozenset(swaps))


@settings(max_examples=60)
@given(week=tiny_problems(most_plans=60), data=st.data())
def test_moves_and_swaps_are_those_that_leave_the_whole_week_as_sound_as_it_was(
    week: Problem, data: st.DataObject
) -> None:
    plans = [one for one in every_plan(week) if one.assignments]
    if not plans:
        return
    there = data.draw(st.sampled_from(plans))
    for moved in there.assignments:
        assert moves_of(week, there, moved) == tried(week, there, moved)


def test_an_empty_seat_and_a_person_to_change_with_are_found() -> None:
    week = problem([a2, b1, session("c1", TUE, "09:00")], [person("anna"), person("berta")])
    there = plan(seat(a2, "anna"), seat(b1, "berta"))
    found = moves_of(week, there, seat(a2, "anna"))
    assert found == Moves(frozenset({("c1@2026-11-24T09:00", "lead")}), frozenset({seat(b1, "berta")}))


def test_whoever_holds_up_a_helper_cannot_simply_leave() -> None:
    pair = session("pair", MON, needs=LEAD_AND_HELPER)
    week = problem([pair, b1], [person("anna"), person("berta")])
    there = plan(seat(pair, "anna"), seat(pair, "berta", "helper"))
    assert moves_of(week, there, seat(pair, "anna")).free == frozenset()


def test_people_in_one_kind_of_seat_of_one_session_have_nothing_to_swap() -> None:
    two = session("two", MON, needs=[Need("lead", 2)])
    week = problem([two], [person("anna"), person("berta")])
    there = plan(seat(two, "anna"), seat(two, "berta"))
    assert moves_of(week, there, seat(two, "anna")).swaps == frozenset()


def test_somebody_who_left_goes_nowhere() -> None:
    week = problem([a2, b1], [person("anna")])
    assert moves_of(week, plan(seat(a2, "gone")), seat(a2, "gone")) == Moves(frozenset(), frozenset())


def test_an_assignment_that_the_plan_does_not_hold_is_no_question() -> None:
    with pytest.raises(KeyError):
        moves_of(problem([a2], [person("anna")]), plan(), seat(a2, "anna"))
