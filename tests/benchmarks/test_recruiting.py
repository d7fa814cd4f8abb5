"""How long it takes to price every profile of a week, beside one exact search for a single profile."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from roster.problem import Problem
from solver.covering import Cover, least_cover
from solver.prices import price
from solver.profiles import profiles_of
from solver.recruiting import Recruit, most_gain, rows_left_open, verify, wanted_needs
from tests.benchmarks.instances import instance


@pytest.fixture(scope="module")
def week() -> Problem:
    return instance("seed 1")


@pytest.fixture(scope="module")
def now(week: Problem) -> Cover:
    return least_cover(week, seconds=30.0)


def test_pricing_every_profile(benchmark: BenchmarkFixture, week: Problem, now: Cover) -> None:
    def priced() -> list[int]:
        prices = price(week)
        wanted = wanted_needs(prices, now, rows_left_open(prices, now))
        return [most_gain(prices, now, week, profile) for profile in profiles_of(week, wanted)]

    gains = benchmark.pedantic(priced, rounds=3)

    assert len(gains) > 500


def test_verifying_one_profile(benchmark: BenchmarkFixture, week: Problem, now: Cover) -> None:
    prices = price(week)
    wanted = wanted_needs(prices, now, rows_left_open(prices, now))
    best = max(profiles_of(week, wanted), key=lambda profile: most_gain(prices, now, week, profile))
    at_most = most_gain(prices, now, week, best)

    found = benchmark.pedantic(lambda: verify(week, now, Recruit(best, at_most), 30.0), rounds=5)

    assert found.gain is not None
    assert 0 < found.gain <= at_most
