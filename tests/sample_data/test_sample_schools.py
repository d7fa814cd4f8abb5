"""The two sample schools are what their README promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.calendar.clock import wall_clock
from roster.calendar.shifting import shifted
from roster.calendar.weeks import week_of
from roster.freeze import freeze
from roster.plan import Plan
from roster.problem import Assignment, Problem, session_key
from roster.records import Level, PairKind, School
from roster.rules import check
from roster.rules.obstacles import obstacles
from roster.spreadsheets import read_tables
from roster.spreadsheets.sampling.timetable import kilometres

FOLDER = Path(__file__).resolve().parents[2] / "sample_data"
TOLERATED = {"support_needs_lead", "newcomers"}  # what an empty plan breaks for everybody


@pytest.fixture(scope="module")
def osnabrueck() -> School:
    reading = read_tables(FOLDER / "osnabrueck")
    assert reading.faults == []
    return reading.schools[0]


@pytest.fixture(scope="module")
def week(osnabrueck: School) -> Problem:
    return freeze(osnabrueck, "2026-W48")


def test_the_small_school_uses_every_table_and_fits_in_the_head() -> None:
    reading = read_tables(FOLDER / "small")
    assert reading.faults == []
    school = reading.schools[0]
    assert all(school.tables().values())
    assert (len(school.volunteers), len(school.courses)) == (8, 3)


def test_eighty_volunteers_fill_seats_for_exactly_280_hours(week: Problem) -> None:
    assert len(week.people) == 80
    assert sum(session.minutes * need.required for session in week.sessions for need in session.needs) == 280 * 60


def test_two_of_three_sites_lie_800_metres_apart(osnabrueck: School) -> None:
    first, second, third = osnabrueck.sites
    assert kilometres(first, second) == pytest.approx(0.8, abs=0.01)
    assert kilometres(first, third) > 2


def test_children_learn_mornings_and_adults_evenings(osnabrueck: School) -> None:
    times = {
        branch: {
            (meeting.weekday, meeting.start_minute, meeting.end_minute)
            for meeting in osnabrueck.meetings
            if meeting.course.startswith(prefix)
        }
        for branch, prefix in (("children", "kinder"), ("adults", "abend"))
    }
    assert times["children"] == {(day, *block) for day in range(5) for block in ((540, 630), (630, 720))}
    assert times["adults"] == {(day, 1110, 1200) for day in range(5)}


def test_levels_reach_from_literacy_to_b2(osnabrueck: School) -> None:
    assert {course.level for course in osnabrueck.courses} == {None, *tuple(Level)[:6]}


def test_everything_that_makes_planning_hard_is_there(osnabrueck: School) -> None:
    assert any(volunteer.newcomer for volunteer in osnabrueck.volunteers)
    assert any(volunteer.max_minutes_week <= 120 for volunteer in osnabrueck.volunteers)
    assert {pair.kind for pair in osnabrueck.pairs} == set(PairKind)
    assert {decision.kind.value for decision in osnabrueck.decisions} == {"pin", "ban"}
    assert any(absence.from_day.isocalendar().week == 48 for absence in osnabrueck.absences)
    ends = [certificate.valid_until for certificate in osnabrueck.certificates]
    assert any(end is not None and week_of(end) == "2026-W48" for end in ends)


def test_some_required_seats_can_be_taken_by_nobody(week: Problem) -> None:
    nobody = 0
    for session in week.sessions:
        for need in session.needs:
            standing_in_the_way = obstacles(week, Plan(), session.key, need.role).values()
            able = sum(1 for those in standing_in_the_way if {one.rule for one in those} <= TOLERATED)
            nobody += need.required > able
    assert nobody == 5


@pytest.mark.parametrize("name", ["small", "osnabrueck"])
def test_last_weeks_rosters_keep_the_rules_of_their_weeks(name: str) -> None:
    school = read_tables(FOLDER / name).schools[0]
    weeks = {week_of(told.on_day) for told in school.published}
    assert "2026-W47" in weeks
    for past_week in weeks:
        problem = freeze(school, past_week, published=())
        plan = Plan.of(
            Assignment(session_key(told.course, told.on_day, wall_clock(told.start_minute)), told.role, told.volunteer)
            for told in school.published
            if week_of(told.on_day) == past_week
        )
        # A ban that leads decided on later may be broken by what was told before.
        assert [violation for violation in check(problem, plan) if violation.rule != "decisions"] == []


def test_the_school_rolls_to_another_week(osnabrueck: School) -> None:
    later = shifted(osnabrueck, 14)
    problem = freeze(later, later.organisation.planning_week or "")
    assert sum(session.minutes * need.required for session in problem.sessions for need in session.needs) == 280 * 60


def test_every_address_is_an_example(osnabrueck: School) -> None:
    assert all(volunteer.email.endswith("@example.org") for volunteer in osnabrueck.volunteers)
