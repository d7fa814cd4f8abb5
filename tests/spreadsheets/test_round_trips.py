"""What is written is read back the same, whatever it is (export, then import: no change)."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.records import Organisation, School, Volunteer
from roster.spreadsheets import compare, read_tables, tables_file, write_tables, writing
from roster.spreadsheets.guard import FORMULA_STARTS, cleaned, guarded, unguarded
from tests.spreadsheets.any_school import any_school

ROOT = Path(__file__).resolve().parents[2]


@settings(max_examples=20)
@given(school=any_school(), form=st.sampled_from(["zip", "xlsx"]), language=st.sampled_from(["de", "en"]))
def test_any_school_comes_back_equal(school: School, form: str, language: str) -> None:
    reading = read_tables((f"school.{form}", tables_file([school], form, language)))
    assert [fault.text("en") for fault in reading.faults] == []
    assert compare(school, reading.schools[0]).is_empty
    assert replace(reading.schools[0], volunteers=()).tables().keys() == school.tables().keys()
    assert sorted(reading.schools[0].volunteers, key=lambda v: v.key) == sorted(school.volunteers, key=lambda v: v.key)


@pytest.mark.parametrize("name", ["small", "osnabrueck"])
@pytest.mark.parametrize("target", ["folder", "tables.zip", "tables.xlsx"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_sample_school_comes_back_without_change(name: str, target: str, language: str, tmp_path: Path) -> None:
    school = read_tables(ROOT / "sample_data" / name).schools[0]
    write_tables([school], tmp_path / target, language)
    reading = read_tables(tmp_path / target)
    assert reading.faults == []
    assert compare(school, reading.schools[0]).is_empty


def test_writing_the_same_twice_gives_the_same_bytes() -> None:
    school = read_tables(ROOT / "sample_data" / "small").schools[0]
    assert tables_file([school], "zip") == tables_file([school], "zip")


def test_several_organisations_come_back_in_one_folder() -> None:
    schools = [replace(with_phone(key), organisation=Organisation(key=key, name=key)) for key in ("north", "south")]
    with tempfile.TemporaryDirectory() as folder:
        write_tables(schools, Path(folder))
        assert list(read_tables(Path(folder)).schools) == schools


# Formulas (check 31).

PHONES = [
    "=1+1",
    "+49 170 555",
    "-cmd|' /C calc'!A0",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "'=1+1",
    "''",
    '=HYPERLINK("http://x")',
]


def with_phone(phone: str) -> School:
    volunteer = Volunteer(key="anna", first_name="Anna", last_name="Apfelhain", phone=phone)
    return School(organisation=Organisation(key="north", name="North"), volunteers=(volunteer,))


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_a_text_that_looks_like_a_formula_comes_back(phone: str, form: str) -> None:
    reading = read_tables((f"school.{form}", tables_file([with_phone(phone)], form)))
    assert reading.faults == []
    assert reading.schools[0].volunteers[0].phone == phone


def written_cells(folder: Path, phone: str) -> list[str]:
    write_tables([with_phone(phone)], folder)
    lines = (folder / "volunteers.csv").read_text(encoding="utf-8-sig").splitlines()
    return [cell.strip('"') for cell in lines[1].split(";")]


@pytest.mark.parametrize("phone", PHONES)
def test_no_cell_of_a_csv_file_begins_like_a_formula(phone: str, tmp_path: Path) -> None:
    assert not [cell for cell in written_cells(tmp_path, phone) if cell.startswith(tuple(FORMULA_STARTS))]


def test_control_without_the_guard_cells_begin_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "guarded", lambda text, formulas: text)
    assert "=1+1" in written_cells(tmp_path, "=1+1")


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    write_tables([with_phone("=1+1")], tmp_path / "school.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "school.xlsx")["volunteers"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\0=1", "a\nb", " x "])
def test_control_characters_do_not_get_into_a_cell(text: str, tmp_path: Path) -> None:
    assert written_cells(tmp_path, text)[5] == guarded(cleaned(text), formulas=True)


@given(st.text())
def test_the_guard_gives_back_every_text(text: str) -> None:
    assert unguarded(guarded(text, formulas=True)) == text
