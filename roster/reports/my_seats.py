"""Open seats that a volunteer could take, the kindest first, and what became of the seats that they offered to take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.actor import Actor
from roster.calendar.clock import local_day, minute_of_day, moment, wall_clock
from roster.calendar.weeks import week_of, weeks_later
from roster.database import Store
from roster.errors import Forbidden
from roster.models.duty_answers import OfferState, SeatOffer
from roster.models.organisations import Organisation
from roster.models.rosters import Roster
from roster.plan import Plan
from roster.problem import Assignment, Need, Person, willingness
from roster.problem import Session as ProblemSession
from roster.records import Willingness
from roster.rules import obstacles_of
from roster.rules.seating import Placing, seating_of
from roster.rules.wishes import cost_alone, misses_partners
from roster.weeks.duty_answers import places_open, sought_in_weeks
from roster.weeks.feed_names import read_names
from roster.weeks.feed_words import FeedNames, level_name
from roster.weeks.frozen import FrozenWeek, commitments_in_weeks, freeze_weeks
from roster.weeks.stored import current_plans

WEEKS_AHEAD = 8  # further ahead nothing is looked at: each week is judged anew
OFFERS_SHOWN_FOR = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """One open seat of a published week that would suit. Times are wall-clock texts; addresses are told with duties.

    ``stands_in`` = somebody who sits there cannot come. ``how`` is how gladly the volunteer said they come then.
    ``enough`` = they have as many hours in that week already as they wished for.
    """

    week: str
    session: str
    role: str
    on_day: dt.date
    starts: str
    ends: str
    course_name: str
    level: str
    role_name: str
    site_name: str
    room: str
    required: bool
    stands_in: bool
    how: Willingness | None
    colleagues: tuple[str, ...]
    enough: bool


@dataclass(frozen=True, slots=True)
class MyOffer:
    """One offer of the volunteer, and where it stands."""

    id: int
    state: OfferState
    on_day: dt.date
    starts: str
    course_name: str
    role_name: str
    offered_at: dt.datetime
    past: bool


@dataclass(frozen=True, slots=True)
class MySeats:
    """What a volunteer could take, and what they offered; both empty where there is nothing."""

    seats: tuple[OpenSeat, ...]
    offers: tuple[MyOffer, ...]


def my_seats(store: Store, actor: Actor, *, now: dt.datetime) -> MySeats:
    """Open seats of the published weeks ahead that the asking volunteer could take without breaking a rule.

    Judged on each week as it is published, with those who cannot come taken out. Seats that they offered to take stand
    under ``offers`` instead. Required seats and stand-ins come first, then what suits their wishes, then the earliest.
    Raises Forbidden for who is no volunteer.
    """
    if actor.volunteer is None:
        raise Forbidden()
    with store.reading(actor.organisation_id) as session:
        timezone = session.scalars(select(Organisation.timezone)).one()
        first = week_of(local_day(now, timezone))
        weeks = _published_weeks(session, first)
    elsewhere = commitments_in_weeks(store, actor.organisation_id, weeks)
    found: list[tuple[tuple[object, ...], OpenSeat]] = []
    with store.reading(actor.organisation_id) as session:
        offers = _offers(session, actor.volunteer, now)
        waiting = {(one.session, one.role) for one in offers if one.state is OfferState.WAITING}
        plans = current_plans(session, weeks)
        sought = sought_in_weeks(session, plans)
        for week, frozen in freeze_weeks(session, elsewhere, now=now).items():
            found += _Weighed(frozen, plans[week], sought[week], actor.volunteer).seats(without=waiting)
        names = read_names(session)
        mine = tuple(_my_offer(one, names, now, timezone) for one in offers)
    found.sort(key=lambda pair: pair[0])
    return MySeats(tuple(seat for _, seat in found), mine)


def _published_weeks(session: Session, first: str) -> Sequence[str]:
    ahead = [weeks_later(first, number) for number in range(WEEKS_AHEAD)]
    query = select(Roster.week).where(Roster.current_number > 0, Roster.week.in_(ahead)).order_by(Roster.week)
    return session.scalars(query).all()


class _Weighed:
    """The open seats of one published week, as one person sees them."""

    def __init__(self, frozen: FrozenWeek, plan: Plan, sought: Sequence[Assignment], volunteer: str) -> None:
        self._frozen, self._problem = frozen, frozen.problem
        self._plan, self._sought = plan, sought
        self._there = plan.with_changes(remove=sought)
        self._names = FeedNames.of(frozen.school)
        self._person: Person | None = self._problem.person_by_key.get(volunteer)

    def seats(self, *, without: set[tuple[str, str]]) -> Iterator[tuple[tuple[object, ...], OpenSeat]]:
        """Each seat that fits, with the key to rank it by; one for each role of a session."""
        person = self._person
        if person is None:
            return
        for where in self._problem.sessions:
            for need in where.needs:
                if (where.key, need.role) not in without and self._fits(person, where, need):
                    seat = self._seat(person, where, need)
                    yield self._rank(person, where, need, seat), seat

    def _fits(self, person: Person, where: ProblemSession, need: Need) -> bool:
        if not places_open(self._problem, self._plan, self._sought, where.key, need.role):
            return False
        return not obstacles_of(self._problem, self._there, person.key, where.key, need.role)

    def _seat(self, person: Person, where: ProblemSession, need: Need) -> OpenSeat:
        dated = self._frozen.dated[where.key]
        site = self._names.sites.get(where.site)
        there = [seat.person for seat in self._there.by_session.get(where.key, ())]
        minutes, _ = seating_of(self._problem, self._there).load_of(person)
        return OpenSeat(
            week=self._problem.week,
            session=where.key,
            role=need.role,
            on_day=where.on_day,
            starts=where.starts,
            ends=wall_clock(dated.end_minute),
            course_name=self._names.course(where.course),
            level="" if where.level is None else level_name(where.level.name),
            role_name=self._names.role(need.role),
            site_name=where.site if site is None else site.name,
            room=self._names.room(dated.room or ""),
            required=len(self._there.in_seat(where.key, need.role)) < need.required,
            stands_in=any((one.session, one.role) == (where.key, need.role) for one in self._sought),
            how=willingness(person.windows, where),
            colleagues=tuple(sorted(name for one in there if (name := self._names.first_name(one)))),
            enough=minutes >= person.wished_minutes > 0,
        )

    def _rank(self, person: Person, where: ProblemSession, need: Need, seat: OpenSeat) -> tuple[object, ...]:
        placing = Placing(person, where, need.role)
        there = {one.person for one in self._there.by_session.get(where.key, ())}
        cost = cost_alone(placing) + misses_partners(placing, there)
        return not seat.required, seat.enough, cost, where.on_day, where.start_minute, where.key, need.role


# ---- offers ----------------------------------------------------------------------------------------------------------


def _offers(session: Session, volunteer: str, now: dt.datetime) -> Sequence[SeatOffer]:
    """Waiting ones, and those answered lately."""
    lately = SeatOffer.offered_at > now - OFFERS_SHOWN_FOR
    query = select(SeatOffer).where(SeatOffer.volunteer == volunteer, SeatOffer.state != OfferState.WITHDRAWN, lately)
    return session.scalars(query.order_by(SeatOffer.session, SeatOffer.id)).all()


def _my_offer(offer: SeatOffer, names: FeedNames, now: dt.datetime, timezone: str) -> MyOffer:
    course, _, when = offer.session.rpartition("@")
    day, _, starts = when.partition("T")
    on_day = dt.date.fromisoformat(day)
    return MyOffer(
        id=offer.id,
        state=offer.state,
        on_day=on_day,
        starts=starts,
        course_name=names.course(course),
        role_name=names.role(offer.role),
        offered_at=offer.offered_at,
        past=moment(on_day, minute_of_day(starts), timezone) <= now,
    )
