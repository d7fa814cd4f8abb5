"""The figures behind pictures and sheets of paper, against numbers worked out by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from roster.actor import AccountRole
from roster.errors import Forbidden, Invalid, NotFound
from roster.plan import Plan
from roster.problem import Assignment, Commitment, Need, Qualification, Session
from roster.records import Level
from roster.reports.pictures import hour_cells, level_lines, loads_by_excess, pictures_page
from roster.reports.sheets import SheetSeat, SiteSheet, print_choices, site_sheet
from roster.reports.week import Showing
from tests.lent_stores import lent_store
from tests.planning.desk import A2_TUE, GOOD_PLAN, NOW, SEATS, WEEK, Desk, make_desk
from tests.tiny_school import LEAD_AND_HELPER, MON, SUN, TUE, problem, session
from tests.tiny_school import WEEK as MONDAY
from tests.tiny_school import person as somebody
from tests.tiny_store import an_actor

NAMES = {"role/lead": "Lead", "role/helper": "Helper", **{f"person/{key}": key for key in ("anna", "berta", "carl")}}


def cells(plan: Plan, *sessions: Session) -> list[tuple[int, int, int, int]]:
    found = hour_cells(problem(sessions), plan)
    return [(cell.weekday, cell.hour, cell.filled, cell.required) for cell in found]


def in_seats(*seats: tuple[str, str, str]) -> Plan:
    return Plan.of(Assignment(*seat) for seat in seats)


# ---- cover by weekday and hour --------------------------------------------------------------------------------------


def test_a_session_counts_in_each_hour_that_it_touches() -> None:
    assert cells(Plan(), session(starts="18:30", minutes=90)) == [(TUE, 18, 0, 1), (TUE, 19, 0, 1)]


def test_a_session_that_ends_on_the_hour_does_not_touch_the_next() -> None:
    assert cells(Plan(), session(starts="09:00", minutes=60)) == [(TUE, 9, 0, 1)]


def test_sessions_of_one_hour_are_added_up() -> None:
    one, other = session("a2", MON, "09:00", 60, needs=LEAD_AND_HELPER), session("b1", MON, "09:30", 60)
    plan = in_seats((one.key, "lead", "anna"))
    assert cells(plan, one, other) == [(MON, 9, 1, 3), (MON, 10, 0, 1)]


def test_people_in_wished_seats_do_not_cover_for_others() -> None:
    one = session(needs=(Need("helper", 1, 1), Need("lead", 1)), minutes=30)
    plan = in_seats((one.key, "helper", "anna"), (one.key, "helper", "berta"))
    assert cells(plan, one) == [(TUE, 18, 1, 2)]


def test_wished_seats_alone_are_no_demand() -> None:
    assert cells(Plan(), session(needs=(Need("helper", 0, 2),))) == []


def test_hours_after_midnight_stay_with_the_day_of_the_start() -> None:
    assert cells(Plan(), session(weekday=SUN, starts="23:00", minutes=120)) == [(SUN, 23, 0, 1), (SUN, 24, 0, 1)]


# ---- demand against supply ------------------------------------------------------------------------------------------


def leads(low: Level, high: Level) -> tuple[Qualification, ...]:
    return (Qualification("lead", level_from=low, level_to=high),)


def test_a_wish_counts_alone_where_only_one_level_is_possible_and_is_spread_evenly_otherwise() -> None:
    low, high = session("low", MON, level=Level.A1_1), session("high", TUE, level=Level.B1, minutes=60)
    people = (
        somebody("anna", qualifications=leads(Level.ALPHA, Level.A2), wished_minutes=180),
        somebody("berta", qualifications=leads(Level.ALPHA, Level.C1), wished_minutes=100),
        somebody("carl", qualifications=(Qualification("helper"),), wished_minutes=600),
    )
    found = level_lines(problem((low, high), people=people), in_seats((low.key, "lead", "anna")), NAMES)
    told = [(line.level, line.required_minutes, line.filled_minutes, line.people) for line in found]
    assert told == [(Level.A1_1, 90, 90, 2), (Level.B1, 60, 0, 1)]
    assert [(line.only_minutes, line.shared_minutes, line.share_minutes) for line in found] == [
        (180, 100, 50),
        (0, 100, 50),
    ]


def test_leading_roles_come_first_and_sessions_without_level_last() -> None:
    sessions = (session("x", MON, needs=LEAD_AND_HELPER), session("y", TUE, level=Level.A2))
    found = level_lines(problem(sessions), Plan(), NAMES)
    assert [(line.role_name, line.level) for line in found] == [("Lead", Level.A2), ("Lead", None), ("Helper", None)]


@pytest.mark.parametrize(("elsewhere", "left"), [(60, 120), (200, 0)])
def test_duties_elsewhere_are_taken_off_a_wish(elsewhere: int, left: int) -> None:
    duty = Commitment(MONDAY, 600, 600 + elsewhere)
    people = (somebody("anna", wished_minutes=180, commitments=(duty,)),)
    (line,) = level_lines(problem((session(),), people=people), Plan(), NAMES)
    assert (line.only_minutes, line.shared_minutes) == (left, 0)


# ---- loads ----------------------------------------------------------------------------------------------------------


def test_who_is_furthest_above_the_wish_comes_first() -> None:
    one = session(minutes=90)
    wishes = {"anna": 180, "berta": 30, "carl": 0}
    people = tuple(somebody(key, wished_minutes=wished) for key, wished in wishes.items())
    found = loads_by_excess(problem((one,), people=people), in_seats((one.key, "lead", "berta")), NAMES)
    assert [(line.person, line.minutes, line.wished_minutes) for line in found] == [
        ("berta", 90, 30),
        ("carl", 0, 0),
        ("anna", 0, 180),
    ]


# ---- a stored week --------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(sqlite_tables: Path, tmp_path: Path) -> Iterator[Desk]:
    with lent_store(Path(shutil.copy(sqlite_tables, tmp_path / "one.sqlite"))) as opened:
        yield make_desk(opened)


def test_pictures_show_the_draft_before_what_is_published(desk: Desk) -> None:
    empty = pictures_page(desk.store, desk.lead, WEEK, now=NOW)
    assert (empty.showing, sum(cell.filled for cell in empty.cells)) == (Showing.NOTHING, 0)
    desk.publish_plan()
    assert pictures_page(desk.store, desk.lead, WEEK, now=NOW).showing is Showing.PUBLISHED
    desk.solved(GOOD_PLAN.with_changes(remove=[SEATS[1]]))
    draft = pictures_page(desk.store, desk.lead, WEEK, now=NOW)
    assert draft.showing is Showing.DRAFT
    assert [(cell.weekday, cell.hour) for cell in draft.cells if cell.filled < cell.required] == [(1, 18), (1, 19)]


def seat_of(sheet: SiteSheet, course: str) -> SheetSeat:
    (seat, *_others) = [one.seats[0] for day in sheet.days for one in day.sessions if one.course_name == course]
    return seat


def test_a_sheet_shows_what_is_published_and_never_the_draft(desk: Desk) -> None:
    desk.solved()
    assert site_sheet(desk.store, desk.lead, WEEK, "mill", now=NOW).number is None
    desk.publish()
    desk.solved(GOOD_PLAN.with_changes(remove=[SEATS[1]]))
    sheet = site_sheet(desk.store, desk.lead, WEEK, "mill", now=NOW)
    assert [(day.on_day.day, [one.starts for one in day.sessions]) for day in sheet.days] == [
        (24, ["18:30"]),
        (26, ["18:30"]),
    ]
    (session_card,) = sheet.days[0].sessions
    assert (session_card.room, session_card.ends, session_card.minutes) == ("Wheel room", "20:00", 90)
    assert session_card.seats == (
        SheetSeat("Lead", True, True, "Ben", "Ben Canarysurname", stands_in=False),
        SheetSeat("Helper", False, False, "", "", stands_in=False),
    )


def test_whoever_takes_the_seat_of_somebody_announced_first_stands_in(desk: Desk) -> None:
    desk.publish_plan()
    desk.publish_plan(GOOD_PLAN.with_changes(remove=[SEATS[1]], add=[Assignment(A2_TUE, "lead", "dora")]))
    sheet = site_sheet(desk.store, desk.lead, WEEK, "mill", now=NOW)
    assert [(one.seats[0].first_name, one.seats[0].stands_in) for day in sheet.days for one in day.sessions] == [
        ("Dora", True),
        ("Anna", False),
    ]


def test_whoever_takes_a_seat_that_was_empty_stands_in_for_nobody(desk: Desk) -> None:
    desk.publish_plan(GOOD_PLAN.with_changes(remove=[SEATS[1]]))
    assert not seat_of(site_sheet(desk.store, desk.lead, WEEK, "mill", now=NOW), "A2 evening").taken
    desk.publish_plan()
    seat = seat_of(site_sheet(desk.store, desk.lead, WEEK, "mill", now=NOW), "A2 evening")
    assert (seat.first_name, seat.stands_in) == ("Ben", False)


def test_sheets_are_offered_for_sites_and_people_of_the_published_week(desk: Desk) -> None:
    assert print_choices(desk.store, desk.lead, WEEK, now=NOW).sites == ()
    desk.publish_plan()
    choices = print_choices(desk.store, desk.lead, WEEK, now=NOW)
    assert [one.key for one in choices.sites] == ["ship", "mill"]
    assert [one.key for one in choices.people] == ["anna", "ben", "dora"]


def test_pictures_and_sheets_are_for_leads(desk: Desk) -> None:
    anna = an_actor(desk.id, AccountRole.VOLUNTEER, volunteer="anna")
    with pytest.raises(Forbidden):
        pictures_page(desk.store, anna, WEEK, now=NOW)
    with pytest.raises(Forbidden):
        site_sheet(desk.store, anna, WEEK, "mill", now=NOW)
    with pytest.raises(Forbidden):
        print_choices(desk.store, anna, WEEK, now=NOW)


def test_an_unknown_site_or_week_has_no_sheet(desk: Desk) -> None:
    with pytest.raises(NotFound):
        site_sheet(desk.store, desk.lead, WEEK, "nowhere", now=NOW)
    with pytest.raises(Invalid):
        site_sheet(desk.store, desk.lead, "2026-W60", "mill", now=NOW)
