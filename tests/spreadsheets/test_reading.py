"""Folders, workbooks and archives of tables become schools, or all their faults at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roster.errors import NotFound
from roster.records import Availability, Organisation, School, Volunteer, Willingness
from roster.spreadsheets import read_tables
from roster.spreadsheets.faults import MOST_FAULTS
from tests.tiny_tables import TABLES, as_folder, as_workbook, as_zip, faults_with, read_with


def test_a_folder_and_an_archive_say_the_same(tmp_path: Path) -> None:
    folder = read_tables(as_folder(tmp_path, TABLES))
    archive = read_tables(("tables.zip", as_zip(TABLES)))
    assert folder.faults == archive.faults == []
    assert folder.schools == archive.schools


def test_a_missing_path_is_refused_with_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="name a folder"):
        read_tables(tmp_path / "nothing")


def test_an_empty_folder_is_a_fault_and_no_school(tmp_path: Path) -> None:
    reading = read_tables(tmp_path)
    assert reading.schools == ()
    assert "no table" in reading.faults[0].text("en")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_separator_is_found_out(separator: str) -> None:
    text = "key;first_name;last_name;phone\nanna;Anna;Apfelhain;0541 1\n".replace(";", separator)
    reading = read_with(volunteers=text)
    assert reading.schools[0].volunteers[0].phone == "0541 1"


def test_a_list_within_a_cell_works_with_commas_between_columns() -> None:
    text = 'key,first_name,last_name,preferred_sites\nanna,Anna,Apfelhain,"hall, barn"\n'
    assert read_with(volunteers=text).schools[0].volunteers[0].preferred_sites == ("barn", "hall")


def test_german_names_of_tables_columns_and_words_are_understood() -> None:
    tables = {name: text for name, text in TABLES.items() if name != "volunteers"} | {
        "Ehrenamtliche": "KUERZEL;vorname;Nachname;Höchststunden Woche (h);Neu\nanna;Anna;Apfelhain;7,5;ja\n",
        "Verfügbarkeit": "Ehrenamtliche;Wochentag;Beginn;Ende;Wie-gern\nanna;Dienstag;18:00;21:00;gern\n",
    }
    school = read_tables(("tables.zip", as_zip(tables))).schools[0]
    assert school.volunteers == (
        Volunteer(key="anna", first_name="Anna", last_name="Apfelhain", max_minutes_week=450, newcomer=True),
    )
    assert school.availability == (
        Availability(volunteer="anna", weekday=1, start_minute=1080, end_minute=1260, willingness=Willingness.GLADLY),
    )


def test_typed_cells_of_a_workbook_are_read_as_a_person_sees_them() -> None:
    content = as_workbook(
        {
            "organisation": [["key", "name"], ["north", 2026]],
            "volunteers": [
                ["key", "first_name", "last_name", "max_hours_week", "newcomer"],
                ["anna", "Anna", "Apfelhain", 7.5, True],
            ],
            "extra_times": [
                ["volunteer", "date", "start", "end", "willingness"],
                ["anna", dt.date(2026, 11, 24), dt.time(18, 30), "24:00", "gladly"],
            ],
        }
    )
    school = read_tables(("school.xlsx", content)).schools[0]
    assert school.organisation.name == "2026"
    assert (school.volunteers[0].max_minutes_week, school.volunteers[0].newcomer) == (450, True)
    assert (school.extra_times[0].on_day, school.extra_times[0].end_minute) == (dt.date(2026, 11, 24), 1440)


def test_all_faults_are_told_at_once_with_file_row_column_value_and_expectation() -> None:
    faults = faults_with(
        volunteers="key;first_name;last_name;newcomer\nanna;Anna;Apfelhain;perhaps\n\n;Bernd;Brombeer;no\n",
        meetings="course;weekday;start;end\na2;someday;18:30;20:00\n",
    )
    assert faults == [
        "volunteers.csv, row 2, column newcomer: “perhaps” does not fit here. Expected: one of: ja, nein / yes, no.",
        "volunteers.csv, row 4, column key: the cell is empty. Expected: this cell must be filled (key).",
        (
            "meetings.csv, row 2, column weekday: “someday” does not fit here. Expected: one of: "
            "Mo, Di, Mi, Do, Fr, Sa, So / mon, tue, wed, thu, fri, sat, sun."
        ),
    ]


def test_a_fault_speaks_german_too() -> None:
    fault = read_with(volunteers="key;first_name;last_name;newcomer\nanna;Anna;Apfelhain;vielleicht\n").faults[0]
    assert fault.text("de") == (
        "volunteers.csv, Zeile 2, Spalte newcomer: „vielleicht“ geht hier nicht. "
        "Erwartet: eines von: ja, nein / yes, no."
    )


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"nonsense": "a;b\n1;2\n"}, "a table of a known name"),
        ({"volunteers": "key;first_name;last_name;shoe_size\nanna;Anna;A;42\n"}, "one of the columns"),
        ({"volunteers": "key;first_name\nanna;Anna\n"}, "the column “last_name / Nachname” is missing"),
        ({"volunteers": "key;key;first_name;last_name\na;a;A;A\n"}, "each column only once"),
        ({"volunteers": "key;first_name;last_name\nanna;Anna;Apfelhain;extra\n"}, "a header above this column"),
        ({"ehrenamtliche": TABLES["volunteers"]}, "each table only once"),
        ({"volunteers": 'key;first_name;last_name\nanna;"Anna;Apfelhain\n'}, "quotation mark"),
        ({"organisation": "key;name\n"}, "with key and name is missing"),
        ({"volunteers": "organisation;key;first_name;last_name\ns;anna;A;A\n"}, "a key of the table “organisation”"),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(tables: dict[str, str], said: str) -> None:
    faults = faults_with(**tables)
    assert len(faults) == 1
    assert said in faults[0]


def test_several_organisations_stand_in_one_folder_by_their_column() -> None:
    reading = read_tables(
        (
            "tables.zip",
            as_zip(
                {
                    "organisation": "key;name\nnorth;North\nsouth;South\n",
                    "sites": "organisation;key;name\nsouth;hall;Hall\nnorth;hall;Hall\n",
                }
            ),
        )
    )
    assert [(s.organisation.key, s.sites[0].key) for s in reading.schools] == [("north", "hall"), ("south", "hall")]


def test_with_several_organisations_a_row_must_say_whose_it_is() -> None:
    faults = faults_with(organisation="key;name\nnorth;North\nsouth;South\n", sites="key;name\nhall;Hall\n", rooms="")
    assert any("sites.csv, row 2, column organisation: the cell is empty" in fault for fault in faults)


def test_a_table_that_is_not_there_stays_as_it_was() -> None:
    there = School(
        organisation=Organisation(key="north", name="North school"),
        volunteers=(Volunteer(key="anna", first_name="Anna", last_name="Apfelhain"),),
    )
    reading = read_tables(("sites.csv", b"key;name\nhall;Hall\n"), into=there)
    assert reading.tables == {"sites"}
    assert reading.schools[0].volunteers == there.volunteers
    assert reading.schools[0].sites[0].key == "hall"


def test_very_many_faults_end_with_their_number() -> None:
    rows = "\n".join(f"v{number};A;A;perhaps" for number in range(MOST_FAULTS + 50))
    faults = faults_with(volunteers=f"key;first_name;last_name;newcomer\n{rows}\n")
    assert len(faults) == MOST_FAULTS
    assert faults[-1] == "…: and 51 more faults."


def test_a_file_that_is_no_table_is_refused_by_its_name() -> None:
    assert "ends in .csv, .xlsx or .zip" in read_tables(("letter.docx", b"x")).faults[0].text("en")
