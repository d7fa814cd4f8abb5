"""Where one person helps most: the open seats of one or several organisations, each with what it would gain.

The other way round from ``solver.recruiting``: the person is known, with times and skills, and the seats are ranked.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from roster.problem import Ban, Commitment, Person, Problem, Session, Span, Window
from roster.rules import Violation, obstacles
from roster.rules.cover import seat_weights
from solver.covering import Cover, least_cover
from solver.prices import known_means, new_key, price, with_person

VERIFIED = 20
Time = TypeVar("Time", Window, Span, Commitment)
ONE_TIME_ZONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """A required seat that the best plan without the person leaves empty, and what the person in it would gain.

    Gains are cover: weights of required seats that would not stay empty, those that others could then take included.
    ``at_most`` is proven by the prices, ``gain`` by a search or because the price cannot be more; None where neither
    was done. ``at_once``: the person can sit down there with nobody else moving. ``listed``: the site keeps a list of
    people, on which the person has to be put.
    """

    organisation: str
    week: str
    session: str
    role: str
    at_most: int
    gain: int | None
    at_once: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class Week:
    """What the person adds to one organisation's week in all, and the seats that they take in the best plan with them.

    ``cover`` is the least cover without the person, or the least found where it is not ``proven``; ``empty_for_them``
    counts the required seats that stay empty and that the person could take, each on its own. ``barred`` counts the
    other empty ones by the key of the first rule that keeps the person away, most seats first.
    """

    organisation: str
    week: str
    fingerprint: str
    cover: int
    proven: bool
    at_most: int
    gain: int | None
    seats: tuple[tuple[str, str], ...]  # (session, role)
    empty_for_them: int
    barred: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a person helps most: weeks and open seats, both best first; of equal seats the earlier one."""

    weeks: tuple[Week, ...]
    seats: tuple[OpenSeat, ...]


def match(
    problems: Sequence[Problem],
    person: Person,
    *,
    verified: int = VERIFIED,
    seconds: float = 60.0,
    zero_minutes: Mapping[str, int] = ONE_TIME_ZONE,
) -> Match:
    """Rank the open seats of all these weeks for somebody who is not in them yet.

    The person's key is not looked at; sites, roles and certificates are named as in the problems. Where a problem does
    not know the ways of the person's means, it takes those of the means that it knows. ``seconds`` limit all searches
    together; seats that they do not reach, and those after the first ``verified``, stay at what they gain at most.
    The person's minutes are those of the first week. Where the organisations lie in several time zones,
    ``zero_minutes`` say for each when its Monday 00:00 is, in minutes after that of UTC. Raises ProblemTooLarge.
    """
    newcomers = (
        (problem, replace(_told_at(person, problems[0], problem, zero_minutes), key=new_key(problem)))
        for problem in problems
    )
    return _matched(newcomers, verified, time.monotonic() + seconds)


def match_volunteer(
    problems: Sequence[Problem],
    home: str,
    key: str,
    *,
    verified: int = VERIFIED,
    seconds: float = 60.0,
    zero_minutes: Mapping[str, int] = ONE_TIME_ZONE,
) -> Match:
    """Rank the open seats of all these weeks for a volunteer of one of them, with their times and skills there.

    ``home`` is that organisation's key. Seats are open that nobody else would fill: the week of each organisation that
    knows the volunteer (by ``identity``) is taken without their published duties and pins there, with every ban and
    list that names them. What they do elsewhere stays done: each organisation sees the published duties in the others.
    ``zero_minutes`` as for ``match``. Raises KeyError if there is no such organisation or volunteer, ProblemTooLarge.
    """
    at_home = {problem.organisation: problem for problem in problems}[home]
    volunteer = at_home.person_by_key[key]
    duties = _in_order({*volunteer.commitments, *_published_duties(at_home, volunteer)})
    away = replace(volunteer, commitments=duties)
    places = (_without(problem, _told_at(away, at_home, problem, zero_minutes)) for problem in problems)
    return _matched(places, verified, time.monotonic() + seconds)


