"""Warnings about pins, as a lead reads them before a solve."""

import datetime as dt

from roster.problem import StrayPin
from roster.rules import pin_warnings
from tests.tiny_school import TUE, person, problem, seat, session

ANNA, BERTA = person("anna"), person("berta")
EVENING = session("a2", TUE, "18:30")
NAMES = {"anna": "Anna Apfel", "berta": "Berta Birne", "a2": "A2 am Abend", "b1": "B1", "lead": "Leitung"}


def test_pins_that_stand_need_no_warning() -> None:
    assert pin_warnings(problem([EVENING], [ANNA], pins=(seat(EVENING, ANNA),))) == []


def test_two_pins_on_one_seat_are_both_named() -> None:
    school = problem([EVENING], [ANNA, BERTA], pins=(seat(EVENING, BERTA), seat(EVENING, ANNA)))

    (warning,) = pin_warnings(school)

    assert (warning.pin, warning.clashes_with) == (seat(EVENING, ANNA), (seat(EVENING, BERTA),))
    assert warning.text("de", NAMES) == (
        "Diese Festlegung kann nicht gelten: Anna Apfel als Leitung in A2 am Abend, Di 24.11. 18:30."
        " A2 am Abend, Di 24.11. 18:30: Als Leitung ist kein Platz mehr frei."
        " Sie verträgt sich nicht mit der früheren Festlegung: Berta Birne als Leitung in A2 am Abend, Di 24.11. 18:30."
    )


def test_two_pins_of_one_person_at_once_name_both_sessions() -> None:
    other = session("b1", TUE, "19:00")
    school = problem([EVENING, other], [ANNA], pins=(seat(other, ANNA), seat(EVENING, ANNA)))

    (warning,) = pin_warnings(school)

    assert warning.text("en", NAMES) == (
        "This pin cannot stand: Anna Apfel as Leitung in A2 am Abend, Tue 24 Nov 18:30."
        " Anna Apfel cannot be in A2 am Abend, Tue 24 Nov 18:30 and in B1, Tue 24 Nov 19:00 at once."
        " It clashes with the earlier pin: Anna Apfel as Leitung in B1, Tue 24 Nov 19:00."
    )


def test_a_pin_that_cannot_stand_alone_clashes_with_no_other() -> None:
    anna = person("anna", windows=[])
    other = session("b1", 0)
    school = problem([EVENING, other], [anna, BERTA], pins=(seat(other, BERTA), seat(EVENING, anna)))

    (warning,) = pin_warnings(school)

    assert warning.clashes_with == ()


def test_a_later_pin_is_in_nobodys_way() -> None:
    anna = person("anna", windows=[])
    school = problem([EVENING], [anna, BERTA], pins=(seat(EVENING, anna), seat(EVENING, BERTA)))

    (warning,) = pin_warnings(school)

    assert (warning.pin.person, warning.clashes_with) == ("anna", ())


def test_a_stray_pin_says_what_is_gone() -> None:
    day = dt.date(2026, 11, 24)
    strays = (
        StrayPin("a2", day, "19:00", "lead", "anna"),
        StrayPin("a2", day, "18:30", "cook", "anna"),
        StrayPin("a2", day, "18:30", "lead", "zoe"),
    )

    texts = [warning.text("de", NAMES) for warning in pin_warnings(problem([EVENING], [ANNA], stray_pins=strays))]

    assert [text.split(". ", 1)[1].split("19:00. ")[-1].split("18:30. ")[-1] for text in texts] == [
        "Den Termin A2 am Abend, Di 24.11. 19:00 gibt es in dieser Woche nicht.",
        "A2 am Abend, Di 24.11. 18:30: Die Rolle cook wird dort nicht gebraucht.",
        "A2 am Abend, Di 24.11. 18:30: zoe gehört nicht zu den aktiven Ehrenamtlichen.",
    ]


def test_a_stray_pin_about_which_nothing_is_known_still_warns() -> None:
    stray = StrayPin("a2", dt.date(2026, 11, 24), "18:30", "lead", "anna")

    (warning,) = pin_warnings(problem([EVENING], [ANNA], stray_pins=(stray,)))

    assert warning.text("en", NAMES).endswith("Its session, role or active volunteer no longer exists.")
