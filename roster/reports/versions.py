"""Published versions of a week: their list, their differences, and what publishing the draft would mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.actions.drafts import NO_DRAFT
from roster.actor import AccountRole, Actor
from roster.calendar.weeks import checked_week
from roster.database import Store
from roster.errors import NotFound
from roster.models.rosters import PublishedDuty, RosterVersion
from roster.plan import Plan, difference
from roster.problem import Assignment
from roster.records import School
from roster.reports.wording import ChangeLine, account_names, change_lines, seat_text
from roster.rules import Names, names_of
from roster.rules.violation import spoken_name
from roster.weeks.frozen import commitments_elsewhere, freeze_week, read_records
from roster.weeks.judged import changed_since, judged
from roster.weeks.stored import current_plan, draft_of, draft_plan, roster_of, version_of, version_plan


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version. ``published_at`` is None where it came with an import of tables."""

    number: int
    published_at: dt.datetime | None
    published_by: str
    comment: str
    current: bool
    assignments: int
    rolled_back_to: int | None


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """All versions of a week, the newest first."""

    week: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty in words, earliest first. ``changed``: it is gone (before) or new (after)."""

    words: str
    changed: bool


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """One person's week before and after, for people whose week changes. ``mail``: they can be told by mail."""

    person: str
    person_name: str
    before: tuple[DutyLine, ...]
    after: tuple[DutyLine, ...]
    mail: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a week side by side; ``first`` is None for "nothing published yet".

    ``current`` is the number of the version that counts.
    """

    week: str
    current: int
    first: VersionLine | None
    second: VersionLine
    people: tuple[PersonWeek, ...]


@dataclass(frozen=True, slots=True)
class PublishPreview:
    """What publishing the draft would mean.

    ``violations`` must be mended first; ``inputs_changed`` tell what is different since the draft was made, and have
    to be confirmed where ``to_confirm`` says so; ``told`` counts people whose duties change. ``people`` are these, week
    by week; ``unchanged`` counts those on duty for whom nothing changes.
    """

    week: str
    edition: int
    next_number: int
    changes: tuple[ChangeLine, ...]
    violations: tuple[str, ...]
    inputs_changed: tuple[str, ...]
    to_confirm: bool
    empty_required: int
    told: int
    people: tuple[PersonWeek, ...]
    unchanged: int


def versions_page(store: Store, actor: Actor, week: str) -> VersionsPage:
    """All versions of a week. Raises Forbidden, and Invalid for a week that does not exist."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        roster = roster_of(session, checked_week(week))
        if roster is None:
            return VersionsPage(week, ())
        query = select(RosterVersion).where(RosterVersion.roster_id == roster.id).order_by(RosterVersion.number.desc())
        lines = _lines(session, session.scalars(query).all(), roster.current_number, actor.language)
    return VersionsPage(week, tuple(lines))


def version_difference(store: Store, actor: Actor, week: str, first: int, second: int) -> tuple[ChangeLine, ...]:
    """What changed for whom from one version to another; number 0 is "nothing published yet". Raises NotFound."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        plans = [_plan(session, checked_week(week), number) for number in (first, second)]
        names = names_of(read_records(session), actor.language)
    return change_lines(difference(*plans), names, actor.language)


def versions_compared(store: Store, actor: Actor, week: str, first: int, second: int) -> Comparison:
    """Two versions side by side, by person; number 0 is "nothing published yet". Raises Forbidden and NotFound."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        roster = roster_of(session, checked_week(week))
        old = version_of(session, week, first) if first else None
        new = version_of(session, week, second)
        if roster is None or new is None or (first and old is None):
            raise NotFound()
        school = read_records(session)
        plans = (Plan() if old is None else version_plan(session, old)), version_plan(session, new)
        lines = _lines(session, [one for one in (new, old) if one is not None], roster.current_number, actor.language)
    people = _weeks_of_people(school, *plans, actor.language)
    return Comparison(week, roster.current_number, None if old is None else lines[1], lines[0], people)


