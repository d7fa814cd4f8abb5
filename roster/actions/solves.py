"""Planning runs as leads see them: ask for one, stop it, take its plan over as the draft.

The worker's side of the same record is in roster.actions.solve_claims.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roster.actions.audit import record
from roster.actions.drafts import replace_draft
from roster.actions.trails import Trail
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Invalid, NotFound, WeekTooLarge
from roster.models.rosters import MadeFrom, locked_roster
from roster.models.solves import Solve, SolveStatus
from roster.outcome import GoalResult
from roster.plan import Plan
from roster.problem import Problem
from roster.rules import check, measure
from roster.weeks.frozen import commitments_elsewhere, freeze_week
from roster.weeks.stored import draft_of, written_goals
from roster.words import Sentence
from roster.work_queue import announce_solve

DEFAULT_SECONDS = 20.0
SHORTEST_SECONDS, LONGEST_SECONDS = 1.0, 600.0
# Beyond these a week is refused before it is queued; the search itself takes on no more people times sessions either.
MOST_PEOPLE_TIMES_SESSIONS, MOST_WINDOWS = 2_000_000, 200_000

SECONDS_OUT_OF_RANGE = Sentence(
    de="Die Rechenzeit muss zwischen {least} und {most} Sekunden liegen.",
    en="The time to plan must lie between {least} and {most} seconds.",
)
TOO_LARGE = Sentence(
    de="Diese Woche ist zu groß zum Planen: {people} Personen mal {sessions} Termine (höchstens {most_pairs}), "
    "{windows} Zeitfenster (höchstens {most_windows}). Bitte in mehrere Organisationen aufteilen.",
    en="This week is too large to plan: {people} people times {sessions} sessions (at most {most_pairs}), "
    "{windows} windows (at most {most_windows}). Please split it into several organisations.",
)
ENDED_ALREADY = Sentence(
    de="Dieser Planungslauf ist schon beendet. Bitte die Seite neu laden.",
    en="This planning run has ended already. Please reload the page.",
)
NO_PLAN = Sentence(
    de="Dieser Planungslauf hat keinen Plan hinterlassen. Bitte einen neuen starten.",
    en="This planning run left no plan. Please start a new one.",
)
PLAN_OUTDATED = Sentence(
    de="Der Plan dieses Laufs passt nicht mehr zu den heutigen Angaben ({count} Regelverstöße). "
    "Bitte neu planen lassen.",
    en="The plan of this run no longer fits today's data ({count} broken rules). Please let the week be planned again.",
)


class Found(enum.StrEnum):
    """What asking for a solve came to."""

    NEW = "new"
    RUNNING = "running"  # somebody had asked already: theirs is joined
    STORED = "stored"  # nothing changed since one with a proven result


@dataclass(frozen=True, slots=True)
class SolveTicket:
    """Where to look for the result of asking for a solve.

    ``undo`` takes back that a stored plan became the draft at once (roster.actions.undo); None where it replaced none.
    """

    solve_id: int
    status: SolveStatus
    found: Found
    undo: str | None = None


def request_solve(
    store: Store,
    actor: Actor,
    week: str,
    *,
    seconds: float = DEFAULT_SECONDS,
    reproducible: bool = False,
    now: dt.datetime,
) -> SolveTicket:
    """Ask for a plan of a week: freezes the problem and queues it; the result will be the week's draft.

    While a run of this week is queued or solving, that one is given. Where a finished run proved its result for the
    very same problem, its plan becomes the draft again at once. Raises Forbidden, Invalid, and WeekTooLarge for a week
    beyond the documented size.
    """
    actor.require(AccountRole.LEAD)
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise Invalid(SECONDS_OUT_OF_RANGE, least=int(SHORTEST_SECONDS), most=int(LONGEST_SECONDS))
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.writing(actor.organisation_id) as session:
        if (running := _running(session, week)) is not None:
            return SolveTicket(running.id, running.status, Found.RUNNING)
        problem = freeze_week(session, week, elsewhere=elsewhere, now=now).problem
        refuse_too_large(problem)
        stored = _stored_result(session, problem, seconds, reproducible)
        if stored is not None:
            undo = _make_draft(session, actor, stored, problem, now=now)
            record(session, actor, "request_solve", f"solve/{stored.id}", now=now)
            return SolveTicket(stored.id, stored.status, Found.STORED, undo)
        ticket = _queue(session, actor, problem, seconds, reproducible, now=now)
    if ticket.found is Found.NEW:
        announce_solve(store, ticket.solve_id)
    return ticket


def cancel_solve(store: Store, actor: Actor, solve_id: int, *, now: dt.datetime) -> None:
    """Stop a run: at once if it still waits, else within a second or two; its best plan so far is kept in its record.

    Raises NotFound, and Conflict where it has ended already.
    """
    actor.require(AccountRole.LEAD)
    with store.writing(actor.organisation_id) as session:
        _own_solve(session, solve_id)
        mine = update(Solve).where(Solve.id == solve_id).execution_options(synchronize_session=False)
        mine = mine.returning(Solve.id)
        waiting = mine.where(Solve.status == SolveStatus.QUEUED).values(
            status=SolveStatus.CANCELLED, cancel_requested=True, finished_at=now
        )
        solving = mine.where(Solve.status == SolveStatus.SOLVING).values(cancel_requested=True)
        if not (session.execute(waiting).all() or session.execute(solving).all()):
            raise Conflict(ENDED_ALREADY)
        record(session, actor, "cancel_solve", f"solve/{solve_id}", fields=("cancel_requested",), now=now)


def adopt_plan(store: Store, actor: Actor, solve_id: int, *, now: dt.datetime) -> str | None:
    """Make the best plan of an ended run the week's draft, whatever draft there is.

    Gives the name to undo it by (roster.actions.undo) where it replaced a draft.

    For a run that was cancelled, or that ended while somebody mended the draft. Raises NotFound, Conflict where the
    run has no plan or its plan breaks a rule by now.
    """
    actor.require(AccountRole.LEAD)
    with store.reading(actor.organisation_id) as session:
        week = _own_solve(session, solve_id).week
    elsewhere = commitments_elsewhere(store, actor.organisation_id, week)
    with store.writing(actor.organisation_id) as session:
        solve = _own_solve(session, solve_id)
        if not solve.status.ended or solve.best_plan is None:
            raise Conflict(NO_PLAN)
        problem = freeze_week(session, week, elsewhere=elsewhere, now=now).problem
        if broken := check(problem, Plan.of(solve.best_plan)):
            raise Conflict(PLAN_OUTDATED, count=len(broken))
        undo = _make_draft(session, actor, solve, problem, now=now)
        record(session, actor, "adopt_plan", f"solve/{solve_id}", fields=("assignments",), now=now)
        return undo


def refuse_too_large(problem: Problem) -> None:
    """Raise WeekTooLarge for a problem beyond the documented size."""
    windows = sum(len(person.windows) for person in problem.people)
    people, sessions = len(problem.people), len(problem.sessions)
    if people * sessions > MOST_PEOPLE_TIMES_SESSIONS or windows > MOST_WINDOWS:
        raise WeekTooLarge(
            TOO_LARGE,
            people=people,
            sessions=sessions,
            windows=windows,
            most_pairs=MOST_PEOPLE_TIMES_SESSIONS,
            most_windows=MOST_WINDOWS,
        )


def _running(session: Session, week: str) -> Solve | None:
    active = Solve.status.in_((SolveStatus.QUEUED, SolveStatus.SOLVING))
    return session.scalars(select(Solve).where(Solve.week == week, active)).one_or_none()


def _own_solve(session: Session, solve_id: int) -> Solve:
    solve = session.get(Solve, solve_id)
    if solve is None:
        raise NotFound()
    return solve


def _stored_result(session: Session, problem: Problem, seconds: float, reproducible: bool) -> Solve | None:
    """A finished run of the same problem that another one could not better: proven, or repeatable and as long."""
    query = select(Solve).where(
        Solve.week == problem.week,
        Solve.status == SolveStatus.READY,
        Solve.fingerprint == problem.fingerprint,
        Solve.reproducible == reproducible,
    )
    if not reproducible:
        query = query.where(Solve.proven)
    else:
        query = query.where(Solve.proven | (Solve.limit_seconds == seconds), Solve.reason.is_(None))
    return session.scalars(query.order_by(Solve.id.desc()).limit(1)).one_or_none()


def _queue(
    session: Session, actor: Actor, problem: Problem, seconds: float, reproducible: bool, *, now: dt.datetime
) -> SolveTicket:
    draft = draft_of(session, problem.week)
    solve = Solve(
        week=problem.week,
        status=SolveStatus.QUEUED,
        requested_at=now,
        requested_by=actor.account_id,
        problem=problem.to_json(),
        fingerprint=problem.fingerprint,
        limit_seconds=seconds,
        reproducible=reproducible,
        draft_edition=0 if draft is None else draft.edition,
        required=sum(need.required for need in problem.needs.values()),
    )
    try:
        with session.begin_nested():
            session.add(solve)
    except IntegrityError:  # a second click in the same moment: the database let only one through
        running = _running(session, problem.week)
        if running is None:
            raise
        return SolveTicket(running.id, running.status, Found.RUNNING)
    record(session, actor, "request_solve", f"solve/{solve.id}", fields=("problem", "limit_seconds"), now=now)
    return SolveTicket(solve.id, solve.status, Found.NEW)


def _make_draft(session: Session, actor: Actor, solve: Solve, problem: Problem, *, now: dt.datetime) -> str | None:
    """Write a run's plan as the draft; the proven bounds stay where the problem is the one that was solved.

    Gives the name to undo it by where it replaced a draft.
    """
    plan = Plan.of(solve.best_plan or ())
    proven = {key: (bound, optimal) for key, _, bound, optimal in solve.goals}
    same = solve.fingerprint == problem.fingerprint
    goals = [
        GoalResult(key, value, *(proven.get(key, (None, False)) if same else (None, False)))
        for key, value in measure(problem, plan).items()
    ]
    roster, trail = locked_roster(session, solve.week), Trail(session, actor)
    old = draft_of(session, solve.week)
    if old is not None:
        trail.remove(old)
    draft = replace_draft(
        session,
        roster,
        problem,
        plan,
        made_from=MadeFrom.SOLVE,
        goals=written_goals(goals),
        account_id=actor.account_id,
        solve_id=solve.id,
        set_aside=solve.set_aside,
        now=now,
    )
    if old is None:
        return None
    trail.added(draft)
    return trail.keep(f"solve/{solve.id}", now=now)
