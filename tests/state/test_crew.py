"""Who answers makes no difference: one process or two, one that is killed, or the service's job engine."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from roster.actions.questions import SERVICE, batch_state
from roster.database import Store
from roster.freeze import freeze
from roster.problem import Problem
from roster.spreadsheets.sampling import PLANNING_WEEK, sample
from solver import Limits, solve
from solver.means import Means
from solver.question_lane import answer_questions
from solver.state.asked import OPEN, OpenAsked, to_text
from solver.state.coordinator import StateLimits, StateOutcome, plan_state
from solver.state.crew import CRASHED, OVERDUE, Answered, LocalCrew
from solver.state.jobs import JobCrew, packed
from solver.state.schedule import Schedule, Task
from solver.state.stand import Stand, Unwatched
from tests.state.crews import InlineCrew
from tests.state.tiny_states import helps, refs, school
from tests.tiny_school import MON, session

LIMITS = StateLimits(seconds=600)


def state(volunteers: int, organisations: int) -> list[Problem]:
    return [freeze(one, PLANNING_WEEK) for one in sample(volunteers, organisations, 4)]


def reached(outcome: StateOutcome) -> tuple[int, int, int, int]:
    return outcome.stand.cover, outcome.stand.bound, outcome.stand.promises, outcome.violations


def test_two_workers_reach_what_one_reaches(tmp_path: Path) -> None:
    schools = refs(state(60, 3), tmp_path)
    assert any(one.identities for one in schools)
    outcomes = []
    for workers in (1, 2):
        with LocalCrew(workers) as crew:
            outcomes.append(plan_state(schools, crew, LIMITS))
    assert reached(outcomes[0]) == reached(outcomes[1])
    assert outcomes[0].stand.cover == outcomes[0].stand.bound
    assert outcomes[0].violations == 0


def test_schools_that_share_nobody_get_what_each_gets_alone(tmp_path: Path) -> None:
    problems = [freeze(sample(12, 1, seed)[0], PLANNING_WEEK) for seed in (1, 2)]
    problems = [
        school(f"alone-{number}", one.sessions, one.people, sites=one.sites, roles=one.roles)
        for number, one in enumerate(problems)
    ]
    outcome = plan_state(refs(problems, tmp_path), InlineCrew(), LIMITS)
    for one in problems:
        alone = solve(one, Limits(total_seconds=0, strict_seconds=20))
        assert outcome.plans[one.organisation].values["cover"] == alone.goal("cover").value
    assert outcome.proven == {"alone-0", "alone-1"}


class Killer(Unwatched):
    """Kills the only worker of a crew once, while it works."""

    def __init__(self, crew: LocalCrew) -> None:
        self._crew = crew
        self.killed: list[int] = []

    def stage(self, stand: Stand) -> None:
        """Wait for the work to begin."""
        if stand.doing == "opened":
            self.killed += self._crew.process_ids
            threading.Timer(0.05, os.kill, (*self._crew.process_ids, signal.SIGKILL)).start()


def test_a_worker_that_is_killed_costs_nothing_but_time(tmp_path: Path) -> None:
    schools = refs(state(30, 3), tmp_path)
    with LocalCrew(1) as crew:
        killer = Killer(crew)
        outcome = plan_state(schools, crew, LIMITS, killer)
        assert crew.process_ids != tuple(killer.killed)
    assert outcome.failures == ()
    assert reached(outcome) == reached(plan_state(schools, InlineCrew(), LIMITS))


def test_what_a_crew_has_dropped_is_never_heard_of_again(tmp_path: Path) -> None:
    [ref] = refs([school("north", [session("a", MON, "09:00")], [helps("anna")])], tmp_path)
    question = to_text(OpenAsked(ref))
    with LocalCrew(1) as crew:
        crew.ask(1, OPEN, question, 60)
        crew.drop()
        crew.ask(2, OPEN, question, 60)
        answered = crew.next_answer(60)
        assert answered is not None
        assert answered.number == 2


def test_a_part_that_does_not_end_is_ended_at_its_limit() -> None:
    with LocalCrew(
        1, command=(sys.executable, "-c", "import sys, time; sys.stdin.readline(); time.sleep(600)")
    ) as crew:
        crew.ask(1, OPEN, "{}", 0.1)
        answered = crew.next_answer(60)
        assert answered == Answered(1, None, OVERDUE)


SENSELESS = (sys.executable, "-c", "import sys\nfor line in sys.stdin: print('not a word of JSON', flush=True)")
TELL_NUMBER = """
import os, sys
for line in sys.stdin:
    print('{"answer": "%d", "reason": "", "peak_bytes": 0}' % os.getpid(), flush=True)
