"""Questions: asked once, answered once, seen by nobody else, forgotten after some days."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from roster.actions.question_claims import (
    LEASE,
    MOST_ATTEMPTS,
    UNFETCHED,
    QuestionClaim,
    claim_next,
    give_back,
    give_up_question,
    hand_in,
    look_after_questions,
    renew_question,
)
from roster.actions.questions import (
    KEPT,
    MOST_OPEN,
    SERVICE,
    Asking,
    QuestionTicket,
    answer_of,
    ask,
    ask_all,
    asked_of,
    batch_state,
    cancel,
    cancel_batch,
    forget_batch,
)
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.errors import Conflict, Forbidden, NotFound
from roster.models.questions import Question, QuestionReason, QuestionStatus
from roster.models.tenancy import ScopeError
from tests.tiny_store import add_organisation, an_actor

NOW = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)
LATER = NOW + LEASE + dt.timedelta(seconds=1)


@pytest.fixture
def lead(store: Store) -> Actor:
    """The lead of North."""
    return an_actor(add_organisation(store, "north"), AccountRole.LEAD)


@pytest.fixture
def stranger(store: Store) -> Actor:
    """The lead of South."""
    return an_actor(add_organisation(store, "south"), AccountRole.LEAD, organisation="south")


@pytest.fixture
def claimed(store: Store, lead: Actor) -> QuestionClaim:
    """A question of North that a worker holds."""
    asked(store, lead)
    found = claim_next(store, now=NOW)
    assert found is not None
    return found


def asked(store: Store, asker: Actor, text: str = "1", now: dt.datetime = NOW) -> QuestionTicket:
    return ask(store, asker, "cover", text, now=now)


def answered(store: Store, lead: Actor, text: str = "1", now: dt.datetime = NOW) -> QuestionTicket:
    ticket = asked(store, lead, text, now)
    held = claim_next(store, now=now)
    assert held is not None
    assert held.question_id == ticket.question_id
    assert hand_in(store, held, "2", now=now)
    return ticket


def count(store: Store) -> int:
    with store.across() as session:
        return session.scalar(select(func.count(Question.id))) or 0


# ---- asking ----------------------------------------------------------------------------------------------------------


def test_an_answer_is_there_once_it_is_handed_in(store: Store, lead: Actor) -> None:
    ticket = answered(store, lead)
    found = answer_of(store, lead, ticket.question_id)
    assert (found.status, found.answer) == (QuestionStatus.ANSWERED, "2")


def test_what_was_asked_can_be_read_again(store: Store, lead: Actor) -> None:
    assert asked_of(store, lead, asked(store, lead, '{"seat": 7}').question_id) == '{"seat": 7}'


def test_an_equal_question_that_waits_is_found(store: Store, lead: Actor) -> None:
    first = asked(store, lead)
    assert asked(store, lead) == QuestionTicket(first.question_id, QuestionStatus.QUEUED, found=True)


def test_an_equal_question_that_was_answered_is_found(store: Store, lead: Actor) -> None:
    first = answered(store, lead)
    assert asked(store, lead) == QuestionTicket(first.question_id, QuestionStatus.ANSWERED, found=True)


def test_a_question_that_failed_is_asked_anew(store: Store, lead: Actor, claimed: QuestionClaim) -> None:
    give_up_question(store, claimed, QuestionReason.CRASHED, now=NOW)
    assert not asked(store, lead).found


def test_another_question_is_not_taken_for_the_same(store: Store, lead: Actor) -> None:
    asked(store, lead)
    assert not asked(store, lead, "2").found


def test_twenty_clicks_in_one_moment_ask_once(store: Store, lead: Actor) -> None:
    seen: list[int] = []
    clicks = [threading.Thread(target=lambda: seen.append(asked(store, lead).question_id)) for _ in range(20)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert len(seen) == 20
    assert len(set(seen)) == 1


def test_too_many_open_questions_of_one_organisation_are_refused(store: Store, lead: Actor) -> None:
    for number in range(MOST_OPEN):
        asked(store, lead, str(number))
    with pytest.raises(Conflict, match="waiting for an answer"):
        asked(store, lead, "one more")


def test_answered_questions_do_not_count_as_open(store: Store, lead: Actor) -> None:
    for number in range(MOST_OPEN):
        answered(store, lead, str(number))
    assert not asked(store, lead, "one more").found


def test_how_many_are_served_before_is_told(store: Store, lead: Actor) -> None:
    asked(store, lead)
    assert answer_of(store, lead, asked(store, lead, "2").question_id).waiting_before == 1


@pytest.mark.parametrize("role", [AccountRole.VOLUNTEER, AccountRole.OPERATOR])
def test_only_leads_ask(store: Store, lead: Actor, role: AccountRole) -> None:
    with pytest.raises(Forbidden):
        asked(store, an_actor(lead.organisation_id, role))


@pytest.mark.parametrize("look", [answer_of, asked_of])
def test_a_volunteer_sees_no_answer(store: Store, lead: Actor, look) -> None:  # type: ignore[no-untyped-def]
    ticket = asked(store, lead)
    with pytest.raises(Forbidden):
        look(store, an_actor(lead.organisation_id, AccountRole.VOLUNTEER), ticket.question_id)


# ---- whose -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [answer_of, asked_of])
def test_anothers_question_does_not_exist(store: Store, lead: Actor, stranger: Actor, look) -> None:  # type: ignore[no-untyped-def]
    ticket = asked(store, lead)
    with pytest.raises(NotFound):
        look(store, stranger, ticket.question_id)


def test_anothers_question_cannot_be_called_off(store: Store, lead: Actor, stranger: Actor) -> None:
    ticket = asked(store, lead)
    with pytest.raises(NotFound):
        cancel(store, stranger, ticket.question_id, now=NOW)
    assert answer_of(store, lead, ticket.question_id).status is QuestionStatus.QUEUED


def test_an_equal_question_of_another_organisation_is_not_found(store: Store, lead: Actor, stranger: Actor) -> None:
    asked(store, lead)
    assert not asked(store, stranger).found


def test_the_services_questions_are_nobodys(store: Store, lead: Actor) -> None:
    (ticket,) = ask_all(store, SERVICE, [Asking("cover", "1")], batch="state", now=NOW)
    with pytest.raises(NotFound):
        answer_of(store, lead, ticket.question_id)
    assert batch_state(store, lead, "state").open == 0


def test_the_service_does_not_see_an_organisations_question(store: Store, lead: Actor) -> None:
    ticket = asked(store, lead)
    with pytest.raises(NotFound):
        answer_of(store, SERVICE, ticket.question_id)


def test_an_organisations_session_cannot_write_a_question_for_the_service(store: Store, lead: Actor) -> None:
    question = Question(kind="cover", asked="1", digest="0", asked_by=7, asked_at=NOW, limit_seconds=1.0)
    with pytest.raises(ScopeError, match="not the organisation's own"), store.writing(lead.organisation_id) as session:
        session.add(question)


# ---- batches ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def parts(store: Store) -> Iterator[tuple[QuestionTicket, ...]]:
    """Three parts of a task of the service."""
    askings = [Asking("cover", str(number)) for number in range(3)]
    return ask_all(store, SERVICE, askings, batch="state", now=NOW)  # type: ignore[return-value]


def test_a_batch_tells_of_what_has_ended_and_how_much_is_open(store: Store, parts: tuple[QuestionTicket, ...]) -> None:
    held = claim_next(store, batched=True, now=NOW)
    assert held is not None
    hand_in(store, held, '"done"', now=NOW)
    state = batch_state(store, SERVICE, "state")
    assert [one.answer for one in state.ended] == ['"done"']
    assert state.open == 2


def test_a_batch_does_not_tell_again_of_what_is_known(store: Store, parts: tuple[QuestionTicket, ...]) -> None:
    cancel_batch(store, SERVICE, "state", now=NOW)
    state = batch_state(store, SERVICE, "state", known={parts[0].question_id})
    assert [one.question_id for one in state.ended] == [one.question_id for one in parts[1:]]


def test_the_same_batch_asked_again_goes_on(store: Store, parts: tuple[QuestionTicket, ...]) -> None:
    again = ask_all(store, SERVICE, [Asking("cover", "1"), Asking("cover", "new")], batch="state", now=NOW)
    assert [one.found for one in again] == [True, False]
    assert again[0].question_id == parts[1].question_id


def test_an_equal_part_of_another_batch_is_another_question(store: Store, parts: tuple[QuestionTicket, ...]) -> None:
    assert not ask_all(store, SERVICE, [Asking("cover", "1")], batch="another", now=NOW)[0].found


def test_a_forgotten_batch_leaves_nothing(store: Store, parts: tuple[QuestionTicket, ...]) -> None:
    forget_batch(store, SERVICE, "state")
    assert count(store) == 0


def test_the_lane_of_single_questions_serves_no_batches(store: Store, parts: tuple[QuestionTicket, ...]) -> None:
    assert claim_next(store, batched=False, now=NOW) is None


def test_the_lane_of_batches_serves_no_single_questions(store: Store, lead: Actor) -> None:
    asked(store, lead)
    assert claim_next(store, batched=True, now=NOW) is None
    assert claim_next(store, batched=False, now=NOW) is not None


def test_parts_of_one_batch_alone_can_be_claimed(store: Store, parts: tuple[QuestionTicket, ...]) -> None:
    assert claim_next(store, batch="another", now=NOW) is None
    assert claim_next(store, batch="state", now=NOW) is not None


def test_answers_of_the_service_that_nobody_fetched_go_within_the_hour(
    store: Store, lead: Actor, parts: tuple[QuestionTicket, ...]
) -> None:
    """They name people of many organisations; an organisation's own answers stay."""
    cancel_batch(store, SERVICE, "state", now=NOW)
    own = answered(store, lead)
    look_after_questions(store, now=NOW + UNFETCHED)
    assert len(batch_state(store, SERVICE, "state").ended) == len(parts)
    look_after_questions(store, now=NOW + UNFETCHED + dt.timedelta(seconds=1))
    assert batch_state(store, SERVICE, "state").ended == ()
    assert answer_of(store, lead, own.question_id).status is QuestionStatus.ANSWERED


