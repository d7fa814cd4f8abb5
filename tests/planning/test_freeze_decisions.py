"""Freezing a week: pins, bans and wishes about pairs."""

import datetime as dt

import pytest

from roster.problem import (
    Assignment,
    Ban,
    StrayPin,
)
from roster.records import (
    ChangeKind,
    DecisionKind,
    Meeting,
    Pair,
    PairKind,
)
from tests.tiny_records import (
    EVENING,
    NIGHT,
    TUESDAY,
    WEDNESDAY,
    change,
    decision,
    frozen,
)

A2 = "a2@2026-11-24T18:30"


def test_a_pair_kept_apart_is_the_same_in_either_order() -> None:
    pairs = (
        Pair(first="cleo", second="anna", kind=PairKind.APART),
        Pair(first="anna", second="cleo", kind=PairKind.APART),
    )
    assert frozen(pairs=pairs).apart == (("anna", "cleo"),)


def test_people_who_wish_to_be_together_are_partners_of_each_other() -> None:
    problem = frozen(pairs=(Pair(first="ben", second="anna", kind=PairKind.TOGETHER),))
    assert (problem.person_by_key["anna"].partners, problem.person_by_key["ben"].partners) == (("ben",), ("anna",))


def test_a_pin_becomes_an_assignment() -> None:
    assert frozen(decisions=(decision(DecisionKind.PIN, role="lead"),)).pins == (Assignment(A2, "lead", "anna"),)


def test_pins_keep_their_order_because_earlier_ones_win() -> None:
    decisions = tuple(decision(DecisionKind.PIN, role="lead", volunteer=who) for who in ("cleo", "anna", "ben"))
    assert [pin.person for pin in frozen(decisions=decisions).pins] == ["cleo", "anna", "ben"]


def test_a_pin_follows_its_session_when_that_is_moved() -> None:
    problem = frozen(
        decisions=(decision(DecisionKind.PIN, role="lead"),),
        session_changes=(change(ChangeKind.MOVED, new_day=WEDNESDAY),),
    )
    assert problem.pins == (Assignment("a2@2026-11-25T18:30", "lead", "anna"),)


@pytest.mark.parametrize(
    "lost", [{"start_minute": 600}, {"role": "helper2"}, {"volunteer": "nobody"}, {"course": "closed"}]
)
def test_a_pin_of_something_that_does_not_exist_is_listed_as_stray(lost: dict[str, object]) -> None:
    problem = frozen(decisions=(decision(DecisionKind.PIN, **({"role": "lead"} | lost)),))
    assert (problem.pins, len(problem.stray_pins)) == ((), 1)


def test_a_stray_pin_says_what_was_meant() -> None:
    problem = frozen(decisions=(decision(DecisionKind.PIN, role="lead", start_minute=600),))
    assert problem.stray_pins == (StrayPin("a2", TUESDAY, "10:00", "lead", "anna"),)


def test_a_pin_of_another_week_is_not_stray_here() -> None:
    pin = decision(DecisionKind.PIN, role="lead", on_day=TUESDAY + dt.timedelta(weeks=1))
    assert frozen(decisions=(pin,)).stray_pins == ()


def test_a_ban_names_a_session_and_a_role() -> None:
    assert frozen(decisions=(decision(DecisionKind.BAN, role="lead"),)).bans == (Ban(A2, "anna", "lead"),)


def test_a_ban_that_leaves_day_and_start_open_counts_for_every_session_of_the_course() -> None:
    meetings = tuple(Meeting(course="a2", weekday=day, start_minute=EVENING, end_minute=NIGHT) for day in (0, 1))
    bans = frozen(meetings=meetings, decisions=(decision(DecisionKind.BAN, on_day=None, start_minute=None),)).bans
    assert bans == (Ban("a2@2026-11-23T18:30", "anna"), Ban(A2, "anna"))


def test_a_ban_of_nobody_known_counts_for_nothing() -> None:
    assert frozen(decisions=(decision(DecisionKind.BAN, volunteer="nobody"),)).bans == ()


def test_a_ban_follows_its_session_when_that_is_moved() -> None:
    problem = frozen(
        decisions=(decision(DecisionKind.BAN),), session_changes=(change(ChangeKind.MOVED, new_day=WEDNESDAY),)
    )
    assert problem.bans == (Ban("a2@2026-11-25T18:30", "anna"),)
