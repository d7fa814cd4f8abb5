"""All goals strictly one after the other: how long each takes to be proven, beside HiGHS on the same linear models.

    .venv/bin/python -m tests.benchmarks.all_strict --seeds 1 2 3 4 5 --seconds 90

One line for each week and contender: the seconds of the first plan, then for each goal its value (the checker's), its
bound where that is less, and the seconds until it was proven.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from roster.rules import GOALS
from tests.benchmarks.account import Account, account_of
from tests.benchmarks.compare import machine, table
from tests.benchmarks.contenders import HIGHS, OURS
from tests.benchmarks.instances import STRICTLY, instance, names_of_instances

KEYS = tuple(goal.KEY for goal in GOALS if goal.KEY != "stability")  # nothing has been published in these weeks


def line(account: Account, limit: float) -> list[str]:
    """What one contender reached on one week."""
    values = account.values(float("inf"))
    if values is None:
        return [account.name, account.contender, "no plan, or one that breaks a rule", *([""] * len(KEYS))]
    start = account.plans[0][1]  # what stands anyway: the past and the pins
    first = next((seconds for seconds, plan in account.plans if plan != start), limit)
    return [account.name, account.contender, f"{first:.2f}", *(_told(account, key, values[key], limit) for key in KEYS)]


def _told(account: Account, key: str, value: int, limit: float) -> str:
    if key in account.proven:
        return f"{value} in {account.proven[key]:.1f} s"
    return f"{value}, bound {account.bounds.get(key, '-')} after {limit:g} s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all weeks and print the table; 1 if a goal of this solver was not proven on one of them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3, 4, 5])
    asked.add_argument("--seconds", type=float, default=90.0, help="for each contender on each week")
    asked.add_argument("--contenders", nargs="*", choices=(OURS, HIGHS), default=[OURS, HIGHS])
    given = asked.parse_args(arguments)
    accounts: list[Account] = []
    for week in names_of_instances(tuple(given.seeds)):
        for contender in given.contenders:
            sys.stderr.write(f"{week}: {contender}\n")
            name = f"{week}{STRICTLY}"
            accounts.append(account_of(contender, name, instance(name), given.seconds))
    header = ["week", "contender", "first plan s", *KEYS]
    sys.stdout.write(table(header, [line(account, given.seconds) for account in accounts]) + f"\n\n{machine()}\n")
    open_ones = [account for account in accounts if account.contender == OURS and not set(KEYS) <= set(account.proven)]
    return 1 if open_ones else 0


if __name__ == "__main__":
    sys.exit(main())
