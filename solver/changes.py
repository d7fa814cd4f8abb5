"""What may happen to a week after it was published, each as a pure change of its problem.

Nothing here judges: the problem that comes out says what is true now, with ``published`` and ``told_anyway`` for what
people were told before, so that ``solver.repair`` can answer with as little news as possible. The past never changes. A
key that is not known raises KeyError.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from roster.problem import Assignment, Ban, Person, Problem, Session, Span


def volunteer_out(
    problem: Problem, person: str, *, session: str | None = None, on_day: dt.date | None = None
) -> Problem:
    """Somebody cannot come: to one session, to any that starts on a day, or (neither given) in the rest of the week.

    Their pins there cannot stand any more; the rules set them aside by themselves.
    """
    if session is not None:
        missed = [problem.session_by_key[session]]
    else:
        missed = [one for one in problem.sessions if on_day is None or one.on_day == on_day]
    spans = {Span(one.start_minute, one.end_minute) for one in missed if not one.past}
    absent = problem.person_by_key[person]
    absences = sorted({*absent.absences, *spans}, key=lambda span: (span.start_minute, span.end_minute))
    return with_person(problem, replace(absent, absences=tuple(absences)))


def seat_emptied(problem: Problem, assignment: Assignment) -> Problem:
    """A lead has taken somebody out of a seat: they are banned from it, and a pin to it is gone."""
    if assignment.session not in problem.session_by_key:
        raise KeyError(assignment.session)
    ban = Ban(assignment.session, assignment.person, assignment.role)
    bans = sorted({*problem.bans, ban}, key=lambda one: (one.session, one.person, one.role or ""))
    pins = tuple(pin for pin in problem.pins if pin != assignment)
    return replace(problem, bans=tuple(bans), pins=pins)


def sessions_cancelled(problem: Problem, keys: Collection[str]) -> Problem:
    """Sessions do not take place, because their site or room is lost. Whoever was told of them must hear it anyway."""
    gone = {key for key in keys if not problem.session_by_key[key].past}
    left = [told for told in problem.published or () if told.session not in gone]
    return replace(
        problem,
        sessions=tuple(session for session in problem.sessions if session.key not in gone),
        pins=tuple(pin for pin in problem.pins if pin.session not in gone),
        bans=tuple(ban for ban in problem.bans if ban.session not in gone),
        published=None if problem.published is None else tuple(left),
        told_anyway=_told_of(problem, gone),
    )


def sessions_moved(problem: Problem, keys: Collection[str], site: str) -> Problem:
    """Sessions take place at another site. Whoever was told of them must hear it anyway, and may no longer manage."""
    problem.site_by_key[site]
    moved = {key for key in keys if not problem.session_by_key[key].past}
    sessions = (replace(one, site=site) if one.key in moved else one for one in problem.sessions)
    return replace(problem, sessions=tuple(sessions), told_anyway=_told_of(problem, moved))


def sessions_at(
    problem: Problem, site: str, *, on_day: dt.date | None = None, from_day: dt.date | None = None
) -> tuple[str, ...]:
    """Keys of the sessions at a site that are not past: of one day, from a day on, or (neither given) of all."""
    problem.site_by_key[site]
    return tuple(
        one.key
        for one in problem.sessions
        if one.site == site
        and not one.past
        and on_day in (None, one.on_day)
        and (from_day is None or one.on_day >= from_day)
    )


def sessions_added(problem: Problem, sessions: Iterable[Session]) -> Problem:
    """More sessions take place: a new course, or one more meeting. Raises ValueError for one that there is already."""
    found = sorted((*problem.sessions, *sessions), key=lambda one: one.key)
    if len({one.key for one in found}) < len(found):
        raise ValueError("a session that is added has the key of another one")
    return replace(problem, sessions=tuple(found))


def with_person(problem: Problem, person: Person) -> Problem:
    """The problem with another record of somebody whom it knows."""
    problem.person_by_key[person.key]
    return replace(problem, people=tuple(person if one.key == person.key else one for one in problem.people))


def _told_of(problem: Problem, keys: Collection[str]) -> tuple[tuple[str, int], ...]:
    """``told_anyway`` with everybody who was told of these sessions, at the greatest urgency."""
    urgency = dict(problem.told_anyway)
    for told in problem.published or ():
        if told.session in keys:
            here = problem.session_by_key[told.session].urgency
            urgency[told.person] = max(here, urgency.get(told.person, 0))
    return tuple(sorted(urgency.items()))
