"""Noting who held a past session: the proof of hours follows, nothing is noted twice, over others, or by strangers."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import insert, select

from roster.actions.attendance import note_attendance
from roster.actions.duty_answers import cannot_come
from roster.actor import AccountRole
from roster.errors import Conflict, Forbidden, NotFound
from roster.models.attendance import Attendance, Presence
from roster.models.rosters import write_published
from roster.plan import Plan
from roster.records import ChangeKind, PublishedAssignment, SessionChange
from roster.reports.attendance import SessionAttendance, session_attendance, week_attendance
from roster.reports.my_hours import my_hours
from roster.weeks.attendance import DutyState
from tests.actions.stepping_in import Week
from tests.planning.desk import A2_THU, A2_TUE, B1_THU, KIDS, NOW, SEATS, WEEK
from tests.tiny_store import add_organisation, an_actor

AFTER = dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)  # the Saturday: all sessions are over
HELD, NOT_HELD = Presence.HELD, Presence.NOT_HELD


def note(
    week: Week, session: str, person: str, presence: Presence | None, seen: Presence | None = None, role: str = ""
) -> bool:
    """What the lead notes on the Saturday."""
    return note_attendance(week.store, week.lead, session, person, role=role, presence=presence, seen=seen, now=AFTER)


def held(week: Week, person: str) -> int:
    """The minutes that a person's proof of hours counts then."""
    return my_hours(week.store, week.lead, volunteer=person, now=AFTER).total.held


def noted(week: Week) -> list[tuple[str, str, Presence]]:
    """What is stored."""
    with week.store.reading(week.desk.id) as session:
        return [(one.session, one.volunteer, one.presence) for one in session.scalars(select(Attendance))]


def seen_page(week: Week, session: str) -> SessionAttendance:
    """What the page of a session shows then."""
    return session_attendance(week.store, week.lead, WEEK, session, now=AFTER)


def test_a_duty_that_was_not_held_leaves_the_proof_of_hours(week: Week) -> None:
    assert held(week, "anna") == 180
    assert note(week, KIDS, "anna", NOT_HELD)
    assert held(week, "anna") == 90


def test_taken_back_it_counts_again_and_nothing_stays(week: Week) -> None:
    note(week, KIDS, "anna", NOT_HELD)
    assert note(week, KIDS, "anna", None, seen=NOT_HELD)
    assert (held(week, "anna"), noted(week)) == (180, [])


def test_who_had_called_off_and_came_after_all_counts(week: Week) -> None:
    cannot_come(week.store, week.ben, "ben", A2_TUE, now=NOW)
    assert held(week, "ben") == 0
    note(week, A2_TUE, "ben", HELD)
    assert held(week, "ben") == 90


def test_who_came_after_all_counts_also_when_the_next_version_is_without_them(week: Week) -> None:
    cannot_come(week.store, week.ben, "ben", A2_TUE, now=NOW)
    note(week, A2_TUE, "ben", HELD)
    week.desk.publish_plan(Plan.of(seat for seat in SEATS if seat.person != "ben"))
    assert held(week, "ben") == 90


def test_who_stepped_in_gets_the_hours_in_that_role(week: Week) -> None:
    note(week, A2_TUE, "carl", HELD, role="helper")
    (duty,) = my_hours(week.store, week.carl, now=AFTER).weeks[0].duties
    assert (duty.minutes, duty.role_name, duty.starts, duty.ends) == (90, "Helper", "18:30", "20:00")
    assert duty.held
    assert duty.stepped_in


def test_somebody_can_have_stepped_in_where_nobody_was_planned(week: Week) -> None:
    week.desk.publish_plan(Plan.of(seat for seat in SEATS if seat.session != A2_TUE))
    note(week, A2_TUE, "carl", HELD, role="helper")
    assert held(week, "carl") == 90


def test_a_past_session_lists_who_was_there_and_who_else_could_have_been(week: Week) -> None:
    note(week, A2_TUE, "carl", HELD, role="helper")
    page = seen_page(week, A2_TUE)
    there = [(one.person, one.state, one.planned) for one in page.session.people]
    assert there == [("ben", DutyState.HELD, True), ("carl", DutyState.HELD, False)]
    assert [one.key for one in page.people] == ["anna", "dora"]
    assert [one.key for one in page.roles] == ["helper", "lead"]


def test_only_sessions_that_have_begun_are_listed(week: Week) -> None:
    after_monday = dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC)
    assert [one.key for one in week_attendance(week.store, week.lead, WEEK, now=after_monday).sessions] == [KIDS]
    with pytest.raises(NotFound):
        session_attendance(week.store, week.lead, WEEK, A2_TUE, now=after_monday)


