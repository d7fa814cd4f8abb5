"""A part that nobody can answer costs what it would have found, and nothing else: plans stand, bounds stay true."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.spreadsheets import write_tables
from roster.spreadsheets.sampling import sample
from solver import state_cli
from solver.state.asked import BOUND, CHECK, OPEN, PLAN, PRICE
from solver.state.coordinator import StateLimits, StateOutcome, plan_state
from solver.state.crew import CRASHED, Answered, LocalCrew
from solver.state_cli import PARTS_FAILED, state_command
from tests.state.crews import InlineCrew
from tests.state.tiny_states import helps, least, refs, school, violations
from tests.tiny_school import MON, TUE, session

LIMITS = StateLimits(seconds=600)
APART = StateLimits(seconds=600, whole_schools=1)  # no component is planned as a whole


class FailingCrew(InlineCrew):
    """Never has an answer to questions of one kind about one school."""

    peak_bytes = 0

    def __init__(self, kind: str, about: str) -> None:
        super().__init__()
        self._kind, self._about = kind, about
        self.tries = 0

    def __enter__(self) -> FailingCrew:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing has to be ended."""

    def answered(self, number: int, kind: str, text: str) -> Answered:
        if kind == self._kind and f'"key":"{self._about}"' in text:
            self.tries += 1
            return Answered(number, None, CRASHED)
        return super().answered(number, kind, text)


def two_schools() -> list[Problem]:
    """Anna helps in both, and each has somebody of its own as well."""
    return [
        school(
            key,
            [session("a", MON, starts), session("b", TUE, "18:30", priority=2)],
            [helps("anna", f"anna-{key}", wished_minutes=90), helps(f"own-{key}", wished_minutes=180)],
        )
        for key, starts in (("north", "09:00"), ("south", "09:30"))
    ]


def broken(state: list[Problem], outcome: StateOutcome) -> int:
    plans = {key: Plan.of(Assignment(*seat) for seat in plan.seats) for key, plan in outcome.plans.items()}
    return violations([one for one in state if one.organisation in plans], plans)


@pytest.mark.parametrize("kind", [PLAN, PRICE, BOUND, CHECK])
@pytest.mark.parametrize("limits", [LIMITS, APART], ids=["together", "apart"])
def test_whatever_fails_the_plans_keep_every_rule_and_bounds_are_true(
    kind: str, limits: StateLimits, tmp_path: Path
) -> None:
    state = two_schools()
    crew = FailingCrew(kind, "south")
    outcome = plan_state(refs(state, tmp_path), crew, limits)
    assert broken(state, outcome) == 0 == outcome.violations
    cover, _ = least(state)
    assert outcome.stand.bound <= cover <= outcome.stand.cover
    assert outcome.promises_bound is None or outcome.promises_bound <= outcome.stand.promises
    assert {failure.kind for failure in outcome.failures} == ({kind} if crew.tries else set())
    assert crew.tries == 2 * len(outcome.failures)


def test_a_school_that_cannot_be_planned_keeps_its_last_good_plan(tmp_path: Path) -> None:
    outcome = plan_state(refs(two_schools(), tmp_path), FailingCrew(PLAN, "south"), LIMITS)
    assert outcome.plans["south"].seats == ()
    assert len(outcome.plans["north"].seats) == 2
    assert "south" not in outcome.proven


def test_a_school_that_cannot_be_read_is_left_out_but_what_it_told_people_stands(tmp_path: Path) -> None:
    north, south = two_schools()
    told = tuple(Assignment(one.key, "lead", "anna-south") for one in south.sessions)
    south = school("south", south.sessions, south.people, published=told)
    only_anna = school("north", north.sessions, [one for one in north.people if one.identity == "anna"])
    outcome = plan_state(refs([only_anna, south], tmp_path), FailingCrew(OPEN, "south"), LIMITS)
    assert outcome.left_out == ("south",)
    assert outcome.plans.keys() == {"north"}
    assert outcome.plans["north"].seats == ()
    assert outcome.violations == 0


def test_a_worker_that_is_killed_each_time_does_not_end_the_planning(tmp_path: Path) -> None:
    state = two_schools()
    command = (sys.executable, "-m", "tests.state.crashing_worker")
    limits = StateLimits(seconds=600, sizes=(), promises=False, whole_schools=1)  # as few deaths as will do
    with LocalCrew(1, command=command) as crew:
        outcome = plan_state(refs(state, tmp_path), crew, limits)
    assert broken(state, outcome) == 0 == outcome.violations
    assert {failure.reason for failure in outcome.failures} == {CRASHED}
    assert len(outcome.plans["north"].seats) == 2


# ---- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("failing") / "many"
    write_tables(sample(24, 2, 4), place)
    return place


def run(folder: Path, crew: FailingCrew, patch: pytest.MonkeyPatch, *more: object, language: str = "en") -> str:
    patch.setattr(state_cli, "LocalCrew", lambda _: crew)
    arguments = [str(one) for one in (folder, *more)]
    result = CliRunner().invoke(state_command, arguments, env={"ROSTER_LANGUAGE": language}, catch_exceptions=False)
    assert result.exit_code == PARTS_FAILED
    return result.output


def test_the_command_keeps_the_plans_says_what_failed_and_ends_with_3(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = sample(24, 2, 4)[0].organisation.key
    output = run(folder, FailingCrew(PLAN, key), monkeypatch, "--out", tmp_path / "plans", language="de")
    assert "die Suche nach einem besseren Plan (der Prozess brach ab" in output
    assert len(list((tmp_path / "plans").iterdir())) == 2


def test_json_names_what_failed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = sample(24, 2, 4)[0].organisation.key
    told = json.loads(run(folder, FailingCrew(CHECK, key), monkeypatch, "--json"))
    assert told["failures"][0] == {"kind": CHECK, "schools": [key], "reason": CRASHED}
    assert told["violations"] == 0


def test_json_names_whom_it_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = sample(24, 2, 4)[0].organisation.key
    told = json.loads(run(folder, FailingCrew(OPEN, key), monkeypatch, "--json"))
    assert told["left_out"] == [key]
    assert len(told["organisations"]) == 1
