"""The table descriptions fit the records, are unambiguous, and are what sample_data/README.md says."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from roster.records import School
from roster.spreadsheets.description import Table
from roster.spreadsheets.documentation import documented_tables
from roster.spreadsheets.tables import TABLE_BY_SPELLING, TABLES

README = Path(__file__).resolve().parents[2] / "sample_data" / "README.md"


def test_every_table_of_a_school_is_described() -> None:
    assert {table.name for table in TABLES} == {field.name for field in fields(School)}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_field_of_a_record_is_a_column(table: Table) -> None:
    assert [field.name for field in fields(table.record)] == [column.field for column in table.columns]  # type: ignore[arg-type]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_header_means_two_columns(table: Table) -> None:
    assert len(table.column_by_spelling) == sum(len(column.spellings) for column in table.columns)


def test_no_name_means_two_tables() -> None:
    assert len(TABLE_BY_SPELLING) == sum(len(table.spellings) for table in TABLES)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_readme_documents_the_tables_as_they_are_described(language: str) -> None:
    assert documented_tables(language) in README.read_text(encoding="utf-8")


def test_every_table_title_fits_a_sheet() -> None:
    assert all(len(table.title(language)) <= 31 for table in TABLES for language in ("de", "en"))