# ---- workers ---------------------------------------------------------------------------------------------------------


def test_the_oldest_question_comes_first(store: Store, lead: Actor) -> None:
    first, _ = asked(store, lead), asked(store, lead, "2")
    held = claim_next(store, now=NOW)
    assert held is not None
    assert held.question_id == first.question_id


def test_a_held_question_is_not_claimed_twice(store: Store, claimed: QuestionClaim) -> None:
    assert claim_next(store, now=NOW) is None


def test_eight_workers_answer_forty_questions_once_each(store: Store, lead: Actor) -> None:
    tickets = ask_all(store, lead, [Asking("cover", str(one)) for one in range(40)], batch="many", now=NOW)
    served: list[int] = []

    def work() -> None:
        while (held := claim_next(store, now=NOW)) is not None:
            served.append(held.question_id)
            assert hand_in(store, held, "1", now=NOW)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(served) == [one.question_id for one in tickets]


def test_a_question_of_a_silent_worker_is_taken_over(store: Store, claimed: QuestionClaim) -> None:
    second = claim_next(store, now=LATER)
    assert second is not None
    assert (second.question_id, second.attempt) == (claimed.question_id, claimed.attempt + 1)


def test_a_late_answer_is_refused(store: Store, lead: Actor, claimed: QuestionClaim) -> None:
    second = claim_next(store, now=LATER)
    assert second is not None
    assert not hand_in(store, claimed, "late", now=LATER)
    assert not renew_question(store, claimed, now=LATER)
    assert hand_in(store, second, "in time", now=LATER)
    assert answer_of(store, lead, claimed.question_id).answer == "in time"


