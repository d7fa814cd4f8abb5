"""Groups of one day in which each clashes with each, compared with trying every group."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from solver.forms import clashing

MOST = 7
pairs_of_day = st.integers(1, MOST).flatmap(
    lambda many: st.tuples(st.just(many), st.sets(st.sampled_from([*combinations(range(many), 2), (0, 0)])))
)


def _masks(many: int, pairs: set[tuple[int, int]]) -> tuple[int, ...]:
    masks = [0] * many
    for one, other in pairs:
        if one != other:
            masks[one] |= 1 << other
            masks[other] |= 1 << one
    return tuple(masks)


def _all_clash(masks: tuple[int, ...], group: tuple[int, ...]) -> bool:
    return all(masks[one] >> other & 1 for one, other in combinations(group, 2))


@given(pairs_of_day)
def test_the_largest_groups_are_those_that_nothing_can_join(day: tuple[int, set[tuple[int, int]]]) -> None:
    masks = _masks(*day)
    places = range(len(masks))
    groups = [one for size in places for one in combinations(places, size + 1) if _all_clash(masks, one)]
    right = {one for one in groups if not any(set(one) < set(other) for other in groups)}
    assert sorted(clashing.largest(masks)) == sorted(right)


@given(pairs_of_day)
def test_few_groups_hold_every_clash_and_every_offer_and_nothing_else(day: tuple[int, set[tuple[int, int]]]) -> None:
    masks = _masks(*day)
    groups = clashing.covering(masks)
    assert all(_all_clash(masks, group) for group in groups)
    together = {pair for group in groups for pair in combinations(group, 2)}
    assert together == {(one, other) for one, other in combinations(range(len(masks)), 2) if masks[one] >> other & 1}
    assert {one for group in groups for one in group} == set(range(len(masks)))


def test_the_days_of_a_week_are_looked_at_apart() -> None:
    week = [0b00010, 0b00101, 0b11010, 0b10100, 0b01100]  # the second also clashes with the third, over midnight
    assert clashing.masks_of_day(week, [0, 1]) == (0b10, 0b01)
    assert clashing.masks_of_day(week, [2, 3, 4]) == (0b110, 0b101, 0b011)
