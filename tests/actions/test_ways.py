"""The ways by one means are saved as one table, and never over somebody else's newer one."""

from __future__ import annotations

import pytest

from roster.actions.ways import save_ways, ways_edition
from roster.errors import Conflict, Forbidden, Invalid, NotFound
from roster.records import Means
from roster.reports.sites import ways_page
from tests.actions.north import NOW, North

EMPTY = ways_edition([])


def minutes(north: North, means: Means = Means.FOOT) -> dict[tuple[str, str], int]:
    return dict(ways_page(north.store, north.lead, means).minutes)


def test_ways_are_set_changed_and_forgotten(north: North) -> None:
    both = {("mill", "ship"): 12, ("ship", "mill"): 15}
    assert save_ways(north.store, north.lead, Means.FOOT, both, edition=EMPTY, now=NOW).changed == 2
    assert minutes(north) == both
    edition = ways_page(north.store, north.lead, Means.FOOT).edition
    changes = {("mill", "ship"): None, ("ship", "mill"): 15}
    assert save_ways(north.store, north.lead, Means.FOOT, changes, edition=edition, now=NOW).changed == 1
    assert minutes(north) == {("ship", "mill"): 15}


def test_other_means_stay(north: North) -> None:
    save_ways(north.store, north.lead, Means.BUS, {("mill", "ship"): 9}, edition=EMPTY, now=NOW)
    save_ways(north.store, north.lead, Means.FOOT, {("mill", "ship"): 30}, edition=EMPTY, now=NOW)
    assert minutes(north, Means.BUS) == {("mill", "ship"): 9}


def test_an_edition_that_is_no_longer_true_is_refused(north: North) -> None:
    save_ways(north.store, north.lead, Means.FOOT, {("mill", "ship"): 12}, edition=EMPTY, now=NOW)
    with pytest.raises(Conflict):
        save_ways(north.store, north.lead, Means.FOOT, {("ship", "mill"): 99}, edition=EMPTY, now=NOW)
    assert minutes(north) == {("mill", "ship"): 12}


def test_the_page_counts_what_is_missing(north: North) -> None:
    assert ways_page(north.store, north.lead, Means.FOOT).missing == 2
    save_ways(north.store, north.lead, Means.FOOT, {("mill", "ship"): 12}, edition=EMPTY, now=NOW)
    assert ways_page(north.store, north.lead, Means.FOOT).missing == 1


def test_nothing_changed_is_not_logged(north: North) -> None:
    save_ways(north.store, north.lead, Means.FOOT, {("mill", "ship"): None}, edition=EMPTY, now=NOW)
    assert north.audited() == []


@pytest.mark.parametrize("way", [{("mill", "ship"): -1}, {("mill", "ship"): 5000}, {("mill", "mill"): 5}])
def test_a_way_that_makes_no_sense_is_refused(north: North, way: dict[tuple[str, str], int | None]) -> None:
    with pytest.raises(Invalid):
        save_ways(north.store, north.lead, Means.FOOT, way, edition=EMPTY, now=NOW)


def test_a_site_of_nobody_is_not_found(north: North) -> None:
    with pytest.raises(NotFound):
        save_ways(north.store, north.lead, Means.FOOT, {("mill", "moon"): 5}, edition=EMPTY, now=NOW)


def test_a_volunteer_may_not(north: North) -> None:
    with pytest.raises(Forbidden):
        save_ways(north.store, north.anna, Means.FOOT, {("mill", "ship"): 5}, edition=EMPTY, now=NOW)


def test_another_organisation_cannot_set_our_ways(north: North) -> None:
    with pytest.raises(NotFound):
        save_ways(north.store, north.stranger, Means.FOOT, {("mill", "ship"): 5}, edition=EMPTY, now=NOW)
