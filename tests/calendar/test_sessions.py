"""The weekly pattern as dated sessions: changes, holidays, closures, one-offs, clock changes."""

import datetime as dt
from dataclasses import replace

import pytest

from roster.calendar.sessions import (
    DatedSession,
    SessionStatus,
    dated_sessions,
    session_moments,
)
from roster.errors import Invalid
from roster.records import ChangeKind, Closure, Course, Meeting, School, Site, Term
from tests.tiny_records import EVENING, MONDAY, NIGHT, SUNDAY, TUESDAY, WEDNESDAY, WEEK, change, school

CANCELLED, MOVED, ONE_OFF = ChangeKind.CANCELLED, ChangeKind.MOVED, ChangeKind.ONE_OFF
AUTUMN_BREAK_WEEK = "2026-W42"


def of_course(school: School, course: str = "a2", week: str = WEEK) -> list[DatedSession]:
    """The sessions of one course in a week."""
    return [session for session in dated_sessions(school, week) if session.course == course]


def the_only(school: School, course: str = "a2", week: str = WEEK) -> DatedSession:
    """The one session of a course in a week."""
    (session,) = of_course(school, course, week)
    return session


def changed(*changes: object) -> School:
    """The school with these changes."""
    return school(session_changes=changes)


def meeting(**more: object) -> School:
    """The school whose evening course meets otherwise."""
    usual = {"course": "a2", "weekday": 1, "start_minute": EVENING, "end_minute": NIGHT}
    return school(meetings=(Meeting(**(usual | more)),))  # type: ignore[arg-type]


def test_a_meeting_becomes_a_session_on_its_weekday() -> None:
    assert the_only(school()) == DatedSession(
        course="a2",
        site="north",
        room="n1",
        on_day=TUESDAY,
        starts="18:30",
        start_minute=EVENING,
        end_minute=NIGHT,
        status=SessionStatus.HELD,
        original_day=TUESDAY,
        original_start_minute=EVENING,
    )


def test_sessions_come_by_day_and_start() -> None:
    assert [session.course for session in dated_sessions(school(), WEEK)] == ["a2", "kids"]


def test_an_organisation_without_meetings_has_an_empty_week() -> None:
    assert dated_sessions(school(meetings=()), WEEK) == ()


def test_a_week_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid, match="2025-W53"):
        dated_sessions(school(), "2025-W53")


# Dates of courses and meetings.


@pytest.mark.parametrize(
    ("dates", "count"),
    [
        ({"starts_on": TUESDAY}, 1),
        ({"starts_on": WEDNESDAY}, 0),
        ({"ends_on": TUESDAY}, 1),
        ({"ends_on": MONDAY}, 0),
    ],
)
def test_a_course_meets_from_its_first_to_its_last_day(dates: dict[str, dt.date], count: int) -> None:
    courses = (Course(key="a2", name="A2", branch="adults", site="north", **dates),)
    assert len(of_course(school(courses=courses))) == count


@pytest.mark.parametrize(
    ("dates", "count"),
    [({"valid_from": TUESDAY}, 1), ({"valid_from": WEDNESDAY}, 0), ({"valid_until": MONDAY}, 0)],
)
def test_a_meeting_counts_from_its_first_to_its_last_day(dates: dict[str, dt.date], count: int) -> None:
    assert len(of_course(meeting(**dates))) == count


def test_a_meeting_of_an_unknown_course_gives_nothing() -> None:
    assert dated_sessions(meeting(course="nobody"), WEEK) == ()


def test_an_end_before_the_start_lies_on_the_next_day() -> None:
    assert the_only(meeting(start_minute=22 * 60, end_minute=6 * 60)).end_minute == 30 * 60


def test_a_session_belongs_to_the_week_in_which_it_starts() -> None:
    over_sunday_night = meeting(weekday=6, start_minute=22 * 60, end_minute=26 * 60)
    assert (the_only(over_sunday_night).on_day, of_course(over_sunday_night, week="2026-W49")[0].on_day) == (
        SUNDAY,
        SUNDAY + dt.timedelta(days=7),
    )


# Changes.


def test_a_cancelled_session_stays_in_the_list_as_cancelled() -> None:
    session = the_only(changed(change(CANCELLED)))
    assert (session.status, session.held) == (SessionStatus.CANCELLED, False)


