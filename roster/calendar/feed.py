"""A calendar feed as bytes: one event for each session, written so that real clients show and update it right.

What differs from what the icalendar package would do by itself, and why:

* The VTIMEZONE is written by hand with yearly rules (``feed_zone``); RDATE lists are read an hour off by some clients.
* The calendar has no UID (it would change with every build) and no METHOD (which would ask for an organizer).
* DTSTAMP is the time of the last change and not of the request, so that equal content gives equal bytes.
* A time that the clock shows twice is written in UTC, because a local time cannot say which of the two is meant.
* Text is cleaned first (``feed_text``), and an event that cannot be written is left out and logged, without its
  content: one bad row must not take the calendar away from everybody.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event, vDuration, vText

from roster.calendar.clock import zone
from roster.calendar.feed_text import lines, one_line
from roster.calendar.feed_zone import timezone_block
from roster.words import Sentence

PRODUCT = "-//roster//weekly rosters//EN"
CANCELLED_SUMMARY = Sentence(de="Entfällt: {summary}", en="Cancelled: {summary}")
REFRESH_EVERY = dt.timedelta(hours=6)

_END = b"END:VCALENDAR\r\n"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """One session as a calendar shows it. All times are aware; ``ends_at`` is after ``starts_at``.

    ``uid`` never changes for a session; ``sequence`` grows and ``last_modified`` moves on with each change, also when
    the session is cancelled. ``summary`` comes without the word for "cancelled". Two events should differ in more than
    their uid: some clients tell them apart by what they show. ``blocks_time`` is False in calendars of other people's
    duties, so that they do not make their reader look busy.
    """

    uid: str
    sequence: int
    last_modified: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    location: str = ""
    description: str = ""
    cancelled: bool = False
    blocks_time: bool = True


def feed(name: str, events: Iterable[FeedEvent], language: str, timezone: str) -> bytes:
    """The calendar in iCalendar format (RFC 5545, 7986), UTF-8 with CRLF: equal bytes for equal events in any order.

    Raises Invalid for an unknown time zone, and nothing else: events that cannot be written are left out and logged.
    """
    block = timezone_block(timezone)
    written = []
    for number, event in enumerate(events, start=1):
        try:
            start = _utc(event.starts_at)
            written.append((start, event.uid, _event(event, language, timezone, in_utc=block is None)))
        except Exception as error:  # whatever is wrong with one event, the others are wanted
            _log.error("calendar event number %d left out: %s", number, type(error).__name__)
    head = _calendar(name).to_ical().removesuffix(_END)
    return b"".join((head, block or b"", *(content for _, _, content in sorted(written)), _END))


def etag(content: bytes) -> str:
    """The strong ETag of a feed, quotation marks included: equal for equal bytes on every machine."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    shown = one_line(name)
    # As vText, because the package escapes neither of them by itself.
    calendar.add("NAME", vText(shown))
    calendar.add("X-WR-CALNAME", vText(shown))
    # RFC 7986 asks for the VALUE parameter, which the package leaves out.
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH_EVERY))
    return calendar


def _event(event: FeedEvent, language: str, timezone: str, *, in_utc: bool) -> bytes:
    uid = one_line(event.uid)
    if not uid or event.sequence < 0:
        raise ValueError("an event needs a uid and a sequence that is not negative")
    starts_at, ends_at = _as_written(event, timezone, in_utc=in_utc)
    changed_at = _utc(event.last_modified)
    summary = one_line(event.summary)
    if event.cancelled:
        summary = CANCELLED_SUMMARY.text(language, summary=summary)
    content = Event()
    content.add("UID", vText(uid))
    content.add("DTSTAMP", changed_at)
    content.add("LAST-MODIFIED", changed_at)
    content.add("SEQUENCE", event.sequence)
    content.add("DTSTART", starts_at)
    content.add("DTEND", ends_at)
    content.add("SUMMARY", vText(summary))
    if location := one_line(event.location):
        content.add("LOCATION", vText(location))
    if description := lines(event.description):
        content.add("DESCRIPTION", vText(description))
    content.add("STATUS", "CANCELLED" if event.cancelled else "CONFIRMED")
    content.add("TRANSP", "OPAQUE" if event.blocks_time and not event.cancelled else "TRANSPARENT")
    written: bytes = content.to_ical()
    return written


def _as_written(event: FeedEvent, timezone: str, *, in_utc: bool) -> tuple[dt.datetime, dt.datetime]:
    """Start and end in the feed's zone, or both in UTC where the zone has no rules or a local time is ambiguous."""
    starts_at, ends_at = _utc(event.starts_at), _utc(event.ends_at)
    if ends_at <= starts_at:
        raise ValueError("an event ends after it starts")
    local = starts_at.astimezone(zone(timezone)), ends_at.astimezone(zone(timezone))
    return (starts_at, ends_at) if in_utc or any(_happens_twice(at) for at in local) else local


def _happens_twice(local: dt.datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _utc(at: dt.datetime) -> dt.datetime:
    if at.utcoffset() is None:
        raise ValueError("a time needs a time zone")
    return at.astimezone(dt.UTC).replace(microsecond=0)
