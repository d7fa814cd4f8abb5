"""A week's seats by site, day and session: who sits there, what is empty, and what stands in the way of filling it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from roster.calendar.clock import wall_clock
from roster.plan import Plan
from roster.problem import Assignment, Need, Person, Problem
from roster.problem import Session as ProblemSession
from roster.rules import RULES, Names, Violation, obstacles
from roster.rules.names import CERTIFICATE_NAMES
from roster.rules.violation import spoken_name
from roster.weeks.feed_words import level_name
from roster.weeks.frozen import FrozenWeek
from roster.words import Sentence, spoken_date

RULE_NAMES = {rule.KEY: rule.NAME for rule in RULES}

TAKEABLE = Sentence(
    de="{free} von {qualified} Geeigneten könnten diesen Platz jetzt übernehmen.",
    en="{free} of {qualified} qualified people could take this seat now.",
)
TAKEABLE_BY_ONE = Sentence(
    de="Eine von {qualified} geeigneten Personen könnte diesen Platz jetzt übernehmen.",
    en="One of {qualified} qualified people could take this seat now.",
)
TAKEABLE_BY_THE_ONLY_ONE = Sentence(
    de="Die einzige geeignete Person könnte diesen Platz jetzt übernehmen.",
    en="The only qualified person could take this seat now.",
)
NOT_TAKEABLE_BY_THE_ONLY_ONE = Sentence(
    de="Eine Person ist geeignet, aber sie kann gerade nicht: {reasons}.",
    en="One person is qualified, but cannot just now: {reasons}.",
)
NOT_TAKEABLE = Sentence(
    de="{qualified} sind geeignet, aber niemand kann gerade: {reasons}.",
    en="{qualified} are qualified, but nobody can just now: {reasons}.",
)
NOBODY_QUALIFIED = Sentence(
    de="Niemand ist für diese Rolle auf diesem Niveau geeignet.", en="Nobody is qualified for this role at this level."
)
REASON = Sentence(de="{rule} ({people})", en="{rule} ({people})")
ENDS_SOON = Sentence(de="{what} gilt nur noch bis {day}", en="{what} counts only until {day}")
SOON_DAYS = 90


@dataclass(frozen=True, slots=True)
class ObstacleLine:
    """A rule that keeps people out of a seat: how many of those who are qualified, and how many nothing else stops."""

    rule: str
    sentence: str
    people: int
    alone: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. An empty one has no ``person``; where it is required, ``explanation`` says who could take it or why
    nobody can.

    ``fresh``: the person would be told so newly. ``certificate`` names one that is asked for here and ends within 90
    days after the session; empty where none does.
    """

    role: str
    role_name: str
    required: bool
    person: str | None
    person_name: str
    pinned: bool
    newcomer: bool
    fresh: bool
    certificate: str
    warnings: tuple[str, ...]
    obstacles: tuple[ObstacleLine, ...]
    free: int
    explanation: str


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session with its seats, required ones first. Times are wall-clock texts, ``ends`` perhaps of the next day.

    ``missing`` counts its empty required seats, ``leaderless`` says that a lead is among them.
    """

    key: str
    course: str
    course_name: str
    branch: str
    branch_name: str
    site: str
    site_name: str
    on_day: dt.date
    level: str
    room: str
    starts: str
    ends: str
    past: bool
    seats: tuple[Seat, ...]
    missing: int
    leaderless: bool
    warnings: tuple[str, ...]

    @property
    def troubled(self) -> bool:
        """Whether somebody required is missing in a session to come, or a rule is broken."""
        return bool((self.missing and not self.past) or self.warnings or any(seat.warnings for seat in self.seats))


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


def site_weeks(
    frozen: FrozenWeek, plan: Plan, told: Plan | None, broken: Iterable[Violation], names: Names, language: str
) -> tuple[SiteWeek, ...]:
    """All sessions of the week with their seats, by site (in the order of their names), day and start.

    ``told`` is what people know; None = nothing was published, so nothing counts as new.
    """
    cards = Cards(frozen, plan, told, broken, names, language)
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


class Cards:
    """Makes the cards of one week's sessions."""

    def __init__(
        self,
        frozen: FrozenWeek,
        plan: Plan,
        told: Plan | None,
        broken: Iterable[Violation],
        names: Names,
        language: str,
    ) -> None:
        self._frozen = frozen
        self._problem: Problem = frozen.problem
        self._plan = plan
        self._names = names
        self._language = language
        self._pins = frozenset(self._problem.pins)
        self._told = frozenset(plan.assignments if told is None else told.assignments)
        self._broken: dict[tuple[str, str | None], list[str]] = {}
        self._rooms = {room.key: room.name for room in frozen.school.rooms}
        self._courses = {course.key: course for course in frozen.school.courses}
        for violation in broken:
            for session in violation.sessions:
                sentences = self._broken.setdefault((session, violation.person), [])
                sentences.append(violation.text(language, names))

    def card(self, session: ProblemSession) -> SessionCard:
        """One session's card."""
        dated = self._frozen.dated[session.key]
        course = self._courses[session.course]
        needs = sorted(session.needs, key=lambda need: (not self._leads(need), need.role))
        lacking = [need for need in needs if len(self._plan.in_seat(session.key, need.role)) < need.required]
        return SessionCard(
            key=session.key,
            course=session.course,
            course_name=course.name,
            branch=session.branch,
            branch_name=spoken_name("branch", session.branch, self._names),
            site=session.site,
            site_name=spoken_name("site", session.site, self._names),
            on_day=session.on_day,
            level="" if session.level is None else level_name(session.level.name),
            room=self._rooms.get(dated.room or "", dated.room or ""),
            starts=session.starts,
            ends=wall_clock(dated.end_minute),
            past=session.past,
            seats=tuple(seat for need in needs for seat in self._seats(session, need)),
            missing=sum(need.required - len(self._plan.in_seat(session.key, need.role)) for need in lacking),
            leaderless=any(self._leads(need) for need in lacking),
            warnings=tuple(self._broken.get((session.key, None), ())),
        )

    def _leads(self, need: Need) -> bool:
        role = self._problem.role_by_key.get(need.role)
        return role is not None and role.leads

    def _seats(self, session: ProblemSession, need: Need) -> Iterable[Seat]:
        people = self._plan.in_seat(session.key, need.role)
        for place, person in enumerate(people):
            yield self._taken(session, need, person, required=place < need.required)
        if len(people) < need.required:
            empty = self._empty(session, need)
            yield from [empty] * (need.required - len(people))
        for _ in range(max(len(people), need.required), need.seats):
            yield self._wished(need)

    def _taken(self, session: ProblemSession, need: Need, person: str, *, required: bool) -> Seat:
        known = self._problem.person_by_key.get(person)
        seat = Assignment(session.key, need.role, person)
        return Seat(
            role=need.role,
            role_name=spoken_name("role", need.role, self._names),
            required=required,
            person=person,
            person_name=spoken_name("person", person, self._names),
            pinned=seat in self._pins,
            newcomer=known is not None and known.newcomer,
            fresh=seat not in self._told,
            certificate="" if known is None else self._ends_soon(known, session, need),
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
        explanation = "" if session.past else self._explanation(free, qualified, lines)
        return replace(self._wished(need), required=True, obstacles=lines, free=free, explanation=explanation)

    def _wished(self, need: Need) -> Seat:
        """An empty seat that nobody has to take; why nobody does is told where somebody asks."""
        return Seat(
            role=need.role,
            role_name=spoken_name("role", need.role, self._names),
            required=False,
            person=None,
            person_name="",
            pinned=False,
            newcomer=False,
            fresh=False,
            certificate="",
            warnings=(),
            obstacles=(),
            free=0,
            explanation="",
        )

    def _ends_soon(self, person: Person, session: ProblemSession, need: Need) -> str:
        """The first certificate asked for here that counts now and ends soon."""
        for kind in sorted({*session.certificates, *need.certificates}) if person.certificates else ():
            ends = [one.valid_until for one in person.certificates if one.kind == kind]
            if None in ends:
                continue
            last = max((day for day in ends if day is not None), default=None)
            if last is not None and dt.timedelta() <= last - session.on_day <= dt.timedelta(days=SOON_DAYS):
                named = CERTIFICATE_NAMES.get(kind)
                what = kind if named is None else named.text(self._language)
                return ENDS_SOON.text(self._language, what=what, day=spoken_date(last, self._language))
        return ""

    def _explanation(
        self, free: int, qualified: Mapping[str, tuple[Violation, ...]], lines: Iterable[ObstacleLine]
    ) -> str:
        if not qualified:
            return NOBODY_QUALIFIED.text(self._language)
        if free:
            by_one = TAKEABLE_BY_THE_ONLY_ONE if len(qualified) == 1 else TAKEABLE_BY_ONE
            return (by_one if free == 1 else TAKEABLE).text(self._language, free=free, qualified=len(qualified))
        reasons = [REASON.text(self._language, rule=line.sentence, people=line.people) for line in lines]
        telling = NOT_TAKEABLE_BY_THE_ONLY_ONE if len(qualified) == 1 else NOT_TAKEABLE
        return telling.text(self._language, qualified=len(qualified), reasons=", ".join(reasons))
