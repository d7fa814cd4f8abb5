"""Whom to recruit: profiles of people whom the week lacks, each with what it would add to the cover.

One linear program prices all profiles (``solver.prices``); the best are verified by a real search for the least cover
with such a person in the week. The others keep their price as what they gain at most.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from roster.plan import Plan
from roster.problem import Need, Person, Problem, Session
from solver.covering import Cover, least_cover
from solver.prices import ROUNDING, Prices, new_key, price, with_person
from solver.profiles import Kind, Profile, person_of, profiles_of

VERIFIED = 20


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

    @property
    def said(self) -> int:
        """The gain, or what it is at most."""
        return self.at_most if self.gain is None else self.gain


@dataclass(frozen=True, slots=True)
class Recruiting:
    """The profiles worth looking for, best first.

    ``cover`` is the least cover of the week as it is (the least found where it is not ``proven``), ``empty`` the
    required seats that stay empty in that plan. ``priced`` profiles were looked at. One of them that is not listed
    gains nothing, or no more than is said of a listed one that asks no more of a person, or it meets none of the empty
    seats and gains at most ``others_at_most``. Where nobody is listed and seats stay empty, ``anybody_at_most`` is what
    any one more person at all gains at most, whatever they can do and however long they come; else None.
    """

    fingerprint: str
    cover: int
    proven: bool
    empty: int
    priced: int
    others_at_most: int
    recruits: tuple[Recruit, ...]
    anybody_at_most: int | None = None


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
    open_rows = rows_left_open(prices, now)
    profiles = [
        profile
        for profile in profiles_of(problem, wanted_needs(prices, now, open_rows))
        if most_minutes is None or profile.minutes_week <= most_minutes
    ]
    priced = [Recruit(profile, most_gain(prices, now, problem, profile)) for profile in profiles]
    hopeful = [one for one in priced if _may_gain(one, prices, now, open_rows)]
    found = [one for one in _verified(problem, now, hopeful, verified, ends) if one.said > 0]
    empty = empty_required(problem, now.plan)
    return Recruiting(
        fingerprint=problem.fingerprint,
        cover=now.value,
        proven=now.proven,
        empty=empty,
        priced=len(profiles),
        others_at_most=prices.most_gain(now.value, 0.0),
        recruits=tuple(sorted(found, key=_rank)),
        anybody_at_most=_most_of_anybody(problem, now, prices, ends) if empty and not found else None,
    )


def rows_left_open(prices: Prices, now: Cover) -> frozenset[int]:
    """Rows of seats that stay empty though their prices may be too low; none where prices tell all.

    Prices are those of a linear program. Where its bound lies below the least cover, a seat may be filled there by
    halves of people and so be worth nothing, though in every real plan somebody is missing.
    """
    if not prices.most_gain(now.value, 0.0):
        return frozenset()
    needs = prices.seats.needs
    rows = (int(row) for row in prices.allowed(_stranger(prices)))
    return frozenset(
        row for row in rows if len(now.plan.in_seat(needs[row][0].key, needs[row][1].role)) < needs[row][1].required
    )


def wanted_needs(prices: Prices, now: Cover, open_rows: Collection[int]) -> list[tuple[Session, Need]]:
    """The seats that somebody could be looked for: those with a worth, and those in the rows that are left open."""
    if not now.value:
        return []
    return [need for row, need in enumerate(prices.seats.needs) if prices.of_row[row] > ROUNDING or row in open_rows]


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


def _may_gain(one: Recruit, prices: Prices, now: Cover, open_rows: Collection[int]) -> bool:
    """Whether a profile's own price is more than nothing, or it could sit down in a row that is left open."""
    if one.at_most > prices.most_gain(now.value, 0.0):
        return True
    newcomer = person_of(prices.given.problem, one.profile, prices.stranger)
    return bool(open_rows) and any(int(row) in open_rows for row in prices.allowed(newcomer))


def _stranger(prices: Prices) -> Person:
    """Somebody new who may take every seat of the week."""
    return prices.given.problem.person_by_key[prices.stranger]


def _most_of_anybody(problem: Problem, now: Cover, prices: Prices, ends: float) -> int:
    """By how much any one more person can lower the cover at most, by whichever of the known ways they travel."""
    stranger = _stranger(prices)
    known = {way.means for way in problem.journeys} or {stranger.means}
    return max(_most_of(problem, now, prices, replace(stranger, means=means), ends) for means in sorted(known))


def _most_of(problem: Problem, now: Cover, prices: Prices, person: Person, ends: float) -> int:
    """By how much this person and whoever can do less lower the cover at most, searched for where there is time.

    Pins of newcomers come before cover: where some may give way, a person who can do more may have to spend it on
    them, so that a search says nothing about those who can do less.
    """
    at_most = prices.most_gain(now.value, prices.most_worth(person))
    left = ends - time.monotonic()
    if not at_most or left <= 0 or prices.given.yielding:
        return at_most
    floor = max(0, now.value - at_most)
    then = least_cover(with_person(problem, person), seconds=left, hint=now.plan, floor=floor)
    return min(at_most, now.value - then.bound)


def _verified(problem: Problem, now: Cover, priced: Sequence[Recruit], wanted: int, ends: float) -> list[Recruit]:
    """Those to be listed, the first ones verified: until ``wanted`` of them gain what no later one can exceed.

    Of profiles of a kind only those stay that no other one hides; a verified gain below the price brings back those
    that the price had hidden. No more than twice as many searches as are wanted are spent.
    """
    groups = _by_kind(priced)
    fronts = {kind: _front(group) for kind, group in groups.items()}
    for _ in range(2 * wanted):
        listed = [one for front in fronts.values() for one in front]
        gains = sorted((one.gain for one in listed if one.gain is not None), reverse=True)
        best = min((one for one in listed if one.gain is None), key=_rank, default=None)
        if best is None or (len(gains) >= wanted and gains[wanted - 1] >= best.at_most):
            break
        known = verify(problem, now, best, ends - time.monotonic())
        if known.gain is None:
            break
        kind = best.profile.kind
        groups[kind] = [known if one is best else one for one in groups[kind]]
        fronts[kind] = _front(groups[kind])
    return [one for front in fronts.values() for one in front]


def _by_kind(priced: Iterable[Recruit]) -> dict[Kind, list[Recruit]]:
    kinds: dict[Kind, list[Recruit]] = {}
    for one in priced:
        kinds.setdefault(one.profile.kind, []).append(one)
    return kinds


def _front(group: Sequence[Recruit]) -> list[Recruit]:
    """Those of a kind that no other one hides: one that is said to gain at least as much and asks no more."""
    return [
        one
        for one in group
        if not any(
            other is not one and other.said >= one.said and other.profile.asks_no_more_than(one.profile)
            for other in group
        )
    ]


def _rank(one: Recruit) -> tuple[object, ...]:
    """Verified before unverified where equal; then who has to bring less."""
    profile = one.profile
    asked = (profile.minutes_week, len(profile.slots), profile.site is None)
    named = (profile.role, profile.branch, profile.level or 0, profile.slots, profile.site or "")
    return (-one.said, one.gain is None, -(one.seats or 0), asked, named)
