"""Asking for a solve: once for each week, whoever clicks how often, and only by those who may."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from roster.actions import solves
from roster.actions.rosters import discard_draft
from roster.actions.solve_claims import claim, status_of
from roster.actions.solves import Found, adopt_plan, cancel_solve, request_solve
from roster.actions.undo import take_back
from roster.actor import AccountRole
from roster.errors import Conflict, Forbidden, Invalid, NotFound, WeekTooLarge
from roster.models.rosters import RosterDraft
from roster.models.solves import Solve, SolveStatus
from tests.planning.desk import GOOD_PLAN, NOW, WEEK, Desk
from tests.tiny_store import add_organisation, an_actor


def test_twenty_clicks_at_once_make_one_solve(desk: Desk) -> None:
    with ThreadPoolExecutor(20) as pool:
        tickets = list(pool.map(lambda _: desk.request(), range(20)))
    assert len({ticket.solve_id for ticket in tickets}) == 1
    assert [ticket.found for ticket in tickets].count(Found.NEW) == 1
    with desk.store.reading(desk.id) as session:
        assert session.scalar(select(func.count()).select_from(Solve)) == 1


def test_the_database_itself_refuses_a_second_active_solve_of_a_week(desk: Desk) -> None:
    desk.request()
    with desk.store.writing(desk.id) as session, pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            Solve(
                week=WEEK,
                requested_at=NOW,
                requested_by=0,
                problem="{}",
                fingerprint="",
                limit_seconds=1,
                best_plan=None,
            )
        )


def test_a_proven_result_is_given_again_while_nothing_changed(desk: Desk) -> None:
    edition = desk.solved()
    discard_draft(desk.store, desk.lead, WEEK, edition=edition, now=NOW)
    again = desk.request()
    assert again.found is Found.STORED
    assert desk.draft_plan() == GOOD_PLAN


def test_a_changed_record_makes_a_new_solve(desk: Desk) -> None:
    desk.solved()
    desk.volunteer("carl", wished_minutes_week=60)
    assert desk.request().found is Found.NEW


def test_a_waiting_solve_is_cancelled_at_once_and_never_claimed(desk: Desk) -> None:
    ticket = desk.request()
    cancel_solve(desk.store, desk.lead, ticket.solve_id, now=NOW)
    assert status_of(desk.store, ticket.solve_id) is SolveStatus.CANCELLED
    assert claim(desk.store, ticket.solve_id, now=NOW) is None


def test_an_ended_solve_cannot_be_cancelled(desk: Desk) -> None:
    ticket = desk.request()
    cancel_solve(desk.store, desk.lead, ticket.solve_id, now=NOW)
    with pytest.raises(Conflict):
        cancel_solve(desk.store, desk.lead, ticket.solve_id, now=NOW)


def test_another_organisations_solve_does_not_exist(desk: Desk) -> None:
    ticket = desk.request()
    stranger = an_actor(add_organisation(desk.store, "south"), AccountRole.LEAD, organisation="south")
    with pytest.raises(NotFound):
        cancel_solve(desk.store, stranger, ticket.solve_id, now=NOW)


def test_volunteers_cannot_ask_for_a_solve(sqlite_desk: Desk) -> None:
    anna = an_actor(sqlite_desk.id, AccountRole.VOLUNTEER, volunteer="anna")
    with pytest.raises(Forbidden):
        request_solve(sqlite_desk.store, anna, WEEK, now=NOW)


@pytest.mark.parametrize("seconds", [0, -1, 601, float("nan"), float("inf")])
def test_a_time_out_of_range_is_refused(sqlite_desk: Desk, seconds: float) -> None:
    with pytest.raises(Invalid):
        request_solve(sqlite_desk.store, sqlite_desk.lead, WEEK, seconds=seconds, now=NOW)


def test_a_week_beyond_the_documented_size_is_refused(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solves, "MOST_WINDOWS", 3)
    with pytest.raises(WeekTooLarge):
        sqlite_desk.request()


def test_a_plan_that_breaks_a_rule_by_now_is_not_taken_over(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    with sqlite_desk.store.reading(sqlite_desk.id) as session:
        number = session.scalars(select(Solve.id)).one()
    sqlite_desk.change(certificates=())
    with pytest.raises(Conflict):
        adopt_plan(sqlite_desk.store, sqlite_desk.lead, number, now=NOW)


def test_the_best_plan_of_a_cancelled_solve_can_be_taken_over(sqlite_desk: Desk) -> None:
    ticket = sqlite_desk.request()
    cancel_solve(sqlite_desk.store, sqlite_desk.lead, ticket.solve_id, now=NOW)
    with sqlite_desk.store.writing(sqlite_desk.id) as session:
        session.execute(update(Solve).where(Solve.id == ticket.solve_id).values(best_plan=GOOD_PLAN.assignments))
    adopt_plan(sqlite_desk.store, sqlite_desk.lead, ticket.solve_id, now=NOW)
    assert sqlite_desk.draft_plan() == GOOD_PLAN


def test_a_draft_that_a_plan_replaced_comes_back_until_the_new_one_is_mended(sqlite_desk: Desk) -> None:
    sqlite_desk.solved()
    with sqlite_desk.store.reading(sqlite_desk.id) as session:
        number = session.scalars(select(Solve.id)).one()
        before = session.scalars(select(RosterDraft)).one()
    undo = adopt_plan(sqlite_desk.store, sqlite_desk.lead, number, now=NOW)
    take_back(sqlite_desk.store, sqlite_desk.lead, str(undo), now=NOW)
    with sqlite_desk.store.reading(sqlite_desk.id) as session:
        after = session.scalars(select(RosterDraft)).one()
    assert (after.edition, after.goals, sqlite_desk.draft_plan()) == (before.edition, before.goals, GOOD_PLAN)
