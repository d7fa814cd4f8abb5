"""Answers come from a warm process, one after another; whatever one question does, the next is answered."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from roster.actions.questions import Answer, Asking, QuestionTicket, answer_of, ask, ask_all, batch_state, cancel
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.questions import QuestionReason, QuestionStatus
from solver.means import Means
from solver.question_lane import answer_questions
from solver.question_messages import Put
from solver.warm_child import Answered, WarmChild
from tests.planning.desk import Desk
from tests.planning.processes import MARK, alive_with, until
from tests.tiny_store import add_organisation, an_actor

UNRULY = (sys.executable, str(Path(__file__).with_name("unruly_answers.py")))
MEANS = Means(answer_command=UNRULY, memory_bytes=1024**3, nice=0, grace_seconds=0.5)
PATIENT_SECONDS = 60.0  # for an answer that ends by itself: a busy machine must not end it first


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A mark on every process that this test starts; at the end none of them may be alive."""
    name = uuid.uuid4().hex
    monkeypatch.setenv(MARK, name)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path) + os.pathsep + str(Path.cwd()))
    yield name
    until(lambda: not alive_with(name))


@pytest.fixture
def child(mark: str) -> Iterator[WarmChild]:
    """A process that answers as tests/planning/unruly_answers.py does."""
    child = WarmChild(MEANS)
    yield child
    child.end()


def put(child: WarmChild, kind: str, asked: str = "1", *, hard_seconds: float = PATIENT_SECONDS) -> Answered:
    return child.answer(Put(kind, asked), lambda: True, hard_seconds=hard_seconds)


# ---- one process -----------------------------------------------------------------------------------------------------


def test_one_process_answers_one_question_after_another(child: WarmChild) -> None:
    assert put(child, "whoami") == put(child, "whoami")


def test_a_question_longer_than_a_pipe_arrives_whole(child: WarmChild) -> None:
    assert put(child, "echo", "ä" * 1_000_000).answer == "ä" * 1_000_000


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("hungry", QuestionReason.MEMORY),
        ("hungry_in_a_library", QuestionReason.MEMORY),
        ("crashing", QuestionReason.CRASHED),
        ("raising", QuestionReason.CRASHED),
        ("too_large", QuestionReason.TOO_LARGE),
        ("unheard_of", QuestionReason.UNKNOWN_KIND),
    ],
)
def test_a_question_without_answer_says_why_and_the_next_is_answered(
    child: WarmChild, kind: str, reason: QuestionReason
) -> None:
    assert put(child, kind).reason is reason
    assert put(child, "echo").answer == "1"


def test_an_overdue_question_is_ended_and_the_next_is_answered(child: WarmChild) -> None:
    assert put(child, "deaf", hard_seconds=0.5).reason is QuestionReason.OVERDUE
    assert put(child, "echo").answer == "1"


def test_a_process_that_died_between_two_questions_is_replaced(child: WarmChild) -> None:
    number = int(put(child, "whoami").answer or "")
    os.kill(number, signal.SIGKILL)
    until(lambda: not child.alive)
    assert int(put(child, "whoami").answer or "") != number


def test_a_process_that_has_grown_is_replaced(mark: str) -> None:
    child = WarmChild(Means(answer_command=UNRULY, nice=0, grown_bytes=1))
    first, second = put(child, "whoami"), put(child, "whoami")
    child.end()
    assert first != second


def test_what_libraries_print_is_not_taken_for_a_reply(child: WarmChild) -> None:
    assert put(child, "babbling").answer == "1"


def test_an_answer_that_nobody_wants_any_more_ends_its_process(child: WarmChild, mark: str) -> None:
    assert child.answer(Put("deaf", "1"), lambda: False, hard_seconds=PATIENT_SECONDS) == Answered()
    until(lambda: not alive_with(mark))


# ---- a lane ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def lead(store: Store) -> Actor:
    """The lead of North."""
    return an_actor(add_organisation(store, "north"), AccountRole.LEAD)


@contextmanager
def lane(store: Store, *, batched: bool = False, means: Means = MEANS) -> Iterator[None]:
    """A lane of a worker in this process."""
    ended = threading.Event()
    thread = threading.Thread(target=answer_questions, args=(store, means, ended), kwargs={"batched": batched})
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def asked(store: Store, lead: Actor, kind: str, text: str = "1", seconds: float = PATIENT_SECONDS) -> QuestionTicket:
    return ask(store, lead, kind, text, limit_seconds=seconds, now=_now())


