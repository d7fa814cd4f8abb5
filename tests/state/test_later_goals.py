"""Goals after cover, over all schools: bounds that no joint plan of a tiny state goes below, however they are found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from roster.problem import Assignment, Problem
from solver.state import parts, priced_bound
from solver.state.coordinator import StateLimits, StateOutcome, plan_state
from tests.state.crews import InlineCrew
from tests.state.tiny_states import every_worth, helps, refs, school, tiny_states
from tests.tiny_school import MON, TUE, session

TOGETHER = StateLimits(seconds=600)
AT_PRICES = StateLimits(seconds=600, whole_schools=1)  # no component is looked at as a whole


def planned(state: Sequence[Problem], folder: Path, limits: StateLimits) -> StateOutcome:
    parts.block_of.cache_clear()
    return plan_state(refs(state, folder), InlineCrew(), limits)


def assert_bounds_hold(state: Sequence[Problem], outcome: StateOutcome) -> None:
    stand, every = outcome.stand, every_worth(state)
    assert outcome.violations == 0
    assert stand.bound <= min(cover for cover, _, _ in every)
    as_good = [one for one in every if one[0] <= stand.cover]
    if stand.stability_bound is not None:
        assert stand.stability_bound <= min(stability for _, stability, _ in as_good)
    if stand.promises_bound is not None:
        assert stand.promises_bound <= min(promises for _, told, promises in as_good if told <= stand.stability)


def two_schools_of_one_person() -> list[Problem]:
    """Anna could take three sessions in two schools, and wishes for two."""
    north = [session("a", MON, "09:00"), session("b", MON, "14:00")]
    south = [session("a", TUE, "09:00")]
    return [
        school("north", north, [helps("anna", "anna-north", wished_minutes=180), helps("olga", wished_minutes=90)]),
        school("south", south, [helps("anna", "anna-south", wished_minutes=180)]),
    ]


def test_prices_alone_prove_what_the_whole_proves(tmp_path: Path) -> None:
    state = two_schools_of_one_person()
    together, apart = (planned(state, tmp_path, limits) for limits in (TOGETHER, AT_PRICES))
    assert together.stand.promises == together.promises_bound == apart.promises_bound == apart.stand.promises


def test_a_person_whose_own_part_is_left_out_makes_the_bound_untrue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: the comparison with every joint plan sees a bound that is too high."""
    monkeypatch.setattr(priced_bound, "cheapest_minutes", lambda *_: 0)
    state = two_schools_of_one_person()
    with pytest.raises(AssertionError):
        assert_bounds_hold(state, planned(state, tmp_path, AT_PRICES))


def test_a_published_week_changes_for_as_few_people_as_cover_allows(tmp_path: Path) -> None:
    """Anna and olga could both lead in north; olga was told to, though anna would rather have the hours."""
    state = two_schools_of_one_person()
    told = tuple(Assignment(one.key, "lead", "olga") for one in state[0].sessions)
    state[0] = school("north", state[0].sessions, state[0].people, published=told)
    outcome = planned(state, tmp_path, TOGETHER)
    assert (outcome.stand.stability, outcome.stand.stability_bound) == (0, 0)
    assert outcome.stand.promises == outcome.promises_bound
    assert_bounds_hold(state, outcome)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(state=tiny_states(most_plans=600, published=True))
def test_no_joint_plan_goes_below_the_bounds_of_the_whole(
    state: list[Problem], tmp_path_factory: pytest.TempPathFactory
) -> None:
    outcome = planned(state, tmp_path_factory.mktemp("state"), TOGETHER)
    assert_bounds_hold(state, outcome)
    cover, stability, _ = min(every_worth(state))
    assert (outcome.stand.cover, outcome.stand.stability) == (cover, stability)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(state=tiny_states(most_plans=600, published=True))
def test_no_joint_plan_goes_below_bounds_that_come_from_prices(
    state: list[Problem], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert_bounds_hold(state, planned(state, tmp_path_factory.mktemp("state"), AT_PRICES))
