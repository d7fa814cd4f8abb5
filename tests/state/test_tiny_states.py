"""On states small enough to try every joint plan: the best plans, bounds that hold, and nobody in two places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from roster.plan import Plan
from roster.problem import Assignment, Problem
from solver.state import coupling, parts
from solver.state.coordinator import StateLimits, StateOutcome, plan_state
from tests.state.crews import InlineCrew
from tests.state.tiny_states import helps, least, refs, school, tiny_states, violations, worth
from tests.tiny_school import LEAD_AND_HELPER, MON, TUE, session

pytestmark = pytest.mark.slow


def planned(state: Sequence[Problem], folder: Path, zero_minutes: dict[str, int] | None = None) -> StateOutcome:
    return plan_state(refs(state, folder, zero_minutes), InlineCrew(), StateLimits(seconds=600))


def plans_of(outcome: StateOutcome) -> dict[str, Plan]:
    return {key: Plan.of(Assignment(*seat) for seat in plan.seats) for key, plan in outcome.plans.items()}


def assert_best(state: Sequence[Problem], outcome: StateOutcome) -> None:
    plans = plans_of(outcome)
    assert violations(state, plans) == 0 == outcome.violations
    cover, promises = least(state)
    assert (outcome.stand.cover, outcome.stand.bound) == (cover, cover)
    assert worth(state, plans) == (cover, outcome.stand.promises)
    assert outcome.proven == {one.organisation for one in state}
    assert outcome.stand.promises >= promises
    assert outcome.promises_bound is None or outcome.promises_bound <= promises


def two_schools_at_once(*, minutes: int = 600, days: int = 5, sessions: int = 3) -> list[Problem]:
    """Anna is the only lead of two schools that meet at the same time on Monday, and again on Tuesday."""
    limits = {"max_minutes_week": minutes, "max_days_week": days, "max_sessions_day": sessions}
    return [
        school(
            key,
            [session("a", MON, starts), session("b", TUE, "18:30", priority=2)],
            [helps("anna", f"anna-{key}", **limits)],
        )
        for key, starts in (("north", "09:00"), ("south", "09:30"))
    ]


def test_a_shared_person_is_never_in_two_places(tmp_path: Path) -> None:
    state = two_schools_at_once()
    outcome = planned(state, tmp_path)
    assert sum(len(plan.seats) for plan in outcome.plans.values()) == 2
    assert_best(state, outcome)


@pytest.mark.parametrize("limits", [{"minutes": 90}, {"days": 1}, {"sessions": 1}, {"minutes": 0}])
def test_limits_count_over_all_schools(limits: dict[str, int], tmp_path: Path) -> None:
    state = [
        school(key, [session("a", MON, starts), session("b", TUE, starts)], [helps("anna", max_minutes_week=600)])
        for key, starts in (("north", "09:00"), ("south", "14:00"))
    ]
    named = {"minutes": "max_minutes_week", "days": "max_days_week", "sessions": "max_sessions_day"}
    state = [
        school(one.organisation, one.sessions, [helps("anna", **{named[key]: value for key, value in limits.items()})])
        for one in state
    ]
    assert_best(state, planned(state, tmp_path))


def test_a_school_with_a_lower_limit_keeps_it_only_where_the_person_helps(tmp_path: Path) -> None:
    state = [
        school("north", [session("a", MON, "09:00")], [helps("anna", max_minutes_week=90)]),
        school(
            "south",
            [session("a", TUE, "09:00"), session("b", TUE, "14:00")],
            [helps("anna", max_minutes_week=180)],
        ),
    ]
    outcome = planned(state, tmp_path)
    assert len(outcome.plans["south"].seats) == 2
    assert_best(state, outcome)


def test_a_limit_counts_where_the_person_helps_while_another_school_is_planned_alone(tmp_path: Path) -> None:
    """South allows one day a week: whatever anna does there, north's turn must not add a second day."""
    state = [
        school("north", [session("a", TUE, "18:30")], [helps("anna", "anna-north", wished_minutes=180)]),
        school(
            "south",
            [session("a", MON, "09:00", priority=2)],
            [helps("anna", "anna-south", max_days_week=1, wished_minutes=180)],
        ),
    ]
    limits = StateLimits(seconds=600, whole_schools=1, sizes=())
    outcome = plan_state(refs(state, tmp_path), InlineCrew(), limits)
    assert outcome.violations == violations(state, plans_of(outcome)) == 0


