"""Hard stop (check 41): whatever a search does, it ends in time, in its memory, and its best plan is kept."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from roster.actions.solves import cancel_solve
from roster.models.solves import Solve, SolveReason, SolveStatus
from roster.outcome import Progress
from solver.limits import Limits
from solver.messages import Order
from solver.supervision import Ending, Search, Wish, supervise
from solver.worker import Means, carry_out
from tests.planning.desk import GOOD_PLAN, NOW, Desk
from tests.planning.processes import MARK, alive_with, until
from tests.tiny_school import person, problem, session

pytestmark = pytest.mark.slow

UNRULY = Path(__file__).with_name("unruly_child.py")
MEMORY = 1024**3
SHORT_SECONDS = 2.5  # for a search that has to be ended
PATIENT_SECONDS = 60.0  # for one that ends by itself: a busy machine must not end it first
WEEK_PROBLEM = problem([session()], [person("anna")])


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A mark on every process that this test starts; at the end none of them may be alive."""
    name = uuid.uuid4().hex
    monkeypatch.setenv(MARK, name)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path) + os.pathsep + str(Path.cwd()))
    yield name
    until(lambda: not alive_with(name))


def searched(how: str, *, hard_seconds: float = 3.0, wish: Wish = Wish.GO_ON) -> Search:
    """What supervising such a search comes to."""
    order = Order(WEEK_PROBLEM, Limits(total_seconds=0.1), MEMORY, nice=0)
    command = (sys.executable, str(UNRULY), how)
    return supervise(order, lambda _: wish, hard_seconds=hard_seconds, command=command)


def test_a_search_that_ignores_its_limit_is_ended_and_its_best_plan_kept(mark: str) -> None:
    found = searched("deaf", hard_seconds=10)
    assert found.ending is Ending.OVERDUE
    assert found.best is not None


def test_what_a_search_started_ends_with_it(mark: str) -> None:
    searched("deaf_with_offspring")
    assert until(lambda: not alive_with(mark))


