"""What leads must look after: published seats whose people cannot come, and offers of others to step in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from roster.actor import AccountRole, Actor
from roster.calendar.clock import local_day, minute_of_day, moment
from roster.calendar.weeks import week_of
from roster.database import Store
from roster.models.duty_answers import Answer, DutyAnswer, OfferState, SeatOffer
from roster.models.organisations import Organisation
from roster.models.people import Volunteer
from roster.models.rosters import PublishedDuty
from roster.weeks.duty_answers import current_duties, week_of_session
from roster.weeks.feed_names import read_names
from roster.weeks.feed_words import FeedNames


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody who offers to take a seat."""

    id: int
    person: str
    person_name: str
    offered_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SoughtSeat:
    """One role of a session that somebody should step into.

    ``away`` are the names of those who cannot come, earliest answer first; none where the seat was simply empty and
    somebody offers to take it.
    """

    week: str
    session: str
    role: str
    on_day: dt.date
    starts: str
    course_name: str
    role_name: str
    site_name: str
    away: tuple[str, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class StandIns:
    """All of it, earliest first; empty = everybody comes and nobody waits for an answer."""

    seats: tuple[SoughtSeat, ...]

    @property
    def sought(self) -> int:
        """How many stand-ins are sought."""
        return sum(len(seat.away) for seat in self.seats)

    @property
    def offers(self) -> int:
        """How many offers wait for an answer."""
        return sum(len(seat.offers) for seat in self.seats)


def stand_ins(store: Store, actor: Actor, *, now: dt.datetime) -> StandIns:
    """Coming published seats whose people said that they cannot come, and waiting offers. Leads and admins."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        timezone = session.scalars(select(Organisation.timezone)).one()
        first = week_of(local_day(now, timezone))
        away = _away(session, first)
        offers = _waiting(session, first)
        if not (away or offers):
            return StandIns(())
        names, people = read_names(session), _full_names(session)
        keys = sorted({*away, *offers}, key=lambda key: (key[0].rpartition("@")[2], key))
        seats = (_seat(key, away.get(key, ()), offers.get(key, ()), names, people) for key in keys)
        return StandIns(tuple(seat for seat in seats if _begins(seat, timezone) > now))


def answers_in_week(store: Store, actor: Actor, week: str) -> Mapping[tuple[str, str], Answer]:
    """For the week page: what people said to the duties they are published for, by (session key, volunteer).

    Who has not answered is missing. Leads and admins.
    """
    actor.require(AccountRole.LEAD)
    query = select(DutyAnswer.session, DutyAnswer.volunteer, DutyAnswer.answer).where(DutyAnswer.week == week)
    with store.reading(actor.organisation_id) as session:
        answers = {(key, volunteer): answer for key, volunteer, answer in session.execute(query)}
        duties = {(one.session, one.volunteer) for one in current_duties(session, weeks={week})} if answers else set()
    return {key: answer for key, answer in answers.items() if key in duties}


Key = tuple[str, str]  # session and role


def _away_duties(session: Session, *conditions: ColumnElement[bool]) -> Iterable[tuple[PublishedDuty, DutyAnswer]]:
    """Published duties that count, with the answer that their person cannot come; earliest answer first."""
    query = select(DutyAnswer).where(DutyAnswer.answer == Answer.CANNOT_COME, *conditions)
    answers = session.scalars(query.order_by(DutyAnswer.answered_at, DutyAnswer.id)).all()
    weeks = {answer.week for answer in answers}
    standing = {(duty.session, duty.volunteer): duty for duty in current_duties(session, weeks=weeks)} if weeks else {}
    for answer in answers:
        duty = standing.get((answer.session, answer.volunteer))
        if duty is not None:
            yield duty, answer


def _away(session: Session, first_week: str) -> Mapping[Key, Sequence[str]]:
    found: dict[Key, list[str]] = {}
    for duty, _ in _away_duties(session, DutyAnswer.week >= first_week):
        found.setdefault((duty.session, duty.role), []).append(duty.volunteer)
    return found


def _waiting(session: Session, first_week: str) -> Mapping[Key, Sequence[SeatOffer]]:
    query = select(SeatOffer).where(SeatOffer.state == OfferState.WAITING, SeatOffer.week >= first_week)
    found: dict[Key, list[SeatOffer]] = {}
    for offer in session.scalars(query.order_by(SeatOffer.offered_at, SeatOffer.id)):
        found.setdefault((offer.session, offer.role), []).append(offer)
    return found


def _seat(
    key: Key, away: Iterable[str], offers: Iterable[SeatOffer], names: FeedNames, people: Mapping[str, str]
) -> SoughtSeat:
    session, role = key
    course, _, when = session.rpartition("@")
    day, _, starts = when.partition("T")
    known = names.courses.get(course)
    site = names.sites.get(known.site) if known is not None else None
    return SoughtSeat(
        week=week_of_session(session),
        session=session,
        role=role,
        on_day=dt.date.fromisoformat(day),
        starts=starts,
        course_name=names.course(course),
        role_name=names.role(role),
        site_name="" if site is None else site.name,
        away=tuple(people.get(one, one) for one in away),
        offers=tuple(
            Offer(one.id, one.volunteer, people.get(one.volunteer, one.volunteer), one.offered_at) for one in offers
        ),
    )


def _begins(seat: SoughtSeat, timezone: str) -> dt.datetime:
    return moment(seat.on_day, minute_of_day(seat.starts), timezone)


def _full_names(session: Session) -> dict[str, str]:
    rows = session.execute(select(Volunteer.key, Volunteer.first_name, Volunteer.last_name))
    return {key: f"{first} {last}".strip() for key, first, last in rows}