def test_hours_elsewhere_count_in_what_was_promised(tmp_path: Path) -> None:
    state = [
        school(
            key,
            [session("a", MON, starts)],
            [helps("anna", wished_minutes=90), helps(f"own-{key}", wished_minutes=90)],
        )
        for key, starts in (("north", "09:00"), ("south", "14:00"))
    ]
    outcome = planned(state, tmp_path)
    assert_best(state, outcome)
    assert outcome.stand.promises == least(state)[1]


def test_schools_in_other_time_zones_speak_of_the_same_moments(tmp_path: Path) -> None:
    """South's nine o'clock is an hour after north's: ten in north overlaps it."""
    state = [
        school("north", [session("a", MON, "10:00")], [helps("anna")]),
        school("south", [session("a", MON, "09:00")], [helps("anna")]),
    ]
    shifts = {"north": 0, "south": 60}
    outcome = planned(state, tmp_path, shifts)
    assert sum(len(plan.seats) for plan in outcome.plans.values()) == 1
    assert violations(state, plans_of(outcome), shifts) == 0


def test_a_pin_holds_against_what_another_school_could_gain(tmp_path: Path) -> None:
    north, _ = two_schools_at_once()
    pin = Assignment(north.sessions[0].key, "lead", "anna-north")
    pinned = school("north", north.sessions, north.people, pins=(pin,))
    dearer = school(
        "south", [session("a", MON, "09:30", priority=4, needs=LEAD_AND_HELPER)], [helps("anna", "anna-south")]
    )
    outcome = planned([pinned, dearer], tmp_path)
    assert ("a@2026-11-23T09:00", "lead", "anna-north") in outcome.plans["north"].seats
    assert violations([pinned, dearer], plans_of(outcome)) == 0


def test_of_two_pins_that_clash_the_first_schools_stands_and_the_other_is_named(tmp_path: Path) -> None:
    state = [
        school(one.organisation, one.sessions, one.people, pins=(Assignment(one.sessions[0].key, "lead", who),))
        for one, who in zip(two_schools_at_once(), ("anna-north", "anna-south"), strict=True)
    ]
    outcome = planned(state, tmp_path)
    assert outcome.set_aside == {"south": (("a@2026-11-23T09:30", "lead", "anna-south"),)}
    assert ("a@2026-11-23T09:00", "lead", "anna-north") in outcome.plans["north"].seats
    assert violations(state, plans_of(outcome)) == 0


def test_a_duty_of_the_past_counts_in_the_other_school(tmp_path: Path) -> None:
    over = session("a", MON, "09:00", past=True)
    told = (Assignment(over.key, "lead", "anna"),)
    state = [
        school("north", [over], [helps("anna", max_minutes_week=150)], published=told),
        school("south", [session("a", TUE, "09:00")], [helps("anna", max_minutes_week=150)]),
    ]
    outcome = planned(state, tmp_path)
    assert outcome.plans["south"].seats == ()
    assert violations(state, plans_of(outcome)) == 0


def test_without_the_rows_that_couple_schools_people_are_booked_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: these tests see a state whose schools know nothing of one another."""
    monkeypatch.setattr(coupling._Week, "write", lambda _: None)
    state = two_schools_at_once()
    assert violations(state, plans_of(planned(state, tmp_path))) > 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(state=tiny_states())
def test_any_tiny_state_gets_the_best_joint_plan_and_bounds_that_hold(
    state: list[Problem], tmp_path_factory: pytest.TempPathFactory
) -> None:
    parts.block_of.cache_clear()
    assert_best(state, planned(state, tmp_path_factory.mktemp("state")))
