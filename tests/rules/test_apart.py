"""apart: never in one session, whatever the seats."""

import pytest

from roster.rules import check
from tests.tiny_school import LEAD_AND_HELPER, WED, broken, person, plan, problem, seat, session

ANNA, BERTA, CARL = person("anna"), person("berta"), person("carl")
EVENING = session(needs=LEAD_AND_HELPER)


@pytest.mark.parametrize("pair", [("anna", "berta"), ("berta", "anna")])
def test_a_pair_in_one_session_is_told_once_whatever_its_order(pair: tuple[str, str]) -> None:
    school = problem([EVENING], [ANNA, BERTA], apart=(pair, pair))

    (violation,) = check(school, plan(seat(EVENING, ANNA), seat(EVENING, BERTA, "helper")))

    assert (violation.rule, violation.person, violation.facts) == ("apart", "anna", (("other", "berta"),))


def test_in_two_sessions_they_do_not_meet() -> None:
    other = session("b1", WED)
    school = problem([EVENING, other], [ANNA, BERTA], apart=(("anna", "berta"),))

    assert broken(school, seat(EVENING, ANNA), seat(other, BERTA)) == []


def test_others_may_share_a_session() -> None:
    school = problem([EVENING], [ANNA, BERTA, CARL], apart=(("anna", "berta"),))

    assert broken(school, seat(EVENING, ANNA), seat(EVENING, CARL, "helper")) == []


def test_the_past_is_not_judged() -> None:
    over = session(needs=LEAD_AND_HELPER, past=True)
    told = (seat(over, ANNA), seat(over, BERTA, "helper"))

    assert broken(problem([over], [ANNA, BERTA], apart=(("anna", "berta"),), published=told), *told) == []
