"""One seat looked at closely, the weeks around a week, and versions side by side."""

from __future__ import annotations

import datetime as dt

import pytest

from roster.actions.seat_edits import empty_seat, fill_seat
from roster.actor import AccountRole
from roster.errors import Forbidden, NotFound
from roster.problem import Assignment
from roster.records import Certificate, ChangeKind, Closure, Holiday, SessionChange
from roster.reports.seat_panel import SeatPanel, seat_panel
from roster.reports.versions import publish_preview, versions_compared
from roster.reports.week import week_page
from roster.reports.week_strip import WeekState, pause_of
from tests.planning.desk import A2_THU, A2_TUE, GOOD_PLAN, KIDS, NOW, SEATS, WEEK, Desk
from tests.tiny_store import an_actor

OTHER_PLAN = GOOD_PLAN.with_changes(remove=[SEATS[1]], add=[Assignment(A2_TUE, "lead", "dora")])


def panel(desk: Desk, session: str, role: str = "lead", person: str | None = None) -> SeatPanel:
    return seat_panel(desk.store, desk.lead, WEEK, session, role, person, now=NOW)


def states(desk: Desk) -> dict[str, WeekState]:
    return {one.week: one.state for one in week_page(desk.store, desk.lead, WEEK, now=NOW).strip.weeks}


def test_an_empty_seat_counts_who_is_stopped_and_ranks_who_is_not(sqlite_desk: Desk) -> None:
    sqlite_desk.solved(GOOD_PLAN.with_changes(remove=[SEATS[2]]))
    seen = panel(sqlite_desk, A2_THU)
    assert seen.empty is not None
    assert (seen.empty.qualified, seen.empty.free) == (3, 2)
    assert [(line.rule, line.people, line.alone) for line in seen.empty.rules] == [("one_place", 1, 1)]
    assert next(cost.goal for cost in seen.choices[0].costs if cost.better) == "cover"