def test_without_ending_the_group_the_offspring_would_live_on(mark: str) -> None:
    """The positive control: killing the search process alone leaves what it started."""
    process = subprocess.Popen(
        (sys.executable, str(UNRULY), "deaf_with_offspring"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(Order(WEEK_PROBLEM, Limits(), MEMORY, nice=0).to_line() + "\n")
    process.stdin.flush()
    process.stdout.readline()
    until(lambda: len(alive_with(mark)) == 2)
    process.kill()
    process.wait()
    survivors = alive_with(mark)
    os.killpg(process.pid, 9)
    process.stdin.close()
    process.stdout.close()
    assert len(survivors) == 1


@pytest.mark.parametrize("how", ["hungry", "hungry_in_a_library"])
def test_a_search_that_wants_more_memory_than_it_may_have_ends_for_that_reason(mark: str, how: str) -> None:
    assert searched(how, hard_seconds=20).ending is Ending.NO_MEMORY


def test_the_real_search_without_memory_ends_alone_and_leaves_its_first_plan(mark: str) -> None:
    """How a library ends that gets no memory is its own affair; the worker lives on and has a plan."""
    found = supervise(Order(WEEK_PROBLEM, Limits(), 64 * 1024**2, nice=0), lambda _: Wish.GO_ON, hard_seconds=60)
    assert found.ending in (Ending.NO_MEMORY, Ending.CRASHED)
    assert found.best is not None


def test_the_same_search_with_memory_finishes(mark: str) -> None:
    """The positive control of the one before."""
    found = supervise(Order(WEEK_PROBLEM, Limits(), 4 * MEMORY, nice=0), lambda _: Wish.GO_ON, hard_seconds=60)
    assert found.ending is Ending.FINISHED


def test_a_search_that_breaks_down_leaves_its_best_plan(mark: str) -> None:
    found = searched("crashing", hard_seconds=20)
    assert found.ending is Ending.CRASHED
    assert found.best is not None


def test_what_libraries_print_does_not_disturb_the_messages(mark: str) -> None:
    assert searched("babbling", hard_seconds=20).ending is Ending.FINISHED


def test_a_search_that_is_asked_to_stop_gives_its_plan(mark: str) -> None:
    found = searched("obedient", hard_seconds=20, wish=Wish.STOP)
    assert found.ending is Ending.FINISHED


def test_a_search_that_does_not_stop_when_asked_is_ended(mark: str) -> None:
    assert searched("deaf_without_plan", hard_seconds=60, wish=Wish.STOP).ending is Ending.STOPPED


def test_a_search_whose_result_nobody_wants_is_ended_at_once(mark: str) -> None:
    assert searched("deaf_without_plan", hard_seconds=60, wish=Wish.ABANDON).ending is Ending.ABANDONED


def test_a_supervisor_that_fails_takes_the_search_with_it(mark: str) -> None:
    def fail(progress: Progress | None) -> Wish:
        raise RuntimeError("the database is gone")

    order = Order(WEEK_PROBLEM, Limits(), MEMORY, nice=0)
    with pytest.raises(RuntimeError):
        supervise(order, fail, hard_seconds=60, command=(sys.executable, str(UNRULY), "deaf"))


# ---- the same through the record of a solve --------------------------------------------------------------------------


def carried_out(desk: Desk, how: str, **means: object) -> Solve:
    """The record after such a search; a limit of a second."""
    ticket = desk.request()
    with desk.store.writing(desk.id) as writing:
        writing.get_one(Solve, ticket.solve_id).limit_seconds = 0.2
    command = (sys.executable, str(UNRULY), how)
    carry_out(
        desk.store,
        ticket.solve_id,
        means=replace(Means(command=command, memory_bytes=MEMORY, grace_seconds=PATIENT_SECONDS), **means),  # type: ignore[arg-type]
        clock=lambda: NOW,
    )
    with desk.store.reading(desk.id) as reading:
        return reading.scalars(select(Solve).where(Solve.id == ticket.solve_id)).one()


@pytest.mark.parametrize(
    ("how", "grace_seconds", "reason"),
    [
        ("deaf", SHORT_SECONDS, SolveReason.OVERDUE),
        ("hungry", PATIENT_SECONDS, SolveReason.MEMORY),
        ("crashing", PATIENT_SECONDS, SolveReason.CRASHED),
    ],
)
def test_the_best_plan_of_an_ended_search_becomes_the_draft_and_the_record_says_why(
    sqlite_desk: Desk, mark: str, how: str, grace_seconds: float, reason: SolveReason
) -> None:
    solve = carried_out(sqlite_desk, how, grace_seconds=grace_seconds)
    assert (solve.status, solve.reason, solve.cut_short) == (SolveStatus.READY, reason, True)
    assert sqlite_desk.draft_plan() is not None


def test_a_search_that_breaks_down_each_time_has_failed_after_three_attempts(sqlite_desk: Desk, mark: str) -> None:
    solve = carried_out(sqlite_desk, "crashing_at_once")
    assert (solve.status, solve.reason, solve.attempt) == (SolveStatus.FAILED, SolveReason.CRASHED, 3)


def test_a_search_that_finds_nothing_in_time_is_not_tried_again(sqlite_desk: Desk, mark: str) -> None:
    solve = carried_out(sqlite_desk, "deaf_without_plan", grace_seconds=SHORT_SECONDS)
    assert (solve.status, solve.reason, solve.attempt) == (SolveStatus.FAILED, SolveReason.OVERDUE, 1)


def test_a_week_beyond_the_limits_of_the_search_has_failed_and_says_so(sqlite_desk: Desk, mark: str) -> None:
    solve = carried_out(sqlite_desk, "too_large")
    assert (solve.status, solve.reason, solve.attempt) == (SolveStatus.FAILED, SolveReason.TOO_LARGE, 1)


def test_cancelling_stops_a_running_search(sqlite_desk: Desk, mark: str) -> None:
    ticket = sqlite_desk.request()
    asked = False

    def clock():  # type: ignore[no-untyped-def]
        """The first look at the clock is the claim; the second comes while the search runs: then it is cancelled."""
        nonlocal asked
        if not asked and alive_with(mark):
            asked = True
            cancel_solve(sqlite_desk.store, sqlite_desk.lead, ticket.solve_id, now=NOW)
        return NOW

    means = Means(command=(sys.executable, str(UNRULY), "obedient"), memory_bytes=MEMORY)
    assert carry_out(sqlite_desk.store, ticket.solve_id, means=means, clock=clock) is SolveStatus.CANCELLED


def test_the_real_search_fills_every_seat_of_the_small_school(desk: Desk, mark: str) -> None:
    ticket = desk.request()
    assert carry_out(desk.store, ticket.solve_id, clock=lambda: NOW) is SolveStatus.READY
    plan = desk.draft_plan()
    assert plan is not None
    assert {seat.session for seat in plan.assignments} == {seat.session for seat in GOOD_PLAN.assignments}
