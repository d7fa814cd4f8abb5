"""The main way through the service, in a real browser: sign in, change a time, plan, watch, publish, subscribe."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from urllib.request import urlopen

import icalendar
import recurring_ical_events
from playwright.sync_api import Page, expect

from solver.worker import carry_out
from tests.journeys.conftest import Live
from tests.web.school import WEEK

VDIRSYNCER = """\
[general]
status_path = "{folder}/status/"
[pair roster]
a = "here"
b = "there"
collections = null
conflict_resolution = "b wins"
partial_sync = "revert"
[storage here]
type = "filesystem"
path = "{folder}/events/"
fileext = ".ics"
[storage there]
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


def test_a_lead_plans_and_publishes_and_a_volunteer_subscribes(live: Live, tmp_path: Path) -> None:
    lead = live.open("lead")
    expect(lead.get_by_role("heading", name="What comes next")).to_be_visible()
    change_availability(live, lead)
    plan_the_week(live, lead)
    publish(lead)
    address = subscribe(live)
    assert address.endswith(".ics")
    assert "2026-11-24T18:30:00+01:00" in starts_in_a_parser(address)
    assert "2026-11-24 18:30 20:00" in shown_by_khal(address, tmp_path)


def change_availability(live: Live, lead: Page) -> None:
    """Bela can come no more; so Anna or Dilan has to lead A2."""
    lead.goto(f"{live.url}/availability/bela")
    for day in range(5):
        lead.locator(f"#f-from-{day}-0").fill("")
        lead.locator(f"#f-to-{day}-0").fill("")
    lead.get_by_role("button", name="Save the weekly times").click()
    expect(lead.get_by_text("Not available at any time.")).to_be_visible()
    lead.goto(f"{live.url}/availability/dilan")
    lead.locator("#f-from-1-0").fill("8:00")
    lead.locator("#f-to-1-0").fill("12.30")
    lead.get_by_role("button", name="Save the weekly times").click()
    expect(lead.get_by_text("Tuesday: 08:00 to 12:30 gladly")).to_be_visible()


def plan_the_week(live: Live, lead: Page) -> None:
    """Ask for a plan, see it wait, let a worker carry it out, and see the page change by itself."""
    lead.goto(f"{live.url}/week/{WEEK}")
    lead.get_by_role("button", name="Plan this week").click()
    expect(lead.get_by_text("Waiting for its turn.")).to_be_visible()
    expect(lead.get_by_role("button", name="Stop and keep the best so far")).to_be_visible()
    solve_id = int(lead.url.rsplit("/", 1)[1])
    worker = threading.Thread(
        target=carry_out, args=(live.running.store, solve_id), kwargs={"clock": live.running.clock}
    )
    worker.start()
    expect(lead.get_by_role("link", name="See the week")).to_be_visible(timeout=60_000)
    worker.join()
    expect(lead.get_by_text("4 / 5")).to_be_visible()
    lead.get_by_role("link", name="See the week").click()
    expect(lead.get_by_text("Draft", exact=True)).to_be_visible()
    expect(lead.locator(".seat.empty")).to_have_count(1)


def publish(lead: Page) -> None:
    """Look at what changes for whom, and publish."""
    lead.get_by_role("link", name="Publish …").click()
    expect(lead.get_by_text("Anna of north")).to_be_visible()
    lead.get_by_label("Comment").fill("Bela is away")
    lead.get_by_role("button", name="Publish now").click()
    expect(lead.get_by_text("Version 1 is published.")).to_be_visible()


def subscribe(live: Live) -> str:
    """Anna signs in on her phone and gets the address of her calendar."""
    anna = live.open("volunteer", phone=True)
    expect(anna.get_by_role("heading", name="A2 evening")).to_be_visible()
    anna.get_by_role("link", name="My duties in my own calendar").click()
    anna.get_by_role("button", name="Make an address").first.click()
    expect(anna.get_by_role("img", name="QR code of the calendar address")).to_be_visible()
    return anna.get_by_label("Address", exact=True).input_value()


def starts_in_a_parser(address: str) -> list[str]:
    """When events start, by recurring-ical-events."""
    with urlopen(address) as answer:  # noqa: S310  (our own server)
        calendar = icalendar.Calendar.from_ical(answer.read())
    found = recurring_ical_events.of(calendar).between((2026, 11, 23), (2026, 11, 30))
    return [event["DTSTART"].dt.isoformat() for event in found]


def shown_by_khal(address: str, folder: Path) -> str:
    """What khal shows after vdirsyncer fetched the feed."""
    (folder / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=folder, url=address))
    (folder / "khal.conf").write_text(KHAL.format(folder=folder))
    (folder / "events").mkdir()
    programs = Path(sys.executable).parent
    fetch = [programs / "vdirsyncer", "-c", folder / "vdirsyncer.conf"]
    subprocess.run([*fetch, "discover"], check=True, capture_output=True, input=b"y\n" * 5)
    subprocess.run([*fetch, "sync"], check=True, capture_output=True)
    show = [programs / "khal", "-c", folder / "khal.conf", "list", "--day-format", ""]
    show += ["--format", "{start-long} {end-time} {title}", "2026-11-23", "7d"]
    shown = subprocess.run(show, check=True, capture_output=True, text=True)
    return shown.stdout


def test_a_search_is_stopped_from_the_page(live: Live) -> None:
    lead = live.open("lead")
    lead.goto(f"{live.url}/week/{WEEK}")
    lead.get_by_role("button", name="Plan this week").click()
    lead.get_by_role("button", name="Stop and keep the best so far").click()
    expect(lead.get_by_text("Cancelled.")).to_be_visible()