def version_seats(store: Store, actor: Actor, week: str, number: int) -> tuple[ChangeLine, ...]:
    """Who sat where in a version, by person (as if it were all new). Raises NotFound."""
    return version_difference(store, actor, week, 0, number)


def publish_preview(store: Store, actor: Actor, week: str, *, now: dt.datetime) -> PublishPreview:
    """What publishing the week's draft would mean now. Raises NotFound where there is no draft."""
    actor.require(AccountRole.LEAD)
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.reading(actor.organisation_id) as session:
        draft, roster = draft_of(session, checked_week(week)), roster_of(session, week)
        if draft is None or roster is None:
            raise NotFound(NO_DRAFT)
        frozen = freeze_week(session, week, elsewhere=elsewhere, now=now)
        problem, names = frozen.problem, frozen.names(actor.language)
        draft_judged, inputs = judged(frozen, draft_plan(session, draft)), changed_since(frozen, draft)
        plan, told = draft_judged.plan, current_plan(session, week) or Plan()
        changes = difference(told, plan)
        empty = sum(max(0, need.required - len(plan.in_seat(one, role))) for (one, role), need in problem.needs.items())
        return PublishPreview(
            week=week,
            edition=draft.edition,
            next_number=roster.current_number + 1,
            changes=change_lines(changes, names, actor.language),
            violations=tuple(one.text(actor.language, names) for one in draft_judged.broken),
            inputs_changed=tuple(one.text(actor.language, names) for one in inputs),
            to_confirm=any(one.stops_publishing for one in inputs),
            empty_required=empty,
            told=len(changes),
            people=_weeks_of_people(frozen.school, told, plan, actor.language),
            unchanged=len(plan.by_person) - sum(1 for change in changes if change.person in plan.by_person),
        )


def version_line(version: RosterVersion, *, assignments: int, published_by: str, current_number: int) -> VersionLine:
    """One version in a list; ``published_by`` is the name of the account, not shown for one that was imported."""
    return VersionLine(
        number=version.number,
        published_at=version.published_at,
        published_by="" if version.published_at is None else published_by,
        comment=version.comment,
        current=version.number == current_number,
        assignments=assignments,
        rolled_back_to=version.rolled_back_to,
    )


def _lines(
    session: Session, versions: Sequence[RosterVersion], current_number: int, language: str
) -> list[VersionLine]:
    """Several versions, with two queries for all of them."""
    duty = PublishedDuty
    counted = select(duty.version_id, func.count()).where(duty.version_id.in_([version.id for version in versions]))
    counts: dict[int, int] = {row[0]: row[1] for row in session.execute(counted.group_by(duty.version_id))}
    names = account_names(session, {version.published_by for version in versions}, language)
    return [
        version_line(
            version,
            assignments=counts.get(version.id, 0),
            published_by=names[version.published_by],
            current_number=current_number,
        )
        for version in versions
    ]


def _weeks_of_people(school: School, before: Plan, after: Plan, language: str) -> tuple[PersonWeek, ...]:
    """The weeks of everybody whose duties differ, by name."""
    names = names_of(school, language)
    reachable = {volunteer.key for volunteer in school.volunteers if volunteer.email}
    weeks = [
        PersonWeek(
            person=change.person,
            person_name=spoken_name("person", change.person, names),
            before=_duties(before.by_person.get(change.person, ()), change.lost, names, language),
            after=_duties(after.by_person.get(change.person, ()), change.gained, names, language),
            mail=change.person in reachable,
        )
        for change in difference(before, after)
    ]
    return tuple(sorted(weeks, key=lambda one: (one.person_name, one.person)))


def _duties(
    duties: Iterable[Assignment], changed: Iterable[Assignment], names: Names, language: str
) -> tuple[DutyLine, ...]:
    marked = set(changed)
    ordered = sorted(duties, key=lambda duty: (duty.session.rpartition("@")[2], duty))
    return tuple(DutyLine(seat_text(duty, names, language), duty in marked) for duty in ordered)


def _plan(session: Session, week: str, number: int) -> Plan:
    if number == 0:
        return Plan()
    version = version_of(session, week, number)
    if version is None:
        raise NotFound()
    return version_plan(session, version)
