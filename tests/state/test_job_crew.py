"""Parts of a state through the service's workers: a busy database costs nothing, and without a worker nobody waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from roster.actions.question_claims import LEASE, QuestionClaim, claim_next, hand_in
from roster.actions.questions import SERVICE, BatchState, batch_state
from roster.database import Store
from solver.state.asked import PriceAsked, Priced, SchoolRef, to_text
from solver.state.coordinator import StateLimits, plan_state
from solver.state.crew import NOBODY, Answered
from solver.state.jobs import ALONE_SECONDS, FORGET_SECONDS, STOPPED_SECONDS, JobCrew, packed
from solver.state.schedule import GRACE_SECONDS, LONGEST, Schedule, Task
from solver.state.telling import table
from tests.busy_stores import busy
from tests.state.tiny_states import helps, refs, school
from tests.tiny_school import MON, WEEK, session

NOW = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)
KIND, SECONDS = "state.anything", 90.0


class Time:
    """A clock that only pauses move. ``meanwhile`` happens in each of them."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> dt.datetime:
        """The same as a moment."""
        return NOW + dt.timedelta(seconds=self.seconds)

    def pause(self, seconds: float) -> None:
        """As ``time.sleep``, at once."""
        self.seconds += seconds
        self.meanwhile()


@pytest.fixture
def time() -> Time:
    return Time()


def crew_at(store: Store, time: Time, **more: Callable[[], Any]) -> JobCrew:
    return JobCrew(store, "tiny", now=time.now, clock=time, pause=time.pause, **more)


def taken(store: Store, time: Time) -> QuestionClaim | None:
    """What a worker takes up that looks just now."""
    return claim_next(store, batched=True, now=time.now())


def answer_all(store: Store, time: Time) -> None:
    """A worker answers whatever there is, each part with what it was asked."""
    while (claimed := taken(store, time)) is not None:
        assert hand_in(store, claimed, claimed.asked, now=time.now())


def left(store: Store) -> BatchState:
    return batch_state(store, SERVICE, "tiny")


# ---- a busy database -------------------------------------------------------------------------------------------------


def test_a_part_that_could_not_be_asked_is_asked_later(sqlite_store: Store, time: Time) -> None:
    store, refusing = busy(sqlite_store)
    time.meanwhile = lambda: answer_all(sqlite_store, time)
    with crew_at(store, time) as crew:
        refusing.refusals = 3
        crew.ask(1, KIND, "one", SECONDS)
        assert crew.next_answer(SECONDS) == Answered(1, "one")


