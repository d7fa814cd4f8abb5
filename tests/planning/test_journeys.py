"""The ways between sites: given, on the way back, estimated, unknown."""

import pytest

from roster.frozen.journeys import distance_metres, estimated_minutes, journeys
from roster.records import Means, Site, Travel
from tests.tiny_records import school

SITES = ("north", "south")
NOWHERE = tuple(Site(key=key, name=key) for key in SITES)


def minutes(means: Means = Means.FOOT, *given: Travel, sites: tuple[Site, ...] = NOWHERE) -> int:
    """The minutes from north to south."""
    ways = journeys(school(travel=given, sites=sites), SITES, [means])
    return next(way.minutes for way in ways if way.from_site == "north")


def way(means: Means, number: int, *, back: bool = False) -> Travel:
    """A given way from north to south, or back."""
    start, goal = reversed(SITES) if back else SITES
    return Travel(from_site=start, to_site=goal, means=means, minutes=number)


def test_given_minutes_count() -> None:
    assert minutes(Means.BUS, way(Means.BUS, 17), way(Means.BUS, 25, back=True)) == 17


def test_without_them_those_of_the_way_back_count() -> None:
    assert minutes(Means.BUS, way(Means.BUS, 25, back=True)) == 25


def test_given_minutes_count_before_an_estimate() -> None:
    assert minutes(Means.FOOT, way(Means.FOOT, 3), sites=school().sites) == 3


def test_of_two_rows_for_one_way_the_longer_counts() -> None:
    assert minutes(Means.BUS, way(Means.BUS, 17), way(Means.BUS, 12)) == 17


def test_no_means_takes_longer_than_the_given_way_on_foot() -> None:
    assert minutes(Means.CAR, way(Means.FOOT, 4), sites=school().sites) == 4


def test_without_coordinates_the_way_on_foot_is_an_upper_limit_for_all() -> None:
    assert minutes(Means.BIKE, way(Means.FOOT, 12)) == 12


def test_a_way_that_nobody_knows_takes_half_an_hour() -> None:
    assert minutes() == 30


def test_800_metres_apart_is_a_quarter_of_an_hour_on_foot() -> None:
    assert minutes(sites=school().sites) == 15


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    metres = distance_metres(
        Site(key="a", name="", latitude=52, longitude=8), Site(key="b", name="", latitude=53, longitude=8)
    )
    assert metres == pytest.approx(111_195, abs=1)


def test_a_site_without_coordinates_has_no_distance() -> None:
    assert distance_metres(*NOWHERE) is None


@pytest.mark.parametrize(("means", "expected"), [("foot", 72), ("bike", 26), ("bus", 28), ("car", 17)])
def test_four_kilometres_take_each_means_its_time(means: str, expected: int) -> None:
    assert estimated_minutes(4_000, Means(means)) == expected


@pytest.mark.parametrize("means", list(Means))
def test_a_few_steps_take_a_minute_by_any_means(means: Means) -> None:
    assert estimated_minutes(40, means) == 1


def test_an_unknown_site_has_unknown_ways() -> None:
    assert {way.minutes for way in journeys(school(), ["north", "ghost"], [Means.FOOT])} == {30}