def test_a_session_is_moved_within_the_week() -> None:
    session = the_only(changed(change(MOVED, new_day=WEDNESDAY, new_start_minute=1020)))
    assert (session.on_day, session.starts, session.end_minute) == (WEDNESDAY, "17:00", 1110)


def test_a_moved_session_remembers_where_it_came_from() -> None:
    session = the_only(changed(change(MOVED, new_day=WEDNESDAY, new_start_minute=1020)))
    assert (session.original_day, session.original_start_minute) == (TUESDAY, EVENING)


def test_a_session_is_moved_to_another_room_of_its_site() -> None:
    session = the_only(changed(change(MOVED, room="n2")))
    assert (session.site, session.room, session.status) == ("north", "n2", SessionStatus.MOVED)


def test_a_session_moved_to_another_site_leaves_its_room_behind() -> None:
    assert the_only(changed(change(MOVED, site="south"))).room is None


def test_a_session_may_end_later_once() -> None:
    assert the_only(changed(change(MOVED, new_end_minute=1230))).end_minute == 1230


def test_a_session_moved_out_of_the_week_is_gone_from_it() -> None:
    assert of_course(changed(change(MOVED, new_day=TUESDAY + dt.timedelta(days=8)))) == []


def test_a_session_moved_into_the_week_is_there_beside_its_own() -> None:
    next_week = changed(change(MOVED, new_day=TUESDAY + dt.timedelta(days=8)))
    assert [session.on_day.day for session in of_course(next_week, week="2026-W49")] == [1, 2]


def test_cancelled_wins_over_moved() -> None:
    session = the_only(changed(change(MOVED, new_day=WEDNESDAY), change(CANCELLED)))
    assert (session.on_day, session.held) == (TUESDAY, False)


@pytest.mark.parametrize("kind", [CANCELLED, MOVED])
def test_a_change_of_no_session_does_nothing(kind: ChangeKind) -> None:
    assert dated_sessions(changed(change(kind, start_minute=600, new_day=WEDNESDAY)), WEEK) == dated_sessions(
        school(), WEEK
    )


def test_a_one_off_comes_beside_the_pattern() -> None:
    with_one_off = changed(change(ONE_OFF, on_day=SUNDAY, start_minute=600, new_end_minute=660, site="south"))
    session = of_course(with_one_off)[-1]
    assert (session.on_day, session.status, session.site) == (SUNDAY, SessionStatus.ONE_OFF, "south")


def test_a_one_off_without_a_site_is_at_the_courses() -> None:
    assert of_course(changed(change(ONE_OFF, on_day=SUNDAY, new_end_minute=NIGHT)))[-1].site == "north"


def test_a_one_off_takes_place_outside_the_courses_dates() -> None:
    courses = (Course(key="a2", name="A2", branch="adults", site="north", ends_on=MONDAY),)
    one_off = change(ONE_OFF, on_day=SUNDAY, new_end_minute=NIGHT)
    assert the_only(school(courses=courses, session_changes=(one_off,))).held


def test_a_one_off_can_be_cancelled() -> None:
    one_off = change(ONE_OFF, on_day=SUNDAY, new_end_minute=NIGHT)
    assert not of_course(changed(one_off, change(CANCELLED, on_day=SUNDAY)))[-1].held


def test_a_one_off_can_be_moved() -> None:
    one_off = change(ONE_OFF, on_day=SUNDAY, new_end_minute=NIGHT)
    assert of_course(changed(one_off, change(MOVED, on_day=SUNDAY, new_day=MONDAY)))[0].on_day == MONDAY


def test_a_one_off_replaces_a_cancelled_session_of_the_same_time() -> None:
    replaced = changed(change(CANCELLED), change(ONE_OFF, new_end_minute=NIGHT, site="south"))
    assert (the_only(replaced).status, the_only(replaced).site) == (SessionStatus.ONE_OFF, "south")


def test_a_course_has_one_session_at_a_time() -> None:
    assert the_only(changed(change(ONE_OFF, new_end_minute=NIGHT))).status is SessionStatus.HELD


def test_the_order_of_rows_carries_no_meaning() -> None:
    rows = (change(MOVED, new_day=WEDNESDAY), change(MOVED, new_day=SUNDAY))
    assert dated_sessions(changed(*rows), WEEK) == dated_sessions(changed(*reversed(rows)), WEEK)


# Holidays, terms, closures, contracts.


