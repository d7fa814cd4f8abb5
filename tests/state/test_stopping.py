"""Ctrl-C while a state is planned: the plans so far are checked, written and told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from roster.spreadsheets import write_tables
from roster.spreadsheets.sampling import sample
from solver.state.coordinator import StateLimits, plan_state
from solver.state.reading import state_of
from solver.state.stand import Stand, Unwatched
from tests.state.crews import InlineCrew
from tests.tiny_school import WEEK


class StopsAfter(Unwatched):
    """Wants an end as soon as a stage is over."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._over = False

    def stage(self, stand: Stand) -> None:
        """Note it."""
        self._over = self._over or stand.doing == self._stage

    def stopped(self) -> bool:
        """Whether the stage is over."""
        return self._over


def test_whoever_stops_it_keeps_what_was_planned_until_then(tmp_path: Path) -> None:
    write_tables(sample(24, 2, 4), tmp_path / "many")
    (tmp_path / "spool").mkdir()
    _, schools = state_of(tmp_path / "many", tmp_path / "spool", week=None, today=WEEK)
    outcome = plan_state(schools, InlineCrew(), StateLimits(seconds=600), StopsAfter("plans"))
    assert outcome.stopped
    assert outcome.violations == 0
    assert outcome.history[-1].doing == "plans"
    assert any(plan.seats for plan in outcome.plans.values())


def test_a_real_ctrl_c_ends_the_command_with_checked_plans(tmp_path: Path) -> None:
    """Also for its worker processes, which a terminal interrupts at the same time."""
    write_tables(sample(60, 3, 4), tmp_path / "many")
    command = [sys.executable, "-m", "roster", "state", str(tmp_path / "many"), "--out", str(tmp_path / "plans")]
    process = subprocess.Popen(  # our own command
        [*command, "--workers", "1"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "ROSTER_LANGUAGE": "en"},
        start_new_session=True,
    )
    assert process.stdout is not None
    told = [process.stdout.readline(), process.stdout.readline()]
    assert "opened" in told[1]
    os.killpg(process.pid, signal.SIGINT)
    rest, _ = process.communicate()
    assert process.returncode == 0
    assert "Ended early as you wished" in rest
    assert [line.split()[-1] for line in rest.splitlines() if "Broken rules" in line] == ["0"]
    plans = [json.loads(file.read_text()) for file in (tmp_path / "plans").iterdir()]
    assert len(plans) == 3
