"""An import leaves the past alone: whoever was away stays away, what was cancelled stays so, in preview and store."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from roster.actions.duty_answers import cannot_come, report_absence
from roster.actions.imports import apply_import, export_file, import_folder, preview_import
from roster.errors import Conflict
from roster.records import Absence, ChangeKind, SessionChange
from roster.reports.my_hours import my_hours
from roster.spreadsheets import Preview, write_tables
from tests.actions.stepping_in import Week
from tests.planning.desk import A2_THU, KIDS, NOW

MONDAY = dt.date(2026, 11, 23)
ALL_WEEK = Absence(volunteer="anna", from_day=MONDAY, until_day=MONDAY + dt.timedelta(days=6))
MONDAY_MORNING = Absence(volunteer="anna", from_day=MONDAY, until_day=MONDAY, start_minute=540, end_minute=630)
WEDNESDAY = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
NEXT_WEEK = WEDNESDAY + dt.timedelta(days=7)
NOBODY_AWAY = "volunteer;from_day;until_day\n"
TWO_WEEKS = f"{NOBODY_AWAY}anna;2026-11-23;2026-12-06\n"
MISSED_KIDS = (KIDS, "anna", "cannot_come")
KIDS_CANCELLED = SessionChange(course="kids", on_day=MONDAY, start_minute=540, change=ChangeKind.CANCELLED)
KIDS_BEGIN = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)  # 9:00 in Berlin
NO_CHANGES = "course;on_day;start;change;site\n"
KIDS_MOVED = f"{NO_CHANGES}kids;2026-11-23;09:00;moved;ship\n"


def shown(week: Week, table: str, now: dt.datetime, file: str = "absences.csv") -> Preview:
    preview = preview_import(week.store, week.admin, file, table.encode(), now=now).preview
    assert preview is not None
    return preview


def imported(week: Week, table: str, now: dt.datetime, file: str = "absences.csv") -> None:
    fingerprint = shown(week, table, now, file).fingerprint
    apply_import(week.store, week.admin, file, table.encode(), fingerprint, now=now)


def missing_absences(week: Week, now: dt.datetime) -> int:
    (table,) = (one for one in shown(week, NOBODY_AWAY, now).tables if one.table == "absences")
    return len(table.missing)


def test_a_missed_session_does_not_count_as_held_after_a_table_without_it(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    imported(week, NOBODY_AWAY, NEXT_WEEK)
    hours = my_hours(week.store, week.anna, now=NEXT_WEEK).total
    assert (week.answers(), hours.held) == ([MISSED_KIDS], 90)


def test_an_absence_that_is_over_is_not_among_what_would_go(week: Week) -> None:
    report_absence(week.store, week.anna, ALL_WEEK, now=NOW)
    assert shown(week, NOBODY_AWAY, NEXT_WEEK).is_empty


def test_an_absence_to_come_goes_as_the_preview_says(week: Week) -> None:
    report_absence(week.store, week.anna, ALL_WEEK, now=NOW)
    assert missing_absences(week, NOW) == 1
    imported(week, NOBODY_AWAY, NOW)
    assert (week.desk.school().absences, week.answers()) == ((), [])


def test_of_one_that_lasts_only_what_was_missed_stays(week: Week) -> None:
    report_absence(week.store, week.anna, ALL_WEEK, now=NOW)
    assert missing_absences(week, WEDNESDAY) == 1
    imported(week, NOBODY_AWAY, WEDNESDAY)
    assert (week.desk.school().absences, week.answers()) == ((MONDAY_MORNING,), [MISSED_KIDS])


def test_one_that_is_made_longer_keeps_its_answers(week: Week) -> None:
    report_absence(week.store, week.anna, ALL_WEEK, now=NOW)
    imported(week, TWO_WEEKS, WEDNESDAY)
    assert [one.until_day for one in week.desk.school().absences] == [dt.date(2026, 12, 6)]
    assert week.answers() == [(A2_THU, "anna", "cannot_come"), MISSED_KIDS]


def test_hours_beyond_midnight_are_over_when_they_end(week: Week) -> None:
    night = Absence(volunteer="anna", from_day=MONDAY, until_day=MONDAY, start_minute=1200, end_minute=1500)
    report_absence(week.store, week.anna, night, now=NOW)
    ends = dt.datetime(2026, 11, 24, 0, tzinfo=dt.UTC)
    assert [missing_absences(week, at) for at in (ends - dt.timedelta(minutes=1), ends)] == [1, 0]


def test_who_leaves_the_tables_takes_past_absences_along(week: Week, tmp_path: Path) -> None:
    school = week.desk.school()
    others = tuple(one for one in school.volunteers if one.key != "carl")
    theirs = {
        table: tuple(row for row in getattr(school, table) if row.volunteer != "carl")
        for table in ("availability", "qualifications")
    }
    write_tables([replace(school, volunteers=others, **theirs)], tmp_path)
    report_absence(week.store, week.carl, Absence(volunteer="carl", from_day=MONDAY, until_day=MONDAY), now=NOW)
    (stored,) = import_folder(week.store, tmp_path, now=NEXT_WEEK)
    assert stored.absences == ()


def test_an_absence_that_ends_between_preview_and_import_asks_for_a_new_preview(week: Week) -> None:
    report_absence(week.store, week.anna, ALL_WEEK, now=NOW)
    before = shown(week, NOBODY_AWAY, WEDNESDAY).fingerprint
    with pytest.raises(Conflict):
        apply_import(week.store, week.admin, "absences.csv", NOBODY_AWAY.encode(), before, now=NEXT_WEEK)


def test_export_and_import_change_nothing(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    content = export_file(week.store, week.admin, "zip")
    again = preview_import(week.store, week.admin, "export.zip", content, now=NEXT_WEEK).preview
    assert again is not None
    assert again.is_empty


def test_an_operators_folder_leaves_the_past_alone_too(week: Week, tmp_path: Path) -> None:
    write_tables([week.desk.school()], tmp_path)
    cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    (stored,) = import_folder(week.store, tmp_path, now=NEXT_WEEK)
    assert (stored.absences, week.answers()) == ((MONDAY_MORNING,), [MISSED_KIDS])


# ---- cancelled sessions ----------------------------------------------------------------------------------------------


def cancel_kids(week: Week) -> None:
    week.desk.change(session_changes=(KIDS_CANCELLED,))


@pytest.mark.parametrize("table", [NO_CHANGES, KIDS_MOVED], ids=["not named", "named otherwise"])
def test_a_cancelled_session_does_not_count_as_held_after_a_table(week: Week, table: str) -> None:
    cancel_kids(week)
    assert shown(week, table, NEXT_WEEK, "session_changes.csv").is_empty
    imported(week, table, NEXT_WEEK, "session_changes.csv")
    assert week.desk.school().session_changes == (KIDS_CANCELLED,)
    assert my_hours(week.store, week.anna, now=NEXT_WEEK).total.held == 90


def test_a_session_to_come_takes_place_again_as_the_preview_says(week: Week) -> None:
    cancel_kids(week)
    before = KIDS_BEGIN - dt.timedelta(minutes=1)
    assert not shown(week, NO_CHANGES, before, "session_changes.csv").is_empty
    imported(week, NO_CHANGES, before, "session_changes.csv")
    assert week.desk.school().session_changes == ()


def test_a_cancelled_session_is_past_as_soon_as_it_would_have_begun(week: Week) -> None:
    cancel_kids(week)
    assert shown(week, NO_CHANGES, KIDS_BEGIN, "session_changes.csv").is_empty


def test_other_changes_of_sessions_come_in_beside_past_cancellations(week: Week) -> None:
    cancel_kids(week)
    imported(week, f"{NO_CHANGES}a2;2026-11-24;18:30;cancelled;\n", NEXT_WEEK, "session_changes.csv")
    assert [change.course for change in week.desk.school().session_changes] == ["a2", "kids"]


def test_an_operators_folder_leaves_past_cancellations_alone_too(week: Week, tmp_path: Path) -> None:
    write_tables([week.desk.school()], tmp_path)
    cancel_kids(week)
    (stored,) = import_folder(week.store, tmp_path, now=NEXT_WEEK)
    assert stored.session_changes == week.desk.school().session_changes == (KIDS_CANCELLED,)


def test_a_course_that_leaves_the_tables_takes_its_cancellations_along(week: Week, tmp_path: Path) -> None:
    school = week.desk.school()
    gone = {
        table: tuple(row for row in getattr(school, table) if row.course != "kids") for table in ("meetings", "seats")
    }
    courses = tuple(course for course in school.courses if course.key != "kids")
    write_tables([replace(school, courses=courses, published=(), **gone)], tmp_path)
    cancel_kids(week)
    (stored,) = import_folder(week.store, tmp_path, now=NEXT_WEEK)
    assert stored.session_changes == ()
