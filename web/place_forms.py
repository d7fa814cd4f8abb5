"""From the forms about sites and courses to records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from roster.actions.courses import MOST_MEETINGS
from roster.records import ChangeKind, Course, Meeting, Room, Seats, SessionChange, Site
from roster.reports.courses import CourseChoices
from roster.reports.sites import WaysPage
from web.forms import Entries
from web.person_forms import LEVELS, key_from
from web.wording import clock, weekday

SPARE_ROWS = 2  # empty rows offered after the meetings there are
MEETING_ROWS = MOST_MEETINGS + SPARE_ROWS  # as many are read: no meeting is lost because a form has no room for it
PRIORITIES = {"1": 1, "2": 2, "3": 3, "4": 4}


def read_site(entries: Entries, before: Site | None) -> Site:
    """The site that a form describes; what the form does not ask stays as it was."""
    name = entries.text("name", _("Name"), required=True)
    key = before.key if before else _new_key(entries, name)
    first, last = entries.day("open_from", _("Open from")), entries.day("open_until", _("Open until"))
    if first and last and last < first:
        entries.fault(_("Open until"), _("not before the first day"))
    asked = entries.text("certificates", _("Certificates asked for")).split(",")
    return replace(
        before or Site(key=key, name=name),
        name=name,
        address=entries.text("address", _("Address")),
        open_from=first,
        open_until=last,
        restricted=entries.ticked("restricted"),
        address_in_feeds=entries.ticked("address_in_feeds"),
        entry_hint=entries.text("entry_hint", _("How to get in")),
        certificates=tuple(sorted({key_from(one).replace("-", "_") for one in asked if key_from(one)})),
    )


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One weekly meeting in a course's form, each field as the text in it."""

    weekday: str = ""
    start: str = ""
    end: str = ""
    room: str = ""
    valid_from: str = ""
    valid_until: str = ""


ROW_FIELDS = ("weekday", "from", "to", "room", "valid_from", "valid_until")


def meeting_rows(stored: Iterable[Meeting], form: Mapping[str, str]) -> list[MeetingRow]:
    """The rows to show: those of the sent form and nothing else, or before it is sent those that are stored.

    What is stored by now stays out of a sent form: it may be newer than the version that the form goes by.
    """
    if "from-0" not in form:
        return [*(_row_of(meeting) for meeting in stored), *[MeetingRow()] * SPARE_ROWS]
    sent = [row for row in range(MEETING_ROWS) if f"from-{row}" in form]
    rows = [MeetingRow(*(form.get(f"{name}-{row}", "").strip() for name in ROW_FIELDS)) for row in sent]
    return [*rows, MeetingRow()] if rows[-1].start else rows


def _row_of(meeting: Meeting) -> MeetingRow:
    return MeetingRow(
        weekday=str(meeting.weekday),
        start=clock(meeting.start_minute),
        end=clock(meeting.end_minute),
        room=meeting.room or "",
        valid_from=meeting.valid_from.isoformat() if meeting.valid_from else "",
        valid_until=meeting.valid_until.isoformat() if meeting.valid_until else "",
    )


def read_room(entries: Entries, site: str) -> Room:
    """The room that a form describes; its key is made of site and name."""
    name = entries.text("name", _("Name"), required=True)
    places = entries.number("places", _("Places"), 0, 1000, None)
    return Room(key=key_from(site, name), site=site, name=name, places=places)


def read_course(entries: Entries, before: Course | None, choices: CourseChoices) -> Course:
    """The course that a form describes."""
    name = entries.text("name", _("Name"), required=True)
    key = before.key if before else _new_key(entries, name)
    branch = entries.choice("branch", _("Branch"), _keys(choices.branches), "")
    site = entries.choice("site", _("Site"), _keys(choices.sites), "")
    if not branch or not site:
        entries.fault(_("Branch and site"), _("please choose both from the lists"))
    first, last = entries.day("starts_on", _("First day")), entries.day("ends_on", _("Last day"))
    if first and last and last < first:
        entries.fault(_("Last day"), _("not before the first day"))
    return Course(
        key=key,
        name=name,
        branch=branch,
        site=site,
        level=entries.choice("level", _("Level"), LEVELS, None),
        priority=entries.choice("priority", _("Priority"), PRIORITIES, 1),
        starts_on=first,
        ends_on=last,
        learners=entries.number("learners", _("Learners"), 0, 1000, None),
    )


