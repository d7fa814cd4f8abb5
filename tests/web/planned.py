"""A week that has been planned by hand: version 1 published, and a draft that differs from it."""

from __future__ import annotations

import datetime as dt

from roster.actions import rosters, seat_edits
from roster.actions.publishing import publish
from roster.actions.seat_offers import offer_seat
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.duty_answers import OfferState, SeatOffer
from roster.models.outbox import MessageState, OutboxMessage, enqueue
from tests.replayed import replayed
from tests.web.school import WEEK, Service

A1, A2, KIDS, C1 = (
    "a1@2026-11-23T09:00", "a2@2026-11-24T18:30", "kids@2026-11-25T09:00", "c1@2026-11-26T18:00",
)  # fmt: skip
WEEK_BEFORE, A1_BEFORE = "2026-W47", "a1@2026-11-16T09:00"  # the running week, and a session of it that is over


def lead_of(north: Service, school: str = "north") -> Actor:
    """Somebody who leads a school."""
    number = north.schools[school]
    return Actor(
        account_id=1, organisation_id=number, organisation=school, roles=frozenset({AccountRole.LEAD}), language="en"
    )


def publish_week(north: Service, school: str = "north") -> None:
    """Anna leads A1, Bela leads A2 with Emil as helper: published as version 1."""
    replayed(north.store, _publish_week, lead_of(north, school), north.clock.now)


def _publish_week(store: Store, lead: Actor, now: dt.datetime) -> None:
    edition = rosters.start_draft(store, lead, WEEK, now=now)
    for session, role, person in ((A1, "lead", "anna"), (A2, "lead", "bela"), (A2, "helper", "emil")):
        done = seat_edits.fill_seat(store, lead, WEEK, session, role, person, edition=edition, now=now)
        assert done.saved, done.warnings
        edition = done.edition
    publish(store, lead, WEEK, edition=edition, comment="First", now=now)


def start_second_draft(north: Service, school: str = "north") -> int:
    """A draft in which Clara also leads the children's group; gives its edition."""
    return replayed(north.store, _start_second_draft, lead_of(north, school), north.clock.now)


def _start_second_draft(store: Store, lead: Actor, now: dt.datetime) -> int:
    edition = rosters.start_draft(store, lead, WEEK, now=now)
    return seat_edits.fill_seat(store, lead, WEEK, KIDS, "lead", "clara", edition=edition, now=now).edition


def fail_a_mail(north: Service, school: str = "north", answer: str = "SMTP 550: recipient refused") -> int:
    """A message to Bela that the mail server refused for good; gives its number."""
    now = north.clock.now
    with north.store.writing(north.schools[school]) as session:
        enqueue(
            session,
            kind="welcome",
            recipient=f"bela@{school}.example.org",
            subject=f"Welcome to {school}",
            body="Please sign in.",
            now=now,
            dedupe_key="a failed one",
        )
        message = session.query(OutboxMessage).filter(OutboxMessage.dedupe_key == "a failed one").one()
        message.state, message.attempts, message.last_answer = MessageState.FAILED, 3, answer
        message.ended_at = now
        return message.id


def offer_to_step_in(north: Service, school: str = "north") -> None:
    """Anna waits for an answer about C1, then Dilan offers to help in A1, where a wished seat is open."""
    number = north.schools[school]
    with north.store.writing(number) as session:
        session.add(
            SeatOffer(
                week=WEEK,
                session=C1,
                role="lead",
                volunteer="anna",
                state=OfferState.WAITING,
                offered_at=north.clock.now,
            )
        )
    dilan = Actor(99, number, school, frozenset({AccountRole.VOLUNTEER}), "dilan", "en")
    offer_seat(north.store, dilan, A1, "helper", now=north.clock.now)
