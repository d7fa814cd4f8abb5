"""Pins, bans and keep-apart wishes, resolved to the sessions of one week.

A decision names a session by its date and start. For a moved session both its new and its original time are
understood, so that a word about it survives the move.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Set

from roster.calendar.clock import wall_clock
from roster.calendar.sessions import DatedSession
from roster.calendar.weeks import days_of
from roster.problem import Assignment, Ban, Session, StrayPin
from roster.records import Decision, DecisionKind, PairKind, School


def frozen_pins(
    school: School, week: str, dated: Iterable[DatedSession], sessions: Mapping[str, Session], active: Set[str]
) -> tuple[tuple[Assignment, ...], tuple[StrayPin, ...]]:
    """The pins of the week in the order given, and sorted those dated in it that find no session, role or person.

    A pin without a date, which no lead can set, belongs to no week.
    """
    dated = tuple(dated)
    days = frozenset(days_of(week))
    pins: dict[Assignment, None] = {}
    strays: set[StrayPin] = set()
    for decision in school.decisions:
        if decision.kind is not DecisionKind.PIN:
            continue
        assignment = _assignment(decision, dated, sessions, active)
        if assignment is not None:
            pins.setdefault(assignment)
        elif decision.on_day in days:
            strays.add(_stray(decision, decision.on_day))
    return tuple(pins), tuple(
        sorted(strays, key=lambda pin: (pin.course, pin.on_day, pin.starts, pin.role, pin.volunteer))
    )


def frozen_bans(school: School, dated: Iterable[DatedSession], active: Set[str]) -> tuple[Ban, ...]:
    """The bans of the week, sorted: open days and starts spread over the sessions, an open role stays open."""
    dated = tuple(dated)
    bans = {
        Ban(session.key, decision.volunteer, decision.role)
        for decision in school.decisions
        if decision.kind is DecisionKind.BAN and decision.volunteer in active
        for session in dated
        if _names(decision, session)
    }
    return tuple(sorted(bans, key=lambda ban: (ban.session, ban.person, ban.role is not None, ban.role or "")))


def kept_apart(school: School, active: Set[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of active volunteers who never share a session, each pair and all of them sorted."""
    pairs = {
        (min(pair.first, pair.second), max(pair.first, pair.second))
        for pair in school.pairs
        if pair.kind is PairKind.APART and {pair.first, pair.second} <= set(active) and pair.first != pair.second
    }
    return tuple(sorted(pairs))


def _assignment(
    decision: Decision, dated: Iterable[DatedSession], sessions: Mapping[str, Session], active: Set[str]
) -> Assignment | None:
    if decision.on_day is None or decision.start_minute is None or decision.role is None:
        return None
    named = sorted((session for session in dated if _names(decision, session)), key=lambda s: _was_moved(decision, s))
    for session in named:
        needed = any(need.role == decision.role for need in sessions[session.key].needs)
        if needed and decision.volunteer in active:
            return Assignment(session.key, decision.role, decision.volunteer)
    return None


def _names(decision: Decision, session: DatedSession) -> bool:
    times = (
        (session.on_day, session.start_minute),
        (session.original_day, session.original_start_minute),
    )
    return decision.course == session.course and any(
        decision.on_day in (None, day) and decision.start_minute in (None, start) for day, start in times
    )


def _was_moved(decision: Decision, session: DatedSession) -> bool:
    """False where a session has the very time that the decision names: that one comes first."""
    return (decision.on_day, decision.start_minute) != (session.on_day, session.start_minute)


def _stray(decision: Decision, on_day: dt.date) -> StrayPin:
    starts = "" if decision.start_minute is None else wall_clock(decision.start_minute)
    return StrayPin(decision.course, on_day, starts, decision.role or "", decision.volunteer)