def ended(store: Store, lead: Actor, ticket: QuestionTicket) -> Answer:
    def look() -> Answer | None:
        found = answer_of(store, lead, ticket.question_id)
        return found if found.status.ended else None

    found = until(look)
    assert found is not None
    return found


def test_a_lane_answers(store: Store, lead: Actor, mark: str) -> None:
    with lane(store):
        assert ended(store, lead, asked(store, lead, "echo", '"hello"')).answer == '"hello"'


def test_a_lane_goes_on_after_questions_that_cannot_be_answered(store: Store, lead: Actor, mark: str) -> None:
    tickets = [asked(store, lead, "deaf", seconds=0.1)]
    tickets += [asked(store, lead, kind) for kind in ("hungry", "crashing", "raising")]
    last = asked(store, lead, "echo")
    with lane(store):
        assert ended(store, lead, last).answer == "1"
    assert [ended(store, lead, one).reason for one in tickets] == [
        QuestionReason.OVERDUE,
        QuestionReason.MEMORY,
        QuestionReason.CRASHED,
        QuestionReason.CRASHED,
    ]


def test_a_question_that_is_called_off_makes_room_for_the_next(store: Store, lead: Actor, mark: str) -> None:
    first, second = asked(store, lead, "deaf"), asked(store, lead, "echo")
    with lane(store):
        until(lambda: answer_of(store, lead, first.question_id).status is QuestionStatus.WORKING)
        cancel(store, lead, first.question_id, now=_now())
        assert ended(store, lead, second).answer == "1"


def test_a_lane_that_ends_gives_its_question_back(store: Store, lead: Actor, mark: str) -> None:
    ticket = asked(store, lead, "deaf")
    with lane(store):
        until(lambda: answer_of(store, lead, ticket.question_id).status is QuestionStatus.WORKING)
    assert answer_of(store, lead, ticket.question_id).status is QuestionStatus.QUEUED


def test_a_batch_flows(store: Store, lead: Actor, mark: str) -> None:
    ask_all(store, lead, [Asking("echo", str(one)) for one in range(30)], batch="parts", now=_now())
    with lane(store, batched=True):
        until(lambda: batch_state(store, lead, "parts").open == 0)
    state = batch_state(store, lead, "parts")
    assert [one.answer for one in state.ended] == [str(one) for one in range(30)]


def test_two_lanes_answer_no_question_twice(store: Store, lead: Actor, mark: str, tmp_path: Path) -> None:
    notes = [tmp_path / f"{number}.txt" for number in range(6)]
    ask_all(store, lead, [Asking("note", str(one)) for one in notes], batch="parts", now=_now())
    with lane(store, batched=True), lane(store, batched=True):
        until(lambda: batch_state(store, lead, "parts").open == 0)
    assert [one.read_text(encoding="ascii") for one in notes] == ["answered\n"] * 6


# ---- whole workers ---------------------------------------------------------------------------------------------------


@contextmanager
def worker(desk: Desk) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process, ended at the end."""
    url = desk.store.engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        (sys.executable, str(Path(__file__).with_name("worker_process.py")), url, "steady"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_question_whose_worker_is_killed_is_answered_by_another(own_desk: Desk, mark: str, tmp_path: Path) -> None:
    store, lead = own_desk.store, own_desk.lead
    with worker(own_desk) as first:
        ticket = asked(store, lead, "once_deaf", str(tmp_path / "flag"))
        until((tmp_path / "flag").exists)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        until(lambda: not alive_with(mark))  # its answering process died with it
    with worker(own_desk):
        assert ended(store, lead, ticket).answer == "second time"


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_an_answer_does_not_wait_for_a_search(own_desk: Desk, mark: str) -> None:
    run = own_desk.request(_now())
    with worker(own_desk):
        assert ended(own_desk.store, own_desk.lead, asked(own_desk.store, own_desk.lead, "echo")).answer == "1"
    assert run.solve_id


def _now() -> dt.datetime:
    """The real time: lanes look at the real clock."""
    return dt.datetime.now(dt.UTC)
