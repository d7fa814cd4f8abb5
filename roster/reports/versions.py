"""Published versions of a week: their list, their differences, and what publishing the draft would mean."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.actions.drafts import NO_DRAFT
from roster.actor import AccountRole, Actor
from roster.calendar.weeks import checked_week
from roster.database import Store
from roster.errors import NotFound
from roster.models.rosters import PublishedDuty, RosterVersion
from roster.models.school_records import read_school
from roster.plan import Plan, difference
from roster.problem import Problem
from roster.reports.wording import ChangeLine, account_name, change_lines
from roster.rules import check, names_of
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.weeks.inputs import changed_inputs
from roster.weeks.stored import current_plan, draft_of, plan_of, roster_of, version_of


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
class PublishPreview:
    """What publishing the draft would mean.

    ``violations`` must be mended first; ``inputs_changed`` must be confirmed; ``told`` counts people who get a message.
    """

    week: str
    edition: int
    next_number: int
    changes: tuple[ChangeLine, ...]
    violations: tuple[str, ...]
    inputs_changed: tuple[str, ...]
    empty_required: int
    told: int


def versions_page(store: Store, actor: Actor, week: str) -> VersionsPage:
    """All versions of a week. Raises Forbidden, and Invalid for a week that does not exist."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        roster = roster_of(session, checked_week(week))
        if roster is None:
            return VersionsPage(week, ())
        query = select(RosterVersion).where(RosterVersion.roster_id == roster.id).order_by(RosterVersion.number.desc())
        lines = [version_line(session, one, roster.current_number, actor.language) for one in session.scalars(query)]
    return VersionsPage(week, tuple(lines))


def version_difference(store: Store, actor: Actor, week: str, first: int, second: int) -> tuple[ChangeLine, ...]:
    """What changed for whom from one version to another; number 0 is "nothing published yet". Raises NotFound."""
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        plans = [_plan(session, checked_week(week), number) for number in (first, second)]
        names = names_of(read_school(session), actor.language)
    return change_lines(difference(*plans), names, actor.language)


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
        problem, names = frozen.problem, names_of(frozen.school, actor.language)
        plan = plan_of(draft.assignments)
        changes = difference(current_plan(session, week) or Plan(), plan)
        inputs = changed_inputs(Problem.from_json(draft.problem), problem)
        empty = sum(max(0, need.required - len(plan.in_seat(one, role))) for (one, role), need in problem.needs.items())
        return PublishPreview(
            week=week,
            edition=draft.edition,
            next_number=roster.current_number + 1,
            changes=change_lines(changes, names, actor.language),
            violations=tuple(one.text(actor.language, names) for one in check(problem, plan)),
            inputs_changed=tuple(one.text(actor.language, names) for one in inputs),
            empty_required=empty,
            told=len(changes),
        )


def version_line(session: Session, version: RosterVersion, current_number: int, language: str) -> VersionLine:
    """One version in a list."""
    count = select(func.count()).select_from(PublishedDuty).where(PublishedDuty.version_id == version.id)
    imported = version.published_at is None
    return VersionLine(
        number=version.number,
        published_at=version.published_at,
        published_by="" if imported else account_name(session, version.published_by, language),
        comment=version.comment,
        current=version.number == current_number,
        assignments=session.scalar(count) or 0,
        rolled_back_to=version.rolled_back_to,
    )


def _plan(session: Session, week: str, number: int) -> Plan:
    if number == 0:
        return Plan()
    version = version_of(session, week, number)
    if version is None:
        raise NotFound()
    return plan_of(version.assignments)
