"""workload: nobody does more than they agreed to, over all organisations and kinds of duty."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from roster.plan import Plan
from roster.problem import Person, Problem, Session
from roster.rules.seating import Placing, Seating, seating_of
from roster.rules.violation import Violation
from roster.words import Sentence

KEY = "workload"
NAME = Sentence("Belastung", "Workload")
SENTENCE = Sentence(
    de=(
        "Niemand überschreitet seine Stunden in der Woche, Termine am Tag und Tage in der Woche; gezählt wird über "
        "alle Organisationen und Aufgaben."
    ),
    en=(
        "Nobody exceeds their hours a week, sessions a day, days a week; hours count over all organisations and kinds "
        "of duty."
    ),
)

HOURS = Sentence(
    "{person} käme in der Woche auf {week_minutes}; vereinbart sind höchstens {limit_minutes}.",
    "{person} would have {week_minutes} in the week; at most {limit_minutes} are agreed.",
)
SESSIONS_A_DAY = Sentence(
    "{person} hätte am {busy_day} so viele Termine: {count}; vereinbart sind höchstens {limit}.",
    "{person} would have this many sessions on {busy_day}: {count}; at most {limit} are agreed.",
)
DAYS_A_WEEK = Sentence(
    "{person} käme auf so viele Tage in der Woche: {count}; vereinbart sind höchstens {limit}.",
    "{person} would come on this many days in the week: {count}; at most {limit} are agreed.",
)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """List every limit that somebody's duties exceed, people in key order; past sessions and duties elsewhere count in.

    A limit is broken only where a session that is not past is among those counted: what happened cannot be undone.
    A session counts on the day it starts, with the minutes that it really lasts, and once however many seats it takes.
    """
    return [
        found
        for key, sessions in sorted(seating_of(problem, plan).sessions_by_person.items())
        for found in _exceeded(problem.person_by_key[key], sessions)
    ]


def objections(_problem: Problem, seating: Seating, placing: Placing) -> list[Violation]:
    """The limits that this session would exceed on top of what the person has; none if they are in it already."""
    person, session, _ = placing
    minutes, days = seating.load_of(person)
    if (
        minutes + session.minutes <= person.max_minutes_week
        and days[session.on_day] < person.max_sessions_day
        and len(days.keys() | {session.on_day}) <= person.max_days_week
    ):
        return []  # by far the most frequent answer, without laying out the week anew
    sessions = seating.sessions_of(person.key)
    if any(other.key == session.key for other in sessions):
        return []
    together = sorted([*sessions, session], key=lambda one: (one.start_minute, one.end_minute, one.key))
    return _exceeded(person, together, added=session)


def _exceeded(person: Person, sessions: Sequence[Session], added: Session | None = None) -> list[Violation]:
    """The limits that these sessions exceed; with ``added``, only those of the week and of its day."""
    open_days = {session.on_day for session in sessions if not session.past}
    if not open_days:
        return []
    found = []
    minutes = sum(session.minutes for session in sessions) + sum(duty.minutes for duty in person.commitments)
    days = Counter([session.on_day for session in sessions] + [duty.on_day for duty in person.commitments])
    keys = tuple(session.key for session in sessions)
    if minutes > person.max_minutes_week:
        facts = (("week_minutes", minutes), ("limit_minutes", person.max_minutes_week))
        found.append(Violation(KEY, person.key, keys, None, facts, HOURS))
    found += [
        _busy_day(person, sessions, day, days[day])
        for day in sorted(open_days if added is None else {added.on_day})
        if days[day] > person.max_sessions_day
    ]
    if len(days) > person.max_days_week:
        counts = (("count", len(days)), ("limit", person.max_days_week))
        found.append(Violation(KEY, person.key, keys, None, counts, DAYS_A_WEEK))
    return found


def _busy_day(person: Person, sessions: Sequence[Session], day: dt.date, count: int) -> Violation:
    keys = tuple(session.key for session in sessions if session.on_day == day)
    facts = (("busy_day", day), ("count", count), ("limit", person.max_sessions_day))
    return Violation(KEY, person.key, keys, None, facts, SESSIONS_A_DAY)