def _told_at(person: Person, home: Problem, problem: Problem, zero_minutes: Mapping[str, int]) -> Person:
    """The person with times in the minutes of another organisation's week. A duty stays on the day it has at home."""
    later = zero_minutes.get(home.organisation, 0) - zero_minutes.get(problem.organisation, 0)

    def moved(one: Time) -> Time:
        return replace(one, start_minute=one.start_minute + later, end_minute=one.end_minute + later)

    return replace(
        person,
        windows=tuple(map(moved, person.windows)),
        absences=tuple(map(moved, person.absences)),
        commitments=tuple(map(moved, person.commitments)),
    )


def _matched(places: Iterable[tuple[Problem, Person]], verified: int, ends: float) -> Match:
    desks = [_Desk(problem, person, ends) for problem, person in places]
    weeks = [desk.week() for desk in desks]
    open_seats = sorted(((seat, desk) for desk in desks for seat in desk.open_seats()), key=_rank)
    checked = [(desk.verify(seat), desk) for seat, desk in open_seats[:verified]]
    seats = sorted(
        (one for one in (*checked, *open_seats[verified:]) if one[0].gain is None or one[0].gain > 0), key=_rank
    )
    return Match(tuple(sorted(weeks, key=_most_gain)), tuple(seat for seat, _ in seats))


def _without(problem: Problem, volunteer: Person) -> tuple[Problem, Person]:
    """A week without the volunteer, and the person who could join it.

    The volunteer's duties are all that they do at home; where they are known, only what they do elsewhere is kept.
    """
    known = next((one for one in problem.people if one.identity == volunteer.identity), None)
    if known is None:
        return problem, replace(volunteer, key=new_key(problem))
    held = [told for told in problem.published or () if told.person == known.key]
    sessions = (problem.session_by_key[told.session] for told in held if told.session in problem.session_by_key)
    without = replace(
        problem,
        people=tuple(one for one in problem.people if one is not known),
        pins=tuple(pin for pin in problem.pins if pin.person != known.key),
        published=None if problem.published is None else tuple(told for told in problem.published if told not in held),
    )
    done = {_commitment(session) for session in sessions if session.past}
    return without, replace(volunteer, key=known.key, commitments=_in_order({*known.commitments, *done}))


def _published_duties(problem: Problem, person: Person) -> set[Commitment]:
    """What an organisation has told somebody to do, as others see it: times without a place."""
    held = {told.session for told in problem.published or () if told.person == person.key}
    return {replace(_commitment(session), site=None) for session in problem.sessions if session.key in held}


def _in_order(duties: set[Commitment]) -> tuple[Commitment, ...]:
    return tuple(sorted(duties, key=lambda duty: (duty.start_minute, duty.end_minute)))


def _commitment(session: Session) -> Commitment:
    return Commitment(session.on_day, session.start_minute, session.end_minute, session.site)


