"""The text of a feed: what stands in it, that it stays equal, and that one bad row harms nobody (checks 24, 26, 27)."""

import datetime as dt
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roster.calendar.feed import FeedEvent, etag, feed
from roster.errors import Invalid
from tests.tiny_feed import (
    AFTER_AUTUMN_CHANGE,
    AFTER_SPRING_CHANGE,
    BERLIN,
    DECEMBER,
    JULY,
    PUBLISHED_AT,
    evenings,
    event,
    written,
)

EXPECTED = Path(__file__).parents[1] / "expected" / "feed.ics"


def shown(*events: FeedEvent, **more: Any) -> list[str]:
    """The lines of a feed, unfolded."""
    return written(*events, **more).decode().replace("\r\n ", "").split("\r\n")


def test_a_feed_is_the_expected_text() -> None:
    cancelled = event(DECEMBER, cancelled=True, sequence=2, description="Bitte den Hintereingang nehmen.\nKlingel: 3")
    assert written(event(), cancelled).decode() == EXPECTED.read_bytes().decode()


@pytest.mark.parametrize("line", ["METHOD:", "RDATE", "X-WR-RELCALID"])
def test_what_confuses_clients_is_not_there(line: str) -> None:
    assert not any(text.startswith(line) for text in shown(*evenings()))


def test_the_calendar_itself_has_no_uid() -> None:
    assert not any(line.startswith("UID:") for line in shown())


def test_the_feed_says_how_often_to_come_back() -> None:
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"} <= set(shown())


def test_the_name_is_told_to_old_and_new_clients() -> None:
    assert {r"NAME:Kurse\, Räume\; Ort", r"X-WR-CALNAME:Kurse\, Räume\; Ort"} <= set(shown(name="Kurse, Räume; Ort"))


def test_an_empty_feed_is_a_calendar_too() -> None:
    assert shown()[-2:] == ["END:VCALENDAR", ""]


# Updates (checks 24 and 27).


def test_the_stamp_is_the_last_change_and_not_now() -> None:
    lines = shown(event())
    assert {"DTSTAMP:20260601T120000Z", "LAST-MODIFIED:20260601T120000Z"} <= set(lines)


def test_the_same_events_in_any_order_give_the_same_bytes() -> None:
    assert written(*reversed(evenings())) == written(*evenings())


def test_the_same_moment_told_in_another_zone_gives_the_same_bytes() -> None:
    eastward = dt.timezone(dt.timedelta(hours=9))
    told_there = replace(event(), starts_at=event().starts_at.astimezone(eastward))
    assert written(told_there) == written(event())


def test_equal_content_has_an_equal_etag() -> None:
    assert etag(written(event())) == etag(written(event()))


def test_changed_content_has_another_etag() -> None:
    assert etag(written(event(sequence=1))) != etag(written(event()))


def test_an_etag_is_strong_and_in_quotation_marks() -> None:
    tag = etag(b"")
    assert (tag[0], tag[-1], len(tag)) == ('"', '"', 34)


def test_a_cancelled_session_keeps_its_uid_and_says_so_in_status_and_words() -> None:
    lines = shown(event(cancelled=True, sequence=3))
    assert {
        "UID:2026-07-07@roster.example.org",
        "SEQUENCE:3",
        "STATUS:CANCELLED",
        r"SUMMARY:Entfällt: A2 Abendkurs (7.7.)\, Leitung",
    } <= set(lines)


def test_a_cancelled_session_is_told_in_english_too() -> None:
    assert r"SUMMARY:Cancelled: A2 Abendkurs (7.7.)\, Leitung" in shown(event(cancelled=True), language="en")


def test_braces_in_a_summary_stay_as_they_are() -> None:
    assert "SUMMARY:Entfällt: {summary} {0}" in shown(event(cancelled=True, summary="{summary} {0}"))


@pytest.mark.parametrize(
    ("more", "transparency"),
    [({}, "OPAQUE"), ({"cancelled": True}, "TRANSPARENT"), ({"blocks_time": False}, "TRANSPARENT")],
)
def test_only_an_own_session_that_takes_place_makes_busy(more: dict[str, bool], transparency: str) -> None:
    assert f"TRANSP:{transparency}" in shown(event(**more))


