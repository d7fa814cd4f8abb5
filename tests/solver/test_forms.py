"""Whole days and pairs: how much is written as whole days, and that it never matters to what is allowed."""

from __future__ import annotations

import pytest

from roster.problem import Problem
from solver.forms import patterns
from solver.given import Given
from solver.model import write
from tests.solver.tried import accepted_by_checker, accepted_by_search
from tests.tiny_school import MON, TUE, person, problem, session

FULL_DAY = [session(f"c{hour}", TUE, f"{hour}:00", 60) for hour in (10, 12, 14)]


def full_week() -> Problem:
    """Two people with one easy and one full day: 1 set of sessions on Monday, 7 on Tuesday."""
    return problem([session("a2", MON), *FULL_DAY], [person(name, max_sessions_day=3) for name in ("anna", "berta")])


def days_as_sets(week: Problem) -> list[int]:
    """How many sets each day has that is written as whole days."""
    return sorted(len(sets) for sets in write(Given.of(week), goals=()).choices.day_sets.values())


def test_every_day_is_written_whole_where_it_fits() -> None:
    assert days_as_sets(full_week()) == [1, 1, 7, 7]


def test_a_very_full_day_is_written_in_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST_SETS", 6)
    assert days_as_sets(full_week()) == [1, 1]


def test_the_fullest_days_are_written_in_pairs_where_all_sets_together_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patterns, "MOST_SETS_OF_ALL", 15)
    assert days_as_sets(full_week()) == [1, 1]


def test_once_many_sets_are_gathered_only_easy_days_are_written_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST_SETS_OF_ALL", 8)
    monkeypatch.setattr(patterns, "FEW_SETS", 1)
    assert days_as_sets(full_week()) == [1, 1]


@pytest.mark.parametrize("most", [1, 3, 15])
def test_a_week_of_both_kinds_of_days_allows_the_same_plans(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST_SETS_OF_ALL", most)
    week = problem([session("a2", MON), *FULL_DAY[:2]], [person("anna"), person("berta")])
    assert accepted_by_search(week, patterns.write) == accepted_by_checker(week)
