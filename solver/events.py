"""What happened to a week, or is supposed to, as plain data: questions carry it as a list of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from roster.problem import Assignment, Person, Problem, Session, Window
from solver.changes import (
    seat_emptied,
    sessions_added,
    sessions_at,
    sessions_cancelled,
    sessions_moved,
    volunteer_out,
)
from solver.prices import with_person
from solver.suppositions import numbers_changed, settings_changed, site_added, windows_added

_PERSON = TypeAdapter(Person)
_SESSION = TypeAdapter(Session)
_WINDOW = TypeAdapter(Window)


def happened(problem: Problem, events: Sequence[Mapping[str, Any]]) -> Problem:
    """The problem after these events, one after the other.

    - ``{"event": "volunteer_out", "person", "session": null, "on_day": null}``: cannot come to that session, on that
      day, or in the rest of the week
    - ``{"event": "site_lost", "site", "from_day": null, "on_day": null, "to": null}``: sessions there do not take
      place, or (``to``) move to another site; on that day, from that day, or all that are not past
    - ``{"event": "sessions_lost", "sessions": [key], "to": null}``: the same for these sessions, as of a lost room
    - ``{"event": "sessions_added", "sessions": [Session as in a problem]}``: a course more, or one more meeting
    - ``{"event": "seat_emptied", "session", "role", "person"}``: a lead took somebody out of a seat

    What can only be supposed:

    - ``{"event": "windows_added", "person", "windows": [Window as in a problem]}``: could come at these times too
    - ``{"event": "numbers_changed", "person", "numbers": {name: number}}``: other hours or limits, some of
      ``solver.suppositions.NUMBERS``
    - ``{"event": "person_added", "person": Person as in a problem}``: one more volunteer, let in everywhere
    - ``{"event": "site_added", "site", "minutes"}``: one more site, that far from all others; sessions can move there
    - ``{"event": "settings_changed", "settings": {name: value}}``: fields of ``roster.problem.Settings``

    Days are ISO dates. Raises KeyError for an unknown key, ValueError for an unknown event or an impossible value.
    """
    for event in events:
        problem = _after(problem, event)
    return problem


def _after(problem: Problem, event: Mapping[str, Any]) -> Problem:
    match event["event"]:
        case "volunteer_out":
            on_day = _day(event.get("on_day"))
            return volunteer_out(problem, event["person"], session=event.get("session"), on_day=on_day)
        case "site_lost":
            days = {"on_day": _day(event.get("on_day")), "from_day": _day(event.get("from_day"))}
            return _lost(problem, sessions_at(problem, event["site"], **days), event.get("to"))
        case "sessions_lost":
            return _lost(problem, event["sessions"], event.get("to"))
        case "sessions_added":
            return sessions_added(problem, [_SESSION.validate_python(one) for one in event["sessions"]])
        case "seat_emptied":
            return seat_emptied(problem, Assignment(event["session"], event["role"], event["person"]))
        case "windows_added":
            return windows_added(problem, event["person"], [_WINDOW.validate_python(one) for one in event["windows"]])
        case "numbers_changed":
            return numbers_changed(problem, event["person"], event["numbers"])
        case "person_added":
            return with_person(problem, _PERSON.validate_python(event["person"]))
        case "site_added":
            return site_added(problem, event["site"], event["minutes"])
        case "settings_changed":
            return settings_changed(problem, event["settings"])
        case unknown:
            raise ValueError(f"there is no event {unknown!r}")


def _lost(problem: Problem, keys: Sequence[str], to: str | None) -> Problem:
    return sessions_cancelled(problem, keys) if to is None else sessions_moved(problem, keys, to)


def _day(said: str | None) -> dt.date | None:
    return None if said is None else dt.date.fromisoformat(said)
