"""Parts of a state through the service's workers: a busy database costs nothing, and without a worker nobody waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from roster.actions.question_claims import LEASE, QuestionClaim, claim_next, hand_in
from roster.actions.questions import SERVICE, BatchState, batch_state
from roster.database import Store
from solver.state.coordinator import StateLimits, plan_state
from solver.state.crew import OVERDUE, Answered
from solver.state.jobs import FORGET_SECONDS, JobCrew, packed
from solver.state.schedule import GRACE_SECONDS, LONGEST
from tests.busy_stores import busy
from tests.state.tiny_states import helps, refs, school
from tests.tiny_school import MON, session

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


def crew_at(store: Store, time: Time) -> JobCrew:
    return JobCrew(store, "tiny", now=time.now, clock=time, pause=time.pause)


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
        assert crew.next_answer(1_000) == Answered(1, None, OVERDUE)
        refusing.refusals = 0


# ---- nobody there ----------------------------------------------------------------------------------------------------


def test_without_any_worker_a_part_is_given_up_after_its_seconds(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert crew.next_answer(SECONDS / 2) is None
        assert crew.next_answer(1_000) == Answered(1, None, OVERDUE)
        assert time() == pytest.approx(SECONDS, abs=1)


def test_without_any_worker_many_parts_take_no_longer_than_one(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        for number in range(3):
            crew.ask(number, KIND, str(number), SECONDS)
            assert crew.next_answer(1_000) == Answered(number, None, OVERDUE)
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
        assert crew.next_answer(1_000) == Answered(1, None, OVERDUE)


def test_workers_that_come_late_are_waited_for_as_before(sqlite_store: Store, time: Time) -> None:
    with crew_at(sqlite_store, time) as crew:
        crew.ask(1, KIND, "one", SECONDS)
        assert crew.next_answer(1_000) == Answered(1, None, OVERDUE)
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
        assert crew.next_answer(1_000) == Answered(1, None, OVERDUE)
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
    assert {failure.reason for failure in outcome.failures} == {OVERDUE}
    assert time() == pytest.approx(LONGEST + GRACE_SECONDS, abs=1)
