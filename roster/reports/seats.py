"""A week's seats by site, day and session: who sits there, what is empty, and what stands in the way of filling it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from roster.actor import AccountRole, Actor
from roster.calendar.clock import wall_clock
from roster.database import Store
from roster.errors import NotFound
from roster.plan import Plan
from roster.problem import Assignment, Need, Problem
from roster.problem import Session as ProblemSession
from roster.rules import RULES, Names, Violation, names_of, obstacles
from roster.rules.violation import spoken_name
from roster.weeks.feed_words import level_name
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of, plan_of
from roster.words import Sentence

RULE_NAMES = {rule.KEY: rule.NAME for rule in RULES}

TAKEABLE = Sentence(
    de="{free} von {qualified} Geeigneten könnten diesen Platz jetzt übernehmen.",
    en="{free} of {qualified} qualified people could take this seat now.",
)
NOT_TAKEABLE = Sentence(
    de="{qualified} sind geeignet, aber niemand kann gerade: {reasons}.",
    en="{qualified} are qualified, but nobody can just now: {reasons}.",
)
NOBODY_QUALIFIED = Sentence(
    de="Niemand ist für diese Rolle auf diesem Niveau geeignet.", en="Nobody is qualified for this role at this level."
)
REASON = Sentence(de="{rule} ({people})", en="{rule} ({people})")


@dataclass(frozen=True, slots=True)
class ObstacleLine:
    """A rule that keeps people out of a seat, and how many of those who are qualified."""

    rule: str
    sentence: str
    people: int


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. An empty one has no ``person``, and ``explanation`` says who could take it or why nobody can."""

    role: str
    role_name: str
    required: bool
    person: str | None
    person_name: str
    pinned: bool
    newcomer: bool
    warnings: tuple[str, ...]
    obstacles: tuple[ObstacleLine, ...]
    free: int
    explanation: str


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session with its seats, required ones first. Times are wall-clock texts, ``ends`` perhaps of the next day."""

    key: str
    course: str
    course_name: str
    branch_name: str
    level: str
    room: str
    starts: str
    ends: str
    past: bool
    seats: tuple[Seat, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayWeek:
    """A site's sessions of one day, by start."""

    on_day: dt.date
    sessions: tuple[SessionCard, ...]


