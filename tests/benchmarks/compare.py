"""The comparison: every contender on every instance, one at a time, each in a process of its own; one table.

    .venv/bin/python -m tests.benchmarks.compare --seeds 1 2 3 4 5 --seconds 60 --turns 5

What a plan is worth is said by ``roster.rules`` alone, in this process; contenders only hand plans over. Bounds and
proofs are each contender's own claim; a claim that a plan of the same run refutes is named below the table. So is how
each aim of this solver stands. Peak memory is that of all processes of a contender.

Whoever proves everything within a quarter of the time goes on for more turns, one after the other, and its seconds
until proven are the medians: so near each other, single times would tell more of the machine than of the contenders.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from scipy.optimize._highspy import _core  # SciPy says the version of its HiGHS nowhere else

from tests.benchmarks.account import Account, account_of, timed_again
from tests.benchmarks.aims import GOALS, standings
from tests.benchmarks.contenders import CONTENDERS, TIMEFOLD
from tests.benchmarks.instances import instance, names_of_instances
from tests.benchmarks.timefold_process import lacking, versions

CHECKPOINTS = (1, 5, 10, 30, 60)


def rows(account: Account, seconds: float) -> list[list[str]]:
    """The account's rows of the table, one for each goal."""
    checkpoints = [float(at) for at in CHECKPOINTS if at < seconds] + [seconds]
    at_each = [account.values(at) for at in checkpoints]
    at_each[-1] = account.values(float("inf"))
    return [
        [
            account.name,
            account.contender,
            goal,
            *("-" if values is None else str(values[goal]) for values in at_each),
            str(account.bounds.get(goal, "-")),
            f"{account.proven[goal]:.2f}" if goal in account.proven else "-",
            str(account.peak_mebibytes[0]) if account.peak_mebibytes else "stopped",
        ]
        for goal in GOALS
    ]


def refuted(accounts: Sequence[Account]) -> list[str]:
    """Claims of one instance that do not hold: broken rules, bounds above a plan, proofs beside the best plan.

    Only cover can be compared between contenders: later goals depend on what was reached before them.
    """
    ends = {account.contender: account.values(float("inf")) for account in accounts}
    covers = [values["cover"] for values in ends.values() if values is not None]
    found = []
    for account in accounts:
        values = ends[account.contender]
        where = f"{account.name}, {account.contender}"
        if account.plans and values is None:
            found.append(f"{where}: the last plan breaks a rule")
        if covers and account.bounds.get("cover", 0) > min(covers):
            found.append(f"{where}: cover is said to be at least {account.bounds['cover']}, but {min(covers)} is there")
        found += [
            f"{where}: {goal} is said to be proven at {account.bounds[goal]}, it is {values[goal]}"
            for goal in account.proven
            if values is not None and goal in values and account.bounds[goal] != values[goal]
        ]
    return found


def table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table with columns as wide as they have to be; all but the first three are flush right."""
    widths = [max(len(line[column]) for line in (header, *lines)) for column in range(len(header))]

    def told(line: Sequence[str]) -> str:
        cells = [
            cell.ljust(width) if column < 3 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        return "| " + " | ".join(cells) + " |"

    rule = ["-" * width if column < 3 else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join([told(header), told(rule), *map(told, lines)])


def seconds_to_proof(accounts: Sequence[Account]) -> list[str]:
    """For each contender: on how many instances it proved cover, and the median of its seconds beside this solver's."""
    told = []
    for contender in dict.fromkeys(account.contender for account in accounts):
        own = [account for account in accounts if account.contender == contender]
        proofs = [account.proven["cover"] for account in own if "cover" in account.proven]
        median = f"median {statistics.median(proofs):.2f} s" if proofs else "no proof"
        told.append(f"{contender}: cover proven on {len(proofs)} of {len(own)}, {median}")
    return told


def compared(name: str, contenders: Sequence[str], seconds: float, turns: int) -> list[Account]:
    """What each contender said on one instance, one at a time."""
    problem = instance(name)

    def run(contender: str) -> Account:
        sys.stderr.write(f"{name}: {contender}\n")
        return account_of(contender, name, problem, seconds)

    first = {contender: run(contender) for contender in contenders}
    quick = [contender for contender, account in first.items() if is_quick(account, seconds)]
    later = [{contender: run(contender) for contender in quick} for _ in range(turns - 1)]
    again = {contender: timed_again(first[contender], [turn[contender] for turn in later]) for contender in quick}
    return [again.get(contender, account) for contender, account in first.items()]


def is_quick(account: Account, seconds: float) -> bool:
    """Whether it proved every goal within a quarter of the time."""
    return all(account.proven.get(goal, seconds) <= seconds / 4 for goal in GOALS)


def machine() -> str:
    """What all this ran on."""
    packages = [f"{package} {version(package)}" for package in ("ortools", "scipy")]
    packages.append(f"HiGHS {_core.HIGHS_VERSION_MAJOR}.{_core.HIGHS_VERSION_MINOR}.{_core.HIGHS_VERSION_PATCH}")
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    cores = f"{os.cpu_count()} cores ({model[1] if model else platform.machine()})"
    return ", ".join([cores, f"Python {platform.python_version()}", *packages, *versions()])


def takes_part(asked: Sequence[str]) -> tuple[list[str], list[str]]:
    """The contenders that can run here, and a sentence for each that cannot."""
    missing = lacking() if TIMEFOLD in asked else ""
    if not missing:
        return list(asked), []
    return [contender for contender in asked if contender != TIMEFOLD], [f"Timefold is not compared. {missing}"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison and print it; 1 if a claim was refuted."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3, 4, 5])
    asked.add_argument("--seconds", type=float, default=60.0, help="for each contender on each instance")
    asked.add_argument("--turns", type=int, default=5, help="of those who soon have proven everything")
    asked.add_argument("--contenders", nargs="*", choices=tuple(CONTENDERS), default=list(CONTENDERS))
    given = asked.parse_args(arguments)
    contenders, left_out = takes_part(given.contenders)
    header = [f"{at:g} s" for at in (*(at for at in CHECKPOINTS if at < given.seconds), given.seconds)]
    header = ["instance", "contender", "goal", *header, "bound", "proof s", "peak MiB"]
    lines: list[list[str]] = []
    faults: list[str] = []
    everything: list[Account] = []
    for name in names_of_instances(tuple(given.seeds)):
        accounts = compared(name, contenders, given.seconds, given.turns)
        lines += [row for account in accounts for row in rows(account, given.seconds)]
        faults += refuted(accounts)
        everything += accounts
    told = [table(header, lines), "", *seconds_to_proof(everything), "", *standings(everything, given.seconds), ""]
    told += [*left_out, machine(), *(f"REFUTED: {fault}" for fault in faults)]
    sys.stdout.write("\n".join(told) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
