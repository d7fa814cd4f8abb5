"""kill -9 in the middle of publishing (check 49): a version is there with all that belongs to it, or it is not there.

A normal run kills a few times on each kind of database. The full count::

    ROSTER_KILLS=300 .venv/bin/python -m pytest tests/planning/test_killed_publisher.py -p no:randomly
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from roster.actions.feeds import create_feed
from roster.models.feeds import FeedEntry, FeedKind
from roster.models.outbox import OutboxMessage
from roster.models.rosters import Roster, RosterVersion
from roster.plan import Plan
from roster.problem import Assignment
from roster.reports.calendar_feed import Shelf, feed_bytes
from roster.weeks.stored import plan_of
from tests.planning.desk import A2_TUE, GOOD_PLAN, NOW, SEATS, WEEK, Desk
from tests.planning.processes import until

KILLS = int(os.environ.get("ROSTER_KILLS", "3"))
PUBLISHER = Path(__file__).with_name("publishing_process.py")
OTHER_PLAN = GOOD_PLAN.with_changes(remove=[SEATS[1]], add=[Assignment(A2_TUE, "lead", "dora")])

pytestmark = pytest.mark.slow


def number_of(desk: Desk) -> int:
    """The version that counts."""
    with desk.store.reading(desk.id) as session:
        return session.scalars(select(Roster.current_number)).one()


def whole(desk: Desk) -> int:
    """Check that every version is complete, and the calendars and messages belong to them; gives the current number."""
    with desk.store.reading(desk.id) as session:
        current = session.scalars(select(Roster.current_number)).one()
        versions = session.scalars(select(RosterVersion).order_by(RosterVersion.number)).all()
        assert [version.number for version in versions] == list(range(1, current + 1))
        plans = [plan_of(version.assignments) for version in versions]
        assert plans == [GOOD_PLAN if number % 2 else OTHER_PLAN for number in range(1, current + 1)]
        told = session.scalars(select(OutboxMessage.dedupe_key)).all()
        wanted = [f"roster_changed/{WEEK}/1/{person}" for person in ("anna", "ben", "dora")]
        wanted += [
            f"roster_changed/{WEEK}/{number}/{person}" for number in range(2, current + 1) for person in ("ben", "dora")
        ]
        assert sorted(told) == sorted(wanted)
        duties = session.scalars(
            select(FeedEntry).where(FeedEntry.volunteer != "", FeedEntry.cancelled_at.is_(None))
        ).all()
        shown = Plan.of(Assignment(duty.session, duty.role, duty.volunteer) for duty in duties)
        assert shown == plans[-1]
        return current


@pytest.mark.timeout(120 + 10 * KILLS)
def test_a_version_is_whole_or_absent_whenever_its_publisher_is_killed(own_desk: Desk) -> None:
    desk, chance = own_desk, random.Random(49)
    desk.publish_plan(GOOD_PLAN)
    token = create_feed(desk.store, desk.lead, FeedKind.COURSE, "a2", now=NOW).token
    url = desk.store.engine.url.render_as_string(hide_password=False)
    reached = 1
    for _ in range(KILLS):
        publisher = subprocess.Popen(
            (sys.executable, str(PUBLISHER), url, str(desk.id)), env=os.environ | {"PYTHONPATH": str(Path.cwd())}
        )
        try:
            until(lambda: number_of(desk) > reached, seconds=30)  # noqa: B023  # it has started
            end = time.monotonic() + chance.random()
            while time.monotonic() < end:
                text = feed_bytes(desk.store, token, now=NOW, shelf=Shelf()).content.decode()
                # On Tuesday either Ben or Dora, never both or nobody: that would be a piece of each version.
                assert ("A2 evening: Ben" in text) != ("A2 evening: Dora" in text)
        finally:
            os.kill(publisher.pid, signal.SIGKILL)
            publisher.wait()
        number = whole(desk)
        assert number > reached
        reached = number
