"""newcomers: never alone with a class."""

from roster.problem import Settings
from tests.tiny_school import LEAD_AND_HELPER, broken, person, problem, seat, session

NEW, NEWER, OLD = person("nina", newcomer=True), person("nora", newcomer=True), person("olga")
EVENING = session(needs=LEAD_AND_HELPER)
SCHOOL = problem([EVENING], [NEW, NEWER, OLD])


def test_a_newcomer_alone_breaks_the_rule() -> None:
    assert broken(SCHOOL, seat(EVENING, NEW)) == ["newcomers"]


def test_two_newcomers_are_still_alone_each() -> None:
    assert broken(SCHOOL, seat(EVENING, NEW), seat(EVENING, NEWER, "helper")) == ["newcomers", "newcomers"]


def test_somebody_experienced_in_any_role_is_enough() -> None:
    assert broken(SCHOOL, seat(EVENING, NEW), seat(EVENING, OLD, "helper")) == []


def test_somebody_experienced_may_be_alone() -> None:
    assert broken(SCHOOL, seat(EVENING, OLD)) == []


def test_the_past_is_not_judged() -> None:
    over = session(past=True)

    assert broken(problem([over], [NEW], published=(seat(over, NEW),)), seat(over, NEW)) == []


def test_an_organisation_can_switch_it_off() -> None:
    assert broken(problem([EVENING], [NEW], settings=Settings(newcomers=False)), seat(EVENING, NEW)) == []
