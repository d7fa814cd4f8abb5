"""What a worker makes of its runs when the database is busy, others were quicker, or nothing was found. No process."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import NoReturn

import pytest

from roster.actions.question_claims import claim_next
from roster.actions.questions import answer_of, ask
from roster.actions.rosters import start_draft
from roster.actions.seat_edits import pin_person
from roster.actions.solve_claims import LEASE, MOST_ATTEMPTS, claim, finish, status_of
from roster.actions.solves import cancel_solve
from roster.errors import Busy
from roster.mail import sender_for
from roster.models.questions import QuestionStatus
from roster.models.solves import Solve, SolveReason, SolveStatus
from roster.outcome import Progress
from roster.plan import Plan
from solver import question_lane, worker
from solver.insistence import insist
from solver.means import Means, utc_now
from solver.supervision import Ending, Search, Wish
from solver.warm_child import Answered
from solver.worker import carry_out, see_through, serve_queue
from tests.busy_stores import busy
from tests.planning.desk import A2_TUE, GOOD_PLAN, NOW, SEATS, WEEK, Desk, outcome_of

A_SECOND = dt.timedelta(seconds=1)


class Clock:
    """A clock that only a pause moves."""

    def __init__(self, now: dt.datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        """As ``time.sleep``, at once."""
        self.now += dt.timedelta(seconds=seconds)


def never(seconds: float) -> NoReturn:
    """A pause of somebody who has nothing to wait for."""
    raise AssertionError("waited")


def search_that(patch: pytest.MonkeyPatch, found: Callable[[Callable[[Progress | None], Wish]], Search]) -> None:
    """Instead of a process, each search is this."""
    patch.setattr(worker, "supervise", lambda order, listen, **_: found(listen))


# ---- a busy database -------------------------------------------------------------------------------------------------


def test_a_result_is_handed_in_as_soon_as_the_database_is_free(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, refusing = busy(sqlite_desk.store)
    ticket, outcome, clock = sqlite_desk.request(), outcome_of(sqlite_desk.problem(), GOOD_PLAN), Clock()

    def found(listen: object) -> Search:
        refusing.refusals = 3
        return Search(Ending.FINISHED, outcome, None, None, 1.0)

    search_that(monkeypatch, found)
    assert carry_out(store, ticket.solve_id, clock=clock, pause=clock.pause) is SolveStatus.READY
    assert sqlite_desk.draft_plan() == GOOD_PLAN


def test_a_result_that_nobody_takes_for_a_whole_lease_is_left_to_the_next_worker(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, refusing = busy(sqlite_desk.store)
    ticket, outcome, clock = sqlite_desk.request(), outcome_of(sqlite_desk.problem(), GOOD_PLAN), Clock()

    def found(listen: object) -> Search:
        refusing.refusals = 1_000
        return Search(Ending.FINISHED, outcome, None, None, 1.0)

    search_that(monkeypatch, found)
    with pytest.raises(Busy):
        carry_out(store, ticket.solve_id, clock=clock, pause=clock.pause)
    assert clock.now == NOW + LEASE
    assert claim(sqlite_desk.store, ticket.solve_id, now=NOW + LEASE + A_SECOND) is not None


class OneLook(threading.Event):
    """An end that comes once there is no question to be answered; it waits without taking time."""

    def wait(self, timeout: float | None = None) -> bool:
        """Come to an end, where that is what is waited for."""
        if timeout == question_lane.LOOK_SECONDS:
            self.set()
        return self.is_set()


def test_an_answer_is_handed_in_as_soon_as_the_database_is_free(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, refusing = busy(sqlite_desk.store)
    ticket = ask(store, sqlite_desk.lead, "echo", "1", now=NOW)

    class Child:
        """Answers at once, and then the database is busy."""

        def __init__(self, means: Means) -> None: ...

        def answer(self, *_: object, **__: object) -> Answered:
            refusing.refusals = 3
            return Answered("one")

        def end(self) -> None: ...

    monkeypatch.setattr(question_lane, "WarmChild", Child)
    question_lane.answer_questions(store, Means(), OneLook(), batched=False, clock=lambda: NOW)
    assert answer_of(store, sqlite_desk.lead, ticket.question_id).answer == "one"


def test_a_lane_that_ends_waits_for_no_database(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an end to it, the fixed clock would have it insist for ever."""
    store, refusing = busy(sqlite_desk.store)
    ticket, ended = ask(store, sqlite_desk.lead, "echo", "1", now=NOW), threading.Event()

    class Child:
        """Is told to end while it works, and then the database is busy."""

        def __init__(self, means: Means) -> None: ...

        def answer(self, *_: object, **__: object) -> Answered:
            refusing.refusals = 10
            ended.set()
            return Answered("one")

        def end(self) -> None: ...

    monkeypatch.setattr(question_lane, "WarmChild", Child)
    question_lane.answer_questions(store, Means(), ended, batched=False, clock=lambda: NOW)
    refusing.refusals = 0
    assert answer_of(store, sqlite_desk.lead, ticket.question_id).status is QuestionStatus.WORKING
    assert claim_next(store, now=NOW + LEASE + A_SECOND) is not None