def test_an_answer_that_could_not_be_read_is_read_later(sqlite_store: Store, time: Time) -> None:
    store, refusing = busy(sqlite_store)
    with crew_at(store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        answer_all(sqlite_store, time)
        refusing.refusals = 3
        assert crew.next_answer(SECONDS) == Answered(1, "one")


def test_what_could_not_be_dropped_is_dropped_later(sqlite_store: Store, time: Time) -> None:
    store, refusing = busy(sqlite_store)
    with crew_at(store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        refusing.refusals = 1
        crew.drop()
        assert left(sqlite_store).open == 1
        assert crew.next_answer(0) is None
        assert left(sqlite_store) == BatchState((), 0)


def test_who_is_done_leaves_nothing_behind_in_a_busy_database(sqlite_store: Store, time: Time) -> None:
    store, refusing = busy(sqlite_store)
    with crew_at(store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        refusing.refusals = 3
    assert left(sqlite_store) == BatchState((), 0)


def test_who_is_done_waits_for_no_database_that_stays_busy(sqlite_store: Store, time: Time) -> None:
    store, refusing = busy(sqlite_store)
    with crew_at(store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        refusing.refusals = 1_000
    assert FORGET_SECONDS <= time() < 2 * FORGET_SECONDS


def test_a_database_that_stays_busy_costs_the_parts_and_nothing_else(sqlite_store: Store, time: Time) -> None:
    store, refusing = busy(sqlite_store)
    with crew_at(store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        refusing.refusals = 10_000
        assert crew.next_answer(1_000) == Answered(1, None, NOBODY)
        refusing.refusals = 0


def test_parts_on_which_nobody_works_are_withdrawn(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        for number in (1, 2, 3):
            crew.ask(number, KIND, str(number), SECONDS)
        begun = taken(sqlite_store, time)
        assert begun is not None
        assert sorted(crew.withdraw()) == [2, 3]
        assert taken(sqlite_store, time) is None
        hand_in(sqlite_store, begun, "one", now=time.now())
        assert crew.next_answer(SECONDS) == Answered(1, "one")
        assert crew.next_answer(0) is None


def test_what_was_withdrawn_can_be_asked_again(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert list(crew.withdraw()) == [1]
        crew.ask(1, KIND, "one", SECONDS)
        answer_all(sqlite_store, time)
        assert crew.next_answer(0) == Answered(1, "one")


def test_a_busy_database_keeps_what_is_withdrawn_until_the_next_time(sqlite_store: Store, time: Time) -> None:
    store, refusing = busy(sqlite_store)
    with crew_at(store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        refusing.refusals = 1
        assert list(crew.withdraw()) == []
        assert list(crew.withdraw()) == [1]


def test_when_the_time_is_up_only_what_is_worked_on_is_waited_for(sqlite_store: Store, time: Time) -> None:
    found: list[str] = []
    with crew_at(sqlite_store, time) as crew:

        def answer_the_first() -> None:
            if time() >= 10 and (claimed := taken(sqlite_store, time)) is not None:
                hand_in(sqlite_store, claimed, to_text(Priced({}, 0.0)), now=time.now())

        time.meanwhile = answer_the_first
        tasks = [Task(partial(PriceAsked, (SchoolRef(key),)), lambda _, key=key: found.append(key)) for key in "ab"]
        Schedule(crew).carry_out(tasks, lambda: time() < 10)
    assert found == ["a"]


# ---- nobody there ----------------------------------------------------------------------------------------------------


def test_without_any_worker_a_part_is_given_up_after_its_seconds(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert crew.next_answer(SECONDS / 2) is None
        assert crew.next_answer(1_000) == Answered(1, None, NOBODY)
        assert time() == pytest.approx(SECONDS, abs=1)


def test_that_no_worker_is_there_is_told_once_and_soon(sqlite_store: Store, time: Time) -> None:
    told: list[float] = []
    with crew_at(sqlite_store, time, alone=lambda: told.append(time())) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        crew.ask(2, KIND, "two", SECONDS)
        for number in (1, 2):
            assert crew.next_answer(1_000) == Answered(number, None, NOBODY)
    assert told == [pytest.approx(ALONE_SECONDS, abs=0.5)]


def test_it_is_told_again_once_the_last_worker_is_gone(sqlite_store: Store, time: Time) -> None:
    told: list[float] = []
    with crew_at(sqlite_store, time, alone=lambda: told.append(time())) as crew:
        for number in range(2):
            crew.ask(number, KIND, str(number), SECONDS)
            assert crew.next_answer(SECONDS / 2) is None
            answer_all(sqlite_store, time)
            assert crew.next_answer(0) == Answered(number, str(number))
    assert len(told) == 2


def test_nothing_is_told_of_workers_while_one_works(sqlite_store: Store, time: Time) -> None:
    told: list[float] = []
    with crew_at(sqlite_store, time, alone=lambda: told.append(time())) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert taken(sqlite_store, time) is not None
        assert crew.next_answer(LEASE.total_seconds() - 1) is None
    assert told == []


def test_nothing_is_told_of_workers_where_nothing_is_asked(sqlite_store: Store, time: Time) -> None:
    told: list[float] = []
    with crew_at(sqlite_store, time, alone=lambda: told.append(time())) as crew:
        assert crew.next_answer(SECONDS) is None
    assert told == []


def test_who_wants_an_end_does_not_wait_for_workers_that_are_not_there(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time, stopped=lambda: time() >= 10) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert crew.next_answer(1_000) == Answered(1, None, NOBODY)
        assert time() == pytest.approx(10, abs=0.5)


def test_who_wants_an_end_early_waits_a_moment_for_a_worker(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time, stopped=lambda: True) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert crew.next_answer(STOPPED_SECONDS - 0.5) is None
        answer_all(sqlite_store, time)
        assert crew.next_answer(0) == Answered(1, "one")


def test_who_wants_an_end_waits_for_whoever_works(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time, stopped=lambda: True) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert taken(sqlite_store, time) is not None
        assert crew.next_answer(LEASE.total_seconds() - 1) is None


def test_without_any_worker_many_parts_take_no_longer_than_one(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        for number in range(3):
            crew.ask(number, KIND, str(number), SECONDS)
            assert crew.next_answer(1_000) == Answered(number, None, NOBODY)
        assert time() == pytest.approx(SECONDS, abs=1)


def test_parts_that_wait_behind_others_are_not_given_up(sqlite_store: Store, time: Time) -> None:
    """One worker is at the first part, which takes as long as a part may; the second has the same seconds."""
    with crew_at(sqlite_store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        crew.ask(2, KIND, "two", SECONDS)
        claimed = claim_next(sqlite_store, batched=True, now=NOW, lease=dt.timedelta(seconds=2 * SECONDS))
        assert claimed is not None
        assert crew.next_answer(SECONDS + 5) is None
        answer_all(sqlite_store, time)
        assert crew.next_answer(0) == Answered(2, "two")
        hand_in(sqlite_store, claimed, "one", now=time.now())
        assert crew.next_answer(0) == Answered(1, "one")


def test_a_part_whose_worker_is_gone_is_given_up_in_the_end(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert taken(sqlite_store, time) is not None
        time.seconds = LEASE.total_seconds() - 1
        assert crew.next_answer(1_000) == Answered(1, None, NOBODY)


def test_workers_that_come_late_are_waited_for_as_before(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert crew.next_answer(1_000) == Answered(1, None, NOBODY)
        answer_all(sqlite_store, time)
        crew.ask(2, KIND, "two", SECONDS)
        assert crew.next_answer(SECONDS / 2) is None
        answer_all(sqlite_store, time)
        assert crew.next_answer(SECONDS) == Answered(2, "two")
        time.seconds += 1_000  # nothing is asked for a while
        crew.ask(3, KIND, "three", SECONDS)
        assert crew.next_answer(SECONDS / 2) is None


def test_the_late_answer_to_a_part_is_not_taken_for_the_next_of_its_number(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert crew.next_answer(1_000) == Answered(1, None, NOBODY)
        first = taken(sqlite_store, time)
        assert first is not None
        crew.ask(1, KIND, "another", SECONDS)
        hand_in(sqlite_store, first, "one", now=time.now())
        answer_all(sqlite_store, time)
        assert crew.next_answer(0) == Answered(1, "another")


def test_a_state_that_nobody_works_on_ends_and_names_what_failed(
    sqlite_store: Store, time: Time, tmp_path: Path
) -> None:
    schools = refs([school(key, [session("a", MON, "09:00")], [helps(f"of-{key}")]) for key in "ab"], tmp_path)
    with crew_at(sqlite_store, time) as crew:
        outcome = plan_state([packed(one) for one in schools], crew, StateLimits(seconds=600))
    assert outcome.left_out == ("a", "b")
    assert {failure.reason for failure in outcome.failures} == {NOBODY}
    assert "(no worker was there): a, b." in table(outcome, WEEK, 0, "en")[-1]
    assert time() == pytest.approx(LONGEST + GRACE_SECONDS, abs=1)