# Times.


@pytest.mark.parametrize("timezone", [BERLIN, "Europe/Vienna", "Europe/London", "Europe/Athens", "Atlantic/Azores"])
def test_a_zone_of_european_summer_time_has_its_block_and_local_times(timezone: str) -> None:
    lines = shown(event(timezone=timezone), timezone=timezone)
    assert {f"TZID:{timezone}", f"DTSTART;TZID={timezone}:20260707T183000"} <= set(lines)


@pytest.mark.parametrize(
    "timezone", ["UTC", "America/New_York", "Europe/Istanbul", "Africa/Casablanca", "Asia/Kolkata"]
)
def test_a_zone_without_these_rules_is_written_in_utc(timezone: str) -> None:
    lines = shown(event(), timezone=timezone)
    assert ("DTSTART:20260707T163000Z" in lines, "BEGIN:VTIMEZONE" in lines) == (True, False)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(Invalid, match="Europe/Osnabrueck"):
        written(event(), timezone="Europe/Osnabrueck")


@pytest.mark.parametrize("minutes", [(150, 240), (60, 150)])
def test_a_time_that_the_clock_shows_twice_is_written_in_utc(minutes: tuple[int, int]) -> None:
    lines = shown(event(AFTER_AUTUMN_CHANGE, minutes=minutes))
    assert sum(line.startswith(("DTSTART:", "DTEND:")) and line.endswith("Z") for line in lines) == 2


def test_the_second_reading_of_an_hour_is_another_moment_than_the_first() -> None:
    later = event().starts_at.replace(month=10, day=25, hour=1, minute=30)
    lines = shown(replace(event(), starts_at=later, ends_at=later + dt.timedelta(hours=1)))
    assert "DTSTART:20261025T013000Z" in lines


def test_a_time_in_the_gap_of_the_clock_is_written_as_the_moment_of_the_jump() -> None:
    assert f"DTSTART;TZID={BERLIN}:20270328T030000" in shown(event(AFTER_SPRING_CHANGE, minutes=(150, 240)))


def test_an_end_in_the_gap_is_the_moment_of_the_jump() -> None:
    assert f"DTEND;TZID={BERLIN}:20270328T030000" in shown(event(AFTER_SPRING_CHANGE, minutes=(60, 150)))


def test_a_night_ends_at_its_wall_clock_time_on_the_next_day() -> None:
    assert f"DTEND;TZID={BERLIN}:20260708T060000" in shown(event(minutes=(1320, 1800)))


# A row that cannot be written (check 26).

POISON = {
    "a start without zone": replace(event(), starts_at=dt.datetime(2026, 7, 7, 18, 30)),  # noqa: DTZ001 - the poison
    "a change without zone": replace(event(), last_modified=dt.datetime(2026, 7, 7)),  # noqa: DTZ001 - the poison
    "an end before the start": replace(event(), ends_at=event().starts_at - dt.timedelta(hours=1)),
    "no length": replace(event(), ends_at=event().starts_at),
    "no uid": replace(event(), uid="\x00"),
    "a negative sequence": replace(event(), sequence=-1),
    "a date before all calendars": replace(
        event(), starts_at=dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    ),
    "a summary that is none": replace(event(), summary=None),  # type: ignore[arg-type]
    "a sequence that is none": replace(event(), sequence="x"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON.keys())
def test_an_event_that_cannot_be_written_is_left_out_and_the_others_stay(poison: FeedEvent) -> None:
    assert written(event(DECEMBER), poison) == written(event(DECEMBER))


def test_an_event_left_out_is_logged_without_what_is_in_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        written(event(), replace(event(), summary="Anna Geheim", uid="anna", sequence=-1))
    assert caplog.messages == ["calendar event number 2 left out: ValueError"]


def test_an_event_that_can_be_written_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    feed("Kurse", [event(last_modified=PUBLISHED_AT), event(JULY)], "de", BERLIN)
    assert caplog.messages == []
