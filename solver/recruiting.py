"""Whom to recruit: profiles of people whom the week lacks, each with what it would add to the cover.

One linear program prices all profiles (``solver.prices``); the best are verified by a real search for the least cover
with such a person in the week. The others keep their price as what they gain at most.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from statistics import median_low

from roster.plan import Plan
from roster.problem import Certificate, Need, Person, Problem, Qualification, Session, Window
from roster.records import Level, Willingness
from solver.covering import Cover, least_cover
from solver.prices import ROUNDING, Prices, known_means, new_key, price, with_person

VERIFIED = 20
PARTS_OF_DAY = (("12:00", "morning"), ("17:00", "afternoon"), ("24:00", "evening"))  # until when a start counts
SESSIONS_A_WEEK = (1, 2, 4)


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


@dataclass(frozen=True, slots=True)
class Recruit:
    """A profile and what it would add. Gains are cover: weights of required seats that would not stay empty.

    ``at_most`` is proven by the prices. ``gain`` and ``seats`` (how many more required seats the best plan fills) come
    from a search with the person in the week; None where that was not done or not proven.
    """

    profile: Profile
    at_most: int
    gain: int | None = None
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Recruiting:
    """The profiles worth looking for, best first.

    ``cover`` is the least cover of the week as it is (the least found where it is not ``proven``), ``empty`` the
    required seats that stay empty in that plan. ``priced`` profiles were looked at; one not listed gains no more than a
    listed one that asks no more of a person, or at most ``others_at_most``.
    """

    fingerprint: str
    cover: int
    proven: bool
    empty: int
    priced: int
    others_at_most: int
    recruits: tuple[Recruit, ...]


def recruit(
    problem: Problem, *, verified: int = VERIFIED, seconds: float = 60.0, most_minutes: int | None = None
) -> Recruiting:
    """Price every profile that meets an empty seat, directly or by what others could then take, and verify the best.

    ``verified`` is how many of the best shall have their exact gain: the best of all, as the prices prove.
    ``seconds`` limit the searches; profiles that they do not reach stay at what they gain at most. ``most_minutes``
    leaves out profiles that ask for more minutes a week. A week in which every required seat can be filled lists
    nobody. Raises ProblemTooLarge.
    """
    ends = time.monotonic() + seconds
    now = least_cover(problem, seconds=seconds)
    prices = price(problem)
    others = prices.most_gain(now.value, 0.0)
    profiles = [
        profile
        for profile in profiles_of(problem, prices)
        if now.value and (most_minutes is None or profile.minutes_week <= most_minutes)
    ]
    priced = [Recruit(profile, most_gain(prices, now, problem, profile)) for profile in profiles]
    listed = sorted(_undominated([one for one in priced if one.at_most > others]), key=_rank)
    recruits = _verified(problem, now, listed, verified, ends)
    return Recruiting(
        fingerprint=problem.fingerprint,
        cover=now.value,
        proven=now.proven,
        empty=empty_required(problem, now.plan),
        priced=len(profiles),
        others_at_most=others,
        recruits=tuple(sorted((one for one in recruits if one.gain != 0), key=_rank)),
    )


def person_of(problem: Problem, profile: Profile, key: str) -> Person:
    """A person as the profile describes, for this problem."""
    kinds = {kind for one in problem.sessions for need in one.needs for kind in (*one.certificates, *need.certificates)}
    first = min(session.on_day for session in problem.sessions)
    return Person(
        key=key,
        identity=key,
        means=known_means(problem),
        wished_minutes=profile.minutes_week,
        max_minutes_week=profile.minutes_week,
        windows=tuple(Window(slot.start_minute, slot.end_minute, Willingness.GLADLY) for slot in profile.slots),
        qualifications=(Qualification(profile.role, profile.branch, profile.level, profile.level),),
        certificates=tuple(Certificate(kind, first) for kind in sorted(kinds)),
        refused_sites=tuple(site.key for site in problem.sites if profile.site not in (None, site.key)),
    )


def most_gain(prices: Prices, now: Cover, problem: Problem, profile: Profile) -> int:
    """By how much one person of this profile can lower the cover at most."""
    return prices.most_gain(now.value, prices.most_worth(person_of(problem, profile, prices.stranger)))


def verify(problem: Problem, now: Cover, one: Recruit, seconds: float) -> Recruit:
    """The same with what the person gains exactly; as it is where the seconds do not suffice for a proof."""
    if seconds <= 0:
        return one
    wider = with_person(problem, person_of(problem, one.profile, new_key(problem)))
    then = least_cover(wider, seconds=seconds, hint=now.plan, floor=max(0, now.value - one.at_most))
    if not (now.proven and then.proven):
        return one
    seats = empty_required(problem, now.plan) - empty_required(wider, then.plan)
    return replace(one, gain=now.value - then.value, seats=seats)


def empty_required(problem: Problem, plan: Plan) -> int:
    """How many required seats a plan leaves empty."""
    return sum(
        max(0, need.required - len(plan.in_seat(session.key, need.role)))
        for session in problem.sessions
        for need in session.needs
    )


def profiles_of(problem: Problem, prices: Prices) -> Iterator[Profile]:
    """Every profile that meets a seat which is worth something: kinds of seats x times x sites x hours."""
    worth = [(*prices.seats.needs[row], row) for row in (prices.of_row > ROUNDING).nonzero()[0]]
    sessions = [session for session in problem.sessions if not session.past]
    usual = median_low(session.minutes for session in sessions) if sessions else 0
    slots = slots_of(sessions)
    kinds: dict[tuple[str, str, Level | None], list[Session]] = {}
    for session, need, _ in worth:
        kinds.setdefault(_kind(session, need), []).append(session)
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


def _verified(problem: Problem, now: Cover, listed: Sequence[Recruit], wanted: int, ends: float) -> list[Recruit]:
    """All of the list, the first ones verified: until ``wanted`` of them gain what no later one can exceed.

    No more than twice as many searches are spent on that.
    """
    done: list[Recruit] = []
    for one in listed[: 2 * wanted]:
        gains = sorted((other.gain for other in done if other.gain is not None), reverse=True)
        if len(gains) >= wanted and gains[wanted - 1] >= one.at_most:
            break
        done.append(verify(problem, now, one, ends - time.monotonic()))
    return [*done, *listed[len(done) :]]


def _times(slots: dict[str, Slot], wanting: Sequence[Session]) -> list[tuple[Slot, ...]]:
    """Each time with a wanting session alone, then the same part of the day on all weekdays that want somebody."""
    single = sorted({slots[session.key] for session in wanting})
    parts = [tuple(slot for slot in single if _part(slot.starts) == part) for _, part in PARTS_OF_DAY]
    return [(slot,) for slot in single] + [part for part in parts if len(part) > 1]


def _sites(wanting: Sequence[Session]) -> list[str | None]:
    sites = sorted({session.site for session in wanting})
    return [*sites, None] if len(sites) > 1 else [*sites]


def _kind(session: Session, need: Need) -> tuple[str, str, Level | None]:
    return need.role, session.branch, session.level


def _part(starts: str) -> str:
    return next(part for until, part in PARTS_OF_DAY if starts < until)


def _ends(session: Session) -> str:
    hours, minutes = map(int, session.starts.split(":"))
    ends = hours * 60 + minutes + session.minutes
    return f"{ends // 60 % 24:02}:{ends % 60:02}"


def _undominated(recruits: Sequence[Recruit]) -> list[Recruit]:
    """Those beside which no other one gains at least as much at most and asks no more of a person."""
    kinds: dict[tuple[str, str, Level | None], list[Recruit]] = {}
    for one in recruits:
        kinds.setdefault((one.profile.role, one.profile.branch, one.profile.level), []).append(one)
    return [
        one
        for group in kinds.values()
        for one in group
        if not any(other is not one and other.at_most >= one.at_most and _asks_less(other, one) for other in group)
    ]


def _asks_less(first: Recruit, second: Recruit) -> bool:
    """Whether the first profile asks no more than the second, of the same kind, in times, sites and hours."""
    one, other = first.profile, second.profile
    return (
        one.minutes_week <= other.minutes_week
        and set(one.slots) <= set(other.slots)
        and (one.site == other.site or other.site is None)
    )


def _rank(one: Recruit) -> tuple[object, ...]:
    """Verified before unverified where equal; then who has to bring less."""
    profile = one.profile
    gain = one.at_most if one.gain is None else one.gain
    asked = (profile.minutes_week, len(profile.slots), profile.site is None)
    named = (profile.role, profile.branch, profile.level or 0, profile.slots, profile.site or "")
    return (-gain, one.gain is None, -(one.seats or 0), asked, named)
