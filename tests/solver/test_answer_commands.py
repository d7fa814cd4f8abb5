"""``roster explain``, ``repair`` and ``whatif`` as a person calls them on a folder and on the database."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from roster.actions.imports import import_folder
from roster.database import open_store
from roster.errors import Conflict, Invalid, NotFound
from roster.folder import problem_of
from roster.migrations import upgrade
from roster.plan import Plan
from roster.plan_file import write_plan
from roster.problem import Assignment
from roster.rules import check
from solver import Limits, solve
from solver.answers_cli import explain_command, repair_command, whatif_command
from solver.changes import volunteer_out

SMALL = Path(__file__).parents[2] / "sample_data" / "small"
TODAY = dt.date(2026, 11, 19)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER_LANGUAGE", "en")


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the small school, as ``roster solve --out`` writes it."""
    _, problem = problem_of(SMALL, week=None, organisation=None, today=TODAY)
    path = tmp_path_factory.mktemp("plans") / "plan.json"
    path.write_text(write_plan(problem, solve(problem, Limits(total_seconds=5))), encoding="utf-8")
    return path


def printed(command: click.Command, *arguments: object) -> str:
    """What a command prints; whatever it raises is raised here."""
    ended = CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.output


def somebody(plan_file: Path) -> str:
    """A person on duty in the plan."""
    found: dict[str, Any] = json.loads(plan_file.read_text(encoding="utf-8"))
    return str(found["assignments"][0]["volunteer"])


def test_every_empty_seat_is_explained_with_a_change_or_a_proof(plan_file: Path) -> None:
    told = printed(explain_command, SMALL, "--plan", plan_file)
    answers = told.count("The smallest change that helps") + told.count("Proven: no single change")
    assert answers == told.count("still to be filled") >= 1


def test_explanations_come_in_german_too(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTER_LANGUAGE", "de")
    assert "zu besetzen" in printed(explain_command, SMALL, "--plan", plan_file, "--quick")


def test_explanations_as_json_name_their_kind(plan_file: Path) -> None:
    told = json.loads(printed(explain_command, SMALL, "--plan", plan_file, "--json", "--person", somebody(plan_file)))
    assert {"EmptySeat", "WhyAssigned"} <= {one["kind"] for one in told}
    assert all(one["text"] for one in told)


def test_a_repair_keeps_every_rule_of_the_week_without_the_person(plan_file: Path) -> None:
    absent = somebody(plan_file)
    told = json.loads(printed(repair_command, SMALL, "--plan", plan_file, "--absent", absent, "--json"))
    _, problem = problem_of(SMALL, week=None, organisation=None, today=TODAY)
    without = volunteer_out(problem, absent)
    plans = [Plan.of(Assignment(**one) for one in option["plan"]["assignments"]) for option in told["options"]]
    assert (told["anyway"], [check(without, one) for one in plans]) == ([absent], [[] for _ in plans])


def test_a_lost_site_frees_its_people(plan_file: Path) -> None:
    _, problem = problem_of(SMALL, week=None, organisation=None, today=TODAY)
    site = problem.sessions[0].site
    assert "required seats are filled" in printed(repair_command, SMALL, "--plan", plan_file, "--lost", site)


def test_a_week_never_published_cannot_be_repaired() -> None:
    with pytest.raises(Conflict):
        printed(repair_command, SMALL, "--week", "2026-W49")


def test_an_unknown_person_is_refused_by_name(plan_file: Path) -> None:
    with pytest.raises(NotFound):
        printed(repair_command, SMALL, "--plan", plan_file, "--absent", "nobody")


def test_a_move_without_a_lost_site_is_refused(plan_file: Path) -> None:
    with pytest.raises(Invalid):
        printed(repair_command, SMALL, "--plan", plan_file, "--to", "somewhere")


def test_a_week_without_somebody_stands_beside_the_week_with_them(plan_file: Path) -> None:
    told = printed(whatif_command, SMALL, "--absent", somebody(plan_file), "--seconds", 3)
    assert "of these filled" in told
    assert "people with another duty" in told


def test_a_stored_week_is_explained_too(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/roster.db"
    store = open_store(database)
    upgrade(store)
    import_folder(store, SMALL, now=dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC))
    store.close()
    assert "still to be filled" in printed(explain_command, "--database", database, "--week", "2026-W48", "--quick")
