"""``roster state``: a folder of many organisations in, a plan file for each out, and figures that hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from roster.plan_file import read_plan
from roster.problem import Problem
from roster.rules import check
from roster.spreadsheets import write_tables
from roster.spreadsheets.sampling import PLANNING_WEEK, sample
from solver.state.reading import state_of
from solver.state_cli import state_command
from tests.state.tiny_states import violations
from tests.tiny_school import WEEK


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("state") / "many"
    write_tables(sample(30, 3, 4), place)
    return place


def run(*arguments: object, language: str = "en") -> str:
    result = CliRunner().invoke(
        state_command, [str(one) for one in arguments], env={"ROSTER_LANGUAGE": language}, catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.output


def test_the_plan_files_keep_every_rule_with_what_all_others_plan(folder: Path, tmp_path: Path) -> None:
    output = run(folder, "--workers", 1, "--out", tmp_path / "plans")
    assert "Broken rules by the checker" in output
    (tmp_path / "spool").mkdir()
    _, schools = state_of(folder, tmp_path / "spool", week=None, today=WEEK)
    state = [Problem.from_json(one.text) for one in schools]
    plans = {
        one.organisation: read_plan((tmp_path / "plans" / f"{one.organisation}.json").read_text(), one) for one in state
    }
    assert violations(state, plans) == 0
    assert all(not check(one, plans[one.organisation]) for one in state)


def test_json_tells_value_bound_and_every_organisation(folder: Path) -> None:
    told = json.loads(run(folder, "--workers", 1, "--json"))
    assert told["week"] == PLANNING_WEEK
    assert told["cover"] == told["bound"] == sum(one["cover"] for one in told["organisations"].values())
    assert (told["proven"], told["violations"]) == (3, 0)
    assert told["promises_bound"] <= told["promises"]


def test_the_command_speaks_german(folder: Path) -> None:
    assert "Regelverstöße laut Prüfung" in run(folder, "--workers", 1, language="de")


def test_without_any_time_there_is_a_plan_that_keeps_the_rules(folder: Path) -> None:
    told = json.loads(run(folder, "--seconds", 0, "--json"))
    assert told["violations"] == 0
    assert told["bound"] <= told["cover"]
