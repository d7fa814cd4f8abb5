"""kill -9 of a worker at random moments (check 48): the run goes on, once, and no search is left behind.

A normal run kills a few workers on each kind of database. The full count, about half an hour::

    ROSTER_KILLS=300 .venv/bin/python -m pytest tests/planning/test_killed_worker.py -p no:randomly
"""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from roster.actions.solve_claims import status_of
from roster.errors import Busy
from roster.models.rosters import RosterDraft
from roster.models.solves import Solve, SolveStatus
from tests.planning.desk import Desk
from tests.planning.processes import MARK, alive_with, until

KILLS = int(os.environ.get("ROSTER_KILLS", "3"))
WORKER = Path(__file__).with_name("worker_process.py")
LEASE_SECONDS = 1.5

pytestmark = pytest.mark.slow


@pytest.fixture
def mark() -> Iterator[str]:
    """A mark on every process that this test starts; at the end none of them may be alive."""
    name = uuid.uuid4().hex
    yield name
    until(lambda: not alive_with(name))


@contextmanager
def worker(desk: Desk, mark: str, search: str = "steady") -> Iterator[subprocess.Popen[bytes]]:
    """A worker process, ended at the end."""
    url = desk.store.engine.url.render_as_string(hide_password=False)
    environment = os.environ | {MARK: mark, "PYTHONPATH": str(Path.cwd())}
    process = subprocess.Popen(
        (sys.executable, str(WORKER), url, search),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def status(desk: Desk, solve_id: int) -> SolveStatus:
    found = status_of(desk.store, solve_id)
    assert found is not None
    return found


@pytest.mark.timeout(120 + 20 * KILLS)
def test_a_run_survives_its_worker_whenever_that_is_killed(own_desk: Desk, mark: str) -> None:
    chance = random.Random(48)
    for number in range(1, KILLS + 1):
        own_desk.volunteer("carl", wished_minutes_week=number)  # another problem each time
        with worker(own_desk, mark) as first:
            ticket = own_desk.request(_now())
            if number % 2:
                until(lambda: status(own_desk, ticket.solve_id) is not SolveStatus.QUEUED)  # noqa: B023
            time.sleep(chance.uniform(0, 1.2))  # the moment of the kill, not a condition
            os.kill(first.pid, signal.SIGKILL)
            first.wait()
        until(lambda: not alive_with(mark))  # its search died with it
        with worker(own_desk, mark):
            ended = until(lambda: status(own_desk, ticket.solve_id).ended and status(own_desk, ticket.solve_id))  # noqa: B023
        assert ended is SolveStatus.READY
        with own_desk.store.reading(own_desk.id) as session:
            assert session.get_one(Solve, ticket.solve_id).attempt <= 2
            assert session.scalar(select(func.count()).select_from(RosterDraft)) == 1
        assert own_desk.edition() == number  # one draft for each run, none made twice


@pytest.mark.timeout(120)
def test_a_run_that_kills_its_worker_each_time_fails_after_three_attempts(own_desk: Desk, mark: str) -> None:
    ticket = own_desk.request(_now())
    for attempt in (1, 2, 3):
        with worker(own_desk, mark, "deaf") as process:
            until(lambda: _attempt(own_desk, ticket.solve_id) == attempt)  # noqa: B023
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    with worker(own_desk, mark, "deaf"):
        until(lambda: status(own_desk, ticket.solve_id) is SolveStatus.FAILED)
    assert _attempt(own_desk, ticket.solve_id) == 3


@pytest.mark.timeout(120)
def test_a_stopped_worker_that_wakes_up_late_is_not_heard(own_desk: Desk, mark: str) -> None:
    ticket = own_desk.request(_now())
    with worker(own_desk, mark) as sleeper:
        until(lambda: _attempt(own_desk, ticket.solve_id) == 1)
        _stop_outside_transactions(own_desk, sleeper.pid, ticket.solve_id)
        with worker(own_desk, mark):
            until(lambda: status(own_desk, ticket.solve_id) is SolveStatus.READY)
            edition = own_desk.edition()
            os.kill(sleeper.pid, signal.SIGCONT)
            # It hears that the run is lost, or ends its search first; either way it falls idle and changes nothing.
            until(lambda: len(alive_with(mark)) == 4)  # two workers, each with its warm answering process
            assert own_desk.edition() == edition
            assert _attempt(own_desk, ticket.solve_id) == 2


@pytest.mark.timeout(120)
def test_a_stopped_worker_leaves_quietly_when_asked(own_desk: Desk, mark: str) -> None:
    with worker(own_desk, mark) as process:
        ticket = own_desk.request(_now())
        until(lambda: status(own_desk, ticket.solve_id) is SolveStatus.READY)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0


def _stop_outside_transactions(desk: Desk, pid: int, solve_id: int) -> None:
    """Stop a worker while it holds no lock: one stopped in a transaction holds up everybody, which is another story."""
    while True:
        try:
            with _run_locked(desk, solve_id):
                os.kill(pid, signal.SIGSTOP)  # whoever waits for a lock of ours holds none
            with _run_locked(desk, solve_id):
                return
        except Busy:  # PostgreSQL handed our lock on to the sleeper, or it is at work: the next round waits for it
            os.kill(pid, signal.SIGCONT)


@contextmanager
def _run_locked(desk: Desk, solve_id: int) -> Iterator[None]:
    """Nobody else writes to the run meanwhile; raises Busy where somebody does for seconds."""
    with desk.store.across(writing=True) as session:
        session.scalars(select(Solve).where(Solve.id == solve_id).with_for_update()).one()
        yield


def _attempt(desk: Desk, solve_id: int) -> int:
    with desk.store.reading(desk.id) as session:
        return session.scalars(select(Solve.attempt).where(Solve.id == solve_id)).one()


def _now() -> dt.datetime:
    """The real time: workers look at the real clock."""
    return dt.datetime.now(dt.UTC)
