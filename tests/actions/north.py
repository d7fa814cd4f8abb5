"""The organisation "north" with two volunteers, and the people who act in it; invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from roster.actions.organisations import create_organisation
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.audit import AuditEntry
from roster.models.school_records import read_school, write_school
from roster.records import Branch, Course, Meeting, Organisation, Role, Room, School, Seats, Site, Volunteer
from tests.tiny_store import an_actor

NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 24)


@dataclass(frozen=True)
class North:
    """The organisation and its people: an admin, a lead, and the volunteers anna and jan."""

    store: Store
    id: int
    admin: Actor
    lead: Actor
    anna: Actor
    stranger: Actor  # an admin of another organisation

    def school(self) -> School:
        """All records as they are now."""
        with self.store.reading(self.id) as session:
            return read_school(session)

    def audited(self) -> list[tuple[str, tuple[str, ...]]]:
        """What the audit log says about people's doings, oldest first."""
        with self.store.reading(self.id) as session:
            query = select(AuditEntry.action, AuditEntry.fields).order_by(AuditEntry.number)
            return [(action, fields) for action, fields in session.execute(query) if action != "create_organisation"]


def make_north(store: Store) -> North:
    """Both organisations, north with its records."""
    organisation = Organisation(key="north", name="Sprachschule Nord")
    number = create_organisation(store, organisation, now=NOW).organisation_id
    other = create_organisation(store, Organisation(key="south", name="Sprachschule Süd"), now=NOW).organisation_id
    school = School(
        organisation=organisation,
        branches=(Branch(key="adults", name="Erwachsene"), Branch(key="children", name="Kinder", minors=True)),
        sites=(Site(key="mill", name="Mühle"), Site(key="ship", name="Schiff", restricted=True)),
        rooms=(Room(key="m1", site="mill", name="Raum 1"), Room(key="s1", site="ship", name="Kajüte")),
        roles=(Role(key="lead", name="Leitung", leads=True), Role(key="helper", name="Hilfe", depends_on="lead")),
        volunteers=(
            Volunteer(key="anna", first_name="Anna", last_name="Beispiel", phone="+49 541 0000"),
            Volunteer(key="jan", first_name="Jan", last_name="Muster", preferred_courses=("a2",)),
        ),
        courses=(Course(key="a2", name="A2 abends", branch="adults", site="mill"),),
        seats=(Seats(course="a2", role="lead"),),
        meetings=(Meeting(course="a2", weekday=1, start_minute=1110, end_minute=1200, room="m1"),),
    )
    with store.writing(number) as session:
        write_school(session, school)
    return North(
        store,
        number,
        admin=an_actor(number, AccountRole.ADMIN, account_id=1),
        lead=an_actor(number, AccountRole.LEAD, account_id=2),
        anna=an_actor(number, AccountRole.VOLUNTEER, volunteer="anna", account_id=3),
        stranger=an_actor(other, AccountRole.ADMIN, organisation="south", account_id=4),
    )
