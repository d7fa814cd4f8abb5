"""How far an organisation has come on the way from nothing to its first published week."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from roster.actions.availability_requests import KIND
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.courses import Course, Meeting, Seats
from roster.models.organisations import Branch, Organisation, Role, Site
from roster.models.outbox import OutboxMessage
from roster.models.people import Availability, Qualification, Volunteer
from roster.models.rosters import Roster, RosterDraft
from roster.records import Standing


class Step(enum.StrEnum):
    """The steps in their order."""

    SITES = "sites"
    WORDS = "words"  # branches and roles
    COURSES = "courses"
    PEOPLE = "people"
    QUALIFICATIONS = "qualifications"
    TIMES = "times"
    PLAN = "plan"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What is there already: counts of what planning a week needs. All zero for a new organisation.

    ``qualified`` counts active volunteers with a qualification, ``people_with_windows`` those with an availability
    window, ``courses_ready`` the courses that have both a weekly meeting and seats, ``asked`` mails that asked for
    availability, ``drafts`` and ``published`` weeks.
    """

    sites: int
    branches: int
    roles: int
    courses: int
    courses_ready: int
    people: int
    qualified: int
    people_with_windows: int
    asked: int
    drafts: int
    published: int

    @property
    def ready_to_plan(self) -> bool:
        """Whether a plan of a week could put anybody anywhere."""
        return bool(self.courses_ready and self.people_with_windows)

    @property
    def finished(self) -> bool:
        """Whether a week was published: from then on the organisation finds its way."""
        return bool(self.published)

    def done(self, step: Step) -> bool:
        """Whether there is something of what a step asks for."""
        return bool(
            {
                Step.SITES: self.sites,
                Step.WORDS: self.branches and self.roles,
                Step.COURSES: self.courses_ready,
                Step.PEOPLE: self.people,
                Step.QUALIFICATIONS: self.qualified,
                Step.TIMES: self.people_with_windows,
                Step.PLAN: self.drafts or self.published,
                Step.PUBLISH: self.published,
            }[step]
        )

    @property
    def next(self) -> Step | None:
        """The first step that is not done; None after the first published week."""
        return None if self.finished else next((step for step in Step if not self.done(step)), None)


def first_steps(store: Store, actor: Actor) -> FirstSteps:
    """Count what the actor's organisation has entered so far, in one query. Raises Forbidden for volunteers."""
    actor.require(AccountRole.LEAD)
    active = Volunteer.standing == Standing.ACTIVE
    ready = Course.key.in_(select(Meeting.course)), Course.key.in_(select(Seats.course))
    counts = {
        "sites": _count(Site),
        "branches": _count(Branch),
        "roles": _count(Role),
        "courses": _count(Course),
        "courses_ready": _count(Course, *ready),
        "people": _count(Volunteer),
        "qualified": _count(Volunteer, active, Volunteer.key.in_(select(Qualification.volunteer))),
        "people_with_windows": _count(Volunteer, active, Volunteer.key.in_(select(Availability.volunteer))),
        "asked": _count(OutboxMessage, OutboxMessage.kind == KIND),
        "drafts": _count(RosterDraft),
        "published": _count(Roster, Roster.current_number > 0),
    }
    with store.reading(actor.organisation_id) as session:
        found = session.execute(select(*(count.label(name) for name, count in counts.items()))).one()
    return FirstSteps(**{name: int(value or 0) for name, value in found._mapping.items()})


def _count(model: type[Any], *conditions: Any) -> Any:
    return select(func.count(model.id)).where(*conditions).scalar_subquery()


def organisation_name(store: Store, actor: Actor) -> str:
    """What the actor's organisation is called; anybody who is signed in may know."""
    with store.reading(actor.organisation_id) as session:
        return session.scalar(select(Organisation.name)) or actor.organisation