def test_on_a_holiday_the_pattern_has_no_session() -> None:
    assert of_course(school(), "kids", AUTUMN_BREAK_WEEK) == []


def test_another_branch_teaches_in_the_same_week() -> None:
    assert the_only(school(), "a2", AUTUMN_BREAK_WEEK).held


def test_a_one_off_takes_place_on_a_holiday() -> None:
    one_off = change(ONE_OFF, course="kids", on_day=dt.date(2026, 10, 14), start_minute=540, new_end_minute=720)
    assert the_only(changed(one_off), "kids", AUTUMN_BREAK_WEEK).held


def test_a_session_moved_off_a_holiday_takes_place() -> None:
    # Ascension Day, a Thursday, gives way to Friday.
    moved = change(MOVED, on_day=dt.date(2026, 5, 14), new_day=dt.date(2026, 5, 15))
    thursdays = meeting(weekday=3)
    assert the_only(replace(thursdays, session_changes=(moved,)), week="2026-W20").on_day == dt.date(2026, 5, 15)


def test_a_cancelled_session_on_a_holiday_is_not_listed() -> None:
    cancelled = change(CANCELLED, course="kids", on_day=dt.date(2026, 10, 14), start_minute=540)
    assert of_course(changed(cancelled), "kids", AUTUMN_BREAK_WEEK) == []


def test_outside_the_terms_there_are_no_sessions() -> None:
    term = Term(name="Winter", starts_on=dt.date(2027, 1, 11), ends_on=dt.date(2027, 3, 19))
    assert dated_sessions(school(terms=(term,)), WEEK) == ()


def test_a_closure_cancels_a_session_and_says_why() -> None:
    closed = school(closures=(Closure(from_day=TUESDAY, until_day=TUESDAY, site="north", name="Rohrbruch"),))
    assert (the_only(closed).status, the_only(closed).reason) == (SessionStatus.CANCELLED, "Rohrbruch")


def test_a_closure_cancels_one_offs_too() -> None:
    one_off = change(ONE_OFF, on_day=SUNDAY, new_end_minute=NIGHT)
    closures = (Closure(from_day=SUNDAY, until_day=SUNDAY),)
    assert not of_course(school(session_changes=(one_off,), closures=closures))[-1].held


def test_a_session_moved_away_from_a_closed_site_takes_place() -> None:
    closures = (Closure(from_day=TUESDAY, until_day=TUESDAY, site="north"),)
    assert the_only(school(session_changes=(change(MOVED, site="south"),), closures=closures)).held


def test_a_session_at_a_site_without_a_contract_stays_visible() -> None:
    sites = (Site(key="north", name="Nordhaus", open_until=MONDAY),)
    assert the_only(school(sites=sites)).held


# Clock changes.

SPRING_WEEK, SPRING = "2026-W13", dt.date(2026, 3, 29)


def test_an_evening_session_keeps_its_wall_clock_time_over_the_year() -> None:
    hours = {
        session_moments(the_only(school(), week=week), "Europe/Berlin")[0].hour for week in ("2026-W28", "2026-W49")
    }
    assert hours == {16, 17}


def test_a_night_over_the_march_change_lasts_seven_hours() -> None:
    night = the_only(meeting(weekday=5, start_minute=22 * 60, end_minute=6 * 60), week=SPRING_WEEK)
    start, end = session_moments(night, "Europe/Berlin")
    assert end - start == dt.timedelta(hours=7)


def test_a_session_that_starts_in_the_gap_of_the_clock_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match="“a2” starts on 2026-03-29 at 02:30"):
        dated_sessions(meeting(weekday=6, start_minute=150, end_minute=240), SPRING_WEEK)


def test_moving_a_session_out_of_the_gap_ends_the_refusal() -> None:
    sunday_night = meeting(weekday=6, start_minute=150, end_minute=240)
    moved = change(MOVED, on_day=SPRING, start_minute=150, new_start_minute=180)
    assert the_only(replace(sunday_night, session_changes=(moved,)), week=SPRING_WEEK).starts == "03:00"


def test_a_cancelled_session_in_the_gap_is_no_trouble() -> None:
    sunday_night = meeting(weekday=6, start_minute=150, end_minute=240)
    cancelled = change(CANCELLED, on_day=SPRING, start_minute=150)
    assert not the_only(replace(sunday_night, session_changes=(cancelled,)), week=SPRING_WEEK).held
