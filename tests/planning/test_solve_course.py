"""The course of a planning run: noted now and then, begun anew with each attempt, drawn as steps."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from roster.actions.solve_claims import LEASE, Claim, claim, finish, renew
from roster.actor import AccountRole
from roster.errors import Forbidden, NotFound
from roster.models.solves import SolvePoint
from roster.outcome import GoalResult, Progress
from roster.reports.solve_course import last_course, solve_course
from tests.planning.desk import GOOD_PLAN, NOW, WEEK, Desk, outcome_of
from tests.tiny_store import add_organisation, an_actor

LATER = NOW + LEASE + dt.timedelta(seconds=1)


@pytest.fixture
def claimed(desk: Desk) -> Claim:
    """A run that a worker holds."""
    found = claim(desk.store, desk.request().solve_id, now=NOW)
    assert found is not None
    return found


def progress(seconds: float, filled: int = 1, cover: int = 40, bound: int = 0) -> Progress:
    return Progress(seconds, "cover", (GoalResult("cover", cover, bound, cover == bound),), filled, 4)


def noted(desk: Desk) -> list[float]:
    with desk.store.reading(desk.id) as session:
        return list(session.scalars(select(SolvePoint.seconds).order_by(SolvePoint.id)))


def test_the_course_keeps_a_point_now_and_then(desk: Desk, claimed: Claim) -> None:
    for seconds in (0.1, 0.2, 0.5, 0.6, 0.8):
        renew(desk.store, claimed, progress(seconds), now=NOW)
    assert noted(desk) == [0.1, 0.5, 0.8]


def test_a_long_run_leaves_some_dozens_of_points(sqlite_desk: Desk) -> None:
    held = claim(sqlite_desk.store, sqlite_desk.request().solve_id, now=NOW)
    assert held is not None
    for tick in range(1, 1000):
        renew(sqlite_desk.store, held, progress(0.6 * tick), now=NOW)
    assert 30 <= len(noted(sqlite_desk)) <= 80


def test_the_result_is_always_the_last_point(desk: Desk, claimed: Claim) -> None:
    renew(desk.store, claimed, progress(1.45), now=NOW)
    finish(desk.store, claimed, outcome_of(desk.problem(), GOOD_PLAN), now=NOW)
    assert noted(desk) == [1.45, 1.5]


def test_another_attempt_begins_a_new_course(desk: Desk, claimed: Claim) -> None:
    renew(desk.store, claimed, progress(1), now=NOW)
    again = claim(desk.store, claimed.solve_id, now=LATER)
    assert again is not None
    renew(desk.store, again, progress(0.3), now=LATER)
    assert noted(desk) == [0.3]


def test_a_worker_that_lost_the_run_notes_nothing(desk: Desk, claimed: Claim) -> None:
    claim(desk.store, claimed.solve_id, now=LATER)
    renew(desk.store, claimed, progress(1), now=LATER)
    assert noted(desk) == []


def test_curves_are_shown_for_what_changed(desk: Desk, claimed: Claim) -> None:
    renew(desk.store, claimed, progress(0.3, 1, 40, 0), now=NOW)
    renew(desk.store, claimed, progress(1.0, 4, 16, 16), now=NOW)
    course = solve_course(desk.store, desk.lead, claimed.solve_id)
    assert course is not None
    assert [curve.values for curve in course.curves] == [((0.3, 1), (1.0, 4)), ((0.3, 40), (1.0, 16))]
    assert course.curves[1].bounds == ((0.3, 0), (1.0, 16))
    assert last_course(desk.store, desk.lead, WEEK) == course


def test_a_run_without_points_has_no_course(desk: Desk, claimed: Claim) -> None:
    assert solve_course(desk.store, desk.lead, claimed.solve_id) is None
    assert last_course(desk.store, desk.lead, WEEK) is None


def test_another_organisations_course_does_not_exist(desk: Desk, claimed: Claim) -> None:
    stranger = an_actor(add_organisation(desk.store, "south"), AccountRole.LEAD, organisation="south")
    with pytest.raises(NotFound):
        solve_course(desk.store, stranger, claimed.solve_id)


def test_a_volunteer_sees_no_course(desk: Desk, claimed: Claim) -> None:
    with pytest.raises(Forbidden):
        solve_course(desk.store, an_actor(desk.id, AccountRole.VOLUNTEER), claimed.solve_id)
