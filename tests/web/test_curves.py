"""Curves of a search: drawn as steps within their frame, with a table behind."""

from __future__ import annotations

import datetime as dt

from roster.actions.solve_claims import claim, finish, renew
from roster.actions.solves import request_solve
from roster.actor import command_line_actor
from roster.outcome import GoalResult, Outcome, Progress, Status
from roster.plan import Plan
from roster.problem import Problem
from roster.reports.solve_course import Curve
from roster.rules import measure
from tests.web.school import WEEK, Service
from web.curves import rows, step_line

CURVE = Curve("Cover", ((0.0, 10), (5.0, 4)), ((5.0, 0),), False)


def test_a_number_holds_until_the_next_one_comes() -> None:
    assert step_line(CURVE, CURVE.values, 10.0) == "0.00,2.00 50.00,2.00 50.00,23.60 100.00,23.60"


def test_a_bound_is_drawn_from_when_it_was_known() -> None:
    assert step_line(CURVE, CURVE.bounds, 10.0) == "50.00,38.00 100.00,38.00"


def test_the_table_has_a_row_for_each_moment() -> None:
    assert rows([CURVE], [0.0, 2.0, 5.0]) == [(0.0, [10]), (2.0, [None]), (5.0, [4])]


def solved(north: Service) -> int:
    """A run with a course, ended with an empty plan; gives its number."""
    now = north.clock.now
    lead = command_line_actor(north.schools["north"], "north")
    solve_id = request_solve(north.store, lead, WEEK, now=now).solve_id
    held = claim(north.store, solve_id, now=now)
    assert held is not None
    goals = (GoalResult("cover", 900, 0, False),)
    renew(north.store, held, Progress(0.5, "cover", goals, 0, 5), now=now + dt.timedelta(seconds=1))
    problem = Problem.from_json(held.problem)
    found = tuple(GoalResult(key, value, value, True) for key, value in measure(problem, Plan()).items())
    finish(north.store, held, Outcome(Plan(), Status.OPTIMAL, found, (), 2.5, False, problem.fingerprint), now=now)
    return solve_id


def test_the_page_of_an_ended_search_shows_its_course(north: Service) -> None:
    text = north.browser("lead").get(f"/solves/{solved(north)}").text
    assert "How the plan grew" in text
    assert '<polyline class="bound"' in text


def test_the_pictures_of_a_week_show_its_last_search(north: Service) -> None:
    solved(north)
    assert "How the plan grew" in north.browser("lead").get(f"/week/{WEEK}/pictures").text


def test_a_week_without_a_search_shows_no_course(north: Service) -> None:
    assert "How the plan grew" not in north.browser("lead").get(f"/week/{WEEK}/pictures").text
