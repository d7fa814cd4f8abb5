"""The school North with its week published, a lead and an admin with accounts, and its volunteers; all invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.audit import AuditEntry
from roster.models.base import Base
from roster.models.duty_answers import DutyAnswer, SeatOffer
from roster.models.outbox import OutboxMessage
from roster.models.tenancy import unscoped
from roster.reports.stand_ins import StandIns, stand_ins
from tests.planning.desk import NOW, Desk, make_desk

LATER = NOW + dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Week:
    """The published week and who acts in it."""

    desk: Desk
    lead: Actor
    admin: Actor
    anna: Actor
    ben: Actor
    carl: Actor
    dora: Actor

    @property
    def store(self) -> Store:
        """The store."""
        return self.desk.store

    def answers(self) -> list[tuple[str, str, str]]:
        """Session, volunteer and answer of all answers."""
        with self.store.reading(self.desk.id) as session:
            rows = session.scalars(select(DutyAnswer).order_by(DutyAnswer.session, DutyAnswer.volunteer))
            return [(row.session, row.volunteer, row.answer.value) for row in rows]

    def offers(self) -> list[tuple[str, str]]:
        """Volunteer and state of all offers, in the order they were made."""
        with self.store.reading(self.desk.id) as session:
            return [
                (row.volunteer, row.state.value) for row in session.scalars(select(SeatOffer).order_by(SeatOffer.id))
            ]

    def to_look_after(self) -> StandIns:
        """What leads must look after."""
        return stand_ins(self.store, self.lead, now=NOW)

    def mails(self, kind: str) -> list[OutboxMessage]:
        """Messages of one kind, oldest first."""
        return [message for message in self.desk.mails() if message.kind == kind]

    def audited(self) -> list[str]:
        """The actions in the audit log, oldest first."""
        with self.store.reading(self.desk.id) as session:
            return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


def make_week(store: Store) -> Week:
    """North with version 1 of its week published: Anna, Ben and Dora have duties, Carl has none."""
    desk = make_desk(store)
    week = Week(
        desk,
        lead=desk.account(AccountRole.LEAD, email="lena@school.example"),
        admin=desk.account(AccountRole.ADMIN, email="adele@school.example"),
        **{
            name: desk.account(AccountRole.VOLUNTEER, volunteer=name, email=f"{name}@school.example")
            for name in ("anna", "ben", "carl", "dora")
        },
    )
    desk.publish_plan()
    return week


def dump(week: Week) -> str:
    """Every value of every table as one text, each also within quotes, as keys stand in JSON."""
    with week.store.engine.begin() as connection, unscoped(connection):
        rows = [row for table in Base.metadata.sorted_tables for row in connection.execute(select(table))]
    return "\n".join(" | ".join(f'"{value}" {value}' for value in row) for row in rows)
