"""decisions: pins, bans and the past."""

from collections.abc import Callable

import pytest

from roster.problem import Ban, Certificate, Need, Person, Problem, Session, Settings, Site
from roster.rules import check, missing_pins, past_assignments, standing_pins
from tests.tiny_school import LEAD_AND_HELPER, TUE, WED, broken, person, plan, problem, seat, session

ANNA, BERTA, NEW = person("anna"), person("berta"), person("nina", newcomer=True)
EVENING = session(needs=LEAD_AND_HELPER)
OVER = session("b1", 0, past=True, needs=LEAD_AND_HELPER)


# The past


def test_the_past_as_published_breaks_nothing() -> None:
    school = problem([OVER], [ANNA], published=(seat(OVER, ANNA),))

    assert broken(school, seat(OVER, ANNA)) == []


def test_a_past_assignment_that_is_missing_and_one_that_is_new_are_both_told() -> None:
    school = problem([OVER], [ANNA, BERTA], published=(seat(OVER, ANNA),))

    assert broken(school) == ["decisions"]
    assert broken(school, seat(OVER, ANNA), seat(OVER, BERTA, "helper")) == ["decisions"]
    assert broken(school, seat(OVER, BERTA)) == ["decisions", "decisions"]


def test_past_sessions_of_a_week_never_published_stay_empty() -> None:
    school = problem([OVER], [ANNA])

    assert broken(school) == []
    assert broken(school, seat(OVER, ANNA)) == ["decisions"]


def test_who_left_is_no_longer_expected_in_the_past() -> None:
    school = problem([OVER], [ANNA], published=(seat(OVER, "gone"), seat(OVER, ANNA, "helper")))

    assert past_assignments(school) == (seat(OVER, ANNA, "helper"),)
    assert broken(school, seat(OVER, ANNA, "helper")) == []


def test_what_was_published_for_the_future_binds_nobody() -> None:
    assert broken(problem([EVENING], [ANNA], published=(seat(EVENING, ANNA),))) == []


# Bans


def test_a_ban_from_one_role_leaves_the_other() -> None:
    school = problem([EVENING], [ANNA, BERTA], bans=(Ban(EVENING.key, "anna", "lead"),))

    assert broken(school, seat(EVENING, ANNA)) == ["decisions"]
    assert broken(school, seat(EVENING, BERTA), seat(EVENING, ANNA, "helper")) == []


def test_a_ban_from_any_role_leaves_none() -> None:
    school = problem([EVENING], [ANNA, BERTA], bans=(Ban(EVENING.key, "anna"),))

    assert broken(school, seat(EVENING, BERTA), seat(EVENING, ANNA, "helper")) == ["decisions"]


def test_a_ban_of_the_past_means_nothing() -> None:
    school = problem([OVER], [ANNA], bans=(Ban(OVER.key, "anna"),), published=(seat(OVER, ANNA),))

    assert broken(school, seat(OVER, ANNA)) == []


# Pins that stand


def test_a_standing_pin_must_be_kept() -> None:
    school = problem([EVENING], [ANNA, BERTA], pins=(seat(EVENING, ANNA),))

    assert broken(school, seat(EVENING, ANNA)) == []
    assert broken(school) == ["decisions"]
    assert broken(school, seat(EVENING, BERTA)) == ["decisions"]


def test_a_pinned_newcomer_may_be_missing_only_where_nobody_experienced_sits() -> None:
    school = problem([EVENING], [ANNA, NEW], pins=(seat(EVENING, NEW, "helper"),))

    assert broken(school) == []
    assert broken(school, seat(EVENING, ANNA)) == ["decisions"]
    assert broken(school, seat(EVENING, ANNA), seat(EVENING, NEW, "helper")) == []
    assert missing_pins(school, plan()) == (seat(EVENING, NEW, "helper"),)


def test_where_the_rule_about_newcomers_is_off_their_pins_are_like_others() -> None:
    school = problem([EVENING], [NEW], pins=(seat(EVENING, NEW),), settings=Settings(newcomers=False))

    assert broken(school) == ["decisions"]


def test_a_pin_in_the_past_is_neither_kept_nor_set_aside() -> None:
    school = problem([OVER], [ANNA], pins=(seat(OVER, ANNA),))

    assert standing_pins(school) == ((), ())
    assert broken(school) == []


def test_a_repeated_pin_is_one_pin() -> None:
    school = problem([EVENING], [ANNA], pins=(seat(EVENING, ANNA), seat(EVENING, ANNA)))

    assert standing_pins(school) == ((seat(EVENING, ANNA),), ())


