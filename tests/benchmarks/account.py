"""What one contender said on one instance, read from its lines; what its plans are worth is the checker's word."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from roster.plan import Plan
from roster.problem import Assignment, Problem
from roster.rules import check, measure

ROOT = Path(__file__).resolve().parents[2]
GRACE_SECONDS = 60.0  # a contender that has not ended this long after its limit is stopped


@dataclass(frozen=True)
class Account:
    """What one contender said on one instance; times in seconds since it began."""

    contender: str
    name: str
    problem: Problem
    plans: list[tuple[float, Plan]] = field(default_factory=list)
    bounds: dict[str, int] = field(default_factory=dict)
    proven: dict[str, float] = field(default_factory=dict)
    peak_mebibytes: list[int] = field(default_factory=list)  # none if it was stopped

    def values(self, at: float) -> dict[str, int] | None:
        """The checker's values of the last plan until then; None if there was none, or if it breaks a rule."""
        plans = [plan for when, plan in self.plans if when <= at]
        if not plans or check(self.problem, plans[-1]):
            return None
        return measure(self.problem, plans[-1])


def account_of(contender: str, name: str, problem: Problem, seconds: float) -> Account:
    """Let a contender run to its end, or until some time after its limit, and read what it said."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        command = [sys.executable, "-m", "tests.benchmarks.contender", contender, name, str(seconds)]
        running = subprocess.Popen(command, stdout=said, cwd=ROOT, start_new_session=True)
        try:
            running.wait(seconds + GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)  # with whatever it started, which would disturb the next one
            running.wait()
        said.seek(0)
        return read(Account(contender, name, problem), said.read())


def timed_again(first: Account, turns: Sequence[Account]) -> Account:
    """The first account with the median of its own seconds and those of later turns, for every goal that all proved."""
    proven = {
        goal: median([seconds, *(turn.proven[goal] for turn in turns)])
        for goal, seconds in first.proven.items()
        if all(goal in turn.proven for turn in turns)
    }
    return replace(first, proven=proven)


def read(account: Account, said: str) -> Account:
    """Fill in an account from a contender's lines, without one that was cut off and what a library says there."""
    for line in said.splitlines(keepends=True):
        if not line.endswith("\n") or not line.startswith("{"):  # HiGHS prints a word of its own now and then
            continue
        message = json.loads(line)
        seconds = message["seconds"]
        if "plan" in message:
            account.plans.append((seconds, Plan.of(Assignment(*seat) for seat in message["plan"])))
        elif "goal" in message:
            goal = message["goal"]
            account.bounds[goal] = max(message["bound"], account.bounds.get(goal, 0))
            if message["proven"]:
                account.proven.setdefault(goal, seconds)
        else:
            account.peak_mebibytes.append(message["peak_kibibytes"] // 1024)
    return account