def test_a_session_that_the_timetable_knows_no_more_is_still_listed(week: Week) -> None:
    with week.store.writing(week.desk.id) as session:
        gone = PublishedAssignment(
            course="gone", on_day=dt.date(2026, 10, 7), start_minute=540, role="lead", volunteer="anna"
        )
        write_published(session, [gone])
    key = "gone@2026-10-07T09:00"
    note(week, key, "anna", NOT_HELD)
    (listed,) = [
        one for one in week_attendance(week.store, week.lead, "2026-W41", now=AFTER).sessions if one.key == key
    ]
    assert [one.state for one in listed.people] == [DutyState.NOT_HELD]


def test_a_lead_of_another_school_finds_nothing_to_note(week: Week) -> None:
    stranger = an_actor(add_organisation(week.store, "south"), AccountRole.LEAD, organisation="south")
    with pytest.raises(NotFound):
        note_attendance(week.store, stranger, KIDS, "anna", presence=NOT_HELD, seen=None, now=AFTER)
    assert noted(week) == []


def test_volunteers_note_nothing_and_read_nothing(week: Week) -> None:
    with pytest.raises(Forbidden):
        note_attendance(week.store, week.ben, KIDS, "anna", presence=NOT_HELD, seen=None, now=AFTER)
    with pytest.raises(Forbidden):
        session_attendance(week.store, week.ben, WEEK, KIDS, now=AFTER)
    with pytest.raises(Forbidden):
        week_attendance(week.store, week.ben, WEEK, now=AFTER)
    assert noted(week) == []


def test_nothing_is_noted_before_a_session_begins(week: Week) -> None:
    with pytest.raises(Conflict):
        note_attendance(week.store, week.lead, KIDS, "anna", presence=NOT_HELD, seen=None, now=NOW)


def test_nobody_holds_a_session_that_was_cancelled(week: Week) -> None:
    note(week, KIDS, "carl", HELD, role="lead")
    cancelled = SessionChange(
        course="kids", on_day=dt.date(2026, 11, 23), start_minute=540, change=ChangeKind.CANCELLED
    )
    week.desk.change(session_changes=(cancelled,))
    assert held(week, "carl") == 0
    with pytest.raises(Conflict):
        note(week, KIDS, "ben", HELD, role="lead")


def test_what_somebody_else_noted_meanwhile_is_not_overwritten(week: Week) -> None:
    note(week, KIDS, "anna", NOT_HELD)
    with pytest.raises(Conflict):
        note(week, KIDS, "anna", HELD, seen=None)
    assert noted(week) == [(KIDS, "anna", NOT_HELD)]


def test_the_same_again_changes_nothing_and_is_told_once(week: Week) -> None:
    assert note(week, KIDS, "anna", NOT_HELD)
    assert not note(week, KIDS, "anna", NOT_HELD)
    assert week.audited().count("note_attendance") == 1


def test_who_noted_and_when_is_kept(week: Week) -> None:
    note(week, KIDS, "anna", NOT_HELD)
    with week.store.reading(week.desk.id) as session:
        stored = session.scalars(select(Attendance)).one()
        assert (stored.noted_by, stored.noted_at) == (week.lead.account_id, AFTER)


def test_nobody_holds_two_sessions_at_one_time(week: Week) -> None:
    """Dora leads B1 while A2 meets: her hours there must go before she counts here, and cannot come back then."""
    with pytest.raises(Conflict):
        note(week, A2_THU, "dora", HELD, role="helper")
    note(week, B1_THU, "dora", NOT_HELD)
    assert note(week, A2_THU, "dora", HELD, role="helper")
    with pytest.raises(Conflict):
        note(week, B1_THU, "dora", None, seen=NOT_HELD)
    assert held(week, "dora") == 90


@pytest.mark.parametrize(
    ("session", "person", "presence", "role"),
    [
        (KIDS, "carl", NOT_HELD, "lead"),  # has no duty there
        (KIDS, "carl", HELD, "cook"),
        (KIDS, "carl", HELD, ""),
        (KIDS, "nobody", HELD, "lead"),
        ("nonsense", "carl", HELD, "lead"),
        ("kids@2026-11-24T09:00", "carl", HELD, "lead"),
    ],
)
def test_what_does_not_exist_is_not_found(week: Week, session: str, person: str, presence: Presence, role: str) -> None:
    with pytest.raises(NotFound):
        note(week, session, person, presence, role=role)


def test_the_database_keeps_one_note_on_a_person(week: Week) -> None:
    note(week, KIDS, "anna", NOT_HELD)
    again = {
        "on_day": dt.date(2026, 11, 23), "session": KIDS, "role": "lead", "volunteer": "anna", "presence": HELD,
        "starts_at": NOW, "ends_at": AFTER, "noted_at": AFTER, "noted_by": 1,
    }  # fmt: skip
    with pytest.raises(Conflict, match="contradicts"), week.store.writing(week.desk.id) as session:
        session.execute(insert(Attendance), again)
