"""The weeks that contenders are compared on: five invented schools of the Osnabrück size, and the sample school."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from roster.folder import problem_of
from roster.freeze import freeze
from roster.problem import Problem
from roster.records import GoalOrder
from roster.spreadsheets.sampling import sample

VOLUNTEERS = 80
SAMPLE_SCHOOL = "osnabrueck"
SEED = "seed "
STRICTLY = ", strictly"  # the same week with all goals one after the other

_FOLDERS = Path(__file__).resolve().parents[2] / "sample_data"
_TODAY = dt.date(2026, 11, 16)


def instance(name: str) -> Problem:
    """The problem with a name as ``names_of_instances`` gives it, or with ``STRICTLY`` behind it.

    Raises KeyError for any other name.
    """
    if name.endswith(STRICTLY):
        week = instance(name.removesuffix(STRICTLY))
        return replace(week, settings=replace(week.settings, goal_order=GoalOrder.STRICT))
    if name == SAMPLE_SCHOOL:
        return problem_of(_FOLDERS / SAMPLE_SCHOOL, week=None, organisation=None, today=_TODAY)[1]
    if not name.startswith(SEED):
        raise KeyError(name)
    [school] = sample(VOLUNTEERS, 1, int(name.removeprefix(SEED)))
    planned = school.organisation.planning_week
    assert planned is not None
    return freeze(school, planned)


def names_of_instances(seeds: tuple[int, ...]) -> tuple[str, ...]:
    """One name for each seed, then the sample school."""
    return (*(f"{SEED}{seed}" for seed in seeds), SAMPLE_SCHOOL)
