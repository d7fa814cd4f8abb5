"""Tables that do not fit together are refused with their lines (check 36)."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from roster.records import Organisation, PublishedAssignment, School
from roster.spreadsheets import read_tables, reading
from tests.tiny_tables import TABLES, as_zip, faults_with, read_with

PEOPLE = TABLES["volunteers"]
COURSES = TABLES["courses"]


def only_fault(**changed: str) -> str:
    faults = faults_with(**changed)
    assert len(faults) == 1, faults
    return faults[0]


def test_control_the_small_school_fits_together() -> None:
    assert faults_with() == []


@pytest.mark.parametrize(
    ("table", "text", "where"),
    [
        ("volunteers", PEOPLE + "anna;Anna;Zweite\n", "volunteers.csv, row 4, column key: “anna”"),
        ("meetings", TABLES["meetings"] + "a2;Montag;18:30;19:00\n", "meetings.csv, row 3"),
        ("seats", "course;role\na2;lead\na2;lead\n", "seats.csv, row 3, column course: “a2”"),
        ("pairs", "first;second;kind\nanna;bernd;apart\nbernd;anna;together\n", "pairs.csv, row 3"),
        ("terms", "name;starts_on;ends_on\nT;2026-01-01;2026-02-01\nT;2026-03-01;2026-04-01\n", "terms.csv, row 3"),
    ],
)
def test_a_row_that_stands_twice_is_refused(table: str, text: str, where: str) -> None:
    faults = faults_with(**{table: text})
    assert where in faults[0]
    assert "the same stands already in" in faults[0]


def test_a_volunteer_sits_only_once_in_a_published_session() -> None:
    roster = "course;date;start;role;volunteer\na2;2026-11-16;18:30;lead;anna\na2;2026-11-16;18:30;helper;anna\n"
    assert "the same stands already in roster.csv:2" in only_fault(roster=roster)


def test_keys_that_differ_by_case_only_are_refused() -> None:
    assert "differs by more than case from “anna” in volunteers.csv:2" in only_fault(volunteers=PEOPLE + "ANNA;A;Z\n")


def test_keys_that_differ_by_their_unicode_form_only_are_the_same_key() -> None:
    twin = unicodedata.normalize("NFD", "jörg")
    assert "the same stands already" in only_fault(volunteers=f"{PEOPLE}jörg;J;A\n{twin};J;B\n")


def test_a_reference_in_another_unicode_form_finds_its_key() -> None:
    twin = unicodedata.normalize("NFD", "jörg")
    faults = faults_with(volunteers=f"{PEOPLE}jörg;J;A\n", pairs=f"first;second;kind\nanna;{twin};apart\n")
    assert faults == []


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("courses", COURSES.replace("adults", "elders"), "column branch: “elders” does not fit"),
        ("courses", COURSES.replace("hall", "Hall"), "perhaps “hall”"),
        ("meetings", TABLES["meetings"].replace("a2", "b1"), "column course: “b1”"),
        ("rooms", TABLES["rooms"].replace("hall", "tower"), "column site: “tower”"),
        ("pairs", "first;second;kind\nanna;carla;apart\n", "column second: “carla”"),
        (
            "volunteers",
            'key;first_name;last_name;preferred_courses\nanna;A;B;"a2, c1"\n',
            "column preferred_courses: “c1”",
        ),
        ("roster", "course;date;start;role;volunteer\na2;2026-11-16;18:30;lead;nobody\n", "column volunteer: “nobody”"),
    ],
)
def test_a_key_that_leads_nowhere_is_refused(table: str, text: str, said: str) -> None:
    assert said in only_fault(**{table: text})


def test_a_told_roster_outlives_the_people_in_it() -> None:
    told = PublishedAssignment(
        course="a2", on_day=dt.date(2026, 11, 16), start_minute=1110, role="lead", volunteer="gone"
    )
    there = School(organisation=Organisation(key="north", name="North school"), published=(told,))
    roster = "course;date;start;role;volunteer\na2;2026-11-16;18:30;lead;gone\n"
    assert read_tables(("tables.zip", as_zip({**TABLES, "roster": roster})), into=there).faults == []


def test_roles_that_depend_on_each_other_in_a_circle_are_refused() -> None:
    faults = faults_with(roles="key;name;depends_on\nlead;Lead;helper\nhelper;Helper;lead\nhost;Host;host\n")
    assert [fault.partition("circle (")[2] for fault in faults] == [
        "lead → helper → lead).",
        "helper → lead → helper).",
        "host → host).",
    ]


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("volunteers", "key;first_name;last_name;promised_hours_week;max_hours_week\na;A;B;5;4", "at most the maximum"),
        ("travel", "from_site;to_site;means;minutes\nhall;hall;foot;3\n", "another site than the start"),
        ("pairs", "first;second;kind\nanna;anna;apart\n", "two different people"),
        ("seats", "course;role;required\na2;lead;0\n", "at least one required or wished seat"),
        (
            "absences",
            "volunteer;from_day;until_day;start\nanna;2026-11-23;2026-11-23;08:00\n",
            "start and end, or neither",
        ),
        ("sites", "key;name;latitude\nhall;Hall;52,1\nbarn;Barn;\n", "latitude and longitude, or neither"),
        ("decisions", "kind;volunteer;course\nban;anna;a2\npin;anna;a2\n", "date, start and role for a pin"),
        ("decisions", "kind;volunteer;course;start\nban;anna;a2;18:30\n", "a date where there is a start"),
        ("session_changes", "course;date;start;change\na2;2026-11-23;18:30;moved\n", "at least one new entry"),
        ("session_changes", "course;date;start;change\na2;2026-11-23;18:30;one_off\n", "a new end for a one-off"),
        (
            "session_changes",
            "course;date;start;change;room\na2;2026-11-23;18:30;cancelled;blue\n",
            "nothing for a cancelled",
        ),
        ("meetings", TABLES["meetings"] + "a2;mon;19:30;21:00\n", "does not overlap another of the same course"),
        ("meetings", "course;weekday;start;end\na2;sun;23:00;01:00\na2;mon;00:30;02:00\n", "does not overlap"),
        ("rooms", "key;site;name\nblue;barn;Blue\n", "a room at the site “hall”"),
        ("closures", "from_day;until_day\n2026-11-24;2026-11-23\n", "at most 2026-11-23"),
        ("qualifications", "volunteer;role;level_from;level_to\nanna;lead;B1;A2\n", "at most A2"),
    ],
)
def test_what_makes_no_sense_is_refused(table: str, text: str, said: str) -> None:
    changed = {table: text}
    if table == "rooms":
        changed["meetings"] = "course;weekday;start;end;room\na2;mon;18:30;20:00;blue\n"
    assert any(said in fault for fault in faults_with(**changed))


def test_a_person_stands_only_once_in_one_organisation() -> None:
    text = "key;first_name;last_name;person\nanna;A;A;same\nbernd;B;B;same\n"
    assert "only once in one organisation (volunteers.csv:2)" in only_fault(volunteers=text)


def test_meetings_that_are_never_valid_together_may_overlap() -> None:
    text = (
        "course;weekday;start;end;valid_from;valid_until\n"
        "a2;mon;18:30;20:00;;2026-11-30\na2;mon;19:00;20:30;2026-12-01;\n"
    )
    assert faults_with(meetings=text) == []


def test_control_without_the_look_at_references_dangling_rows_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(*arguments: Any) -> Iterator[Any]:
        return iter(())

    looking: Callable[..., Any] = blind
    monkeypatch.setattr(reading, "reference_faults", looking)
    assert read_with(meetings=TABLES["meetings"].replace("a2", "b1")).schools[0].meetings[0].course == "b1"
