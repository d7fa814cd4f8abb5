"""Freezing a week: sessions, their needs and sites, and what is past or urgent."""

import datetime as dt

import pytest

from roster.errors import Invalid
from roster.freeze import freeze
from roster.problem import (
    Need,
    Session,
)
from roster.records import (
    Access,
    ChangeKind,
    Course,
    GoalOrder,
    Level,
    Role,
    School,
    Seats,
    Site,
)
from tests.tiny_records import (
    EVENING,
    NIGHT,
    TUESDAY,
    WEEK,
    change,
    frozen,
    school,
)

A2, KIDS = "a2@2026-11-24T18:30", "kids@2026-11-25T09:00"
DAY = 1440


def test_a_session_is_dated_in_wall_clock_and_in_elapsed_minutes() -> None:
    session = frozen().session_by_key[A2]
    assert (session.on_day, session.starts, session.start_minute, session.end_minute) == (
        TUESDAY,
        "18:30",
        DAY + EVENING,
        DAY + NIGHT,
    )


def test_a_cancelled_session_is_not_in_the_problem() -> None:
    assert A2 not in frozen(session_changes=(change(ChangeKind.CANCELLED),)).session_by_key


def test_an_empty_week_is_a_problem_too() -> None:
    assert freeze(School(organisation=school().organisation), WEEK).sessions == ()


def test_needs_come_from_the_seats_of_the_course_by_role() -> None:
    assert frozen().session_by_key[A2].needs == (Need("helper", 0, 1), Need("lead", 1))


def test_a_role_without_any_seat_is_no_need() -> None:
    assert frozen(seats=(Seats(course="a2", role="lead", required=0),)).session_by_key[A2].needs == ()


def test_a_need_asks_for_the_certificates_of_its_role() -> None:
    roles = (Role(key="lead", name="Leitung", leads=True, certificates=("food_hygiene",)),)
    assert frozen(roles=roles).needs[A2, "lead"].certificates == ("food_hygiene",)


def test_a_session_asks_for_the_certificates_of_branch_and_site() -> None:
    assert frozen().session_by_key[KIDS].certificates == ("clearance", "measles")


def test_a_moved_session_asks_for_the_certificates_of_its_new_site() -> None:
    moved = frozen(session_changes=(change(ChangeKind.MOVED, site="south"),))
    assert moved.session_by_key[A2].certificates == ("measles",)


def test_a_session_has_the_level_and_priority_of_its_course() -> None:
    courses = (Course(key="a2", name="A2", branch="adults", site="north", level=Level.A2, priority=3),)
    session = frozen(courses=courses).session_by_key[A2]
    assert (session.level, session.priority) == (Level.A2, 3)


def test_the_organisations_numbers_become_the_settings() -> None:
    settings = frozen(organisation={"goal_order": GoalOrder.STRICT, "rate_travel": 7}).settings
    assert (settings.goal_order, settings.rate_travel) == (GoalOrder.STRICT, 7)


# Now: the past and what is urgent.


def at(now: dt.datetime | None) -> Session:
    """Tuesday's evening session (17:30 UTC) as seen from a moment."""
    return freeze(school(), WEEK, now=now).session_by_key[A2]


def utc(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment in November 2026."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.parametrize(("now", "past"), [(utc(24, 17, 29), False), (utc(24, 17, 30), True), (None, False)])
def test_a_session_is_past_from_its_first_minute_on(now: dt.datetime | None, past: bool) -> None:
    assert at(now).past is past


@pytest.mark.parametrize(
    ("now", "urgency"),
    [(utc(22, 17, 30), 4), (utc(22, 17, 29), 2), (utc(17, 17, 30), 2), (utc(17, 17, 29), 1), (None, 1)],
)
def test_the_nearer_a_session_the_more_a_change_weighs(now: dt.datetime | None, urgency: int) -> None:
    assert at(now).urgency == urgency


def test_a_now_without_a_time_zone_is_refused() -> None:
    with pytest.raises(Invalid, match="no time zone"):
        freeze(school(), WEEK, now=dt.datetime(2026, 11, 24))  # noqa: DTZ001 - the fault that is looked for


# Sites and ways.


def test_a_restricted_site_lets_in_the_active_people_on_its_list() -> None:
    sites = (Site(key="north", name="Nord", restricted=True),)
    access = (Access(site="north", volunteer="ben"), Access(site="north", volunteer="left-long-ago"))
    assert frozen(sites=sites, access=access).site_by_key["north"].access == ("ben",)


def test_an_open_site_has_no_list() -> None:
    assert frozen(access=(Access(site="north", volunteer="ben"),)).site_by_key["north"].access is None


def test_there_is_a_way_between_all_sites_of_the_week_by_all_means_used() -> None:
    ways = {(way.means, way.from_site, way.to_site) for way in frozen().journeys}
    assert ways == {("foot", "north", "south"), ("foot", "south", "north")}
