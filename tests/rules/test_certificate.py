"""certificate: each one asked for, valid on the very day."""

import datetime as dt

import pytest

from roster.problem import Certificate, Need
from tests.tiny_school import broken, person, problem, seat, session

TUESDAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
CHILDREN = session(certificates=("clearance",))


def broken_with(*certificates: Certificate) -> list[str]:
    anna = person("anna", certificates=certificates)
    return broken(problem([CHILDREN], [anna]), seat(CHILDREN, anna))


@pytest.mark.parametrize(
    "held",
    [
        Certificate("clearance", TUESDAY - DAY),
        Certificate("clearance", TUESDAY - DAY, TUESDAY),
        Certificate("clearance", TUESDAY, TUESDAY),
    ],
)
def test_both_the_day_it_was_seen_and_its_last_day_count(held: Certificate) -> None:
    assert broken_with(held) == []


@pytest.mark.parametrize(
    "lacking",
    [
        Certificate("measles", TUESDAY - DAY),
        Certificate("clearance", TUESDAY - 2 * DAY, TUESDAY - DAY),
        Certificate("clearance", TUESDAY + DAY),
    ],
)
def test_another_kind_or_another_time_does_not_count(lacking: Certificate) -> None:
    assert broken_with(lacking) == ["certificate"]


def test_without_any_certificate_nobody_comes_in() -> None:
    assert broken_with() == ["certificate"]


def test_a_renewed_certificate_counts_beside_the_old_one() -> None:
    assert (
        broken_with(Certificate("clearance", TUESDAY - 9 * DAY, TUESDAY - DAY), Certificate("clearance", TUESDAY)) == []
    )


def test_each_kind_that_is_lacking_is_told() -> None:
    where = session(certificates=("clearance", "measles"))
    anna = person("anna")

    assert broken(problem([where], [anna]), seat(where, anna)) == ["certificate", "certificate"]


def test_what_a_role_asks_for_is_asked_of_that_role_alone() -> None:
    cafe = session(needs=[Need("host", 1, certificates=("food_hygiene",)), Need("lead", 1)])
    anna = person("anna")
    school = problem([cafe], [anna])

    assert broken(school, seat(cafe, anna, "host")) == ["certificate"]
    assert broken(school, seat(cafe, anna, "lead")) == []
