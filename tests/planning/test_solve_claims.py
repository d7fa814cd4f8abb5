"""Claims on solves: each run in one hand at a time, and a late hand's word counts no more."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from roster.actions.seat_edits import empty_seat
from roster.actions.solve_claims import (
    LEASE,
    MOST_ATTEMPTS,
    Claim,
    Word,
    claim,
    finish,
    give_up,
    renew,
    requeue_expired,
    status_of,
)
from roster.actions.solves import cancel_solve, request_solve
from roster.actor import AccountRole
from roster.models.accounts import Account, Membership, OperatorVisit
from roster.models.audit import AuditEntry
from roster.models.solves import Solve, SolveReason, SolveStatus
from roster.outcome import Outcome, Progress, Status
from roster.plan import Plan
from roster.problem import Assignment
from tests.planning.desk import A2_THU, A2_TUE, GOOD_PLAN, NOW, WEEK, Desk, outcome_of
from tests.tiny_store import add_organisation, an_actor

LATER = NOW + LEASE + dt.timedelta(seconds=1)


def claimed_by(desk: Desk) -> Claim:
    """A fresh claim on a fresh run."""
    claimed = claim(desk.store, desk.request().solve_id, now=NOW)
    assert claimed is not None
    return claimed


def reason_of(desk: Desk, solve_id: int) -> SolveReason | None:
    with desk.store.reading(desk.id) as session:
        return session.scalars(select(Solve.reason).where(Solve.id == solve_id)).one()


def test_eight_workers_never_share_one_of_forty_runs(desk: Desk) -> None:
    with desk.store.writing(desk.id) as session:
        runs = [
            Solve(
                week=f"2027-W{number:02d}",
                status=SolveStatus.QUEUED,
                requested_at=NOW,
                requested_by=0,
                problem="{}",
                fingerprint="",
                limit_seconds=1,
            )
            for number in range(1, 41)
        ]
        session.add_all(runs)
        session.flush()
        numbers = [run.id for run in runs]

    def work(_: int) -> list[int]:
        return [number for number in numbers if claim(desk.store, number, now=NOW) is not None]

    with ThreadPoolExecutor(8) as pool:
        taken = [number for part in pool.map(work, range(8)) for number in part]
    assert sorted(taken) == numbers


def test_a_run_is_free_again_only_when_its_lease_is_over(desk: Desk) -> None:
    first = claimed_by(desk)
    assert claim(desk.store, first.solve_id, now=NOW + LEASE / 2) is None
    second = claim(desk.store, first.solve_id, now=LATER)
    assert second is not None
    assert second.attempt == first.attempt + 1


def test_renewing_keeps_the_lease(desk: Desk) -> None:
    first = claimed_by(desk)
    assert renew(desk.store, first, None, now=NOW + LEASE / 2) is Word.GO_ON
    assert claim(desk.store, first.solve_id, now=LATER) is None


def test_a_worker_that_slept_past_its_lease_can_say_nothing_any_more(desk: Desk) -> None:
    late = claimed_by(desk)
    assert claim(desk.store, late.solve_id, now=LATER) is not None
    progress = Progress(1.0, "cover", (), 1, 4, Plan.of([Assignment(A2_TUE, "lead", "dora")]))
    assert renew(desk.store, late, progress, now=LATER) is Word.LOST
    assert finish(desk.store, late, outcome_of(desk.problem(), GOOD_PLAN), now=LATER) is None
    assert give_up(desk.store, late, SolveReason.CRASHED, now=LATER) is None
    assert desk.draft_plan() is None
    assert status_of(desk.store, late.solve_id) is SolveStatus.SOLVING


def test_without_its_attempt_number_a_late_worker_would_be_heard(desk: Desk) -> None:
    """The positive control: the very same words with the current number make the draft."""
    late = claimed_by(desk)
    current = claim(desk.store, late.solve_id, now=LATER)
    assert current is not None
    forged = replace(late, attempt=current.attempt)
    assert finish(desk.store, forged, outcome_of(desk.problem(), GOOD_PLAN), now=LATER) is SolveStatus.READY
    assert desk.draft_plan() == GOOD_PLAN


def test_the_best_plan_so_far_is_stored_as_it_comes(desk: Desk) -> None:
    claimed = claimed_by(desk)
    renew(desk.store, claimed, Progress(1.0, "cover", (), 4, 4, GOOD_PLAN), now=NOW)
    renew(desk.store, claimed, Progress(2.0, "promises", (), 4, 4), now=NOW)
    with desk.store.reading(desk.id) as session:
        run = session.get_one(Solve, claimed.solve_id)
        assert (run.goal, run.best_plan) == ("promises", GOOD_PLAN.assignments)


def test_cancelling_is_heard_at_the_next_renewal(desk: Desk) -> None:
    claimed = claimed_by(desk)
    cancel_solve(desk.store, desk.lead, claimed.solve_id, now=NOW)
    assert renew(desk.store, claimed, None, now=NOW) is Word.CANCEL


def test_a_cancelled_search_leaves_its_plan_in_the_record_and_the_draft_alone(desk: Desk) -> None:
    claimed = claimed_by(desk)
    outcome = outcome_of(desk.problem(), GOOD_PLAN, Status.CANCELLED)
    assert finish(desk.store, claimed, outcome, now=NOW) is SolveStatus.CANCELLED
    assert desk.draft_plan() is None
    with desk.store.reading(desk.id) as session:
        assert session.get_one(Solve, claimed.solve_id).best_plan == GOOD_PLAN.assignments


def test_a_run_whose_cancelling_nobody_could_hear_ends_as_cancelled(desk: Desk) -> None:
    claimed = claimed_by(desk)
    cancel_solve(desk.store, desk.lead, claimed.solve_id, now=NOW)
    assert claim(desk.store, claimed.solve_id, now=LATER) is None
    assert status_of(desk.store, claimed.solve_id) is SolveStatus.CANCELLED


def test_three_attempts_are_made_and_then_the_run_has_failed_with_a_reason(desk: Desk) -> None:
    solve_id = desk.request().solve_id
    for attempt in range(MOST_ATTEMPTS):
        assert claim(desk.store, solve_id, now=NOW + attempt * (LEASE + dt.timedelta(seconds=1))) is not None
    end = NOW + 10 * LEASE
    assert claim(desk.store, solve_id, now=end) is None
    assert requeue_expired(desk.store, now=end) == ()
    assert status_of(desk.store, solve_id) is SolveStatus.FAILED
    assert reason_of(desk, solve_id) is SolveReason.LOST


def test_runs_that_nobody_looks_after_are_announced_again(desk: Desk) -> None:
    claimed = claimed_by(desk)
    assert requeue_expired(desk.store, now=NOW + LEASE / 2) == ()
    assert requeue_expired(desk.store, now=LATER) == (claimed.solve_id,)


def test_a_queued_run_whose_announcement_was_lost_is_announced_again(desk: Desk) -> None:
    solve_id = desk.request().solve_id
    assert requeue_expired(desk.store, now=NOW) == ()
    assert requeue_expired(desk.store, now=NOW + dt.timedelta(seconds=10)) == (solve_id,)


def test_a_run_given_back_can_be_claimed_at_once(desk: Desk) -> None:
    claimed = claimed_by(desk)
    assert give_up(desk.store, claimed, SolveReason.CRASHED, now=NOW) is SolveStatus.QUEUED
    assert claim(desk.store, claimed.solve_id, now=NOW) is not None


def spoiled(outcome: Outcome) -> Outcome:
    return replace(outcome, plan=outcome.plan.with_changes(add=[Assignment(A2_THU, "helper", "dora")]))


def embellished(outcome: Outcome) -> Outcome:
    first, *others = outcome.goals
    return replace(outcome, goals=(replace(first, value=first.value - 1), *others))


@pytest.mark.parametrize("wrong", [spoiled, embellished])
def test_a_result_that_does_not_stand_the_check_makes_no_draft(desk: Desk, wrong) -> None:  # type: ignore[no-untyped-def]
    claimed = claimed_by(desk)
    outcome = wrong(outcome_of(desk.problem(), GOOD_PLAN))
    assert finish(desk.store, claimed, outcome, now=NOW) is SolveStatus.FAILED
    assert reason_of(desk, claimed.solve_id) is SolveReason.REFUSED
    assert desk.draft_plan() is None


def test_a_draft_that_was_mended_while_the_search_ran_is_not_overwritten(desk: Desk) -> None:
    edition = desk.solved()
    desk.volunteer("carl", wished_minutes_week=60)
    claimed = claimed_by(desk)
    empty_seat(desk.store, desk.lead, WEEK, A2_TUE, "lead", "ben", edition=edition, now=NOW)
    assert finish(desk.store, claimed, outcome_of(desk.problem(), GOOD_PLAN), now=NOW) is SolveStatus.READY
    assert desk.draft_plan() == GOOD_PLAN.with_changes(remove=[Assignment(A2_TUE, "lead", "ben")])


def test_an_untouched_draft_is_replaced(desk: Desk) -> None:
    desk.solved(Plan())
    desk.volunteer("carl", wished_minutes_week=60)
    assert desk.solved() == 2
    assert desk.draft_plan() == GOOD_PLAN


def asked_by_account(desk: Desk) -> tuple[int, int]:
    """A run that an account asked for: numbers of both."""
    lead = desk.account(AccountRole.LEAD)
    return request_solve(desk.store, lead, WEEK, now=NOW).solve_id, lead.account_id


def test_a_run_of_somebody_who_may_plan_is_claimed(desk: Desk) -> None:
    solve_id, _ = asked_by_account(desk)
    assert claim(desk.store, solve_id, now=NOW) is not None


def test_a_run_of_somebody_who_lost_the_role_is_not_carried_out(desk: Desk) -> None:
    solve_id, account_id = asked_by_account(desk)
    with desk.store.across(writing=True) as session:
        session.delete(session.scalars(select(Membership).where(Membership.account_id == account_id)).one())
    assert claim(desk.store, solve_id, now=NOW) is None
    assert reason_of(desk, solve_id) is SolveReason.WITHDRAWN


def test_a_run_of_a_disabled_account_is_not_carried_out(desk: Desk) -> None:
    solve_id, account_id = asked_by_account(desk)
    with desk.store.across(writing=True) as session:
        session.execute(update(Account).where(Account.id == account_id).values(disabled_at=NOW))
    assert claim(desk.store, solve_id, now=NOW) is None
    assert reason_of(desk, solve_id) is SolveReason.WITHDRAWN


def asked_on_a_visit(desk: Desk) -> tuple[int, int]:
    """A run that an operator asked for who looks into the organisation for half an hour: numbers of run and account."""
    home = add_organisation(desk.store, "service")
    with desk.store.across(writing=True) as session:
        olga = Account(email="olga@service.example", language="en", created_at=NOW)
        session.add(olga)
        session.flush()
        until, number = NOW + dt.timedelta(minutes=30), olga.id
        why = "Their planning fails every time."
        session.add(Membership(organisation_id=home, account_id=number, role=AccountRole.OPERATOR))
        session.add(OperatorVisit(organisation_id=desk.id, account_id=number, reason=why, began_at=NOW, ends_at=until))
    visitor = replace(an_actor(desk.id, AccountRole.ADMIN, account_id=number), visit_until=until)
    return request_solve(desk.store, visitor, WEEK, now=NOW).solve_id, number


def test_a_run_of_a_visiting_operator_is_planned_and_the_log_names_them(desk: Desk) -> None:
    solve_id, account_id = asked_on_a_visit(desk)
    claimed = claim(desk.store, solve_id, now=NOW)
    assert claimed is not None
    assert finish(desk.store, claimed, outcome_of(desk.problem(), GOOD_PLAN), now=NOW) is SolveStatus.READY
    assert desk.draft_plan() == GOOD_PLAN
    with desk.store.reading(desk.id) as session:
        theirs = select(AuditEntry.action).where(AuditEntry.account_id == account_id).order_by(AuditEntry.number)
        assert session.scalars(theirs).all() == ["request_solve", "finish_solve"]


def test_a_run_of_an_operator_whose_visit_is_over_is_not_carried_out(desk: Desk) -> None:
    solve_id, _ = asked_on_a_visit(desk)
    assert claim(desk.store, solve_id, now=NOW + dt.timedelta(minutes=31)) is None
    assert reason_of(desk, solve_id) is SolveReason.WITHDRAWN


def test_a_run_of_a_visiting_operator_whose_account_is_disabled_is_not_carried_out(desk: Desk) -> None:
    solve_id, account_id = asked_on_a_visit(desk)
    with desk.store.across(writing=True) as session:
        session.execute(update(Account).where(Account.id == account_id).values(disabled_at=NOW))
    assert claim(desk.store, solve_id, now=NOW) is None
