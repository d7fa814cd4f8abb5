"""Taking an absence back: coming duties are held again, and who was away when a duty began stays away from it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from roster.actions.duty_answers import cannot_come, report_absence
from roster.actions.happenings import take_out_what_happened
from roster.actions.withdrawals import take_back_absence, withdraw_absence
from roster.errors import Conflict
from roster.models.people import Absence as AbsenceRow
from roster.models.rosters import write_published
from roster.records import Absence, PublishedAssignment
from roster.reports.my_hours import my_hours
from tests.actions.stepping_in import Week
from tests.planning.desk import A2_THU, KIDS, NOW

MONDAY = dt.date(2026, 11, 23)
ALL_WEEK = Absence(volunteer="anna", from_day=MONDAY, until_day=MONDAY + dt.timedelta(days=6))
MONDAY_MORNING = Absence(volunteer="anna", from_day=MONDAY, until_day=MONDAY, start_minute=540, end_minute=630)
WEDNESDAY = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
NEXT_WEEK = WEDNESDAY + dt.timedelta(days=7)


def away_all_week(week: Week) -> int:
    return report_absence(week.store, week.anna, ALL_WEEK, now=NOW).absence_id


def number_of(week: Week, absence: Absence) -> int:
    with week.store.reading(week.desk.id) as session:
        query = select(AbsenceRow.id).where(
            AbsenceRow.from_day == absence.from_day, AbsenceRow.start_minute == absence.start_minute
        )
        return session.scalars(query).one()


@pytest.mark.parametrize("take_out", [withdraw_absence, take_back_absence])
def test_what_was_missed_stays_missed_and_what_comes_is_held_again(week: Week, take_out: object) -> None:
    done = take_out(week.store, week.anna, "anna", away_all_week(week), now=WEDNESDAY)  # type: ignore[operator]
    assert (done.absence, done.missed) == (ALL_WEEK, (KIDS,))
    assert week.answers() == [(KIDS, "anna", "cannot_come")]
    assert week.desk.school().absences == (MONDAY_MORNING,)


def test_the_proof_of_hours_counts_the_coming_duty_and_not_the_missed_one(week: Week) -> None:
    withdraw_absence(week.store, week.anna, "anna", away_all_week(week), now=WEDNESDAY)
    hours = my_hours(week.store, week.anna, now=NEXT_WEEK).total
    assert (hours.held, hours.sessions) == (90, 1)


def test_noted_once_more_it_meets_the_coming_duties_again(week: Week) -> None:
    withdraw_absence(week.store, week.anna, "anna", away_all_week(week), now=WEDNESDAY)
    report_absence(week.store, week.anna, ALL_WEEK, now=WEDNESDAY)
    assert week.answers() == [(A2_THU, "anna", "cannot_come"), (KIDS, "anna", "cannot_come")]


def test_a_duty_that_has_begun_is_missed_also_when_it_goes_on(week: Week) -> None:
    number = away_all_week(week)
    withdraw_absence(week.store, week.anna, "anna", number, now=dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC))
    assert week.answers() == [(KIDS, "anna", "cannot_come")]


def test_before_anything_has_begun_nothing_stays(week: Week) -> None:
    withdraw_absence(week.store, week.anna, "anna", away_all_week(week), now=NOW)
    assert (week.answers(), week.desk.school().absences) == ([], ())


def test_what_was_for_a_missed_duty_alone_cannot_be_taken_back(week: Week) -> None:
    number = cannot_come(week.store, week.anna, "anna", KIDS, now=NOW).absence_id
    for take_out in (withdraw_absence, take_back_absence):
        with pytest.raises(Conflict, match="begun already"):
            take_out(week.store, week.anna, "anna", number, now=WEDNESDAY)
    assert week.answers() == [(KIDS, "anna", "cannot_come")]


def test_what_stayed_of_an_absence_cannot_be_taken_back_either(week: Week) -> None:
    withdraw_absence(week.store, week.anna, "anna", away_all_week(week), now=WEDNESDAY)
    with pytest.raises(Conflict):
        withdraw_absence(week.store, week.anna, "anna", number_of(week, MONDAY_MORNING), now=WEDNESDAY)


def test_an_edit_that_entered_it_can_be_undone_all_the_same(week: Week) -> None:
    number = cannot_come(week.store, week.anna, "anna", KIDS, now=NOW).absence_id
    with week.store.writing(week.desk.id) as session:
        take_out_what_happened(session, week.lead, [("absence", number)], now=WEDNESDAY)
    assert week.answers() == [(KIDS, "anna", "cannot_come")]


def test_a_missed_duty_of_unknown_length_blocks_nothing_later_on_that_day(week: Week) -> None:
    imported = [
        PublishedAssignment(course=course, on_day=MONDAY, start_minute=minute, role="lead", volunteer="anna")
        for course, minute in (("kids", 540), ("a2", 1110))
    ]
    with week.store.writing(week.desk.id) as session:
        write_published(session, imported)
    number = cannot_come(week.store, week.anna, "anna", KIDS, now=NOW).absence_id
    noon = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)
    withdraw_absence(week.store, week.anna, "anna", number, now=noon)
    assert week.answers() == [(KIDS, "anna", "cannot_come")]
    assert [one.end_minute for one in week.desk.school().absences] == [541]
