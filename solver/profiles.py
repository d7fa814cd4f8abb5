"""Profiles: descriptions of people whom one could look for, made from the seats that a week lacks somebody for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median_low

from roster.problem import Certificate, Need, Person, Problem, Qualification, Session, Window
from roster.records import Level, Willingness
from solver.prices import known_means

PARTS_OF_DAY = (("12:00", "morning"), ("17:00", "afternoon"), ("24:00", "evening"))  # until when a start counts
SESSIONS_A_WEEK = (1, 2, 4)

Kind = tuple[str, str, Level | None]  # role, branch and level


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time of one weekday: Monday is 0, wall clock for people, elapsed minutes of the week for the rules."""

    weekday: int
    starts: str
    ends: str
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody whom one could look for: may take a role in a branch at a level, at these times, at one site or at all.

    The person counts as experienced, holds every certificate that is asked for, is let in wherever a list is kept, and
    takes at most ``minutes_week`` a week and two sessions a day. ``level`` None = the courses have none.
    """

    role: str
    branch: str
    level: Level | None
    slots: tuple[Slot, ...]
    site: str | None  # None = any site
    minutes_week: int

    @property
    def kind(self) -> Kind:
        """What the person can do."""
        return self.role, self.branch, self.level

    def asks_no_more_than(self, other: Profile) -> bool:
        """Whether the other, of the same kind, offers all that this one does in times, sites and hours."""
        return (
            self.minutes_week <= other.minutes_week
            and (self.site == other.site or other.site is None)
            and set(self.slots) <= set(other.slots)
        )


def person_of(problem: Problem, profile: Profile, key: str) -> Person:
    """A person as the profile describes, for this problem."""
    first = min(session.on_day for session in problem.sessions)
    return Person(
        key=key,
        identity=key,
        means=known_means(problem),
        wished_minutes=profile.minutes_week,
        max_minutes_week=profile.minutes_week,
        windows=tuple(Window(slot.start_minute, slot.end_minute, Willingness.GLADLY) for slot in profile.slots),
        qualifications=(Qualification(profile.role, profile.branch, profile.level, profile.level),),
        certificates=tuple(Certificate(kind, first) for kind in problem.certificates_asked),
        refused_sites=tuple(site.key for site in problem.sites if profile.site not in (None, site.key)),
    )


def profiles_of(problem: Problem, wanted: Iterable[tuple[Session, Need]]) -> Iterator[Profile]:
    """Every profile that meets one of the wanted seats: kinds of seats x times x sites x hours."""
    sessions = [session for session in problem.sessions if not session.past]
    usual = median_low(session.minutes for session in sessions) if sessions else 0
    slots = slots_of(sessions)
    kinds: dict[Kind, list[Session]] = {}
    for session, need in wanted:
        kinds.setdefault((need.role, session.branch, session.level), []).append(session)
    for (role, branch, level), wanting in sorted(kinds.items(), key=lambda one: (one[0][0], one[0][1], one[0][2] or 0)):
        for times, site, count in product(_times(slots, wanting), _sites(wanting), SESSIONS_A_WEEK):
            yield Profile(role, branch, level, times, site, usual * count)


def slots_of(sessions: Iterable[Session]) -> dict[str, Slot]:
    """For each session, by key, the time that it belongs to: all sessions of a part of a weekday, first to last."""
    groups: dict[tuple[int, str], list[Session]] = {}
    for session in sessions:
        groups.setdefault((session.on_day.weekday(), _part(session.starts)), []).append(session)
    slots: dict[str, Slot] = {}
    for (weekday, _), group in groups.items():
        first = min(group, key=lambda session: session.start_minute)
        last = max(group, key=lambda session: session.end_minute)
        slot = Slot(weekday, first.starts, _ends(last), first.start_minute, last.end_minute)
        slots.update({session.key: slot for session in group})
    return slots


def _times(slots: dict[str, Slot], wanting: Sequence[Session]) -> list[tuple[Slot, ...]]:
    """Each time with a wanting session alone, then the same part of the day on all weekdays that want somebody."""
    single = sorted({slots[session.key] for session in wanting})
    parts = [tuple(slot for slot in single if _part(slot.starts) == part) for _, part in PARTS_OF_DAY]
    return [(slot,) for slot in single] + [part for part in parts if len(part) > 1]


def _sites(wanting: Sequence[Session]) -> list[str | None]:
    sites = sorted({session.site for session in wanting})
    return [*sites, None] if len(sites) > 1 else [*sites]


def _part(starts: str) -> str:
    return next(part for until, part in PARTS_OF_DAY if starts < until)


def _ends(session: Session) -> str:
    hours, minutes = map(int, session.starts.split(":"))
    ends = hours * 60 + minutes + session.minutes
    return f"{ends // 60 % 24:02}:{ends % 60:02}"
