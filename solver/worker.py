"""The worker: takes up queued solves, runs each search in a process of its own, answers questions, and sends mail.

It holds nothing that matters: the record of a solve is the truth (roster.actions.solve_claims). If the worker is killed
at any moment, its search process dies with it, the lease runs out, and another worker takes the run up again.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

from roster.actions.outbox import deliver_due
from roster.actions.question_claims import look_after_questions
from roster.actions.solve_claims import Claim, Word, claim, finish, give_up, renew, requeue_expired, status_of
from roster.actions.trails import forget_old_trails
from roster.database import Store, open_store
from roster.errors import Busy
from roster.mail import Sender, sender_for
from roster.models.solves import SolveReason, SolveStatus
from roster.outcome import GoalResult, Outcome, Progress, Status
from roster.problem import Problem
from roster.rules import measure
from roster.work_queue import announce_solve, queue_for, task_of
from solver.given import Given
from solver.insistence import Pause, after, insist
from solver.limits import Limits
from solver.means import Means, utc_now
from solver.messages import Order
from solver.question_lane import question_lanes
from solver.supervision import Ending, Search, Wish, supervise

ANNOUNCE_AGAIN_SECONDS = 30.0
PATIENCE_SECONDS = 2.0  # how long a worker that ends waits for what runs beside it
LOOK_SECONDS = 0.5  # between two looks at a run that somebody else carries out

REASONS = {
    Ending.OVERDUE: SolveReason.OVERDUE,
    Ending.STOPPED: None,
    Ending.NO_MEMORY: SolveReason.MEMORY,
    Ending.TOO_LARGE: SolveReason.TOO_LARGE,
    Ending.CRASHED: SolveReason.CRASHED,
}

_log = logging.getLogger(__name__)


def run_worker(
    database_url: str,
    *,
    mail_url: str = "console:",
    queue_url: str | None = None,
    means: Means | None = None,
) -> None:
    """Carry out queued solves, one at a time, answer questions and send mail, until SIGTERM or SIGINT.

    Opens and closes the store. Several workers, also on several machines, may share one database.
    """
    store = open_store(database_url)
    try:
        serve_queue(store, sender_for(mail_url), queue_url=queue_url, means=means or Means())
    finally:
        store.close()


def serve_queue(store: Store, sender: Sender, *, queue_url: str | None, means: Means) -> None:
    """Listen to the queue; beside it answer questions, and look around every few seconds."""
    queue = queue_for(store.engine.url, queue_url)

    def solve(solve_id: int) -> None:
        carry_out(store, solve_id, means=means)

    task_of(queue, solve)
    ended = threading.Event()
    beside = [
        threading.Thread(target=look_around, args=(store, sender, queue_url, means, ended), daemon=True),
        *question_lanes(store, means, ended),
    ]
    for thread in beside:
        thread.start()
    try:
        # One thread: the search is in another process anyway, and a killed worker leaves no process of its own behind.
        queue.create_consumer(workers=1, worker_type="thread", periodic=False, max_delay=0.5).run()
    finally:
        ended.set()
        for thread in beside:
            thread.join(timeout=PATIENCE_SECONDS)


def look_around(store: Store, sender: Sender, queue_url: str | None, means: Means, ended: threading.Event) -> None:
    """Until the end: announce runs that wait unheard or whose worker fell silent, and send mail that is due."""
    announced: dict[int, float] = {}
    while not ended.is_set():
        try:
            now = time.monotonic()
            for solve_id in requeue_expired(store, now=utc_now()):
                if now - announced.get(solve_id, -ANNOUNCE_AGAIN_SECONDS) >= ANNOUNCE_AGAIN_SECONDS:
                    announced[solve_id] = now
                    announce_solve(store, solve_id, queue_url)
            look_after_questions(store, now=utc_now())
            forget_old_trails(store, now=utc_now())
            deliver_due(store, sender, now=utc_now())
        except Busy:
            _log.info("the database is busy; looking around again soon")
        except Exception:  # the worker must outlive whatever one round runs into
            _log.exception("looking around failed")
        ended.wait(means.look_around_seconds)


def carry_out(
    store: Store,
    solve_id: int,
    *,
    means: Means | None = None,
    clock: Callable[[], dt.datetime] = utc_now,
    pause: Pause = time.sleep,
) -> SolveStatus | None:
    """Carry out one run here and now; gives the status that it has then, None if unknown.

    A run that failed but may be tried again is tried again, up to its number of attempts. One that is in other hands is
    left to them, without waiting: runs are announced more than once, and others wait behind them.
    """
    means = means or Means()
    while True:
        claimed = claim(store, solve_id, now=clock(), lease=means.lease)
        if claimed is not None:
            _search(store, claimed, means, clock, pause)
        status = status_of(store, solve_id)
        if claimed is None or status is None or status.ended:
            return status


def see_through(
    store: Store,
    solve_id: int,
    *,
    means: Means | None = None,
    clock: Callable[[], dt.datetime] = utc_now,
    pause: Pause = time.sleep,
) -> SolveStatus | None:
    """Carry out one run, or wait for whoever has it; gives the status it ended with, None if unknown.

    There may be no worker alive to look after runs that were lost, so this does meanwhile.
    """
    means = means or Means()

    def look() -> SolveStatus | None:
        requeue_expired(store, now=clock())
        return carry_out(store, solve_id, means=means, clock=clock, pause=pause)

    while True:
        status = insist(look, over=after(means.lease, clock), pause=pause)
        if status is None or status.ended:
            return status
        pause(LOOK_SECONDS)


def _search(store: Store, claimed: Claim, means: Means, clock: Callable[[], dt.datetime], pause: Pause) -> None:
    """Run the search of a claimed run and hand in what came of it, for as long as a lease lasts."""
    problem = Problem.from_json(claimed.problem)
    limits = Limits(
        total_seconds=claimed.limit_seconds,
        workers=means.workers,
        reproducible=claimed.reproducible,
        effort=claimed.limit_seconds,
    )
    cancelled = False

    def listen(progress: Progress | None) -> Wish:
        nonlocal cancelled
        try:
            word = renew(store, claimed, progress, now=clock(), lease=means.lease)
        except Busy:  # the lease outlasts several missed renewals
            return Wish.GO_ON
        cancelled = cancelled or word is Word.CANCEL
        return {Word.GO_ON: Wish.GO_ON, Word.CANCEL: Wish.STOP, Word.LOST: Wish.ABANDON}[word]

    order = Order(problem, limits, means.memory_bytes, means.nice)
    found = supervise(
        order,
        listen,
        hard_seconds=_longest(limits) + means.grace_seconds,
        command=means.command,
    )
    insist(
        lambda: _hand_in(store, claimed, problem, found, cancelled=cancelled, now=clock()),
        over=after(means.lease, clock),
        pause=pause,
    )


def _longest(limits: Limits) -> float:
    """After how many seconds a search has to be over. One that counts work instead of time gets ten times as long."""
    longest = max(limits.total_seconds, limits.strict_deadline)
    return 10 * longest if limits.reproducible else longest


def _hand_in(
    store: Store, claimed: Claim, problem: Problem, found: Search, *, cancelled: bool, now: dt.datetime
) -> None:
    if found.ending is Ending.ABANDONED:
        return
    reason = REASONS.get(found.ending)
    if found.outcome is not None:
        finish(store, claimed, found.outcome, now=now)
    elif found.best is not None:
        finish(store, claimed, _best_so_far(problem, found, cancelled=cancelled), now=now, reason=reason)
    elif cancelled:
        finish(store, claimed, _best_so_far(problem, found, cancelled=True), now=now)
    else:
        final = found.ending in (Ending.OVERDUE, Ending.TOO_LARGE)  # it would only take as long again
        give_up(store, claimed, reason or SolveReason.CRASHED, now=now, final=final)


def _best_so_far(problem: Problem, found: Search, *, cancelled: bool) -> Outcome:
    """The outcome of a search that was ended from outside: its best plan, with the bounds proven until then."""
    given = Given.of(problem)
    plan = found.best.plan if found.best is not None and found.best.plan is not None else given.least_plan()
    proven = {goal.key: goal for goal in (found.last.goals if found.last is not None else ())}
    goals = []
    for key, value in measure(problem, plan).items():
        bound = proven[key].bound if key in proven else None
        goals.append(GoalResult(key, value, bound, bound == value))
    return Outcome(
        plan=plan,
        status=Status.CANCELLED if cancelled else Status.FEASIBLE,
        goals=tuple(goals),
        set_aside=given.set_aside,
        seconds=found.seconds,
        cut_short=True,
        fingerprint=problem.fingerprint,
    )
