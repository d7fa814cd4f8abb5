"""seats: the form of a plan."""

import pytest

from roster.plan import Plan
from roster.problem import Assignment, Need
from roster.rules import RULES, check, measure
from tests.tiny_school import LEAD_AND_HELPER, broken, person, plan, problem, seat, session

EVENING = session(needs=LEAD_AND_HELPER)
ANNA, BERTA, CARL = person("anna"), person("berta"), person("carl")
SCHOOL = problem([EVENING], [ANNA, BERTA, CARL])


def test_an_empty_plan_breaks_nothing() -> None:
    assert check(SCHOOL, Plan()) == []


def test_a_full_session_breaks_nothing() -> None:
    assert broken(SCHOOL, seat(EVENING, ANNA), seat(EVENING, BERTA, "helper")) == []


@pytest.mark.parametrize(
    "stranger",
    [
        Assignment("a2@2026-11-24T19:00", "lead", "anna"),
        Assignment(EVENING.key, "host", "anna"),
        Assignment(EVENING.key, "lead", "nobody"),
        Assignment("", "", ""),
        Assignment("no session key {person}", "{0}", "\x00"),
    ],
)
def test_an_assignment_that_names_nothing_known_is_reported_once_and_by_this_rule_alone(stranger: Assignment) -> None:
    assert broken(SCHOOL, stranger) == ["seats"]


def test_a_second_person_in_an_only_seat_is_one_violation_of_the_seat() -> None:
    (violation,) = check(SCHOOL, plan(seat(EVENING, ANNA), seat(EVENING, BERTA)))

    assert (violation.rule, violation.person, violation.role) == ("seats", None, "lead")
    assert dict(violation.facts) == {"filled": 2, "seats": 1}


def test_wished_seats_are_seats() -> None:
    class_of_two = session(needs=[Need("lead", 1, 1)])
    school = problem([class_of_two], [ANNA, BERTA, CARL])

    assert broken(school, seat(class_of_two, ANNA), seat(class_of_two, BERTA)) == []
    assert broken(school, *(seat(class_of_two, one) for one in (ANNA, BERTA, CARL))) == ["seats"]


def test_an_assignment_listed_twice_is_one_violation_and_not_two_seats() -> None:
    assert broken(SCHOOL, seat(EVENING, ANNA), seat(EVENING, ANNA)) == ["seats"]


def test_ill_formed_assignments_cost_and_save_nothing() -> None:
    strangers = [Assignment(EVENING.key, "lead", "nobody"), Assignment(EVENING.key, "host", "anna")]

    assert measure(SCHOOL, Plan.of(strangers)) == measure(SCHOOL, Plan())


def test_a_role_that_a_past_session_needs_no_more_is_no_fault() -> None:
    over = session(past=True)
    school = problem([over], [ANNA], published=(seat(over, ANNA, "host"),))

    assert broken(school, seat(over, ANNA, "host")) == []


def test_the_rule_of_form_comes_first() -> None:
    assert RULES[0].KEY == "seats"
