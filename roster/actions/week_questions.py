"""Questions about a week that leads ask on pages: each freezes the week as it is and leaves a question record.

The forms that the solver understands are those of ``solver.answering``. Beside them a question carries ``week`` and
``about``, by which roster.reports.answers tells what was asked; the solver does not look at these.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from roster.actions.questions import QuestionTicket, ask
from roster.actions.solves import refuse_too_large
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Invalid, NotFound
from roster.freeze import freeze
from roster.plan import Plan
from roster.problem import Problem
from roster.records import Organisation
from roster.rules import check
from roster.weeks.frozen import Commitments, FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of, plan_of
from roster.words import Sentence

Event = dict[str, Any]

NEVER_PUBLISHED = Sentence(
    de="Diese Woche ist noch nicht veröffentlicht, also muss auch niemand umgeplant werden. Bitte einfach neu planen.",
    en="This week is not published yet, so nobody has to be told anything new. Please simply plan it anew.",
)
NO_PLAN_YET = Sentence(
    de="Für diese Woche gibt es noch keinen Plan. Bitte zuerst planen lassen.",
    en="There is no plan of this week yet. Please let it be planned first.",
)
BREAKS_RULES = Sentence(
    de="Der Plan verstößt zurzeit gegen Regeln ({count}); das würde jede Antwort verfälschen. "
    "Bitte zuerst die Warnungen beheben oder neu planen lassen.",
    en="The plan breaks rules at the moment ({count}); any answer would be wrong. "
    "Please mend the warnings first, or let the week be planned anew.",
)
NOTHING_LOST = Sentence(
    de="Dort findet in dieser Woche nichts mehr statt. Bitte Ort und Tag prüfen.",
    en="Nothing takes place there any more in this week. Please check the place and the day.",
)
NOTHING_SUPPOSED = Sentence(
    de="Bitte mindestens eine Änderung auswählen.",
    en="Please choose at least one change.",
)


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is to be different in a what-if, as keys; ``rooms`` are (site, room). None leaves a rule as it is."""

    absent: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    rooms: tuple[tuple[str, str], ...] = ()
    support_needs_lead: bool | None = None
    newcomers: bool | None = None
    travel_buffer_minutes: int | None = None

    @property
    def rules(self) -> dict[str, bool | int]:
        """The changed rules of the organisation, by the names of their fields."""
        fields = ("support_needs_lead", "newcomers", "travel_buffer_minutes")
        return {name: value for name in fields if (value := getattr(self, name)) is not None}


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
    found = _Frozen.of(store, actor, week, now)
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
    found = _Frozen.of(store, actor, week, now)
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
    found = _Frozen.of(store, actor, week, now)
    found.require((session, role) in found.problem.needs)
    seat = {"session": session, "role": role}
    return found.ask(store, actor, "fillings", {**found.with_plan(), **seat, "seconds": 10}, seat, 25, now)


def ask_why(
    store: Store, actor: Actor, week: str, session: str, role: str, person: str, *, now: dt.datetime
) -> QuestionTicket:
    """Ask what the plan without somebody in their seat would cost at least, everybody else free to move.

    Raises as ``ask_what_fills``.
    """
    found = _Frozen.of(store, actor, week, now)
    seat = {"session": session, "role": role, "person": person}
    found.require(found.plan is not None and person in found.plan.in_seat(session, role))
    return found.ask(store, actor, "why", {**found.with_plan(), **seat, "seconds": 8}, seat, 25, now)


def ask_whom_to_recruit(store: Store, actor: Actor, week: str, *, now: dt.datetime) -> QuestionTicket:
    """Ask which profiles would fill most empty seats of a week."""
    found = _Frozen.of(store, actor, week, now)
    question = {"problem": found.problem.to_json(), "verified": 12, "seconds": 40}
    return found.ask(store, actor, "recruit", question, {}, 60, now)


def ask_where_they_help(store: Store, actor: Actor, week: str, person: str, *, now: dt.datetime) -> QuestionTicket:
    """Ask in which empty seats of a week one of the organisation's people would help most.

    Raises Forbidden, NotFound for somebody who is not in the week, such as one who pauses.
    """
    found = _Frozen.of(store, actor, week, now)
    found.require(person in found.problem.person_by_key)
    question = {
        "problems": [found.problem.to_json()],
        "volunteer": {"organisation": found.problem.organisation, "person": person},
        "verified": 12,
        "seconds": 30,
    }
    return found.ask(store, actor, "match", question, {"person": person}, 45, now)


