"""``roster state``: a folder of many organisations in, a plan file for each out, and figures that hold."""

from __future__ import annotations

import datetime as dt
import json
import signal
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from roster.actions.imports import import_folder
from roster.actions.joint_drafts import leave_draft, schools_of_all
from roster.actions.people_in_bulk import set_standings
from roster.command_store import opened
from roster.database import Store
from roster.errors import Busy
from roster.freeze import freeze
from roster.outcome import Outcome, Status
from roster.plan import Plan
from roster.plan_file import read_plan
from roster.problem import Problem
from roster.records import Standing
from roster.reports.service import organisations
from roster.rules import check
from roster.spreadsheets import write_tables
from roster.spreadsheets.sampling import PLANNING_WEEK, sample
from roster.weeks.stored import draft_of, plan_of
from solver import insistence, state_cli
from solver.state.reading import state_of
from solver.state_cli import state_command
from tests.state.tiny_states import violations
from tests.tiny_school import WEEK

NOW = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)  # the Thursday before the schools' week


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


def test_one_is_told_as_one(tmp_path: Path) -> None:
    write_tables(sample(10, 1, 4), tmp_path / "single")
    told = run(tmp_path / "single", "--seconds", 0, "--workers", 1, "--out", tmp_path / "plans")
    assert "1 organisation read." in told
    assert f"{PLANNING_WEEK}, 1 organisation:" in told
    assert "Written: 1 plan in" in told


# ---- on the database -------------------------------------------------------------------------------------------------


@pytest.fixture
def database(folder: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Store, str]]:
    """The same schools in a database; the command believes that it is the Thursday before their week."""
    monkeypatch.setattr(state_cli, "now", lambda: NOW)
    with opened(sqlite_url, upgraded=True) as store:
        import_folder(store, folder, now=NOW)
        yield store, sqlite_url


def drafts(store: Store) -> dict[str, tuple[Problem, Plan]]:
    """By organisation: the frozen week and the draft that it has."""
    found = {}
    for line in organisations(store):
        with store.reading(line.id) as session:
            draft = draft_of(session, PLANNING_WEEK)
            if draft is not None:
                found[line.key] = (Problem.from_json(draft.problem), plan_of(draft.assignments))
    return found


def test_without_a_folder_every_organisation_of_the_database_gets_its_plan_as_draft(
    database: tuple[Store, str],
) -> None:
    store, url = database
    output = run("--week", PLANNING_WEEK, "--workers", 1, "--database", url)
    assert "3 of 3 organisations have their plan as the draft now." in output
    found = drafts(store)
    assert len(found) == 3
    state, plans = [problem for problem, _ in found.values()], {key: plan for key, (_, plan) in found.items()}
    assert all(plan.assignments for plan in plans.values())
    assert violations(state, plans) == 0


def test_a_draft_that_was_mended_meanwhile_stands(database: tuple[Store, str]) -> None:
    store, url = database
    before = schools_of_all(store, PLANNING_WEEK)
    run("--week", PLANNING_WEEK, "--workers", 1, "--database", url)
    kept = drafts(store)
    for joint in before:
        problem = freeze(joint.school, PLANNING_WEEK, now=NOW)
        nothing = Outcome(Plan.of(()), Status.FEASIBLE, (), (), 0.0, True, problem.fingerprint)
        assert not leave_draft(store, joint, problem, nothing, now=NOW)
    assert drafts(store) == kept


def test_data_that_changed_meanwhile_leave_the_week_alone(database: tuple[Store, str]) -> None:
    store, _ = database
    joint = schools_of_all(store, PLANNING_WEEK)[0]
    problem = freeze(joint.school, PLANNING_WEEK, now=NOW)
    person = joint.school.volunteers[0]
    set_standings(store, joint.actor, {person.key: 1}, Standing.PAUSED, now=NOW)
    nothing = Outcome(Plan.of(()), Status.FEASIBLE, (), (), 0.0, True, problem.fingerprint)
    assert not leave_draft(store, joint, problem, nothing, now=NOW)
    assert drafts(store) == {}


def test_a_draft_is_left_as_soon_as_the_database_is_free(
    database: tuple[Store, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = database
    refusals = iter([Busy(), Busy()])

    def leave(*about: Any, **when: Any) -> bool:
        for refusal in refusals:
            raise refusal
        return leave_draft(*about, **when)

    monkeypatch.setattr(state_cli, "leave_draft", leave)
    monkeypatch.setattr(insistence, "AGAIN_SECONDS", 0)
    assert "3 of 3" in run("--week", PLANNING_WEEK, "--seconds", 0, "--workers", 1, "--database", url)


def test_a_draft_stays_where_nothing_was_planned(database: tuple[Store, str]) -> None:
    store, url = database
    run("--week", PLANNING_WEEK, "--workers", 1, "--database", url)
    kept = drafts(store)
    told = run("--week", PLANNING_WEEK, "--seconds", 0, "--workers", 1, "--database", url)
    assert "school-1: nothing planned yet, its draft stays as it was." in told
    assert drafts(store) == kept


def test_ctrl_c_while_drafts_are_left_loses_none(database: tuple[Store, str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, url = database
    presses = iter([signal.SIGINT])

    def leave(*about: Any, **when: Any) -> bool:
        for press in presses:
            signal.raise_signal(press)
        return leave_draft(*about, **when)

    monkeypatch.setattr(state_cli, "leave_draft", leave)
    assert "3 of 3" in run("--week", PLANNING_WEEK, "--seconds", 0, "--workers", 1, "--database", url)


def test_drafts_are_left_as_soon_as_the_database_can_be_reached_again(
    database: tuple[Store, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = database
    away = iter([False, True, True])  # there while reading, then away for a while

    def opened_if_there(address: str) -> AbstractContextManager[Store]:
        if next(away, False):
            raise Busy
        return opened(address)

    monkeypatch.setattr(state_cli, "opened", opened_if_there)
    monkeypatch.setattr(insistence, "AGAIN_SECONDS", 0)
    assert "3 of 3" in run("--week", PLANNING_WEEK, "--seconds", 0, "--workers", 1, "--database", url)


def test_who_breaks_it_off_leaves_nothing_behind(
    database: tuple[Store, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = database
    (tmp_path / "own").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "own"))

    def leave(*_: object, **__: object) -> bool:
        signal.raise_signal(signal.SIGINT)
        assert list((tmp_path / "own").iterdir())
        assert signal.getsignal(signal.SIGINT) is not signal.SIG_DFL  # which would end the tests as well
        signal.raise_signal(signal.SIGINT)
        return False

    monkeypatch.setattr(state_cli, "leave_draft", leave)
    arguments = ["--week", PLANNING_WEEK, "--seconds", "0", "--workers", "1", "--database", url]
    assert CliRunner().invoke(state_command, arguments, catch_exceptions=False).exit_code == 1
    assert list((tmp_path / "own").iterdir()) == []


def test_plan_files_are_there_even_where_the_database_stays_busy(
    database: tuple[Store, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = database

    def leave(*_: object, **__: object) -> bool:
        raise Busy

    monkeypatch.setattr(state_cli, "leave_draft", leave)
    monkeypatch.setattr(state_cli, "BUSY_FOR", dt.timedelta(0))
    with pytest.raises(Busy):
        run("--week", PLANNING_WEEK, "--seconds", 0, "--workers", 1, "--database", url, "--out", tmp_path / "plans")
    assert len(list((tmp_path / "plans").iterdir())) == 3
