"""The draft and the versions of a week as the store holds them, and their plans."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from roster.models.rosters import DraftDuty, PublishedDuty, Roster, RosterDraft, RosterVersion
from roster.models.written import Goal
from roster.outcome import GoalResult
from roster.plan import Plan
from roster.problem import Assignment


def roster_of(session: Session, week: str) -> Roster | None:
    """The week's row; None if nothing was ever stored about it."""
    return session.scalars(select(Roster).where(Roster.week == week)).one_or_none()


def draft_of(session: Session, week: str) -> RosterDraft | None:
    """The week's draft, if there is one."""
    query = select(RosterDraft).join(Roster, Roster.id == RosterDraft.roster_id).where(Roster.week == week)
    return session.scalars(query).one_or_none()


def version_of(session: Session, week: str, number: int | None = None) -> RosterVersion | None:
    """A version of the week, by default the one that counts; None if there is no such version."""
    query = select(RosterVersion).join(Roster, Roster.id == RosterVersion.roster_id).where(Roster.week == week)
    wanted = RosterVersion.number == (Roster.current_number if number is None else number)
    return session.scalars(query.where(wanted)).one_or_none()


def plan_of(duties: Iterable[DraftDuty] | Iterable[PublishedDuty]) -> Plan:
    """The stored assignments as a plan."""
    return Plan.of(Assignment(duty.session, duty.role, duty.volunteer) for duty in duties)


def draft_plan(session: Session, draft: RosterDraft) -> Plan:
    """A draft's plan, read without the rows behind it: several times as quick as ``plan_of(draft.assignments)``."""
    return _read_plan(session, DraftDuty, DraftDuty.draft_id == draft.id)


def version_plan(session: Session, version: RosterVersion) -> Plan:
    """A version's plan, read in the same way."""
    return _read_plan(session, PublishedDuty, PublishedDuty.version_id == version.id)


def current_plan(session: Session, week: str) -> Plan | None:
    """What people were told last about the week; None = never published."""
    version = version_of(session, week)
    return None if version is None else version_plan(session, version)


def current_plans(session: Session, weeks: Collection[str]) -> dict[str, Plan]:
    """What people were told last about several weeks, with one query; an empty plan for one with nobody in it."""
    query = (
        select(Roster.week, PublishedDuty.session, PublishedDuty.role, PublishedDuty.volunteer)
        .join(RosterVersion, RosterVersion.id == PublishedDuty.version_id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .where(RosterVersion.number == Roster.current_number, Roster.week.in_(tuple(weeks)))
    )
    found: dict[str, list[Assignment]] = {week: [] for week in weeks}
    for week, key, role, volunteer in session.execute(query):
        found.setdefault(week, []).append(Assignment(key, role, volunteer))
    return {week: Plan.of(seats) for week, seats in found.items()}


def _read_plan(session: Session, duty: type[DraftDuty] | type[PublishedDuty], where: ColumnElement[bool]) -> Plan:
    rows = session.execute(select(duty.session, duty.role, duty.volunteer).where(where))
    return Plan.of(Assignment(key, role, volunteer) for key, role, volunteer in rows)


def goal_results(goals: Iterable[Goal]) -> tuple[GoalResult, ...]:
    """Stored goals as results."""
    return tuple(GoalResult(*goal) for goal in goals)


def written_goals(goals: Iterable[GoalResult]) -> tuple[Goal, ...]:
    """Results as they are stored."""
    return tuple((goal.key, goal.value, goal.bound, goal.optimal) for goal in goals)


def unproven(values: Iterable[tuple[str, int]]) -> tuple[Goal, ...]:
    """The goals of a plan that somebody changed by hand: values, and nothing proven about them."""
    return tuple((key, value, None, False) for key, value in values)