class _Desk:
    """One organisation's week with and without the person, who has a key that nobody in the week has."""

    def __init__(self, problem: Problem, person: Person, ends: float) -> None:
        self._ends = ends
        self._problem = problem
        self._person = replace(person, identity=person.key, means=known_means(problem, person.means))
        self._wider = with_person(problem, self._person)
        self._now = least_cover(problem, seconds=self._left())
        self._prices = price(problem, person.key)
        self._allowed = frozenset(int(row) for row in self._prices.allowed(self._person))

    def session(self, key: str) -> Session:
        """The session with that key."""
        return self._problem.session_by_key[key]

    def week(self) -> Week:
        """What the person adds in all."""
        at_most = self._prices.most_gain(self._now.value, self._prices.most_worth(self._person))
        then = self._cover_with(self._wider, at_most)
        seats = () if then is None else then.plan.by_person.get(self._person.key, ())
        return Week(
            organisation=self._problem.organisation,
            week=self._problem.week,
            fingerprint=self._problem.fingerprint,
            cover=self._now.value,
            proven=self._now.proven,
            at_most=at_most,
            gain=None if then is None else self._now.value - then.value,
            seats=tuple((one.session, one.role) for one in seats),
            empty_for_them=sum(empty for row, empty in self._empty() if row in self._allowed),
            barred=self._barred(),
        )

    def open_seats(self) -> list[OpenSeat]:
        """The empty required seats that the person could take, each need once; gains where no search is needed."""
        return [self._open_seat(row) for row, _ in self._empty() if row in self._allowed]

    def verify(self, seat: OpenSeat) -> OpenSeat:
        """The same with what the person gains there exactly; as it is where the time does not suffice for a proof."""
        if seat.gain is not None:
            return seat
        closed = [
            Ban(session.key, self._person.key, need.role)
            for session, need in self._prices.seats.needs
            if (session.key, need.role) != (seat.session, seat.role)
        ]
        alone = replace(self._wider, bans=(*self._wider.bans, *closed))
        then = self._cover_with(alone, seat.at_most)
        return seat if then is None else replace(seat, gain=self._now.value - then.value)

    def _cover_with(self, wider: Problem, at_most: int) -> Cover | None:
        """The least cover with the person, if both it and the one without are proven."""
        if not self._now.proven or self._left() <= 0:
            return None
        floor = max(0, self._now.value - at_most)
        then = least_cover(wider, seconds=self._left(), hint=self._now.plan, floor=floor, sparing=self._person.key)
        return then if then.proven else None

    def _empty(self) -> Iterator[tuple[int, int]]:
        """Rows of needs with empty required seats, and how many."""
        for row, (session, need) in enumerate(self._prices.seats.needs):
            empty = need.required - len(self._now.plan.in_seat(session.key, need.role))
            if empty > 0:
                yield row, empty

    def _barred(self) -> tuple[tuple[str, int], ...]:
        """Empty required seats that the person could not take, by the first rule in the way."""
        counts: Counter[str] = Counter()
        for row, empty in self._empty():
            if row not in self._allowed:
                counts[self._in_the_way(row)[0].rule] += empty
        return tuple(counts.most_common())

    def _in_the_way(self, row: int) -> tuple[Violation, ...]:
        """What the rules say against the person in a seat of the plan without them."""
        session, need = self._prices.seats.needs[row]
        return obstacles(self._wider, self._now.plan, session.key, need.role)[self._person.key]

    def _open_seat(self, row: int) -> OpenSeat:
        session, role = self._prices.seats.needs[row][0], self._prices.seats.needs[row][1].role
        at_most = self._prices.most_gain(self._now.value, self._prices.of_row[row])
        in_the_way = self._in_the_way(row)
        # Nobody moves and the seat is filled: that is a plan, so a price that says no more than this is exact.
        at_least = 0 if in_the_way else seat_weights(self._problem)[session.key, role]
        site = self._problem.site_by_key.get(session.site)
        return OpenSeat(
            organisation=self._problem.organisation,
            week=self._problem.week,
            session=session.key,
            role=role,
            at_most=at_most,
            gain=at_most if at_least == at_most and self._now.proven else None,
            at_once=not in_the_way,
            listed=site is not None and site.access is not None and self._person.key not in site.access,
        )

    def _left(self) -> float:
        return max(0.0, self._ends - time.monotonic())


def _rank(one: tuple[OpenSeat, _Desk]) -> tuple[object, ...]:
    """Most gain first, verified before unverified, then without moving anybody, then the earlier one."""
    seat, desk = one
    gain = seat.at_most if seat.gain is None else seat.gain
    session = desk.session(seat.session)
    when = (session.on_day, session.start_minute, session.key, seat.role)
    return (-gain, seat.gain is None, not seat.at_once, when, seat.organisation)


def _most_gain(week: Week) -> tuple[object, ...]:
    return (-(week.at_most if week.gain is None else week.gain), week.organisation)