"""
STEADY = (sys.executable, "-c", TELL_NUMBER)


def test_a_process_that_says_no_sense_is_replaced_and_its_part_has_failed() -> None:
    with LocalCrew(1, command=SENSELESS) as crew:
        first = crew.process_ids
        for number in (1, 2):
            crew.ask(number, OPEN, "{}", 60)
            assert crew.next_answer(60) == Answered(number, None, CRASHED)
        assert crew.process_ids != first


def test_where_no_process_can_be_started_each_part_has_failed_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object, **__: object) -> None:
        raise OSError("no process can be started")

    with LocalCrew(1, command=STEADY) as crew:
        monkeypatch.setattr(subprocess, "Popen", none_left)
        crew.drop()
        for number in (1, 2):
            crew.ask(number, OPEN, "{}", 60)
            assert crew.next_answer(60) == Answered(number, None, CRASHED)
        monkeypatch.undo()
        crew.ask(3, OPEN, "{}", 60)
        answered = crew.next_answer(60)
        assert answered is not None
        assert answered.text == str(crew.process_ids[0])


def test_a_crew_that_cannot_be_started_whole_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[str]] = []
    start = LocalCrew._started

    def one_only(crew: LocalCrew) -> subprocess.Popen[str]:
        if started:
            raise OSError("no second process can be started")
        started.append(start(crew))
        return started[0]

    monkeypatch.setattr(LocalCrew, "_started", one_only)
    with pytest.raises(OSError, match="no second"), LocalCrew(2, command=STEADY):
        """Not reached."""
    assert started[0].poll() is not None


def test_after_everything_was_dropped_the_next_questions_are_answered() -> None:
    """Also by hands that had nothing to do just then, and find their process gone."""
    with LocalCrew(2, command=STEADY) as crew:
        for _ in range(5):
            crew.drop()
            for number in (1, 2):
                crew.ask(number, OPEN, "{}", 60)
            answers = [crew.next_answer(60) for _ in range(2)]
            assert [one.reason for one in answers if one] == ["", ""]


def test_tasks_that_change_the_same_school_come_one_after_the_other(tmp_path: Path) -> None:
    """However many hands there are, whoever reads a school sees what an earlier task has left there."""
    [ref] = refs([school("north", [], [])], tmp_path)
    seen: list[str] = []

    def task(name: str, changes: str, reads: str) -> Task:
        def ask() -> OpenAsked:
            seen.append(f"ask {name}")
            return OpenAsked(ref)

        return Task(ask, lambda _: seen.append(f"take {name}"), frozenset(changes), frozenset(reads))

    crew = InlineCrew()
    crew.hands = 3
    Schedule(crew).carry_out([task("first", "a", "b"), task("second", "b", ""), task("beside", "c", "d")])
    assert seen.index("take first") < seen.index("ask second")
    assert seen.index("ask beside") < seen.index("take first")


@contextmanager
def a_worker_of(store: Store) -> Iterator[None]:
    """Somebody who answers the parts of batches."""
    ended = threading.Event()
    lane = threading.Thread(
        target=answer_questions, args=(store, Means(nice=0), ended), kwargs={"batched": True}, daemon=True
    )
    lane.start()
    try:
        yield
    finally:
        ended.set()
        lane.join()


def job_crew(store: Store) -> JobCrew:
    return JobCrew(store, "tiny", now=lambda: dt.datetime.now(dt.UTC))


def test_the_job_engine_answers_the_parts_of_a_state(sqlite_store: Store, tmp_path: Path) -> None:
    schools = refs(state(30, 2), tmp_path)
    with a_worker_of(sqlite_store), job_crew(sqlite_store) as crew:
        by_jobs = plan_state([packed(one) for one in schools], crew, LIMITS)
    assert reached(by_jobs) == reached(plan_state(schools, InlineCrew(), LIMITS))
    assert batch_state(sqlite_store, SERVICE, "tiny").ended == ()


def test_a_part_that_no_worker_can_answer_is_told_as_a_failure(sqlite_store: Store) -> None:
    with a_worker_of(sqlite_store), job_crew(sqlite_store) as crew:
        crew.ask(1, "state.unknown", "{}", 60)
        answered = crew.next_answer(60)
        assert answered == Answered(1, None, "unknown_kind")