@dataclass(frozen=True, slots=True)
class SiteWeek:
    """A site's days that have sessions."""

    key: str
    name: str
    days: tuple[DayWeek, ...]


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A person for a seat: nothing in ``obstacles`` means that they could take it now."""

    person: str
    person_name: str
    obstacles: tuple[str, ...]
    minutes: int
    wished_minutes: int


def site_weeks(
    frozen: FrozenWeek, plan: Plan, broken: Iterable[Violation], names: Names, language: str
) -> tuple[SiteWeek, ...]:
    """All sessions of the week with their seats, by site (in the order of their names), day and start."""
    cards = _Cards(frozen, plan, broken, names, language)
    by_site: dict[str, dict[dt.date, list[ProblemSession]]] = {}
    for session in sorted(frozen.problem.sessions, key=lambda s: (s.start_minute, s.key)):
        by_site.setdefault(session.site, {}).setdefault(session.on_day, []).append(session)
    sites = [
        SiteWeek(
            site,
            spoken_name("site", site, names),
            tuple(DayWeek(day, tuple(map(cards.card, sessions))) for day, sessions in sorted(days.items())),
        )
        for site, days in by_site.items()
    ]
    return tuple(sorted(sites, key=lambda site: (site.name, site.key)))


def seat_choices(
    store: Store, actor: Actor, week: str, session: str, role: str, *, now: dt.datetime
) -> tuple[SeatChoice, ...]:
    """Everyone for a seat of the draft (or of what is published): who can take it, then those with fewest obstacles.

    Among equals who is furthest below their wish comes first. Raises NotFound where the week has no such seat.
    """
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.reading(actor.organisation_id) as reading:
        frozen = freeze_week(reading, week, elsewhere=elsewhere, now=now)
        draft = draft_of(reading, week)
        plan = (current_plan(reading, week) or Plan()) if draft is None else plan_of(draft.assignments)
    problem, names = frozen.problem, names_of(frozen.school, actor.language)
    if (session, role) not in problem.needs:
        raise NotFound()
    choices = []
    for key, found in obstacles(problem, plan, session, role).items():
        person = problem.person_by_key[key]
        keys = {seat.session for seat in plan.by_person.get(key, ()) if seat.session in problem.session_by_key}
        minutes = sum(problem.session_by_key[one].minutes for one in keys)
        told = tuple(violation.text(actor.language, names) for violation in found)
        choices.append(SeatChoice(key, names[f"person/{key}"], told, minutes, person.wished_minutes))
    return tuple(
        sorted(choices, key=lambda c: (len(c.obstacles), c.minutes - c.wished_minutes, c.person_name, c.person))
    )


class _Cards:
    """Makes the cards of one week's sessions."""

    def __init__(
        self, frozen: FrozenWeek, plan: Plan, broken: Iterable[Violation], names: Names, language: str
    ) -> None:
        self._frozen = frozen
        self._problem: Problem = frozen.problem
        self._plan = plan
        self._names = names
        self._language = language
        self._pins = frozenset(self._problem.pins)
        self._broken: dict[tuple[str, str | None], list[str]] = {}
        self._rooms = {room.key: room.name for room in frozen.school.rooms}
        self._courses = {course.key: course for course in frozen.school.courses}
        for violation in broken:
            for session in violation.sessions:
                told = self._broken.setdefault((session, violation.person), [])
                told.append(violation.text(language, names))

    def card(self, session: ProblemSession) -> SessionCard:
        """One session's card."""
        dated = self._frozen.dated[session.key]
        course = self._courses[session.course]
        needs = sorted(session.needs, key=lambda need: (not self._leads(need), need.role))
        return SessionCard(
            key=session.key,
            course=session.course,
            course_name=course.name,
            branch_name=spoken_name("branch", session.branch, self._names),
            level="" if session.level is None else level_name(session.level.name),
            room=self._rooms.get(dated.room or "", dated.room or ""),
            starts=session.starts,
            ends=wall_clock(dated.end_minute),
            past=session.past,
            seats=tuple(seat for need in needs for seat in self._seats(session, need)),
            warnings=tuple(self._broken.get((session.key, None), ())),
        )

    def _leads(self, need: Need) -> bool:
        role = self._problem.role_by_key.get(need.role)
        return role is not None and role.leads

    def _seats(self, session: ProblemSession, need: Need) -> Iterable[Seat]:
        people = self._plan.in_seat(session.key, need.role)
        for place, person in enumerate(people):
            yield self._taken(session, need, person, required=place < need.required)
        if len(people) < need.seats:
            empty = self._empty(session, need)
            for place in range(len(people), need.seats):
                yield self._with_kind(empty, required=place < need.required)

    def _taken(self, session: ProblemSession, need: Need, person: str, *, required: bool) -> Seat:
        known = self._problem.person_by_key.get(person)
        return Seat(
            role=need.role,
            role_name=spoken_name("role", need.role, self._names),
            required=required,
            person=person,
            person_name=spoken_name("person", person, self._names),
            pinned=Assignment(session.key, need.role, person) in self._pins,
            newcomer=known is not None and known.newcomer,
            warnings=tuple(self._broken.get((session.key, person), ())),
            obstacles=(),
            free=0,
            explanation="",
        )

    def _empty(self, session: ProblemSession, need: Need) -> Seat:
        qualified = (
            {} if session.past else obstacles(self._problem, self._plan, session.key, need.role, qualified_only=True)
        )
        free = sum(not against for against in qualified.values())
        stopped = Counter(rule for against in qualified.values() for rule in {one.rule for one in against})
        lines = tuple(
            ObstacleLine(rule, RULE_NAMES[rule].text(self._language), people) for rule, people in stopped.most_common()
        )
        return Seat(
            role=need.role,
            role_name=spoken_name("role", need.role, self._names),
            required=True,
            person=None,
            person_name="",
            pinned=False,
            newcomer=False,
            warnings=(),
            obstacles=lines,
            free=free,
            explanation="" if session.past else self._explanation(free, qualified, lines),
        )

    def _with_kind(self, seat: Seat, *, required: bool) -> Seat:
        return seat if seat.required == required else replace(seat, required=required)

    def _explanation(
        self, free: int, qualified: Mapping[str, tuple[Violation, ...]], lines: Iterable[ObstacleLine]
    ) -> str:
        if not qualified:
            return NOBODY_QUALIFIED.text(self._language)
        if free:
            return TAKEABLE.text(self._language, free=free, qualified=len(qualified))
        reasons = [REASON.text(self._language, rule=line.sentence, people=line.people) for line in lines]
        return NOT_TAKEABLE.text(self._language, qualified=len(qualified), reasons=", ".join(reasons))
