"""The feed as real calendar clients and parsers understand it: the right hours in July, in December and around both
clock changes, cancelled sessions marked, changes noticed.
"""

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
import vobject

from roster.calendar.feed import etag
from tests.tiny_feed import BERLIN, DAYS, DECEMBER, JULY, evenings, event, half_past_six, written

PROGRAMS = Path(sys.executable).parent
ZONES = [BERLIN, "Europe/London", "Europe/Athens", "America/New_York", "UTC"]


# Parsers.


@pytest.mark.parametrize("timezone", ZONES)
def test_recurring_ical_events_finds_each_evening_at_half_past_six(timezone: str) -> None:
    calendar = icalendar.Calendar.from_ical(written(*evenings(timezone), timezone=timezone))
    found = recurring_ical_events.of(calendar).between(dt.date(2026, 6, 1), dt.date(2027, 6, 1))
    assert sorted(each["DTSTART"].dt for each in found) == [half_past_six(day, timezone) for day in DAYS]


@pytest.mark.parametrize("timezone", ZONES)
def test_vobject_finds_each_evening_at_half_past_six(timezone: str) -> None:
    # It reckons with the block in the feed alone, not with the zones of this machine.
    found = vobject.readOne(written(*evenings(timezone), timezone=timezone).decode()).vevent_list
    assert sorted(each.dtstart.value for each in found) == [half_past_six(day, timezone) for day in DAYS]


def test_the_time_zone_block_gives_the_hours_of_the_zone_for_twenty_years() -> None:
    calendar = icalendar.Calendar.from_ical(written())
    by_block = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=number) for number in range(20 * 365)]
    wrong = [
        day
        for day in days
        if dt.datetime.combine(day, dt.time(18, 30), by_block).utcoffset() != half_past_six(day).utcoffset()
    ]
    assert wrong == []


# vdirsyncer fetches the feed over HTTP and khal shows it.


@dataclass
class Calendars:
    """A feed on a server of its own, and the two programs set up to read it."""

    url: str
    folder: Path
    served: dict[str, bytes]

    def serve(self, content: bytes) -> None:
        """From now on the server answers with this feed."""
        self.served["content"] = content

    def sync(self) -> None:
        """Fetch the feed as vdirsyncer does."""
        self._run("vdirsyncer", "-c", "vdirsyncer.conf", "discover")
        self._run("vdirsyncer", "-c", "vdirsyncer.conf", "sync")

    def list(self, first: dt.date, days: int = 1) -> list[str]:
        """What khal shows, one line for each event."""
        shape = "{start-long} {end-time} | {title} | {location} | {status}"
        text = self._run(
            "khal", "-c", "khal.conf", "list", "--day-format", "", "--format", shape, f"{first}", f"{days}d"
        )
        return [line.strip() for line in text.splitlines() if line.strip()]

    def _run(self, program: str, *arguments: str) -> str:
        surroundings = {
            "HOME": str(self.folder),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",  # the machine is somewhere else than the school
            "PATH": str(PROGRAMS),
        }
        ended = subprocess.run(
            [PROGRAMS / program, *arguments],
            cwd=self.folder,
            env=surroundings,
            input="y\n" * 20,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout


VDIRSYNCER = """\
[general]
status_path = "{folder}/status/"
[pair roster]
a = "roster_local"
b = "roster_http"
collections = null
conflict_resolution = "b wins"
partial_sync = "revert"
[storage roster_local]
type = "filesystem"
path = "{folder}/events/"
fileext = ".ics"
[storage roster_http]
type = "http"
url = "{url}"
"""
KHAL = """\
[calendars]
[[roster]]
path = {folder}/events/
readonly = True
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


@pytest.fixture
def calendars(tmp_path: Path) -> Iterator[Calendars]:
    """A server with a feed, and vdirsyncer and khal set up as a volunteer would do it."""
    served: dict[str, bytes] = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("ETag", etag(served["content"]))
            self.send_header("Content-Length", str(len(served["content"])))
            self.end_headers()
            self.wfile.write(served["content"])

        def log_message(self, *_: object) -> None:
            """Say nothing: the test's output is for the test."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/feed.ics"
        (tmp_path / "events").mkdir()
        (tmp_path / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=tmp_path, url=url))
        (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path))
        try:
            yield Calendars(url, tmp_path, served)
        finally:
            server.shutdown()
            thread.join()


def test_khal_shows_each_evening_at_half_past_six(calendars: Calendars) -> None:
    calendars.serve(written(*evenings()))
    calendars.sync()
    shown = calendars.list(JULY, days=300)
    assert [line.split(" | ")[0] for line in shown] == [f"{day.isoformat()} 18:30 20:00" for day in DAYS]


def test_khal_shows_what_where_and_that_it_was_cancelled(calendars: Calendars) -> None:
    calendars.serve(written(event(JULY), event(DECEMBER, cancelled=True)))
    calendars.sync()
    assert [*calendars.list(JULY), *calendars.list(DECEMBER)] == [
        "2026-07-07 18:30 20:00 | A2 Abendkurs (7.7.), Leitung | Nordhaus, Raum 1 | CONFIRMED",
        "2026-12-01 18:30 20:00 | Entfällt: A2 Abendkurs (1.12.), Leitung | Nordhaus, Raum 1 | CANCELLED",
    ]


def test_khal_shows_a_moved_session_once_at_its_new_time(calendars: Calendars) -> None:
    calendars.serve(written(event(JULY), event(DECEMBER)))
    calendars.sync()
    later = event(JULY, minutes=(1140, 1230), uid=event(JULY).uid, sequence=1)
    calendars.serve(written(later, event(DECEMBER)))
    calendars.sync()
    assert [line.split(" | ")[0] for line in calendars.list(JULY)] == ["2026-07-07 19:00 20:30"]


def test_khal_drops_a_session_that_left_the_feed(calendars: Calendars) -> None:
    calendars.serve(written(event(JULY), event(DECEMBER)))
    calendars.sync()
    calendars.serve(written(event(DECEMBER)))
    calendars.sync()
    assert calendars.list(JULY) == []


def test_khal_shows_two_sessions_of_one_time_that_differ_in_their_role(calendars: Calendars) -> None:
    other = replace(event(JULY), uid="other@roster.example.org", summary="A2 Abendkurs (7.7.), Hilfe")
    calendars.serve(written(event(JULY), other))
    calendars.sync()
    assert len(calendars.list(JULY)) == 2


def test_an_hour_that_happens_twice_is_shown_at_its_first_reading(calendars: Calendars) -> None:
    calendars.serve(written(event(dt.date(2026, 10, 25), minutes=(150, 240))))
    calendars.sync()
    assert [line.split(" | ")[0] for line in calendars.list(dt.date(2026, 10, 25))] == ["2026-10-25 02:30 04:00"]
