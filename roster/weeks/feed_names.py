"""The names that calendars show, read from the store without everything else that a school knows."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster import records
from roster.models.courses import Course
from roster.models.organisations import Role, Room, Site
from roster.models.people import Volunteer
from roster.weeks.feed_words import FeedNames
from roster.weeks.frozen import while_unchanged


def read_names(session: Session) -> FeedNames:
    """The names of the session's organisation, shared between sessions that only read."""
    return while_unchanged(session, "feed names", lambda: _names(session))


def _names(session: Session) -> FeedNames:
    return FeedNames(
        courses={row.key: row for row in _read(session, Course, records.Course)},
        sites={row.key: row for row in _read(session, Site, records.Site)},
        rooms={row.key: row for row in _read(session, Room, records.Room)},
        roles={row.key: row for row in _read(session, Role, records.Role)},
        first_names={row.key: row.first_name for row in session.execute(select(Volunteer.key, Volunteer.first_name))},
    )


def _read(session: Session, model: type[Any], record: type[Any]) -> list[Any]:
    columns = [getattr(model, field.name) for field in fields(record)]
    return [record(**row._mapping) for row in session.execute(select(*columns))]
