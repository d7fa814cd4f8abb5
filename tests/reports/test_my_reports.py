"""A volunteer's hours, data and month: figures worked out by hand, nothing forgotten, nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest

from roster.actions.attendance import note_attendance
from roster.actions.duty_answers import cannot_come, confirm_duty, report_absence
from roster.errors import Forbidden, NotFound
from roster.models.attendance import Presence
from roster.models.base import Base
from roster.models.rosters import write_published
from roster.records import Absence, ChangeKind, ExtraTime, PublishedAssignment, SessionChange, Term, Willingness
from roster.reports.availability_month import Away, availability_month
from roster.reports.my_data import NOT_ABOUT_PEOPLE, TITLES, my_data
from roster.reports.my_hours import my_hours
from tests.actions.stepping_in import Week
from tests.planning.desk import A2_THU, KIDS, NOW, WEEK

AFTER_MONDAY = dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC)
AUTUMN = Term(name="Autumn", starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 12, 31))


def test_both_duties_are_planned_and_the_past_one_is_held(week: Week) -> None:
    hours = my_hours(week.store, week.anna, now=AFTER_MONDAY)
    assert (hours.total.planned, hours.total.held, hours.total.sessions) == (180, 90, 2)


def test_a_duty_that_was_cancelled_counts_neither_way(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", A2_THU, now=NOW)
    hours = my_hours(week.store, week.anna, now=AFTER_MONDAY)
    assert (hours.total.planned, hours.total.held, hours.total.sessions) == (90, 90, 1)


def test_a_session_that_does_not_take_place_is_not_held(week: Week) -> None:
    cancelled = SessionChange(
        course="kids", on_day=dt.date(2026, 11, 23), start_minute=540, change=ChangeKind.CANCELLED
    )
    week.desk.change(session_changes=(cancelled,))
    assert my_hours(week.store, week.anna, now=AFTER_MONDAY).total.held == 0


def test_weeks_and_months_add_up_to_the_whole(week: Week) -> None:
    hours = my_hours(week.store, week.anna, now=NOW)
    assert [(one.week, one.total.planned) for one in hours.weeks] == [(WEEK, 180)]
    assert [(one.first_day, one.total.planned) for one in hours.months] == [(dt.date(2026, 11, 1), 180)]


def test_the_term_of_today_is_shown_first(week: Week) -> None:
    week.desk.change(terms=(AUTUMN,))
    hours = my_hours(week.store, week.anna, now=NOW)
    assert (hours.term, hours.first_day, hours.last_day) == ("Autumn", AUTUMN.starts_on, AUTUMN.ends_on)


def test_another_year_can_be_asked_for(week: Week) -> None:
    assert my_hours(week.store, week.anna, year=2025, now=NOW).total.sessions == 0


def test_duties_that_came_with_an_import_last_as_long_as_their_course_meets(week: Week) -> None:
    with week.store.writing(week.desk.id) as session:
        write_published(
            session,
            [
                PublishedAssignment(
                    course="a2", on_day=dt.date(2026, 10, 6), start_minute=1110, role="lead", volunteer="anna"
                ),
                PublishedAssignment(
                    course="gone", on_day=dt.date(2026, 10, 7), start_minute=540, role="lead", volunteer="anna"
                ),
            ],
        )
    hours = my_hours(week.store, week.anna, year=2026, now=NOW)
    assert (hours.total.held, hours.total.unknown) == (90, 1)


def test_hours_of_a_colleague_are_for_leads_only(week: Week) -> None:
    assert my_hours(week.store, week.lead, volunteer="anna", now=NOW).total.planned == 180
    with pytest.raises(Forbidden):
        my_hours(week.store, week.ben, volunteer="anna", now=NOW)
    with pytest.raises(NotFound):
        my_hours(week.store, week.lead, volunteer="nobody", now=NOW)


def test_every_table_is_exported_or_has_a_reason_not_to_be() -> None:
    assert set(TITLES) | set(NOT_ABOUT_PEOPLE) == set(Base.metadata.tables)
    assert set(TITLES) & set(NOT_ABOUT_PEOPLE) == set()


def test_the_export_holds_every_table_and_what_was_just_answered(week: Week) -> None:
    confirm_duty(week.store, week.anna, "anna", KIDS, now=NOW)
    mine = my_data(week.store, week.anna, now=NOW)
    tables = {table.name: table for table in mine.tables}
    assert set(tables) == set(TITLES)
    assert [row[:3] for row in tables["duty_answer"].rows] == [(KIDS, "lead", "confirmed")]
    assert tables["certificate"].rows[0][:3] == ("anna", "clearance", "2026-01-07")


def test_the_export_holds_what_leads_noted(week: Week) -> None:
    noted = {"presence": Presence.NOT_HELD, "seen": None, "now": AFTER_MONDAY}
    note_attendance(week.store, week.lead, KIDS, "anna", **noted)
    tables = {table.name: table for table in my_data(week.store, week.anna, now=AFTER_MONDAY).tables}
    assert [row[:3] for row in tables["attendance"].rows] == [(KIDS, "lead", "not_held")]


def test_the_export_holds_nobody_else(week: Week) -> None:
    told = "\n".join(
        cell for table in my_data(week.store, week.anna, now=NOW).tables for row in table.rows for cell in row
    )
    assert [name for name in ("ben", "carl", "dora", "Ben", "lena@", "adele@") if name in told] == []


def test_only_a_volunteer_has_data_to_fetch(week: Week) -> None:
    with pytest.raises(NotFound):
        my_data(week.store, week.lead, now=NOW)


def test_a_month_shows_absences_extra_times_and_duties(week: Week) -> None:
    days = (dt.date(2026, 11, 26), dt.date(2026, 11, 27))
    report_absence(week.store, week.anna, Absence(volunteer="anna", from_day=days[0], until_day=days[1]), now=NOW)
    hours = Absence(
        volunteer="anna",
        from_day=dt.date(2026, 11, 20),
        until_day=dt.date(2026, 11, 20),
        start_minute=540,
        end_minute=600,
    )
    report_absence(week.store, week.anna, hours, now=NOW)
    extra = ExtraTime(
        volunteer="anna", on_day=dt.date(2026, 11, 28), start_minute=600, end_minute=660, willingness=Willingness.GLADLY
    )
    week.desk.change(extra_times=(extra,))
    month = availability_month(week.store, week.anna, "anna", month=dt.date(2026, 11, 15))
    shown = {day.on_day: day for row in month.weeks for day in row}
    assert [shown[day].away for day in days] == [Away.WHOLE_DAY, Away.WHOLE_DAY]
    assert (shown[dt.date(2026, 11, 20)].away, shown[dt.date(2026, 11, 20)].hours_away) == (
        Away.HOURS,
        ("09:00–10:00",),
    )
    assert shown[dt.date(2026, 11, 28)].extra == ("10:00–11:00",)
    assert shown[dt.date(2026, 11, 23)].duties == ("09:00",)


def test_a_month_is_whole_weeks_from_monday(week: Week) -> None:
    month = availability_month(week.store, week.anna, "anna", month=dt.date(2026, 11, 15))
    assert all(len(row) == 7 and row[0].on_day.weekday() == 0 for row in month.weeks)
    assert (month.previous, month.following) == (dt.date(2026, 10, 1), dt.date(2026, 12, 1))


def test_a_colleagues_month_is_for_leads_only(week: Week) -> None:
    with pytest.raises(Forbidden):
        availability_month(week.store, week.ben, "anna", month=dt.date(2026, 11, 15))
