"""What this solver is held to beside the others, worked out of one run: held, not held, or left open by it.

A contender that had no proof when its time was over needs more than that time, so a ratio may be known only from below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from roster.rules import BALANCE
from tests.benchmarks.account import Account
from tests.benchmarks.contenders import EIGHT_WORKERS, FIRST_HIGHS, HIGHS, OURS, TIMEFOLD, TWO_WORKERS

GOALS = ("cover", "promises", BALANCE)
Accounts = Mapping[str, Account]


class Standing(StrEnum):
    """Whether an aim is reached."""

    HELD = "held"
    NOT_HELD = "not held"
    OPEN = "open"  # the run was too short to tell


@dataclass(frozen=True)
class Finding:
    """How an aim stands on one instance, and the figures."""

    standing: Standing
    figures: str


def proof_of_cover(contender: str, times: float) -> Callable[[Accounts, float], Finding]:
    """The other needs at least so many times our seconds to prove cover."""

    def judged(accounts: Accounts, seconds: float) -> Finding:
        ours, theirs = accounts[OURS].proven.get("cover"), accounts[contender].proven.get("cover")
        if ours is None:
            return Finding(Standing.NOT_HELD, "no proof of ours")
        if theirs is None:
            ratio = seconds / ours
            return Finding(
                Standing.HELD if ratio >= times else Standing.OPEN, f"> {seconds:g} / {ours:.2f} s = {ratio:.0f}"
            )
        ratio = theirs / ours
        return Finding(
            Standing.HELD if ratio >= times else Standing.NOT_HELD, f"{theirs:.2f} / {ours:.2f} s = {ratio:.1f}"
        )

    return judged


def cover_never_as_good(accounts: Accounts, seconds: float) -> Finding:
    """The other's cover at its end is worse than ours after one second."""
    ours, theirs = accounts[OURS].values(1.0), accounts[TIMEFOLD].values(float("inf"))
    if ours is None:
        return Finding(Standing.NOT_HELD, "no plan of ours after 1 s")
    if theirs is None:
        return Finding(Standing.HELD, f"none against {ours['cover']}")
    standing = Standing.HELD if theirs["cover"] > ours["cover"] else Standing.NOT_HELD
    return Finding(standing, f"{theirs['cover']} against {ours['cover']}")


def no_faster(contender: str) -> Callable[[Accounts, float], Finding]:
    """The other proves no goal sooner than we do."""

    def judged(accounts: Accounts, seconds: float) -> Finding:
        faster, told = [], []
        for goal in GOALS:
            ours, theirs = accounts[OURS].proven.get(goal), accounts[contender].proven.get(goal)
            told.append(f"{goal} {_seconds(theirs, seconds)} / {_seconds(ours, seconds)}")
            if theirs is not None and (ours is None or theirs < ours):
                faster.append(goal)
        return Finding(Standing.NOT_HELD if faster else Standing.HELD, ", ".join(told) + " s")

    return judged


AIMS: Mapping[str, tuple[str, Callable[[Accounts, float], Finding]]] = {
    "CP-SAT as first written with 2 workers takes at least 100 times as long to prove cover": (
        TWO_WORKERS,
        proof_of_cover(TWO_WORKERS, 100),
    ),
    "CP-SAT as first written with 8 workers takes at least 3 times as long to prove cover": (
        EIGHT_WORKERS,
        proof_of_cover(EIGHT_WORKERS, 3),
    ),
    "Timefold's cover at the end is never as good as ours after 1 s": (TIMEFOLD, cover_never_as_good),
    "HiGHS as first written proves no goal sooner (its seconds / ours)": (FIRST_HIGHS, no_faster(FIRST_HIGHS)),
    "HiGHS on our own linear models proves no goal sooner (its seconds / ours)": (HIGHS, no_faster(HIGHS)),
}


def standings(everything: Sequence[Account], seconds: float) -> list[str]:
    """For each aim whose contenders took part: how it stands over all instances, then on each of them."""
    told = []
    for aim, (contender, judge) in AIMS.items():
        found = {
            name: judge(accounts, seconds)
            for name, accounts in _by_instance(everything).items()
            if OURS in accounts and contender in accounts
        }
        if found:
            held = sum(one.standing is Standing.HELD for one in found.values())
            told.append(f"{aim}: {_together(found.values()).upper()} (on {held} of {len(found)})")
            told += [f"  {name}: {one.standing}; {one.figures}" for name, one in found.items()]
    return told


def _together(found: Iterable[Finding]) -> Standing:
    """Held only if held everywhere; not held if it fails anywhere."""
    seen = {one.standing for one in found}
    if Standing.NOT_HELD in seen:
        return Standing.NOT_HELD
    return Standing.OPEN if Standing.OPEN in seen else Standing.HELD


def _by_instance(everything: Sequence[Account]) -> dict[str, dict[str, Account]]:
    found: dict[str, dict[str, Account]] = {}
    for account in everything:
        found.setdefault(account.name, {})[account.contender] = account
    return found


def _seconds(proof: float | None, limit: float) -> str:
    return f"> {limit:g}" if proof is None else f"{proof:.2f}"
