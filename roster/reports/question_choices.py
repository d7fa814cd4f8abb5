"""What leads can choose from when they ask about a week: people and their duties, places, days, courses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.plan import Plan
from roster.records import Organisation
from roster.reports.wording import seat_text
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.weeks.stored import current_plan, draft_of

Choice = tuple[str, str]  # key, text


@dataclass(frozen=True, slots=True)
class Place:
    """A site with its rooms, and how many sessions are still to come there."""

    site: str
    name: str
    rooms: tuple[Choice, ...]
    sessions: int


@dataclass(frozen=True, slots=True)
class QuestionChoices:
    """What a week has. ``duties`` are those that one chosen person was told and that are still to come.

    ``days`` are those with sessions to come, ``roles`` and ``branches`` those that its sessions ask for.
    """

    week: str
    organisation: Organisation
    people: tuple[Choice, ...]
    duties: tuple[Choice, ...]
    days: tuple[dt.date, ...]
    places: tuple[Place, ...]
    courses: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    branches: tuple[Choice, ...]
    published: bool
    has_draft: bool


def question_choices(
    store: Store, actor: Actor, week: str, person: str | None = None, *, now: dt.datetime
) -> QuestionChoices:
    """What can be asked about a week. Raises Forbidden, and Invalid for a week that does not exist."""
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.reading(actor.organisation_id) as session:
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        told, draft = current_plan(session, week), draft_of(session, week)
    problem, names = frozen.problem, frozen.names(actor.language)
    to_come = [one for one in problem.sessions if not one.past]
    open_keys = {one.key for one in to_come}
    mine = (told or Plan()).by_person.get(person, ()) if person else ()
    return QuestionChoices(
        week=week,
        organisation=frozen.school.organisation,
        people=_by_name((one.key, names[f"person/{one.key}"]) for one in problem.people),
        duties=tuple((one.session, seat_text(one, names, actor.language)) for one in mine if one.session in open_keys),
        days=tuple(sorted({one.on_day for one in to_come})),
        places=tuple(
            Place(
                site.key,
                site.name,
                tuple((room.key, room.name) for room in frozen.school.rooms if room.site == site.key),
                sum(one.site == site.key for one in to_come),
            )
            for site in sorted(frozen.school.sites, key=lambda site: site.name)
        ),
        courses=_by_name((key, names[f"course/{key}"]) for key in {one.course for one in to_come}),
        roles=_by_name((key, names[f"role/{key}"]) for key in {need.role for one in to_come for need in one.needs}),
        branches=_by_name((key, names[f"branch/{key}"]) for key in {one.branch for one in to_come}),
        published=told is not None,
        has_draft=draft is not None,
    )


def _by_name(those: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(those, key=lambda one: (one[1].casefold(), one[0])))
