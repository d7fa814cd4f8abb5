"""The frozen problem of one week: everything that a plan of one organisation depends on, in keys and whole minutes.

A problem holds no names, addresses or reasons. It can be hashed, written to JSON and read back without loss, and its
fingerprint is the same wherever it is computed. All minutes of sessions, windows, absences and commitments are
*elapsed* minutes since Monday 00:00 local time of the week, so that rules are plain integer arithmetic even in a week
with a clock change; a session also carries its wall-clock date and start, because that is how people name it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from roster.records import GoalOrder, Level, Means, Willingness


@dataclass(frozen=True, slots=True)
class Settings:
    """An organisation's numbers and switches for the rules and goals.

    A rate says what one point of a balanced goal is worth in minutes of waiting; all are whole and not negative.
    """

    travel_buffer_minutes: int = 5
    support_needs_lead: bool = True
    newcomers: bool = True
    goal_order: GoalOrder = GoalOrder.BALANCED
    rate_continuity: int = 20
    rate_wishes: int = 20
    rate_travel: int = 1
    rate_wished_seats: int = 40


@dataclass(frozen=True, slots=True)
class Site:
    """A site with its contract dates (inclusive) and, where it is restricted, the people on its access list."""

    key: str
    open_from: dt.date | None = None
    open_until: dt.date | None = None
    access: tuple[str, ...] | None = None  # None = everyone may enter

    def open_to(self, people: Iterable[str]) -> Site:
        """The site with these people on its list as well, where it keeps one."""
        return self if self.access is None else replace(self, access=tuple(sorted({*self.access, *people})))


@dataclass(frozen=True, slots=True)
class Journey:
    """The way between two different sites by one means, whole minutes, buffer not included."""

    means: Means
    from_site: str
    to_site: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Role:
    """A role; ``leads`` marks the one whose faces a course remembers."""

    key: str
    leads: bool = False
    depends_on: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """How many seats of one role a session has. Seats of one role in one session are alike."""

    role: str
    required: int
    wished: int = 0
    certificates: tuple[str, ...] = ()  # asked by the role, beside those that the session asks

    @property
    def seats(self) -> int:
        """Required and wished seats together."""
        return self.required + self.wished


@dataclass(frozen=True, slots=True)
class Session:
    """One dated meeting of a course.

    ``past`` sessions are frozen as published. ``urgency`` weighs being told something new: 4 within two days, 2 within
    a week, else 1.
    """

    key: str  # see session_key()
    course: str
    branch: str
    site: str
    on_day: dt.date
    starts: str  # wall clock, "18:30"
    start_minute: int
    end_minute: int
    needs: tuple[Need, ...]
    level: Level | None = None
    priority: int = 1
    certificates: tuple[str, ...] = ()  # asked of everyone in it, by branch and site
    past: bool = False
    urgency: int = 1

    @property
    def minutes(self) -> int:
        """How long it really lasts."""
        return self.end_minute - self.start_minute


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, end excluded."""

    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which somebody is available, end excluded. Windows may touch and overlap: the gladder one counts."""

    start_minute: int
    end_minute: int
    willingness: Willingness


@dataclass(frozen=True, slots=True)
class Qualification:
    """What a person may do; ``None`` = no limit; levels and date inclusive."""

    role: str
    branch: str | None = None
    level_from: Level | None = None
    level_to: Level | None = None
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was seen on a day and counts until a day, both inclusive."""

    kind: str
    seen_on: dt.date
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A duty that the person already has elsewhere in this week, in another organisation or kind of duty."""

    on_day: dt.date
    start_minute: int
    end_minute: int
    site: str | None = None  # key of a site that this problem knows, else None

    @property
    def minutes(self) -> int:
        """How long it really lasts."""
        return self.end_minute - self.start_minute


@dataclass(frozen=True, slots=True)
class Person:
    """An active volunteer as the rules see them. Key tuples are sorted."""

    key: str
    identity: str  # the same in every organisation's problem
    newcomer: bool = False
    means: Means = Means.FOOT
    wished_minutes: int = 0
    promised_minutes: int = 0
    max_minutes_week: int = 600
    max_sessions_day: int = 2
    max_days_week: int = 5
    windows: tuple[Window, ...] = ()
    absences: tuple[Span, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    preferred_sites: tuple[str, ...] = ()
    refused_sites: tuple[str, ...] = ()
    preferred_courses: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """A person in a seat of a session."""

    session: str
    role: str
    person: str


@dataclass(frozen=True, slots=True)
class Ban:
    """A person who must not sit in a session, in one role or (None) in any."""

    session: str
    person: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class StrayPin:
    """A pin dated in this week whose session, role or active volunteer does not exist (any more)."""

    course: str
    on_day: dt.date
    starts: str
    role: str
    volunteer: str


@dataclass(frozen=True, slots=True)
class Familiar:
    """A person who led a course in the remembered weeks."""

    course: str
    person: str


@dataclass(frozen=True)
class Problem:
    """One organisation's week. Tuples are sorted by key, except ``pins``: an earlier pin wins over a later one.

    ``published`` is what people were told about sessions that still exist; None = this week was never published.
    ``told_anyway`` are people who must be told something new whatever the plan is (their session is gone), with its
    urgency.
    """

    organisation: str
    week: str
    settings: Settings
    sites: tuple[Site, ...]
    journeys: tuple[Journey, ...]
    roles: tuple[Role, ...]
    people: tuple[Person, ...]
    sessions: tuple[Session, ...]
    apart: tuple[tuple[str, str], ...] = ()
    pins: tuple[Assignment, ...] = ()
    bans: tuple[Ban, ...] = ()
    stray_pins: tuple[StrayPin, ...] = ()
    published: tuple[Assignment, ...] | None = None
    told_anyway: tuple[tuple[str, int], ...] = ()
    familiar: tuple[Familiar, ...] = ()

    # ---- looking things up ------------------------------------------------------------------------------------------

    @cached_property
    def session_by_key(self) -> Mapping[str, Session]:
        """Sessions by key."""
        return {session.key: session for session in self.sessions}

    @cached_property
    def person_by_key(self) -> Mapping[str, Person]:
        """People by key."""
        return {person.key: person for person in self.people}

    @cached_property
    def role_by_key(self) -> Mapping[str, Role]:
        """Roles by key."""
        return {role.key: role for role in self.roles}

    @cached_property
    def site_by_key(self) -> Mapping[str, Site]:
        """Sites by key."""
        return {site.key: site for site in self.sites}

    @cached_property
    def needs(self) -> Mapping[tuple[str, str], Need]:
        """The need of a session for a role, by (session key, role key)."""
        return {(session.key, need.role): need for session in self.sessions for need in session.needs}

    @cached_property
    def certificates_asked(self) -> tuple[str, ...]:
        """The kinds of certificates that some seat asks for, sorted."""
        needs = ((session, need) for session in self.sessions for need in session.needs)
        return tuple(sorted({kind for session, need in needs for kind in (*session.certificates, *need.certificates)}))

    @cached_property
    def familiar_leads(self) -> Mapping[str, frozenset[str]]:
        """Who led each course lately, by course key; courses without history are missing."""
        leads: dict[str, set[str]] = {}
        for familiar in self.familiar:
            leads.setdefault(familiar.course, set()).add(familiar.person)
        return {course: frozenset(people) for course, people in leads.items()}

    @cached_property
    def _way_minutes(self) -> Mapping[tuple[Means, str, str], int]:
        return {(way.means, way.from_site, way.to_site): way.minutes for way in self.journeys}

    def way_minutes(self, person: str, from_site: str, to_site: str) -> int:
        """Minutes on the way by that person's means, without buffer; 0 within a site."""
        if from_site == to_site:
            return 0
        return self._way_minutes[self.person_by_key[person].means, from_site, to_site]

    def journey(self, person: str, from_site: str, to_site: str) -> int:
        """Minutes that must lie between two sessions: the way plus the buffer; 0 within a site (no buffer there)."""
        if from_site == to_site:
            return 0
        return self.way_minutes(person, from_site, to_site) + self.settings.travel_buffer_minutes

    # ---- writing and reading ----------------------------------------------------------------------------------------

    def to_json(self) -> str:
        """Canonical JSON: the same text for equal problems on every machine."""
        return json.dumps(asdict(self), default=_plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Problem:
        """Read what ``to_json`` wrote. Raises pydantic.ValidationError on anything else."""
        return _ADAPTER.validate_json(text)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def session_key(course: str, on_day: dt.date, starts: str) -> str:
    """The key of a session: what people call it, in one text. A course has no two sessions with one date and start."""
    return f"{course}@{on_day.isoformat()}T{starts}"


def willingness(windows: Iterable[Window], span: Span | Session) -> Willingness | None:
    """How gladly somebody with these windows takes a span; None if any minute of it lies outside all windows.

    Where windows overlap the gladder one counts; over several windows the least glad minute decides.
    """
    worst: Willingness | None = None
    reached = span.start_minute
    while reached < span.end_minute:
        here = [window for window in windows if window.start_minute <= reached < window.end_minute]
        if not here:
            return None
        best = max(window.willingness for window in here)
        worst = best if worst is None else min(worst, best)
        edges = [window.end_minute for window in here if window.willingness == best]
        edges += [w.start_minute for w in windows if w.start_minute > reached and w.willingness > best]
        reached = min(edges)
    return worst


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"cannot write {value!r} as JSON")


_ADAPTER = TypeAdapter(Problem)
