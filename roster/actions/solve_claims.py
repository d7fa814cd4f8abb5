"""Planning runs as workers see them: claim one, say that it goes on, hand in its result, or give it back.

Whoever holds a run proves it by its attempt number in every statement. A worker that was stopped for so long that its
lease ran out and another took over finds its words refused: it can neither show progress nor make a draft.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Update, select, update
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.drafts import replace_draft
from roster.actions.solve_course import forget_points, note_point
from roster.actor import COMMAND_LINE_ACCOUNT, AccountRole, Actor
from roster.database import Store
from roster.models.accounts import Account, Membership, visit_until
from roster.models.organisations import Organisation
from roster.models.rosters import MadeFrom, locked_roster
from roster.models.solves import Solve, SolveReason, SolveStatus
from roster.models.tenancy import within
from roster.outcome import Outcome, Progress, Status
from roster.problem import Problem
from roster.rules import check, measure
from roster.weeks.stored import draft_of, written_goals

LEASE = dt.timedelta(seconds=30)
MOST_ATTEMPTS = 3
# A queued run that no worker took within this time was announced in vain: its announcement is repeated.
UNHEARD_AFTER = dt.timedelta(seconds=5)
ACTIVE = (SolveStatus.QUEUED, SolveStatus.SOLVING)


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that this worker holds; ``attempt`` is the proof."""

    solve_id: int
    organisation_id: int
    attempt: int
    week: str
    problem: str  # JSON
    limit_seconds: float
    reproducible: bool


class Word(enum.Enum):
    """What a worker is told when it says that it still works."""

    GO_ON = "go_on"
    CANCEL = "cancel"
    LOST = "lost"  # somebody else holds the run by now, or it has ended: stop, and say nothing


def claim(store: Store, solve_id: int, *, now: dt.datetime, lease: dt.timedelta = LEASE) -> Claim | None:
    """Take a run that waits or whose worker fell silent. None: it is in good hands, over, or does not exist.

    A run whose asker may no longer plan ends as failed; one whose cancelling nobody could hear ends as cancelled.
    """
    free = (Solve.lease_until.is_(None) | (Solve.lease_until < now)) & (Solve.attempt < MOST_ATTEMPTS)
    with store.across(writing=True) as session:
        taken = session.execute(
            _update(Solve.id == solve_id, Solve.status.in_(ACTIVE), free)
            .values(status=SolveStatus.SOLVING, attempt=Solve.attempt + 1, lease_until=now + lease, started_at=now)
            .returning(Solve.organisation_id, Solve.attempt)
        ).one_or_none()
        if taken is None:
            return None
        solve = session.execute(
            select(
                Solve.week,
                Solve.problem,
                Solve.limit_seconds,
                Solve.reproducible,
                Solve.requested_by,
                Solve.cancel_requested,
            ).where(Solve.id == solve_id)
        ).one()
        forget_points(session, solve_id)
        mine = (Solve.id == solve_id, Solve.attempt == taken.attempt)
        if solve.cancel_requested:
            session.execute(_update(*mine).values(status=SolveStatus.CANCELLED, lease_until=None, finished_at=now))
            return None
        if not _may_plan(session, solve.requested_by, taken.organisation_id, now=now):
            session.execute(_ended(*mine, reason=SolveReason.WITHDRAWN, now=now))
            return None
    return Claim(
        solve_id,
        taken.organisation_id,
        taken.attempt,
        solve.week,
        solve.problem,
        solve.limit_seconds,
        solve.reproducible,
    )


def renew(
    store: Store, claimed: Claim, progress: Progress | None, *, now: dt.datetime, lease: dt.timedelta = LEASE
) -> Word:
    """Say that the work goes on, with what is new: keeps the lease and stores progress and the best plan so far."""
    values: dict[str, object] = {"lease_until": now + lease}
    if progress is not None:
        values |= {
            "seconds": progress.seconds,
            "goal": progress.goal,
            "goals": written_goals(progress.goals),
            "filled_required": progress.filled_required,
            "required": progress.required,
        }
        if progress.plan is not None:
            values["best_plan"] = progress.plan.assignments
    with store.across(writing=True) as session:
        cancelled = session.execute(
            _held(claimed).values(values).returning(Solve.cancel_requested)
        ).scalar_one_or_none()
        if cancelled is not None and progress is not None:
            goals = written_goals(progress.goals)
            note_point(
                session, claimed.organisation_id, claimed.solve_id, progress.seconds, progress.filled_required, goals
            )
    if cancelled is None:
        return Word.LOST
    return Word.CANCEL if cancelled else Word.GO_ON


def finish(
    store: Store, claimed: Claim, outcome: Outcome, *, now: dt.datetime, reason: SolveReason | None = None
) -> SolveStatus | None:
    """Hand in the result: checked once more by the rules themselves, then stored, and made the week's draft.

    A cancelled search, and one whose week's draft was mended meanwhile, leave the draft alone: their plan stays in the
    record for ``adopt_plan``. ``reason`` says why a search was ended from outside. Gives the status that the run ended
    with; None where the run is no longer this worker's, and then nothing is written.
    """
    problem = Problem.from_json(claimed.problem)
    numbers = {goal.key: goal.value for goal in outcome.goals}
    measured = measure(problem, outcome.plan)
    agrees = not check(problem, outcome.plan) and all(measured[key] == value for key, value in numbers.items())
    cancelled = outcome.status is Status.CANCELLED
    status = SolveStatus.FAILED if not agrees else SolveStatus.CANCELLED if cancelled else SolveStatus.READY
    values: dict[str, object] = {
        "status": status,
        "lease_until": None,
        "finished_at": now,
        "seconds": outcome.seconds,
        "goal": "",
        "reason": reason if agrees else SolveReason.REFUSED,
    }
    result = _result_values(problem, outcome) if agrees else {}
    values |= result
    with store.across(writing=True) as session:
        if not _changed(session, _held(claimed).values(values)):
            return None
        if result:
            filled, goals = result["filled_required"], result["goals"]
            note_point(session, claimed.organisation_id, claimed.solve_id, outcome.seconds, filled, goals, last=True)
        if status is SolveStatus.READY:
            with within(session, claimed.organisation_id):
                _make_draft(session, claimed, problem, outcome, now=now)
    return status


