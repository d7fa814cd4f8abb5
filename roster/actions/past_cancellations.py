"""What an import leaves as it was: past sessions that were cancelled.

A session that nobody cancelled was held as soon as it has begun, and the proof of hours is made from that. So a
cancellation whose session would have begun stays, whatever new tables say of that session or do not say.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from roster.calendar.clock import moment
from roster.records import ChangeKind, School, SessionChange


def with_past_cancellations(stored: School, wanted: School, *, now: dt.datetime) -> School:
    """The school ``wanted`` with the stored cancellations of sessions that would have begun.

    Those of courses that it does not name go with them.
    """
    timezone, courses = stored.organisation.timezone, {course.key for course in wanted.courses}
    past = {
        _session_of(change): change
        for change in stored.session_changes
        if change.change is ChangeKind.CANCELLED
        and change.course in courses
        and moment(change.on_day, change.start_minute, timezone) <= now
    }
    others = [change for change in wanted.session_changes if past.get(_session_of(change), change) == change]
    missing = [change for change in past.values() if change not in set(others)]
    return replace(wanted, session_changes=(*others, *missing))


def _session_of(change: SessionChange) -> tuple[str, dt.date, int]:
    return change.course, change.on_day, change.start_minute