def test_a_taken_seat_names_the_runner_up_and_the_seats_that_fit(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    seen = panel(sqlite_desk, A2_TUE, person="ben")
    assert seen.why is not None
    assert "Ben" in seen.why.sentence
    assert [other.person for other in seen.why.others][-1] == ""
    fitting = {(one.session, one.person) for one in seen.taken if one.fits}
    assert (A2_THU, "anna") in fitting
    assert (KIDS, "anna") not in fitting  # Ben holds no clearance


def test_without_a_draft_a_seat_is_shown_but_has_no_edition(sqlite_desk: Desk) -> None:
    sqlite_desk.publish_plan()
    assert panel(sqlite_desk, A2_TUE, person="ben").edition is None


@pytest.mark.parametrize(
    ("session", "role", "person"), [("a2@2026-01-01T00:00", "lead", None), (A2_TUE, "lead", "carl")]
)
def test_a_seat_that_does_not_exist_is_not_found(
    sqlite_desk: Desk, session: str, role: str, person: str | None
) -> None:
    sqlite_desk.solved()
    with pytest.raises(NotFound):
        panel(sqlite_desk, session, role, person)


def test_volunteers_do_not_look_into_seats(sqlite_desk: Desk) -> None:
    anna = an_actor(sqlite_desk.id, AccountRole.VOLUNTEER, volunteer="anna")
    with pytest.raises(Forbidden):
        seat_panel(sqlite_desk.store, anna, WEEK, A2_TUE, "lead", now=NOW)


def test_who_is_new_since_the_last_version_is_marked(sqlite_desk: Desk) -> None:
    sqlite_desk.publish_plan()
    sqlite_desk.solved(OTHER_PLAN)
    page = week_page(sqlite_desk.store, sqlite_desk.lead, WEEK, now=NOW)
    assert [(seat.person) for card in page.sessions for seat in card.seats if seat.fresh] == ["dora"]


def test_before_the_first_version_nobody_counts_as_new(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    page = week_page(sqlite_desk.store, sqlite_desk.lead, WEEK, now=NOW)
    assert not any(seat.fresh for card in page.sessions for seat in card.seats)


def test_a_certificate_that_ends_within_ninety_days_is_marked(sqlite_desk: Desk) -> None:
    soon = dt.date(2027, 2, 1)
    sqlite_desk.change(
        certificates=(Certificate(volunteer="anna", kind="clearance", seen_on=dt.date(2026, 1, 7), valid_until=soon),)
    )
    sqlite_desk.solved()
    marked = panel(sqlite_desk, KIDS, person="anna").seat.certificate
    assert marked == "extended certificate of good conduct counts only until 1 Feb 2027"
    assert panel(sqlite_desk, A2_THU, person="anna").seat.certificate == ""  # nobody asks for it there


def test_a_session_without_its_lead_is_in_trouble(sqlite_desk: Desk) -> None:
    edition = sqlite_desk.solved()
    empty_seat(sqlite_desk.store, sqlite_desk.lead, WEEK, A2_TUE, "lead", "ben", edition=edition, now=NOW)
    page = week_page(sqlite_desk.store, sqlite_desk.lead, WEEK, now=NOW)
    assert [(card.key, card.missing, card.leaderless) for card in page.sessions if card.troubled] == [(A2_TUE, 1, True)]


def test_who_has_more_than_they_wish_for_is_named_the_furthest_first(sqlite_desk: Desk) -> None:
    edition = sqlite_desk.solved()
    sqlite_desk.volunteer("anna", wished_minutes_week=60)
    sqlite_desk.volunteer("ben", wished_minutes_week=60)
    fill_seat(sqlite_desk.store, sqlite_desk.lead, WEEK, A2_TUE, "helper", "carl", edition=edition, now=NOW)
    page = week_page(sqlite_desk.store, sqlite_desk.lead, WEEK, now=NOW)
    assert [(load.person, load.minutes) for load in page.heavy] == [("anna", 180), ("ben", 90)]


def test_the_strip_tells_drafts_versions_and_holidays(sqlite_desk: Desk) -> None:
    assert states(sqlite_desk)[WEEK] is WeekState.NOTHING
    sqlite_desk.solved()
    assert states(sqlite_desk)[WEEK] is WeekState.DRAFT
    sqlite_desk.publish()
    assert states(sqlite_desk)[WEEK] is WeekState.PUBLISHED
    sqlite_desk.solved(OTHER_PLAN)
    found = states(sqlite_desk)
    assert (found[WEEK], found["2026-W53"], len(found)) == (WeekState.CHANGED, WeekState.PAUSE, 12)


def test_a_week_pauses_by_its_first_reason_and_a_one_off_ends_the_pause(sqlite_desk: Desk) -> None:
    closed = Closure(name="Flood", from_day=dt.date(2026, 11, 23), until_day=dt.date(2026, 11, 29))
    sqlite_desk.change(closures=(closed,))
    assert pause_of(sqlite_desk.school(), WEEK, "en") == ("Flood", "")
    once = SessionChange(
        change=ChangeKind.ONE_OFF, course="a2", on_day=dt.date(2026, 11, 28), start_minute=600, new_end_minute=660
    )
    sqlite_desk.change(session_changes=(once,))
    assert pause_of(sqlite_desk.school(), WEEK, "en") == ("", "Flood")


def test_a_holiday_of_some_days_is_no_pause(sqlite_desk: Desk) -> None:
    sqlite_desk.change(
        holidays=(Holiday(name="Party", from_day=dt.date(2026, 11, 23), until_day=dt.date(2026, 11, 24)),)
    )
    assert pause_of(sqlite_desk.school(), WEEK, "en") == ("", "Party")


def test_the_preview_sets_each_week_beside_what_was_told(sqlite_desk: Desk) -> None:
    sqlite_desk.publish_plan()
    sqlite_desk.solved(OTHER_PLAN)
    sqlite_desk.volunteer("ben", email="")
    preview = publish_preview(sqlite_desk.store, sqlite_desk.lead, WEEK, now=NOW)
    ben, dora = preview.people
    assert ([line.changed for line in ben.before], ben.after, ben.mail) == ([True], (), False)
    assert ([line.changed for line in dora.before], [line.changed for line in dora.after]) == ([False], [True, False])
    assert (dora.mail, preview.unchanged) == (True, 1)


def test_any_two_versions_can_be_set_side_by_side(sqlite_desk: Desk) -> None:
    sqlite_desk.publish_plan()
    sqlite_desk.publish_plan(OTHER_PLAN)
    compared = versions_compared(sqlite_desk.store, sqlite_desk.lead, WEEK, 1, 2)
    assert compared.first is not None
    assert (compared.first.number, compared.second.number, compared.second.current) == (1, 2, True)
    assert [one.person for one in compared.people] == ["ben", "dora"]
    assert versions_compared(sqlite_desk.store, sqlite_desk.lead, WEEK, 0, 1).first is None


@pytest.mark.parametrize("numbers", [(1, 9), (9, 1), (0, 0)])
def test_a_version_that_does_not_exist_is_not_found(sqlite_desk: Desk, numbers: tuple[int, int]) -> None:
    sqlite_desk.publish_plan()
    with pytest.raises(NotFound):
        versions_compared(sqlite_desk.store, sqlite_desk.lead, WEEK, *numbers)