# Pins that cannot stand


def set_aside(school: Problem) -> list[tuple[str, list[str]]]:
    return [(pin.person, [reason.rule for reason in reasons]) for pin, reasons in standing_pins(school).set_aside]


@pytest.mark.parametrize(
    ("where", "who", "more", "rule"),
    [
        (session(needs=[Need("host", 1)]), ANNA, {}, "seats"),
        (session(), person("anna", windows=[]), {}, "availability"),
        (session(), person("anna", qualifications=[]), {}, "qualification"),
        (session(certificates=("clearance",)), ANNA, {}, "certificate"),
        (session(), person("anna", max_minutes_week=60), {}, "workload"),
        (session(), person("anna", refused_sites=("north",)), {}, "site_access"),
        (session(), ANNA, {"sites": [Site("north", access=())]}, "site_access"),
        (session(), ANNA, {"bans": (Ban(session().key, "anna"),)}, "decisions"),
    ],
)
def test_a_pin_that_breaks_a_rule_is_set_aside_with_the_rule(
    where: Session, who: Person, more: dict[str, object], rule: str
) -> None:
    school = problem([where], [who], pins=(seat(where, who),), **more)  # type: ignore[arg-type]

    assert set_aside(school) == [("anna", [rule])]
    assert broken(school) == []


def test_every_reason_is_given() -> None:
    anna = person("anna", windows=[], qualifications=[])

    assert set_aside(problem([EVENING], [anna], pins=(seat(EVENING, anna),))) == [
        ("anna", ["availability", "qualification"])
    ]


def test_a_pin_on_nothing_known_is_set_aside() -> None:
    assert set_aside(problem([], [ANNA], pins=(seat(EVENING, ANNA),))) == [("anna", ["seats"])]


def test_a_pinned_helper_needs_no_lead_and_a_pinned_newcomer_nobody_experienced() -> None:
    school = problem([EVENING], [NEW], pins=(seat(EVENING, NEW, "helper"),))

    assert standing_pins(school).set_aside == ()


def two_on_one_seat() -> Problem:
    return problem([EVENING], [ANNA, BERTA], pins=(seat(EVENING, BERTA), seat(EVENING, ANNA)))


def two_at_once() -> Problem:
    other = session("b1", TUE, "19:00")
    return problem([EVENING, other], [ANNA], pins=(seat(other, ANNA), seat(EVENING, ANNA)))


def two_too_far_apart() -> Problem:
    other = session("b1", TUE, "20:10", site="south")
    return problem([EVENING, other], [ANNA], pins=(seat(other, ANNA), seat(EVENING, ANNA)))


def two_kept_apart() -> Problem:
    pins = (seat(EVENING, BERTA), seat(EVENING, ANNA, "helper"))
    return problem([EVENING], [ANNA, BERTA], pins=pins, apart=(("anna", "berta"),))


def two_too_many() -> Problem:
    other = session("b1", WED)
    busy = person("anna", max_minutes_week=90)
    return problem([EVENING, other], [busy], pins=(seat(other, busy), seat(EVENING, busy)))


@pytest.mark.parametrize(
    ("clash", "rule"),
    [
        (two_on_one_seat, "seats"),
        (two_at_once, "one_place"),
        (two_too_far_apart, "travel_time"),
        (two_kept_apart, "apart"),
        (two_too_many, "workload"),
    ],
)
def test_of_two_pins_that_clash_the_earlier_stands(clash: Callable[[], Problem], rule: str) -> None:
    school = clash()

    standing, aside = standing_pins(school)

    assert standing == school.pins[:1]
    assert [(pin, [reason.rule for reason in reasons]) for pin, reasons in aside] == [(school.pins[1], [rule])]
    assert check(school, plan(*standing)) == []


def test_a_pin_that_clashes_with_the_past_is_set_aside() -> None:
    next_morning = session("c1", 0, "20:05", site="south")
    school = problem([OVER, next_morning], [ANNA], pins=(seat(next_morning, ANNA),), published=(seat(OVER, ANNA),))

    assert set_aside(school) == [("anna", ["travel_time"])]


def test_a_pin_that_was_set_aside_is_in_nobodys_way() -> None:
    other = session("b1", TUE, "19:00")
    anna = person("anna", certificates=(Certificate("x", EVENING.on_day),))
    locked = session("a2", TUE, "18:30", certificates=("clearance",))
    school = problem([locked, other], [anna], pins=(seat(locked, anna), seat(other, anna)))

    assert standing_pins(school).standing == (seat(other, anna),)
