"""Questions about a week that leads ask on pages: each freezes the week as it is and leaves a question record.

The forms that the solver understands are those of ``solver.answering``. Beside them a question carries ``week`` and
``about``, by which roster.reports.answers tells what was asked; the solver does not look at these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from roster.actions.asked_week import AskedWeek, Event
from roster.actions.questions import QuestionTicket
from roster.actor import Actor
from roster.database import Store
from roster.errors import Conflict, Invalid
from roster.words import Sentence

NEVER_PUBLISHED = Sentence(
    de="Diese Woche ist noch nicht veröffentlicht, also muss auch niemand umgeplant werden. Bitte einfach neu planen.",
    en="This week is not published yet, so nobody has to be told anything new. Please simply plan it anew.",
)
NOTHING_LOST = Sentence(
    de="Dort findet in dieser Woche nichts mehr statt. Bitte Ort und Tag prüfen.",
    en="Nothing takes place there any more in this week. Please check the place and the day.",
)


def ask_if_person_out(
    store: Store,
    actor: Actor,
    week: str,
    person: str,
    *,
    session: str | None = None,
    on_day: dt.date | None = None,
    now: dt.datetime,
) -> QuestionTicket:
    """Ask for the ways out if somebody cannot come: to one session, on one day, or (neither) in the rest of the week.

    Raises Forbidden, NotFound for somebody or a session that the week does not have, Conflict where the week was never
    published.
    """
    found = AskedWeek.of(store, actor, week, now)
    found.require(person in found.problem.person_by_key)
    found.require(session is None or session in found.problem.session_by_key)
    day = None if on_day is None else on_day.isoformat()
    event = {"event": "volunteer_out", "person": person, "session": session, "on_day": day}
    return _ask_ways_out(store, actor, found, [event], event, now)


def ask_if_place_lost(
    store: Store,
    actor: Actor,
    week: str,
    site: str,
    *,
    room: str | None = None,
    on_day: dt.date | None = None,
    to: str | None = None,
    now: dt.datetime,
) -> QuestionTicket:
    """Ask for the ways out if a site or one of its rooms is lost, on one day or in the rest of the week.

    What takes place there is cancelled, or (``to``) moves to another site. Raises as ``ask_if_person_out``, and Invalid
    where nothing takes place there any more.
    """
    found = AskedWeek.of(store, actor, week, now)
    sites = found.problem.site_by_key
    found.require(site in sites and (to is None or to in sites))
    keys = found.sessions_in(site, room, on_day)
    if not keys:
        raise Invalid(NOTHING_LOST)
    day = None if on_day is None else on_day.isoformat()
    about = {"event": "place_lost", "site": site, "room": room, "on_day": day, "to": to, "sessions": keys}
    return _ask_ways_out(store, actor, found, [{"event": "sessions_lost", "sessions": keys, "to": to}], about, now)


def ask_what_fills(
    store: Store, actor: Actor, week: str, session: str, role: str, *, now: dt.datetime
) -> QuestionTicket:
    """Ask for the smallest changes that would fill an empty seat of the draft, or of what is published.

    Raises Forbidden, NotFound for a seat that there is not, Conflict without a plan, or where it breaks rules.
    """
    found = AskedWeek.of(store, actor, week, now)
    found.require((session, role) in found.problem.needs)
    seat = {"session": session, "role": role}
    return found.ask(store, actor, "fillings", {**found.with_plan(), **seat, "seconds": 10}, seat, 25, now)


def ask_why(
    store: Store, actor: Actor, week: str, session: str, role: str, person: str, *, now: dt.datetime
) -> QuestionTicket:
    """Ask what the plan without somebody in their seat would cost at least, everybody else free to move.

    Raises as ``ask_what_fills``.
    """
    found = AskedWeek.of(store, actor, week, now)
    seat = {"session": session, "role": role, "person": person}
    found.require(found.plan is not None and person in found.plan.in_seat(session, role))
    return found.ask(store, actor, "why", {**found.with_plan(), **seat, "seconds": 8}, seat, 25, now)


def ask_whom_to_recruit(store: Store, actor: Actor, week: str, *, now: dt.datetime) -> QuestionTicket:
    """Ask which profiles would fill most empty seats of a week."""
    found = AskedWeek.of(store, actor, week, now)
    question = {"problem": found.problem.to_json(), "verified": 12, "seconds": 40}
    return found.ask(store, actor, "recruit", question, {}, 60, now)


def ask_where_they_help(store: Store, actor: Actor, week: str, person: str, *, now: dt.datetime) -> QuestionTicket:
    """Ask in which empty seats of a week one of the organisation's people would help most.

    Raises Forbidden, NotFound for somebody who is not in the week, such as one who pauses.
    """
    found = AskedWeek.of(store, actor, week, now)
    found.require(person in found.problem.person_by_key)
    question = {
        "problems": [found.problem.to_json()],
        "volunteer": {"organisation": found.problem.organisation, "person": person},
        "verified": 12,
        "seconds": 30,
    }
    return found.ask(store, actor, "match", question, {"person": person}, 45, now)


def _ask_ways_out(
    store: Store,
    actor: Actor,
    found: AskedWeek,
    events: Iterable[Event],
    about: Mapping[str, object],
    now: dt.datetime,
) -> QuestionTicket:
    if not found.published:
        raise Conflict(NEVER_PUBLISHED)
    question = {"problem": found.problem.to_json(), "events": list(events), "seconds": 4}
    return found.ask(store, actor, "repair", question, about, 40, now)