def read_course_row(entries: Entries, before: Course) -> Course:
    """The course as edited within the list, where only the most frequent fields stand."""
    first, last = before.starts_on, entries.day("ends_on", _("Last day"))
    if first and last and last < first:
        entries.fault(_("Last day"), _("not before the first day"))
    return replace(
        before,
        ends_on=last,
        name=entries.text("name", _("Name"), required=True),
        level=entries.choice("level", _("Level"), LEVELS, None),
        priority=entries.choice("priority", _("Priority"), PRIORITIES, before.priority),
        learners=entries.number("learners", _("Learners"), 0, 1000, None),
    )


def read_site_row(entries: Entries, before: Site) -> Site:
    """The site as edited within the list."""
    first, last = before.open_from, entries.day("open_until", _("Open until"))
    if first and last and last < first:
        entries.fault(_("Open until"), _("not before the first day"))
    return replace(
        before,
        name=entries.text("name", _("Name"), required=True),
        address=entries.text("address", _("Address")),
        open_until=last,
    )


def read_ways(entries: Entries, page: WaysPage) -> dict[tuple[str, str], int | None]:
    """The minutes of all ways as the table holds them; an empty field forgets a way.

    Where the form asks for it, an empty way back takes as long as the way there.
    """
    names = {site.key: site.name for site in page.sites}
    ways: dict[tuple[str, str], int | None] = {}
    for number, start in enumerate(names):
        for other, end in enumerate(names):
            if start != end:
                label = _("From %(start)s to %(end)s", start=names[start], end=names[end])
                ways[start, end] = entries.number(f"way-{number}-{other}", label, 0, 1440, None)
    if entries.ticked("both_ways"):
        ways = {(start, end): ways[end, start] if takes is None else takes for (start, end), takes in ways.items()}
    return ways


def read_seats(entries: Entries, course: str, choices: CourseChoices) -> tuple[Seats, ...]:
    """How many seats of each role a session has; roles with none are left out."""
    found = []
    for role in choices.roles:
        required = entries.number(f"required-{role.key}", role.name, 0, 50, 0)
        wished = entries.number(f"wished-{role.key}", role.name, 0, 50, 0)
        if required or wished:
            found.append(Seats(course=course, role=role.key, required=required, wished=wished))
    return tuple(found)


def read_meetings(entries: Entries, course: str, choices: CourseChoices) -> tuple[Meeting, ...]:
    """The weekly meetings that a form holds: row by row, a row without times means nothing."""
    found = []
    for row in range(MEETING_ROWS):
        if not entries.form.get(f"from-{row}", "").strip():
            continue
        day = entries.number(f"weekday-{row}", _("Weekday"), 0, 6, 0)
        start = entries.clock(f"from-{row}", _("%(day)s, from", day=weekday(day)), required=True)
        end = entries.clock(f"to-{row}", _("%(day)s, until", day=weekday(day)), required=True)
        if start is None or end is None:
            continue
        found.append(
            Meeting(
                course=course,
                weekday=day,
                start_minute=start,
                end_minute=end if end > start else end + 1440,  # an earlier end lies after midnight
                room=entries.choice(f"room-{row}", _("Room"), _keys(choices.rooms), None),
                valid_from=entries.day(f"valid_from-{row}", weekday(day)),
                valid_until=entries.day(f"valid_until-{row}", weekday(day)),
            )
        )
    return tuple(found)


def read_session_change(entries: Entries, course: str, choices: CourseChoices) -> SessionChange | None:
    """What happens to one dated session; None where the form has faults."""
    kind = entries.choice("change", _("What happens"), {str(one): one for one in ChangeKind}, ChangeKind.CANCELLED)
    day = entries.day("on_day", _("Date"), required=True)
    start = entries.clock("start", _("Begins at"), required=True)
    new_end = entries.clock("new_end", _("New end"))
    if kind is ChangeKind.ONE_OFF and new_end is None:
        entries.fault(_("New end"), _("a single session needs its end"))
    new_day, new_start = entries.day("new_day", _("New date")), entries.clock("new_start", _("New start"))
    site = entries.choice("site", _("Site"), _keys(choices.sites), None)
    if entries.faults or day is None or start is None:
        return None
    if kind is ChangeKind.CANCELLED:
        return SessionChange(course=course, on_day=day, start_minute=start, change=kind)
    return SessionChange(
        course=course, on_day=day, start_minute=start, change=kind, new_day=new_day, new_start_minute=new_start,
        new_end_minute=new_end, site=site,
    )  # fmt: skip


def _new_key(entries: Entries, name: str) -> str:
    key = entries.text("key", _("Short name"), longest=50) or key_from(name)
    if name and not key:
        entries.fault(_("Short name"), _("please give one, in plain letters"))
    return key


def _keys(records: Iterable[object]) -> dict[str, str]:
    return {record.key: record.key for record in records}  # type: ignore[attr-defined]
