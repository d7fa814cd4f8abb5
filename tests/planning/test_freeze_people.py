"""Freezing a week: volunteers, their windows, absences and papers."""

import datetime as dt

import pytest

from roster.freeze import freeze
from roster.problem import (
    Certificate,
    Person,
    Span,
    Window,
)
from roster.records import (
    Absence,
    Availability,
    ExtraTime,
    Meeting,
    Site,
    Standing,
    Volunteer,
    Willingness,
)
from roster.records import Certificate as SeenCertificate
from tests.tiny_records import (
    EVENING,
    MONDAY,
    NIGHT,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    frozen,
    school,
)

A2 = "a2@2026-11-24T18:30"
DAY = 1440


def anna(**tables: object) -> Person:
    """Anna as the rules see her."""
    return frozen(**tables).person_by_key["anna"]


def test_only_active_volunteers_are_people() -> None:
    volunteers = tuple(
        Volunteer(key=standing, first_name="Ada", last_name="Beispiel", standing=standing) for standing in Standing
    )
    assert [person.key for person in frozen(volunteers=volunteers).people] == ["active"]


def test_somebody_who_helps_only_here_has_an_identity_of_this_organisation() -> None:
    assert anna().identity == "weststadt/anna"


def test_somebody_who_helps_in_several_organisations_has_one_identity() -> None:
    volunteers = (Volunteer(key="anna", first_name="Anna", last_name="Beispiel", person="anna.b@example.org"),)
    assert anna(volunteers=volunteers).identity == "anna.b@example.org"


def test_a_weekly_window_becomes_a_window_of_the_week() -> None:
    assert anna().windows == (Window(DAY + 1080, DAY + 1260, Willingness.GLADLY),)


def weekly(weekday: int, start_minute: int, end_minute: int, **more: object) -> tuple[Availability, ...]:
    """One weekly window of Anna's."""
    row = Availability(
        volunteer="anna",
        weekday=weekday,
        start_minute=start_minute,
        end_minute=end_minute,
        willingness=Willingness.POSSIBLE,
        **more,  # type: ignore[arg-type]
    )
    return (row,)


@pytest.mark.parametrize(
    ("dates", "count"),
    [
        ({"valid_from": TUESDAY}, 1),
        ({"valid_from": WEDNESDAY}, 0),
        ({"valid_until": TUESDAY}, 1),
        ({"valid_until": MONDAY}, 0),
    ],
)
def test_a_window_counts_from_its_first_to_its_last_day(dates: dict[str, dt.date], count: int) -> None:
    assert len(anna(availability=weekly(1, 1080, 1260, **dates)).windows) == count


def test_a_window_over_sunday_night_reaches_into_monday() -> None:
    assert anna(availability=weekly(6, 1320, 1560)).windows == (
        Window(0, 120, Willingness.POSSIBLE),
        Window(6 * DAY + 1320, 6 * DAY + 1560, Willingness.POSSIBLE),
    )


def test_the_next_monday_counts_where_a_session_reaches_into_it() -> None:
    over_night = (Meeting(course="a2", weekday=6, start_minute=1380, end_minute=1500),)
    windows = anna(availability=weekly(0, 0, 300), meetings=over_night).windows
    assert windows == (Window(0, 300, Willingness.POSSIBLE), Window(7 * DAY, 7 * DAY + 300, Willingness.POSSIBLE))


@pytest.mark.parametrize("end_minute", [600, 540])
def test_a_window_without_length_counts_for_nothing(end_minute: int) -> None:
    assert anna(availability=weekly(1, 600, end_minute)).windows == ()


def test_an_extra_time_is_one_more_window() -> None:
    extra = ExtraTime(
        volunteer="anna", on_day=WEDNESDAY, start_minute=540, end_minute=720, willingness=Willingness.IF_NEEDED
    )
    assert Window(2 * DAY + 540, 2 * DAY + 720, Willingness.IF_NEEDED) in anna(extra_times=(extra,)).windows


def test_an_extra_time_of_another_week_counts_for_nothing() -> None:
    extra = ExtraTime(
        volunteer="anna",
        on_day=WEDNESDAY + dt.timedelta(weeks=1),
        start_minute=540,
        end_minute=720,
        willingness=Willingness.GLADLY,
    )
    assert anna(extra_times=(extra,)).windows == anna().windows


def away(first: dt.date, last: dt.date, *hours: int) -> tuple[Span, ...]:
    """What becomes of one absence of Anna's."""
    start_minute, end_minute = hours or (None, None)
    row = Absence(volunteer="anna", from_day=first, until_day=last, start_minute=start_minute, end_minute=end_minute)
    return anna(absences=(row,)).absences


def test_an_absence_of_days_is_one_span_with_both_days() -> None:
    assert away(TUESDAY, WEDNESDAY) == (Span(DAY, 3 * DAY),)


def test_a_long_absence_covers_the_whole_week() -> None:
    (span,) = away(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    assert (span.start_minute, span.end_minute >= 7 * DAY) == (0, True)


def test_an_absence_of_hours_counts_on_each_of_its_days() -> None:
    assert away(TUESDAY, WEDNESDAY, 540, 600) == (Span(DAY + 540, DAY + 600), Span(2 * DAY + 540, 2 * DAY + 600))


def test_an_absence_over_night_lasts_until_the_morning() -> None:
    assert away(TUESDAY, TUESDAY, 1320, 360) == (Span(DAY + 1320, 2 * DAY + 360),)


@pytest.mark.parametrize("day", [MONDAY - dt.timedelta(days=1), SUNDAY + dt.timedelta(days=1)])
def test_an_absence_beside_the_week_counts_for_nothing(day: dt.date) -> None:
    assert away(day, day) == ()


def test_an_absence_that_ends_before_it_begins_counts_for_nothing() -> None:
    assert away(WEDNESDAY, TUESDAY) == ()


def test_in_the_week_of_the_clock_change_a_sunday_evening_is_an_hour_later() -> None:
    sundays = school(availability=weekly(6, EVENING, NIGHT))
    windows = freeze(sundays, "2026-W43").person_by_key["anna"].windows
    assert windows == (Window(6 * DAY + EVENING + 60, 6 * DAY + NIGHT + 60, Willingness.POSSIBLE),)


def test_certificates_keep_their_dates_only() -> None:
    assert anna().certificates == (Certificate("clearance", dt.date(2026, 1, 12)),)


def test_no_name_address_or_hint_gets_into_a_problem() -> None:
    volunteers = (
        Volunteer(
            key="v1", first_name="Geheimvorname", last_name="Geheimname", email="geheim@example.org", phone="0541"
        ),
    )
    sites = (Site(key="north", name="Geheimhaus", address="Geheimweg 1", entry_hint="Geheimcode"),)
    papers = (SeenCertificate(volunteer="v1", kind="clearance", seen_on=MONDAY, seen_by="Geheimnis"),)
    assert "eheim" not in frozen(volunteers=volunteers, sites=sites, certificates=papers).to_json()
