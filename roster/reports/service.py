"""What an operator asks of the whole service: which organisations there are, and figures that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.courses import Course
from roster.models.organisations import Organisation
from roster.models.outbox import MessageState, OutboxMessage
from roster.models.people import Volunteer
from roster.models.rosters import Roster
from roster.records import Standing


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """One organisation of the service."""

    id: int
    key: str
    name: str


def organisations(store: Store) -> tuple[OrganisationLine, ...]:
    """All organisations by name, for the command line and the worker; never shown to an organisation's own people."""
    with store.across() as session:
        query = select(Organisation.id, Organisation.key, Organisation.name).order_by(Organisation.name)
        return tuple(OrganisationLine(*row) for row in session.execute(query))


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One organisation in figures: active people, courses, published weeks with the last one, mail that failed."""

    key: str
    name: str
    active: int
    courses: int
    published: int
    last_week: str  # "2026-W48", empty if nothing was published yet
    failed_mail: int


def service_page(store: Store, actor: Actor) -> tuple[ServiceLine, ...]:
    """All organisations of the service by name, in figures alone. Operators only."""
    actor.require(AccountRole.OPERATOR)
    with store.across() as session:

        def counted(model: Any, *conditions: Any) -> dict[int, int]:
            query = select(model.organisation_id, func.count(model.id)).where(*conditions)
            return {owner: int(count) for owner, count in session.execute(query.group_by(model.organisation_id))}

        active = counted(Volunteer, Volunteer.standing == Standing.ACTIVE)
        courses, failed = counted(Course), counted(OutboxMessage, OutboxMessage.state == MessageState.FAILED)
        published = counted(Roster, Roster.current_number > 0)
        newest = select(Roster.organisation_id, func.max(Roster.week)).where(Roster.current_number > 0)
        weeks: dict[int, str] = dict(session.execute(newest.group_by(Roster.organisation_id)).all())
    return tuple(
        ServiceLine(
            key=one.key,
            name=one.name,
            active=active.get(one.id, 0),
            courses=courses.get(one.id, 0),
            published=published.get(one.id, 0),
            last_week=weeks.get(one.id, ""),
            failed_mail=failed.get(one.id, 0),
        )
        for one in organisations(store)
    )
