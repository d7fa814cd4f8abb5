"""What has happened to a week, as options of commands: ``roster repair`` and ``roster whatif`` take the same ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import click

from roster.calendar.clock import elapsed_minute
from roster.calendar.sessions import dated_sessions
from roster.calendar.weeks import days_of
from roster.errors import Invalid, NotFound
from roster.problem import Assignment, Problem, Session, session_key
from roster.records import School
from roster.spreadsheets.vocabulary import WEEKDAYS
from roster.words import Sentence
from solver.changes import (
    seat_emptied,
    sessions_added,
    sessions_at,
    sessions_cancelled,
    sessions_moved,
    volunteer_out,
)

NO_SUCH = Sentence(
    de="„{asked}“ gibt es in dieser Woche nicht. Bitte den Schlüssel aus den Tabellen nehmen.",
    en="There is no “{asked}” in this week. Please take the key from the tables.",
)
MOVE_NEEDS_SITE = Sentence(
    de="--to sagt, wohin Termine umziehen; bitte den Standort mit --lost oder den Raum mit --lost-room nennen.",
    en="--to says where sessions move to; please name the site with --lost or the room with --lost-room.",
)
WITHOUT_EFFECT = Sentence(
    de="{option} allein bewirkt nichts. Bitte dazu sagen, was es betrifft: {partners}.",
    en="{option} does nothing on its own. Please also say what it is about: {partners}.",
)
NOT_THIS_WEEK = Sentence(
    de="{day} liegt nicht in der Woche {week}. Bitte einen Tag dieser Woche nennen oder die Woche mit --week.",
    en="{day} is not a day of the week {week}. Please name a day of this week, or the week with --week.",
)
THERE_ALREADY = Sentence(
    de="Den Termin {session} gibt es in dieser Woche schon. Bitte eine andere Zeit nennen.",
    en="There is a session {session} in this week already. Please name another time.",
)
NOT_A_TIME = Sentence(
    de="„{said}“ ist keine Zeit. Erwartet wird ein Wochentag mit Uhrzeiten, etwa „Di 17:00-20:30“.",
    en="“{said}” is not a time. Expected is a weekday with times, such as “Tue 17:00-20:30”.",
)
TIME = re.compile(r"(\w+)\.?\s+(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
DATE = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True)
class Happened:
    """The options of one call; empty where nothing was said."""

    absent: Sequence[str]
    session: str | None
    lost: str | None
    lost_room: str | None
    to: str | None
    day: dt.datetime | None
    from_day: dt.datetime | None
    added: Sequence[tuple[str, str]]
    emptied: Sequence[tuple[str, str, str]]


def event_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of ``Happened``, under their names."""
    options = (
        click.option("--absent", multiple=True, help="Key of somebody who cannot come; may be repeated."),
        click.option("--session", help='With --absent: only to this session, such as "a2@2026-11-24T18:30".'),
        click.option("--lost", help="Key of a site that is lost: its sessions are cancelled."),
        click.option("--lost-room", help="Key of a room that is lost: its sessions are cancelled."),
        click.option("--to", help="With --lost or --lost-room: key of the site that the sessions move to instead."),
        click.option("--day", type=DATE, help="Only on this day; else the rest of the week."),
        click.option("--from", "from_day", type=DATE, help="With --lost or --lost-room: from this day on."),
        click.option(
            "--added",
            nargs=2,
            multiple=True,
            metavar="COURSE TIME",
            help='One more session of a course of this week, such as a2 "Thu 18:30-20:00"; may be repeated.',
        ),
        click.option(
            "--emptied",
            nargs=3,
            multiple=True,
            metavar="SESSION ROLE PERSON",
            help="A seat that was emptied by hand: this person must not sit there again; may be repeated.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def happened(options: Mapping[str, Any]) -> Happened:
    """The options of a call, by their names."""
    return Happened(**options)


def after(problem: Problem, school: School, said: Happened) -> Problem:
    """The week after what the options say has happened. Raises NotFound for an unknown key, Invalid."""
    _refuse_without_effect(said)
    on_day, from_day = (_day(day, problem.week) for day in (said.day, said.from_day))
    for person in said.absent:
        known(person, problem.person_by_key)
        if said.session is not None:
            known(said.session, problem.session_by_key)
        problem = volunteer_out(problem, person, session=said.session, on_day=on_day)
    for session, role, person in said.emptied:
        known(session, problem.session_by_key)
        known(person, problem.person_by_key)
        if (session, role) not in problem.needs:
            raise NotFound(NO_SUCH, asked=role)
        problem = seat_emptied(problem, Assignment(session, role, person))
    for course, time in said.added:
        problem = sessions_added(problem, [_one_more(problem, school, course, time)])
    lost = _lost(problem, school, said, on_day, from_day)
    if said.to is None:
        return sessions_cancelled(problem, lost) if lost else problem
    if said.lost is None and said.lost_room is None:
        raise Invalid(MOVE_NEEDS_SITE)
    known(said.to, problem.site_by_key)
    return sessions_moved(problem, lost, said.to)


def known(key: str, those: Mapping[str, object], telling: Sentence = NO_SUCH) -> None:
    """Raise NotFound for a key that is not there."""
    if key not in those:
        raise NotFound(telling, asked=key)


def _refuse_without_effect(said: Happened) -> None:
    """Raise Invalid for an option that narrows something down which was not named: it would be passed over silently."""
    lost = said.lost is not None or said.lost_room is not None
    for option, is_said, has_effect, partners in (
        ("--session", said.session is not None, bool(said.absent), "--absent"),
        ("--day", said.day is not None, bool(said.absent) or lost, "--absent, --lost, --lost-room"),
        ("--from", said.from_day is not None, lost, "--lost, --lost-room"),
    ):
        if is_said and not has_effect:
            raise Invalid(WITHOUT_EFFECT, option=option, partners=partners)


def _day(said: dt.datetime | None, week: str) -> dt.date | None:
    """A day of the week, None where none was said. Raises Invalid for one of another week."""
    if said is None:
        return None
    if said.date() not in days_of(week):
        raise Invalid(NOT_THIS_WEEK, day=said.date().isoformat(), week=week)
    return said.date()


def time_of_week(said: str, week: str, timezone: str) -> tuple[dt.date, str, int, int]:
    """Words such as "Tue 17:00-20:30" as day, wall-clock start, and elapsed minutes of the week. Raises Invalid."""
    found = TIME.fullmatch(said.strip())
    try:
        if found is None:
            raise KeyError(said)
        weekday = WEEKDAYS.value(found[1])
    except KeyError:
        raise Invalid(NOT_A_TIME, said=said) from None
    start, end = (int(hours) * 60 + int(minutes) for hours, minutes in (found.group(2, 3), found.group(4, 5)))
    if not isinstance(weekday, int) or not 0 <= start < end <= 1440:
        raise Invalid(NOT_A_TIME, said=said)
    day = days_of(week)[weekday]
    begins, ends = (elapsed_minute(week, day, minute, timezone) for minute in (start, end))
    return day, f"{start // 60:02}:{start % 60:02}", begins, ends


def _one_more(problem: Problem, school: School, course: str, time: str) -> Session:
    """One more session of a course, like its first one of this week."""
    like = next((one for one in problem.sessions if one.course == course), None)
    if like is None:
        raise NotFound(NO_SUCH, asked=course)
    day, starts, begins, ends = time_of_week(time, problem.week, school.organisation.timezone)
    key = session_key(course, day, starts)
    if key in problem.session_by_key:
        raise Invalid(THERE_ALREADY, session=key)
    return replace(
        like, key=key, on_day=day, starts=starts, start_minute=begins, end_minute=ends, past=False, urgency=1
    )


def _lost(
    problem: Problem, school: School, said: Happened, on_day: dt.date | None, from_day: dt.date | None
) -> list[str]:
    """Keys of the sessions that cannot be where they are."""
    found: list[str] = []
    if said.lost is not None:
        known(said.lost, problem.site_by_key)
        found += sessions_at(problem, said.lost, on_day=on_day, from_day=from_day)
    if said.lost_room is not None:
        known(said.lost_room, {room.key: room for room in school.rooms})
        there = {one.key for one in dated_sessions(school, problem.week) if one.room == said.lost_room}
        found += [
            one.key
            for one in problem.sessions
            if one.key in there
            and not one.past
            and on_day in (None, one.on_day)
            and (from_day is None or one.on_day >= from_day)
        ]
    return list(dict.fromkeys(found))
