"""Publishes two plans in turn until it is killed: ``python publishing_process.py DATABASE_URL ORGANISATION_ID``."""

import sys

from roster.actor import command_line_actor
from roster.database import open_store
from tests.planning.desk import GOOD_PLAN, Desk
from tests.planning.test_killed_publisher import OTHER_PLAN

if __name__ == "__main__":
    url, number = sys.argv[1:]
    desk = Desk(open_store(url), int(number), command_line_actor(int(number), "north", "en"))
    while True:
        desk.publish_plan(OTHER_PLAN if desk.published_plan() == GOOD_PLAN else GOOD_PLAN)
