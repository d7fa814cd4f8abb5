"""Invented schools of any size: sound, in the measured proportions, and the same for a seed everywhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from roster.errors import Invalid
from roster.freeze import freeze
from roster.spreadsheets import read_tables, tables_file, write_tables
from roster.spreadsheets.sampling import sample


def test_a_seed_gives_the_same_school_on_every_machine() -> None:
    content = tables_file(sample(80, 1, 1), "zip")
    assert tables_file(sample(80, 1, 1), "zip") == content
    school = sample(80, 1, 1)[0]
    # Not the archive's bytes: those depend on the compressor of the machine.
    assert hashlib.sha256(repr(school).encode()).hexdigest()[:16] == "f95cacad51b3528d"


def test_another_seed_gives_another_school() -> None:
    assert sample(20, 1, 1) != sample(20, 1, 2)


@pytest.mark.parametrize(("volunteers", "organisations"), [(1, 1), (3, 3), (80, 1), (160, 2), (400, 5)])
def test_a_sample_is_read_without_fault_and_comes_back(volunteers: int, organisations: int, tmp_path: Path) -> None:
    schools = sample(volunteers, organisations, 7)
    write_tables(schools, tmp_path)
    reading = read_tables(tmp_path)
    assert [fault.text("en") for fault in reading.faults] == []
    assert len(reading.schools) == organisations


def test_the_proportions_are_the_measured_ones() -> None:
    school = sample(80, 1, 3)[0]
    problem = freeze(school, "2026-W48")
    assert len(problem.people) == 80
    assert len(problem.sessions) == 187
    assert {session.minutes for session in problem.sessions} == {90}
    leads = sum(need.required for session in problem.sessions for need in session.needs if need.role == "lead")
    assert leads * 90 == 187 * 90


def test_volunteers_are_counted_once_and_five_percent_help_next_door() -> None:
    schools = sample(800, 10, 1)
    rows = [volunteer for school in schools for volunteer in school.volunteers]
    shared = {volunteer.person for volunteer in rows if volunteer.person}
    assert len(rows) - len(shared) == 800
    assert len(shared) == pytest.approx(40, abs=6)
    sizes = sorted(len(school.volunteers) for school in schools)
    assert sizes[-1] <= 4.5 * sizes[0]


def test_a_hundred_schools_have_as_many_meetings_as_a_hundred_times_one() -> None:
    schools = sample(8000, 100, 1)
    assert sum(len(school.meetings) for school in schools) == pytest.approx(18_700, abs=100)


@pytest.mark.parametrize(("volunteers", "organisations"), [(0, 1), (10, 11), (10, 0), (20_001, 1)])
def test_numbers_out_of_range_are_refused(volunteers: int, organisations: int) -> None:
    with pytest.raises(Invalid):
        sample(volunteers, organisations, 1)