def ask_what_if(store: Store, actor: Actor, week: str, supposed: Supposition, *, now: dt.datetime) -> QuestionTicket:
    """Ask to have the week planned as it is and as supposed, side by side; nothing of it is kept.

    Raises Forbidden, Invalid where nothing is supposed, NotFound for a key that the week does not know.
    """
    if supposed == Supposition():
        raise Invalid(NOTHING_SUPPOSED)
    found = _Frozen.of(store, actor, week, now)
    problem = found.problem
    found.require(all(person in problem.person_by_key for person in supposed.absent))
    found.require(all(course in {one.key for one in found.frozen.school.courses} for course in supposed.courses))
    lost = {one.key for one in problem.sessions if one.course in supposed.courses and not one.past}
    for site, room in (*((site, None) for site in supposed.sites), *supposed.rooms):
        found.require(site in problem.site_by_key)
        lost |= set(found.sessions_in(site, room, None))
    events: list[Event] = [{"event": "volunteer_out", "person": person} for person in supposed.absent]
    events += [{"event": "sessions_lost", "sessions": sorted(lost)}] if lost else []
    question = {
        "before": problem.to_json(),
        "after": found.with_rules(supposed.rules).to_json() if supposed.rules else None,
        "events": events,
        "plan": found.sound_plan(),
        "seconds": 10,
    }
    about = {
        "absent": supposed.absent,
        "courses": supposed.courses,
        "sites": supposed.sites,
        "rooms": supposed.rooms,
        "rules": supposed.rules,
    }
    return found.ask(store, actor, "whatif", question, about, 45, now)


@dataclass(frozen=True)
class _Frozen:
    """A week as it is now, with the plan that leads see: the draft, else what is published, else none."""

    frozen: FrozenWeek
    plan: Plan | None
    published: bool
    elsewhere: Commitments
    now: dt.datetime

    @classmethod
    def of(cls, store: Store, actor: Actor, week: str, now: dt.datetime) -> _Frozen:
        actor.require(AccountRole.LEAD)
        elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
        with store.reading(actor.organisation_id) as session:
            frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
            draft, told = draft_of(session, week), current_plan(session, week)
            plan = told if draft is None else plan_of(draft.assignments)
        refuse_too_large(frozen.problem)
        return cls(frozen, plan, told is not None, elsewhere, now)

    @property
    def problem(self) -> Problem:
        return self.frozen.problem

    def require(self, known: bool) -> None:
        """Raise NotFound for what the week does not have."""
        if not known:
            raise NotFound()

    def sessions_in(self, site: str, room: str | None, on_day: dt.date | None) -> list[str]:
        """Keys of the sessions in a site, or one of its rooms, that are not past."""
        return [
            one.key
            for one in self.problem.sessions
            if one.site == site
            and not one.past
            and on_day in (None, one.on_day)
            and (room is None or self.frozen.dated[one.key].room == room)
        ]

    def with_rules(self, rules: Mapping[str, bool | int]) -> Problem:
        """The week's problem if the organisation had other rules."""
        school = self.frozen.school
        organisation: Organisation = replace(school.organisation, **rules)  # type: ignore[arg-type]
        return freeze(
            replace(school, organisation=organisation), self.problem.week, now=self.now, commitments=self.elsewhere
        )

    def with_plan(self) -> Event:
        """The problem and its plan, as the solver wants them. Raises Conflict without one that keeps every rule."""
        if self.plan is None:
            raise Conflict(NO_PLAN_YET)
        if broken := check(self.problem, self.plan):
            raise Conflict(BREAKS_RULES, count=len(broken))
        return {"problem": self.problem.to_json(), "plan": _seats(self.plan)}

    def sound_plan(self) -> list[dict[str, str]] | None:
        """The plan where it keeps every rule, for a search to start from."""
        return None if self.plan is None or check(self.problem, self.plan) else _seats(self.plan)

    def ask(
        self,
        store: Store,
        actor: Actor,
        kind: str,
        question: Event,
        about: Mapping[str, object],
        limit_seconds: float,
        now: dt.datetime,
    ) -> QuestionTicket:
        """Leave the question."""
        text = json.dumps({**question, "week": self.problem.week, "about": about}, ensure_ascii=False, sort_keys=True)
        return ask(store, actor, kind, text, limit_seconds=limit_seconds, now=now)


def _ask_ways_out(
    store: Store,
    actor: Actor,
    found: _Frozen,
    events: Iterable[Event],
    about: Mapping[str, object],
    now: dt.datetime,
) -> QuestionTicket:
    if not found.published:
        raise Conflict(NEVER_PUBLISHED)
    question = {"problem": found.problem.to_json(), "events": list(events), "seconds": 4}
    return found.ask(store, actor, "repair", question, about, 40, now)


def _seats(plan: Plan) -> list[dict[str, str]]:
    return [{"session": one.session, "role": one.role, "person": one.person} for one in plan.assignments]