def _result_values(problem: Problem, outcome: Outcome) -> dict[str, Any]:
    """What the record keeps of an outcome that stood the check."""
    filled = sum(
        min(need.required, len(outcome.plan.in_seat(session, role))) for (session, role), need in problem.needs.items()
    )
    return {
        "goals": written_goals(outcome.goals),
        "best_plan": outcome.plan.assignments,
        "set_aside": outcome.set_aside,
        "proven": outcome.status is Status.OPTIMAL,
        "cut_short": outcome.cut_short,
        "filled_required": filled,
    }


def give_up(
    store: Store, claimed: Claim, reason: SolveReason, *, now: dt.datetime, final: bool = False
) -> SolveStatus | None:
    """Give a run back without result: it is tried again, up to three times in all, then it has failed.

    ``final``: it is not tried again. Gives the status now, None where the run is no longer this worker's.
    """
    last = final or claimed.attempt >= MOST_ATTEMPTS
    with store.across(writing=True) as session:
        if last:
            given_back = _ended(*_mine(claimed), reason=reason, now=now)
        else:
            given_back = _held(claimed).values(status=SolveStatus.QUEUED, lease_until=None, requested_at=now)
        if not _changed(session, given_back):
            return None
    return SolveStatus.FAILED if last else SolveStatus.QUEUED


def requeue_expired(store: Store, *, now: dt.datetime) -> tuple[int, ...]:
    """Look after runs that nobody looks after: gives those to announce again, and ends those tried often enough.

    To be called when a worker starts and each minute; calling it more often does no harm.
    """
    expired = Solve.lease_until < now
    with store.across(writing=True) as session:
        session.execute(
            _ended(
                Solve.status.in_(ACTIVE),
                expired | Solve.lease_until.is_(None),
                Solve.attempt >= MOST_ATTEMPTS,
                reason=SolveReason.LOST,
                now=now,
            )
        )
        unheard = Solve.lease_until.is_(None) & (Solve.requested_at < now - UNHEARD_AFTER)
        waiting = select(Solve.id).where(Solve.status.in_(ACTIVE), expired | unheard).order_by(Solve.id)
        return tuple(session.scalars(waiting))


def status_of(store: Store, solve_id: int) -> SolveStatus | None:
    """Where a run stands; None if there is none of that number."""
    with store.across() as session:
        return session.scalars(select(Solve.status).where(Solve.id == solve_id)).one_or_none()


# ---- statements ------------------------------------------------------------------------------------------------------


def _update(*conditions: ColumnElement[bool]) -> Update:
    return update(Solve).where(*conditions).execution_options(synchronize_session=False)


def _changed(session: Session, statement: Update) -> bool:
    """Carry a statement out; whether it met a run."""
    return bool(session.execute(statement.returning(Solve.id)).all())


def _mine(claimed: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        Solve.id == claimed.solve_id,
        Solve.attempt == claimed.attempt,
        Solve.status == SolveStatus.SOLVING,
    )


def _held(claimed: Claim) -> Update:
    return _update(*_mine(claimed))


def _ended(*conditions: ColumnElement[bool], reason: SolveReason, now: dt.datetime) -> Update:
    return _update(*conditions).values(status=SolveStatus.FAILED, reason=reason, lease_until=None, finished_at=now)


def _may_plan(session: Session, account_id: int, organisation_id: int, *, now: dt.datetime) -> bool:
    """Whether whoever asked for a run still may, as a lead, an admin, or an operator on a visit.

    A role taken away, an account disabled and a visit that has ended count at once.
    """
    if account_id == COMMAND_LINE_ACCOUNT:
        return True
    enabled = select(Account.id).where(Account.id == account_id, Account.disabled_at.is_(None))
    if session.scalar(enabled) is None:
        return False
    leading = select(Membership.id).where(
        Membership.account_id == account_id,
        Membership.organisation_id == organisation_id,
        Membership.role.in_((AccountRole.LEAD, AccountRole.ADMIN)),
    )
    if session.scalar(leading.limit(1)) is not None:
        return True
    return visit_until(session, account_id, organisation_id, now=now) is not None


def _make_draft(session: Session, claimed: Claim, problem: Problem, outcome: Outcome, *, now: dt.datetime) -> None:
    """Write the plan as the draft, unless somebody mended the draft since the run was asked for."""
    asked = session.execute(select(Solve.requested_by, Solve.draft_edition).where(Solve.id == claimed.solve_id)).one()
    roster = locked_roster(session, claimed.week)
    draft = draft_of(session, claimed.week)
    if draft is not None and draft.edition != asked.draft_edition:
        return
    replace_draft(
        session,
        roster,
        problem,
        outcome.plan,
        made_from=MadeFrom.SOLVE,
        goals=written_goals(outcome.goals),
        account_id=asked.requested_by,
        solve_id=claimed.solve_id,
        set_aside=outcome.set_aside,
        now=now,
    )
    key = session.scalars(select(Organisation.key).where(Organisation.id == claimed.organisation_id)).one()
    asker = Actor(asked.requested_by, claimed.organisation_id, key, frozenset({AccountRole.LEAD}))
    record(session, asker, "finish_solve", f"solve/{claimed.solve_id}", fields=("assignments",), now=now)
