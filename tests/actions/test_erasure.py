"""Erasing a volunteer: nothing about them stays anywhere, what happened stays, and the school goes on working."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from roster.actions.attendance import note_attendance
from roster.actions.audit import first_broken_link
from roster.actions.duty_answers import cannot_come, confirm_duty
from roster.actions.erasure import erase_myself, erase_volunteer
from roster.actions.feeds import create_feed
from roster.actions.imports import import_folder
from roster.actions.members import grant_role, withdraw_role
from roster.actions.rosters import start_draft
from roster.actions.seat_edits import empty_seat, pin_person
from roster.actions.seat_offers import offer_seat
from roster.actions.solves import request_solve
from roster.actor import AccountRole
from roster.errors import Conflict, Forbidden, NotFound
from roster.models.accounts import Account, OperatorVisit
from roster.models.attendance import Presence
from roster.models.feeds import FeedKind
from roster.models.rosters import PublishedDuty
from roster.plan import Plan
from roster.problem import Assignment
from roster.records import PSEUDONYM, Absence, Pair, PairKind
from roster.reports.calendar_feed import feed_bytes
from roster.reports.week import week_page
from roster.spreadsheets import write_tables
from tests.actions.stepping_in import LATER, Week, dump
from tests.planning.desk import A2_TUE, B1_THU, KIDS, NOW, SEATS, WEEK
from tests.tiny_store import tiny_store

AFTER_TUESDAY = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
CANARIES = ('"dora"', "dora@school.example", "Dora", "north/dora")


def leave_traces(week: Week) -> None:
    """Dora in every table that can name her."""
    week.desk.volunteer("dora", person="person-dora", preferred_courses=("a2",))
    week.desk.change(
        pairs=(Pair(first="dora", second="anna", kind=PairKind.APART),),
        absences=(Absence(volunteer="dora", from_day=dt.date(2027, 1, 1), until_day=dt.date(2027, 1, 2)),),
        certificates=tuple(
            type(one)(volunteer=one.volunteer, kind=one.kind, seen_on=one.seen_on, seen_by="Dora Canarysurname")
            for one in week.desk.school().certificates
        ),
    )
    create_feed(week.store, week.dora, FeedKind.VOLUNTEER, "dora", now=NOW)
    confirm_duty(week.store, week.dora, "dora", B1_THU, now=NOW)
    cannot_come(week.store, week.ben, "ben", A2_TUE, now=NOW)
    offer_seat(week.store, week.dora, A2_TUE, "lead", now=NOW)
    stepped_in = {"role": "helper", "presence": Presence.HELD, "seen": None, "now": AFTER_TUESDAY}
    note_attendance(week.store, week.lead, A2_TUE, "dora", **stepped_in)
    edition = start_draft(week.store, week.lead, WEEK, now=NOW)
    edition = pin_person(week.store, week.lead, WEEK, B1_THU, "lead", "dora", edition=edition, now=NOW).edition
    empty_seat(week.store, week.lead, WEEK, B1_THU, "lead", "dora", edition=edition, despite_warnings=True, now=NOW)
    request_solve(week.store, week.lead, WEEK, now=NOW)


def test_nothing_that_names_them_stays_in_any_table(week: Week) -> None:
    leave_traces(week)
    before = dump(week)
    assert all(canary in before for canary in CANARIES)  # else the check below could not fail
    erase_myself(week.store, week.dora, now=LATER)
    after = dump(week)
    assert [canary for canary in (*CANARIES, "person-dora") if canary in after] == []


def test_an_account_with_a_mistyped_address_goes_too(week: Week) -> None:
    invited = {"volunteer": "dora", "base_url": "https://school.example", "now": NOW}
    withdraw_role(week.store, week.admin, week.dora.account_id, AccountRole.VOLUNTEER, now=NOW)
    wrong = grant_role(week.store, week.admin, "dorra@school.example", AccountRole.VOLUNTEER, **invited)
    withdraw_role(week.store, week.admin, wrong, AccountRole.VOLUNTEER, now=NOW)
    grant_role(week.store, week.admin, "dora@school.example", AccountRole.VOLUNTEER, **invited)
    erase_volunteer(week.store, week.admin, "dora", now=LATER)
    with week.store.across() as session:
        assert session.get(Account, wrong) is None


def test_an_earlier_address_that_opens_something_keeps_its_account(week: Week) -> None:
    week.desk.volunteer("dora", email="ben@school.example")
    week.desk.publish_plan(Plan.of(SEATS[:3]))
    erase_myself(week.store, week.dora, now=LATER)
    with week.store.across() as session:
        assert session.get(Account, week.ben.account_id) is not None


def test_an_operators_visits_are_not_forgotten_with_an_earlier_address(week: Week) -> None:
    """Olga operated the service once; by mistake a mail for Dora went to her."""
    with week.store.across(writing=True) as session:
        olga = Account(email="olga@service.example", language="en", created_at=NOW)
        session.add(olga)
        session.flush()
        reason = "Their import fails."
        session.add(
            OperatorVisit(
                organisation_id=week.desk.id, account_id=olga.id, reason=reason, began_at=NOW, ends_at=AFTER_TUESDAY
            )
        )
    week.desk.volunteer("dora", email="olga@service.example")
    erase_myself(week.store, week.dora, now=LATER)
    with week.store.across() as session:
        assert session.scalars(select(OperatorVisit.reason)).all() == [reason]


def test_coming_duties_are_open_again_by_a_new_version(week: Week) -> None:
    erase_myself(week.store, week.dora, now=LATER)
    plan = week.desk.published_plan()
    assert plan is not None
    assert set(plan.assignments) == set(SEATS) - {Assignment(B1_THU, "lead", "dora")}


def test_leads_are_told_which_seats_are_open_and_no_name(week: Week) -> None:
    erase_myself(week.store, week.dora, now=LATER)
    (mail,) = week.mails("news_for_leads")
    assert "B1" in mail.body
    assert "Dora" not in mail.body


def test_what_was_held_stays_under_a_pseudonym(week: Week) -> None:
    erase_myself(week.store, week.ben, now=AFTER_TUESDAY)
    plan = week.desk.published_plan()
    assert plan is not None
    (held_by,) = plan.in_seat(A2_TUE, "lead")
    assert held_by.startswith(PSEUDONYM)


def test_the_week_page_still_opens(week: Week) -> None:
    leave_traces(week)
    erase_myself(week.store, week.dora, now=AFTER_TUESDAY)
    assert week_page(week.store, week.lead, WEEK, now=AFTER_TUESDAY).version is not None


def test_their_calendar_stops_at_once(week: Week) -> None:
    token = create_feed(week.store, week.dora, FeedKind.VOLUNTEER, "dora", now=NOW).token
    feed_bytes(week.store, token, now=NOW)
    erase_myself(week.store, week.dora, now=LATER)
    with pytest.raises(NotFound):
        feed_bytes(week.store, token, now=LATER)


def test_other_peoples_calendars_no_longer_name_them(week: Week) -> None:
    token = create_feed(week.store, week.lead, FeedKind.LEAD, "", now=NOW).token
    assert b"Dora" in feed_bytes(week.store, token, now=NOW).content
    erase_myself(week.store, week.dora, now=LATER)
    assert b"Dora" not in feed_bytes(week.store, token, now=LATER).content


def test_an_account_that_opens_nothing_else_goes_too(week: Week) -> None:
    erase_myself(week.store, week.dora, now=LATER)
    with week.store.across() as session:
        assert "dora@school.example" not in session.scalars(select(Account.email)).all()


def test_the_last_admin_must_hand_over_first(week: Week) -> None:
    grant_role(week.store, week.admin, "dora@school.example", AccountRole.ADMIN, now=NOW)
    withdraw_role(week.store, week.desk.lead, week.admin.account_id, AccountRole.ADMIN, now=NOW)
    with pytest.raises(Conflict):
        erase_myself(week.store, week.dora, now=LATER)
    assert len(week.desk.school().volunteers) == 4
    assert week.desk.published_plan() is not None


def test_a_refused_erasure_changes_nothing(week: Week) -> None:
    grant_role(week.store, week.admin, "dora@school.example", AccountRole.ADMIN, now=NOW)
    withdraw_role(week.store, week.desk.lead, week.admin.account_id, AccountRole.ADMIN, now=NOW)
    before = dump(week)
    with pytest.raises(Conflict):
        erase_myself(week.store, week.dora, now=LATER)
    assert dump(week) == before


def test_the_log_says_which_row_and_no_more(week: Week) -> None:
    erase_myself(week.store, week.dora, now=LATER)
    assert week.audited()[-1] == "erase_volunteer"
    with week.store.reading(week.desk.id) as session:
        assert first_broken_link(session) is None


def test_an_admin_erases_on_somebodys_behalf(week: Week) -> None:
    erase_volunteer(week.store, week.admin, "dora", now=LATER)
    assert [one.key for one in week.desk.school().volunteers] == ["anna", "ben", "carl"]


def test_only_admins_erase_others_and_only_volunteers_themselves(week: Week) -> None:
    with pytest.raises(Forbidden):
        erase_volunteer(week.store, week.lead, "dora", now=LATER)
    with pytest.raises(Forbidden):
        erase_volunteer(week.store, week.anna, "dora", now=LATER)
    with pytest.raises(Forbidden):
        erase_myself(week.store, week.lead, now=LATER)


def test_export_and_a_fresh_import_still_work(week: Week, tmp_path: Path) -> None:
    erase_myself(week.store, week.ben, now=AFTER_TUESDAY)
    write_tables([week.desk.school()], tmp_path / "tables")
    with tiny_store(f"sqlite:///{tmp_path / 'fresh.sqlite'}") as fresh:
        import_folder(fresh, tmp_path / "tables", now=AFTER_TUESDAY)
        with fresh.across() as session:
            held = session.scalars(select(PublishedDuty.volunteer).where(PublishedDuty.session == A2_TUE)).all()
        assert [name.startswith(PSEUDONYM) for name in held] == [True]


def test_others_keep_their_duties_and_answers(week: Week) -> None:
    confirm_duty(week.store, week.anna, "anna", KIDS, now=NOW)
    erase_myself(week.store, week.dora, now=LATER)
    assert week.answers() == [(KIDS, "anna", "confirmed")]
