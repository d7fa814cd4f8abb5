"""site_access: refusals, access lists, contract dates."""

import datetime as dt

import pytest

from roster.problem import Site
from tests.tiny_school import broken, person, problem, seat, session

TUESDAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
EVENING = session(site="north")
ANNA = person("anna")


def broken_at(site: Site) -> list[str]:
    return broken(problem([EVENING], [ANNA], sites=[site]), seat(EVENING, ANNA))


def test_a_refused_site_is_not_for_that_person() -> None:
    anna = person("anna", refused_sites=("north",))

    assert broken(problem([EVENING], [anna]), seat(EVENING, anna)) == ["site_access"]


@pytest.mark.parametrize(("access", "violations"), [(None, []), (("anna",), []), ((), ["site_access"])])
def test_an_access_list_lets_in_whom_it_names(access: tuple[str, ...] | None, violations: list[str]) -> None:
    assert broken_at(Site("north", access=access)) == violations


@pytest.mark.parametrize(
    ("open_from", "open_until", "violations"),
    [
        (TUESDAY, TUESDAY, []),
        (TUESDAY + DAY, None, ["site_access"]),
        (None, TUESDAY - DAY, ["site_access"]),
    ],
)
def test_the_first_and_the_last_day_of_a_contract_count(
    open_from: dt.date | None, open_until: dt.date | None, violations: list[str]
) -> None:
    assert broken_at(Site("north", open_from, open_until)) == violations


def test_each_reason_is_told() -> None:
    anna = person("anna", refused_sites=("north",))
    closed = Site("north", open_until=TUESDAY - DAY, access=("berta",))

    assert broken(problem([EVENING], [anna], sites=[closed]), seat(EVENING, anna)) == ["site_access"] * 3
