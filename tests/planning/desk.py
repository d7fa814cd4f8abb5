"""The language school North, small enough to fit in the head, and what its lead does there. All names are invented.

Mon 23 Nov 09:00 kids (children, clearance asked), Tue and Thu 18:30 a2 (adults), Thu 18:30 b1 (at the other site).
Anna and Ben lead anything, Anna with a clearance; Dora leads adults; Carl helps and is a newcomer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select

from roster.actions.publishing import Published, publish
from roster.actions.rosters import start_draft
from roster.actions.seat_edits import empty_seat, fill_seat
from roster.actions.solve_claims import claim, finish
from roster.actions.solves import SolveTicket, request_solve
from roster.actor import AccountRole, Actor, command_line_actor
from roster.database import Store
from roster.models.accounts import Account, Membership
from roster.models.outbox import OutboxMessage
from roster.models.school_records import read_school, write_school
from roster.models.solves import SolveStatus
from roster.outcome import GoalResult, Outcome, Status
from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.records import (
    Availability,
    Branch,
    Certificate,
    Course,
    Meeting,
    Organisation,
    Qualification,
    Role,
    Room,
    School,
    Seats,
    Site,
    Travel,
    Volunteer,
    Willingness,
)
from roster.records import Means as MeansOfTravel
from roster.rules import measure
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of, plan_of
from tests.tiny_store import add_organisation, an_actor

WEEK = "2026-W48"
NOW = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)  # the Thursday before
KIDS, A2_TUE, A2_THU, B1_THU = (
    "kids@2026-11-23T09:00",
    "a2@2026-11-24T18:30",
    "a2@2026-11-26T18:30",
    "b1@2026-11-26T18:30",
)
SEATS = (
    Assignment(KIDS, "lead", "anna"),
    Assignment(A2_TUE, "lead", "ben"),
    Assignment(A2_THU, "lead", "anna"),
    Assignment(B1_THU, "lead", "dora"),
)
GOOD_PLAN = Plan.of(SEATS)


def small_school(key: str = "north") -> School:
    """The records of the school."""
    people = {"anna": "Anna", "ben": "Ben", "carl": "Carl", "dora": "Dora"}
    leads = ("anna", "ben", "dora")
    return School(
        organisation=Organisation(key=key, name=f"Language school {key}"),
        branches=(
            Branch(key="adults", name="Adults"),
            Branch(key="children", name="Children", minors=True, certificates=("clearance",)),
        ),
        sites=(
            Site(key="mill", name="Old mill", address="Canary Lane 1", address_in_feeds=True),
            Site(key="ship", name="House of the ship", address="Secret Harbour 2"),
        ),
        rooms=(Room(key="m1", site="mill", name="Wheel room"),),
        travel=(
            Travel(from_site="mill", to_site="ship", means=MeansOfTravel.FOOT, minutes=20),
            Travel(from_site="ship", to_site="mill", means=MeansOfTravel.FOOT, minutes=20),
        ),
        roles=(Role(key="helper", name="Helper", depends_on="lead"), Role(key="lead", name="Lead", leads=True)),
        volunteers=tuple(
            Volunteer(
                key=one,
                first_name=name,
                last_name="Canarysurname",
                email=f"{one}@school.example",
                phone="+49 541 5550",
                language="en",
                newcomer=one == "carl",
                wished_minutes_week=180,
            )
            for one, name in people.items()
        ),
        qualifications=(
            *(Qualification(volunteer=one, role="lead") for one in leads),
            *(Qualification(volunteer=one, role="helper") for one in people),
        ),
        certificates=(Certificate(volunteer="anna", kind="clearance", seen_on=dt.date(2026, 1, 7)),),
        availability=tuple(
            Availability(volunteer=one, weekday=day, start_minute=0, end_minute=1440, willingness=Willingness.GLADLY)
            for one in people
            for day in range(5)
        ),
        courses=(
            Course(key="a2", name="A2 evening", branch="adults", site="mill"),
            Course(key="b1", name="B1 evening", branch="adults", site="ship"),
            Course(key="kids", name="Children's German", branch="children", site="ship", priority=4),
        ),
        seats=(
            Seats(course="a2", role="lead"),
            Seats(course="a2", role="helper", required=0, wished=1),
            Seats(course="b1", role="lead"),
            Seats(course="kids", role="lead"),
        ),
        meetings=(
            Meeting(course="a2", weekday=1, start_minute=1110, end_minute=1200, room="m1"),
            Meeting(course="a2", weekday=3, start_minute=1110, end_minute=1200, room="m1"),
            Meeting(course="b1", weekday=3, start_minute=1110, end_minute=1200),
            Meeting(course="kids", weekday=0, start_minute=540, end_minute=630),
        ),
    )


@dataclass(frozen=True)
class Desk:
    """The store, the school's number, and its lead at the command line."""

    store: Store
    id: int
    lead: Actor

    # ---- records ---------------------------------------------------------------------------------------------------

    def school(self) -> School:
        """All records as they are now."""
        with self.store.reading(self.id) as session:
            return read_school(session)

    def change(self, **tables: object) -> None:
        """Replace whole tables of the school's records."""
        with self.store.writing(self.id) as session:
            write_school(session, replace(read_school(session), **tables))  # type: ignore[arg-type]

    def volunteer(self, key: str, **fields: object) -> None:
        """Change one volunteer's record."""
        people = self.school().volunteers
        self.change(volunteers=tuple(replace(one, **fields) if one.key == key else one for one in people))  # type: ignore[arg-type]

    def account(self, role: AccountRole, *, volunteer: str | None = None, email: str = "lead@school.example") -> Actor:
        """A stored account in this organisation, and who acts with it."""
        with self.store.across(writing=True) as session:
            account = Account(email=email, language="en", created_at=NOW)
            session.add(account)
            session.flush()
            session.add(Membership(organisation_id=self.id, account_id=account.id, role=role, volunteer=volunteer))
            number = account.id
        return an_actor(self.id, role, volunteer=volunteer, account_id=number)

    # ---- planning --------------------------------------------------------------------------------------------------

    def problem(self, now: dt.datetime = NOW) -> Problem:
        """The week frozen as it is now."""
        elsewhere = commitments_elsewhere(self.store, self.id, WEEK)
        with self.store.reading(self.id) as session:
            return freeze_week(session, WEEK, elsewhere=elsewhere, now=now).problem

    def request(self, now: dt.datetime = NOW) -> SolveTicket:
        """Ask for a solve."""
        return request_solve(self.store, self.lead, WEEK, now=now)

    def solved(self, plan: Plan = GOOD_PLAN, now: dt.datetime = NOW) -> int:
        """A draft with this plan, as if a search had found and proven it; gives its edition."""
        ticket = self.request(now)
        claimed = claim(self.store, ticket.solve_id, now=now)
        assert claimed is not None
        assert finish(self.store, claimed, outcome_of(self.problem(now), plan), now=now) is SolveStatus.READY
        return self.edition()

    def edition(self) -> int:
        """The draft's edition."""
        with self.store.reading(self.id) as session:
            draft = draft_of(session, WEEK)
            assert draft is not None
            return draft.edition

    def draft_plan(self) -> Plan | None:
        """The draft's plan."""
        with self.store.reading(self.id) as session:
            draft = draft_of(session, WEEK)
            return None if draft is None else plan_of(draft.assignments)

    def published_plan(self) -> Plan | None:
        """What people were told."""
        with self.store.reading(self.id) as session:
            return current_plan(session, WEEK)

    def publish(self, now: dt.datetime = NOW) -> Published:
        """Publish the draft."""
        return publish(self.store, self.lead, WEEK, edition=self.edition(), now=now)

    def publish_plan(self, plan: Plan = GOOD_PLAN, now: dt.datetime = NOW) -> Published:
        """Publish a plan as a lead would who mends the draft by hand."""
        edition = start_draft(self.store, self.lead, WEEK, now=now) if self.draft_plan() is None else self.edition()
        self._make(plan, edition, now)
        return self.publish(now)

    def _make(self, plan: Plan, edition: int, now: dt.datetime) -> None:
        there = self.draft_plan() or Plan()
        for seat in sorted(set(there.assignments) - set(plan.assignments)):
            edition = empty_seat(
                self.store, self.lead, WEEK, *_parts(seat), edition=edition, despite_warnings=True, now=now
            ).edition
        for seat in sorted(set(plan.assignments) - set(there.assignments)):
            edition = fill_seat(
                self.store, self.lead, WEEK, *_parts(seat), edition=edition, despite_warnings=True, now=now
            ).edition

    def mails(self) -> list[OutboxMessage]:
        """All messages, oldest first."""
        with self.store.reading(self.id) as session:
            return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def outcome_of(problem: Problem, plan: Plan, status: Status = Status.OPTIMAL) -> Outcome:
    """What a search would say that found this plan."""
    goals = tuple(GoalResult(key, value, value, True) for key, value in measure(problem, plan).items())
    return Outcome(plan, status, goals, (), 1.5, status is not Status.OPTIMAL, problem.fingerprint)


def _parts(seat: Assignment) -> tuple[str, str, str]:
    return seat.session, seat.role, seat.person


def make_desk(store: Store) -> Desk:
    """The school in an empty store."""
    number = add_organisation(store, "north")
    with store.writing(number) as session:
        write_school(session, small_school())
    return Desk(store, number, command_line_actor(number, "north", "en"))
