"""Confirming a duty and cancelling one: what is noted, who is told, what can be undone."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import insert

from roster.actions.duty_answers import (
    cannot_come,
    confirm_duty,
    report_absence,
    take_back_confirmation,
)
from roster.actions.members import withdraw_role
from roster.actions.outbox import deliver_due
from roster.actions.withdrawals import take_back_absence, withdraw_absence
from roster.actor import AccountRole
from roster.errors import Conflict, Forbidden, NotFound
from roster.models.duty_answers import Answer, DutyAnswer
from roster.plan import Plan
from roster.records import Absence
from roster.reports.my_week import my_week
from roster.reports.stand_ins import answers_in_week
from roster.rules import availability, check
from tests.actions.stepping_in import LATER, Week
from tests.planning.desk import A2_THU, A2_TUE, B1_THU, KIDS, NOW, SEATS, WEEK

THURSDAY = dt.date(2026, 11, 26)
ALL_WEEK = Absence(volunteer="anna", from_day=dt.date(2026, 11, 23), until_day=dt.date(2026, 11, 29))


class Box:
    """A sender that keeps what it sends."""

    from_address = "roster@school.example"

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, message: object) -> None:
        """Keep it."""
        self.sent.append(str(message))


def test_a_confirmed_duty_is_noted(week: Week) -> None:
    confirm_duty(week.store, week.anna, "anna", KIDS, now=NOW)
    assert week.answers() == [(KIDS, "anna", "confirmed")]
    assert answers_in_week(week.store, week.lead, WEEK) == {(KIDS, "anna"): Answer.CONFIRMED}


def test_confirming_twice_is_one_confirmation(week: Week) -> None:
    confirm_duty(week.store, week.anna, "anna", KIDS, now=NOW)
    confirm_duty(week.store, week.anna, "anna", KIDS, now=LATER)
    assert week.audited().count("confirm_duty") == 1


def test_a_confirmation_can_be_taken_back(week: Week) -> None:
    confirm_duty(week.store, week.anna, "anna", KIDS, now=NOW)
    take_back_confirmation(week.store, week.anna, "anna", KIDS, now=NOW)
    assert week.answers() == []


@pytest.mark.parametrize("session", [A2_TUE, "no such session", "kids@2026-13-99T09:00", "kids@2027-11-22T09:00", ""])
def test_only_ones_own_published_duties_can_be_answered(week: Week, session: str) -> None:
    with pytest.raises(NotFound):
        confirm_duty(week.store, week.anna, "anna", session, now=NOW)
    with pytest.raises(NotFound):
        cannot_come(week.store, week.anna, "anna", session, now=NOW)


def test_nobody_answers_for_another_volunteer(week: Week) -> None:
    with pytest.raises(Forbidden):
        confirm_duty(week.store, week.anna, "ben", A2_TUE, now=NOW)
    with pytest.raises(Forbidden):
        cannot_come(week.store, week.anna, "ben", A2_TUE, now=NOW)


def test_a_duty_that_has_begun_is_answered_by_telephone(week: Week) -> None:
    begun = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)  # 09:00 in Berlin
    with pytest.raises(Conflict):
        cannot_come(week.store, week.anna, "anna", KIDS, now=begun)


def test_cannot_come_is_an_absence_for_just_these_hours(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", A2_THU, now=NOW)
    assert week.desk.school().absences == (
        Absence(volunteer="anna", from_day=THURSDAY, until_day=THURSDAY, start_minute=1110, end_minute=1200),
    )


def test_the_next_planning_run_knows_of_it(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", A2_THU, now=NOW)
    broken = check(week.desk.problem(), Plan.of(SEATS))
    assert [(one.rule, one.person, one.sessions) for one in broken] == [(availability.KEY, "anna", (A2_THU,))]


def test_the_duty_stays_published_and_a_stand_in_is_sought(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", A2_THU, now=NOW)
    assert week.desk.published_plan() == Plan.of(SEATS)
    assert answers_in_week(week.store, week.lead, WEEK) == {(A2_THU, "anna"): Answer.CANNOT_COME}
    assert [(seat.session, seat.away) for seat in week.to_look_after().seats] == [(A2_THU, ("Anna Canarysurname",))]


def test_a_span_marks_every_duty_in_it(week: Week) -> None:
    reported = report_absence(week.store, week.anna, ALL_WEEK, now=NOW)
    assert reported.sessions == (KIDS, A2_THU)
    assert week.answers() == [(A2_THU, "anna", "cannot_come"), (KIDS, "anna", "cannot_come")]


def test_cancelling_overrides_a_confirmation_and_not_the_other_way_round(week: Week) -> None:
    confirm_duty(week.store, week.anna, "anna", KIDS, now=NOW)
    cannot_come(week.store, week.anna, "anna", KIDS, now=LATER)
    assert week.answers() == [(KIDS, "anna", "cannot_come")]
    with pytest.raises(Conflict):
        confirm_duty(week.store, week.anna, "anna", KIDS, now=LATER)


def test_leads_get_one_mail_for_all_that_comes_within_minutes(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", KIDS, base_url="https://school.example", now=NOW)
    cannot_come(week.store, week.ben, "ben", A2_TUE, base_url="https://school.example", now=LATER)
    (mail,) = week.mails("news_for_leads")
    assert mail.recipient == "lena@school.example"
    assert "Mon 23 Nov 09:00: Children's German (Lead), Anna Canarysurname" in mail.body
    assert "Tue 24 Nov 18:30" in mail.body
    assert "https://school.example/stand-ins/" in mail.body
    assert mail.due_at > LATER


def test_without_a_lead_the_admins_are_told(week: Week) -> None:
    withdraw_role(week.store, week.admin, week.lead.account_id, AccountRole.LEAD, now=NOW)
    cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    assert [mail.recipient for mail in week.mails("news_for_leads")] == ["adele@school.example"]


def test_undone_before_the_mail_went_out_nobody_is_told(week: Week) -> None:
    reported = cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    take_back_absence(week.store, week.anna, "anna", reported.absence_id, now=LATER)
    assert (week.answers(), week.desk.school().absences, week.mails("news_for_leads")) == ([], (), [])


def test_undone_after_the_mail_went_out_leads_are_told_that_too(week: Week) -> None:
    reported = cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    much_later = NOW + dt.timedelta(hours=1)
    box = Box()
    deliver_due(week.store, box, now=much_later)
    take_back_absence(week.store, week.anna, "anna", reported.absence_id, now=much_later)
    assert "Can come after all" in week.mails("news_for_leads")[-1].body


def test_it_cannot_be_undone_once_the_seat_was_given_away(week: Week) -> None:
    reported = cannot_come(week.store, week.anna, "anna", A2_THU, now=NOW)
    week.desk.publish_plan(Plan.of(seat for seat in SEATS if seat.session != A2_THU))
    with pytest.raises(Conflict):
        take_back_absence(week.store, week.anna, "anna", reported.absence_id, now=LATER)
    assert len(week.desk.school().absences) == 1


def test_an_absence_can_still_be_removed_then(week: Week) -> None:
    reported = cannot_come(week.store, week.anna, "anna", A2_THU, now=NOW)
    week.desk.publish_plan(Plan.of(seat for seat in SEATS if seat.session != A2_THU))
    withdraw_absence(week.store, week.anna, "anna", reported.absence_id, now=LATER)
    assert (week.answers(), week.desk.school().absences) == ([], ())


def test_a_duty_covered_by_a_second_absence_stays_cancelled(week: Week) -> None:
    first = cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    report_absence(week.store, week.anna, ALL_WEEK, now=NOW)
    withdraw_absence(week.store, week.anna, "anna", first.absence_id, now=LATER)
    assert (KIDS, "anna", "cannot_come") in week.answers()


def test_another_persons_absence_is_not_there(week: Week) -> None:
    reported = cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    with pytest.raises(NotFound):
        take_back_absence(week.store, week.ben, "ben", reported.absence_id, now=NOW)


def test_what_a_lead_enters_for_somebody_is_noted_as_theirs(week: Week) -> None:
    cannot_come(week.store, week.lead, "dora", B1_THU, now=NOW)
    with week.store.reading(week.desk.id) as session:
        assert session.query(DutyAnswer).one().answered_by == week.lead.account_id


def test_the_database_keeps_one_answer_to_a_duty(week: Week) -> None:
    """The last guard, should two answers ever be written at once."""
    cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    row = {
        "week": WEEK, "session": KIDS, "role": "lead", "volunteer": "anna", "answer": Answer.CONFIRMED,
        "answered_at": NOW, "answered_by": 1,
    }  # fmt: skip
    with pytest.raises(Conflict), week.store.writing(week.desk.id) as session:
        session.execute(insert(DutyAnswer), row)


def test_the_database_refuses_a_cancellation_without_an_absence(week: Week) -> None:
    row = {
        "week": WEEK, "session": KIDS, "role": "lead", "volunteer": "anna", "answer": Answer.CANNOT_COME,
        "answered_at": NOW, "answered_by": 1,
    }  # fmt: skip
    with pytest.raises(Conflict), week.store.writing(week.desk.id) as session:
        session.execute(insert(DutyAnswer), row)


def test_my_week_says_what_i_answered(week: Week) -> None:
    confirm_duty(week.store, week.anna, "anna", KIDS, now=NOW)
    reported = cannot_come(week.store, week.anna, "anna", A2_THU, now=NOW)
    mine = my_week(week.store, week.anna, first_week=WEEK, now=NOW)
    duties = [duty for day in mine.days for duty in day.duties]
    assert [(duty.answer, duty.absence_id) for duty in duties] == [
        (Answer.CONFIRMED, None),
        (Answer.CANNOT_COME, reported.absence_id),
    ]


def test_the_log_says_that_somebody_cancelled_and_not_when_or_why(week: Week) -> None:
    cannot_come(week.store, week.anna, "anna", KIDS, now=NOW)
    assert week.audited()[-1] == "add_absence"