def test_what_is_no_busy_database_is_not_tried_again() -> None:
    tries = []

    def fail() -> None:
        tries.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        insist(fail, over=lambda: False, pause=never)
    assert len(tries) == 1


# ---- a run in other hands --------------------------------------------------------------------------------------------


def test_a_worker_leaves_a_run_in_other_hands_without_waiting(sqlite_desk: Desk) -> None:
    ticket = sqlite_desk.request()
    claim(sqlite_desk.store, ticket.solve_id, now=NOW)
    assert carry_out(sqlite_desk.store, ticket.solve_id, clock=lambda: NOW, pause=never) is SolveStatus.SOLVING


def test_a_second_announcement_of_a_run_holds_no_worker_up(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = sqlite_desk.request()
    claim(sqlite_desk.store, ticket.solve_id, now=utc_now())

    class Queue:
        """Tells its consumer of the same run twice, then ends."""

        def create_consumer(self, **_: object) -> Queue:
            return self

        def run(self) -> None:
            for _ in range(2):
                tasks[0](ticket.solve_id)

    tasks: list[Callable[[int], None]] = []
    monkeypatch.setattr(worker, "queue_for", lambda *_: Queue())
    monkeypatch.setattr(worker, "task_of", lambda _, task: tasks.append(task))
    monkeypatch.setattr(worker, "question_lanes", lambda *_: [])
    monkeypatch.setattr(worker, "look_around", lambda *_: None)
    monkeypatch.setattr(worker.time, "sleep", never)
    serve_queue(sqlite_desk.store, sender_for("console:"), queue_url=None, means=Means())
    assert status_of(sqlite_desk.store, ticket.solve_id) is SolveStatus.SOLVING


def test_whoever_sees_a_run_through_waits_for_the_hands_it_is_in(sqlite_desk: Desk) -> None:
    ticket = sqlite_desk.request()
    other = claim(sqlite_desk.store, ticket.solve_id, now=NOW)
    assert other is not None

    def pause(seconds: float) -> None:
        finish(sqlite_desk.store, other, outcome_of(sqlite_desk.problem(), GOOD_PLAN), now=NOW)

    assert see_through(sqlite_desk.store, ticket.solve_id, clock=lambda: NOW, pause=pause) is SolveStatus.READY


def test_whoever_sees_a_run_through_takes_it_over_when_its_worker_is_gone(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, outcome, clock = sqlite_desk.request(), outcome_of(sqlite_desk.problem(), GOOD_PLAN), Clock()
    claim(sqlite_desk.store, ticket.solve_id, now=NOW)
    search_that(monkeypatch, lambda _: Search(Ending.FINISHED, outcome, None, None, 1.0))
    assert see_through(sqlite_desk.store, ticket.solve_id, clock=clock, pause=clock.pause) is SolveStatus.READY
    assert clock.now > NOW + LEASE


def test_a_run_that_was_lost_each_time_ends_also_where_no_worker_is_alive(sqlite_desk: Desk) -> None:
    ticket, clock = sqlite_desk.request(), Clock()
    for _ in range(MOST_ATTEMPTS):
        assert claim(sqlite_desk.store, ticket.solve_id, now=clock.now) is not None
        clock.now += LEASE + A_SECOND
    assert see_through(sqlite_desk.store, ticket.solve_id, clock=clock, pause=never) is SolveStatus.FAILED
    with sqlite_desk.store.reading(sqlite_desk.id) as session:
        assert session.get_one(Solve, ticket.solve_id).reason is SolveReason.LOST


def test_whoever_sees_a_run_through_outlasts_a_busy_database(sqlite_desk: Desk) -> None:
    store, refusing = busy(sqlite_desk.store)
    ticket, clock = sqlite_desk.request(), Clock()
    cancel_solve(store, sqlite_desk.lead, ticket.solve_id, now=NOW)
    refusing.refusals = 3
    assert see_through(store, ticket.solve_id, clock=clock, pause=clock.pause) is SolveStatus.CANCELLED


# ---- nothing found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [Ending.STOPPED, Ending.CRASHED])
def test_a_run_that_is_cancelled_before_its_first_plan_is_cancelled_with_what_is_pinned(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch, ending: Ending
) -> None:
    pinned = SEATS[1]
    _pin(sqlite_desk)
    ticket = sqlite_desk.request()

    def found(listen: Callable[[Progress | None], Wish]) -> Search:
        cancel_solve(sqlite_desk.store, sqlite_desk.lead, ticket.solve_id, now=NOW)
        assert listen(None) is Wish.STOP
        return Search(ending, None, None, None, 3.0)

    search_that(monkeypatch, found)
    assert carry_out(sqlite_desk.store, ticket.solve_id, clock=lambda: NOW) is SolveStatus.CANCELLED
    with sqlite_desk.store.reading(sqlite_desk.id) as session:
        solve = session.get_one(Solve, ticket.solve_id)
        assert (solve.reason, solve.best_plan) == (None, Plan.of([pinned]).assignments)


def _pin(desk: Desk) -> None:
    """Ben is pinned to lead A2 on Tuesday."""
    edition = start_draft(desk.store, desk.lead, WEEK, now=NOW)
    pin_person(desk.store, desk.lead, WEEK, A2_TUE, "lead", "ben", edition=edition, now=NOW)
