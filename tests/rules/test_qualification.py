"""qualification: role, branch, level and date have to fit in one and the same qualification."""

import datetime as dt

import pytest

from roster.problem import Qualification, Session
from roster.records import Level
from tests.tiny_school import broken, person, problem, seat, session

A2 = session(level=Level.A2, branch="adults")  # on Tuesday 24 November


def broken_with(*qualifications: Qualification, where: Session = A2) -> list[str]:
    anna = person("anna", qualifications=qualifications)
    return broken(problem([where], [anna]), seat(where, anna))


@pytest.mark.parametrize(
    "fitting",
    [
        Qualification("lead"),
        Qualification("lead", "adults"),
        Qualification("lead", None, Level.A2, Level.A2),
        Qualification("lead", None, Level.ALPHA, None),
        Qualification("lead", None, None, Level.A2),
        Qualification("lead", valid_until=dt.date(2026, 11, 24)),
    ],
)
def test_it_is_enough_to_be_qualified_for_just_this(fitting: Qualification) -> None:
    assert broken_with(fitting) == []


@pytest.mark.parametrize(
    "lacking",
    [
        Qualification("helper"),
        Qualification("lead", "children"),
        Qualification("lead", None, Level.B1, None),
        Qualification("lead", None, None, Level.A1_2),
        Qualification("lead", valid_until=dt.date(2026, 11, 23)),
    ],
)
def test_another_role_branch_level_or_an_earlier_end_is_not(lacking: Qualification) -> None:
    assert broken_with(lacking) == ["qualification"]


def test_nobody_is_qualified_by_having_no_qualification() -> None:
    assert broken_with() == ["qualification"]


def test_two_qualifications_do_not_add_up() -> None:
    assert broken_with(Qualification("lead", "children"), Qualification("lead", "adults", Level.C1)) == [
        "qualification"
    ]


def test_one_that_has_run_out_does_not_spoil_one_that_holds() -> None:
    assert broken_with(Qualification("lead", valid_until=dt.date(2026, 1, 1)), Qualification("lead")) == []


def test_a_session_without_level_fits_every_range() -> None:
    assert broken_with(Qualification("lead", None, Level.B2, Level.C1), where=session(level=None)) == []