def test_a_renewed_question_is_not_taken_over(store: Store, claimed: QuestionClaim) -> None:
    assert renew_question(store, claimed, now=NOW + LEASE)
    assert claim_next(store, now=LATER) is None


def test_a_question_that_was_called_off_gets_no_answer(store: Store, lead: Actor, claimed: QuestionClaim) -> None:
    cancel(store, lead, claimed.question_id, now=NOW)
    assert not renew_question(store, claimed, now=NOW)
    assert not hand_in(store, claimed, "1", now=NOW)
    assert answer_of(store, lead, claimed.question_id).status is QuestionStatus.CANCELLED


def test_an_answer_stays_when_the_question_is_called_off_too_late(store: Store, lead: Actor) -> None:
    ticket = answered(store, lead)
    cancel(store, lead, ticket.question_id, now=NOW)
    assert answer_of(store, lead, ticket.question_id).status is QuestionStatus.ANSWERED


def test_a_question_given_back_is_free_at_once(store: Store, claimed: QuestionClaim) -> None:
    assert give_back(store, claimed)
    assert claim_next(store, now=NOW) is not None


def test_a_question_that_is_given_up_says_why(store: Store, lead: Actor, claimed: QuestionClaim) -> None:
    give_up_question(store, claimed, QuestionReason.MEMORY, now=NOW)
    found = answer_of(store, lead, claimed.question_id)
    assert (found.status, found.reason) == (QuestionStatus.FAILED, QuestionReason.MEMORY)


def test_a_question_whose_workers_all_vanish_is_lost(store: Store, lead: Actor) -> None:
    ticket = asked(store, lead)
    now = NOW
    for _ in range(MOST_ATTEMPTS):
        assert claim_next(store, now=now) is not None
        now += LEASE + dt.timedelta(seconds=1)
    assert claim_next(store, now=now) is None
    look_after_questions(store, now=now)
    assert answer_of(store, lead, ticket.question_id).reason is QuestionReason.LOST


def test_old_answers_are_forgotten(store: Store, lead: Actor) -> None:
    answered(store, lead)
    look_after_questions(store, now=NOW + KEPT)
    assert count(store) == 1
    look_after_questions(store, now=NOW + KEPT + dt.timedelta(seconds=1))
    assert count(store) == 0


def test_an_answer_that_nobody_swept_away_yet_is_not_found_again(store: Store, lead: Actor) -> None:
    answered(store, lead)
    assert not asked(store, lead, now=NOW + KEPT).found


def test_a_question_that_nobody_ever_took_is_forgotten(store: Store, lead: Actor) -> None:
    asked(store, lead)
    look_after_questions(store, now=NOW + KEPT + dt.timedelta(seconds=1))
    assert count(store) == 0


def test_a_question_in_good_hands_is_left_alone(store: Store, claimed: QuestionClaim) -> None:
    look_after_questions(store, now=LATER)
    assert claim_next(store, now=LATER) is not None
