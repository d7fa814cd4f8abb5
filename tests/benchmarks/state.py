"""A federal state in one table: value, bound and gap of invented states, with one worker process and with more.

    python -m tests.benchmarks.state --schools 10 20 50 100 --workers 1 2

Each line is a run of ``roster state --json`` in a process of its own, from tables to checked plans. ``1 %`` is the
second from which the gap was at most that; ``cover`` when every school's own cover was proven, or the rounds ended;
``ratio`` the seconds of the first line of this size to those of this line, until then. CPU seconds are of all processes
together: on a machine with other work, they tell more than the clock. With several sizes a last line for each number of
workers tells how they grow: ``seconds = a * schools ** exponent``, fitted by least squares to the logarithms; 1 is
linear. Seconds are those until the work on cover ended: what comes after takes the time that is left.

The first line tells what this machine allows: a small state planned alone and beside a copy of itself, in turns. Two
processes share memory and caches, so that even work that has nothing in common is not twice as fast by two.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from roster.spreadsheets import write_tables
from roster.spreadsheets.sampling import sample

VOLUNTEERS = 80  # for each school
SMALL = 20  # schools of the state that is planned beside a copy of itself
SMALL_SECONDS = 35.0  # its cover takes about twenty
TURNS = 2
Measured = tuple[int, float, float]
"""Schools, seconds until the work on cover ended, CPU seconds of all processes."""

COLUMNS = (
    *("schools", "workers", "cover", "bound", "gap %", "proven", "1 %", "cover s", "ratio"),
    *("promises", "bound", "gap %", "all s", "CPU s", "s/school", "CPU/school", "MB", "violations"),
)


def main() -> None:
    """Run all sizes with all numbers of workers and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, nargs="+", default=[10])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=180.0)
    asked = parser.parse_args()
    sys.stdout.write(ceiling_line(asked.seed) + "\n")
    print_row(COLUMNS)
    measured: dict[int, list[Measured]] = {workers: [] for workers in asked.workers}
    with tempfile.TemporaryDirectory() as place:
        for schools in asked.schools:
            folder = Path(place) / str(schools)
            write_tables(sample(VOLUNTEERS * schools, schools, asked.seed), folder)
            first: float | None = None
            for workers in asked.workers:
                told, cpu_seconds = run(folder, workers, asked.seconds)
                covered = cover_seconds(told)
                first = covered if first is None else first
                print_row(row(told, workers, covered, first / covered, cpu_seconds))
                measured[workers].append((schools, covered, cpu_seconds))
    for workers, points in measured.items():
        if len({schools for schools, _, _ in points}) > 1:
            sys.stdout.write(growth_line(workers, points) + "\n")


def run(folder: Path, workers: int, seconds: float) -> tuple[dict[str, Any], float]:
    """What one run told, and the CPU seconds of all its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    [told] = at_once(folder, workers, seconds, copies=1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def at_once(folder: Path, workers: int, seconds: float, *, copies: int) -> list[dict[str, Any]]:
    """What each of some runs told that were begun together. Raises RuntimeError if one fails."""
    command = [sys.executable, "-m", "roster", "state", str(folder), "--workers", str(workers)]
    command += ["--seconds", str(seconds), "--json"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(copies)]  # our own
    told = [run.communicate()[0] for run in runs]
    if failed := [run.returncode for run in runs if run.returncode]:
        raise RuntimeError(f"{' '.join(command)} ended with {failed}")
    return [json.loads(text) for text in told]


def ceiling_line(seed: int) -> str:
    """How much faster two workers can be on this machine: medians over turns of one run alone, then two at once."""
    with tempfile.TemporaryDirectory() as place:
        write_tables(sample(VOLUNTEERS * SMALL, SMALL, seed), Path(place))
        alone: list[float] = []
        beside: list[float] = []
        for _ in range(TURNS):
            for copies, seconds in ((1, alone), (2, beside)):
                seconds += [cover_seconds(told) for told in at_once(Path(place), 1, SMALL_SECONDS, copies=copies)]
    slower = median(beside) / median(alone)
    return (
        f"one run of {SMALL} schools takes {slower:.2f} times as long beside a copy of itself: "
        f"two workers can be {2 / slower:.2f} times one on this machine"
    )


def cover_seconds(told: dict[str, Any]) -> float:
    """When the work on cover ended."""
    return max(stand["seconds"] for stand in told["course"] if stand["doing"] not in ("promises", "bounds"))


def growth_line(workers: int, points: Sequence[Measured]) -> str:
    """How the seconds of the clock and of the processors grow with the number of schools."""
    by_clock = exponent([(schools, seconds) for schools, seconds, _ in points])
    by_processor = exponent([(schools, cpu_seconds) for schools, _, cpu_seconds in points])
    return f"{workers} workers: cover seconds grow as schools ** {by_clock:.2f}, CPU seconds as ** {by_processor:.2f}"


def exponent(points: Sequence[tuple[int, float]]) -> float:
    """The slope of the straight line through the logarithms."""
    sizes, seconds = ([math.log(value) for value in values] for values in zip(*points, strict=True))
    mean, height = sum(sizes) / len(sizes), sum(seconds) / len(seconds)
    spread = sum((size - mean) ** 2 for size in sizes)
    return sum((size - mean) * (high - height) for size, high in zip(sizes, seconds, strict=True)) / spread


def row(told: dict[str, Any], workers: int, covered: float, ratio: float, cpu_seconds: float) -> list[str]:
    """One line of the table."""
    close = [stand["seconds"] for stand in told["course"] if stand["bound"] and stand["cover"] <= 1.01 * stand["bound"]]
    return [
        *(str(value) for value in (told["schools"], workers, told["cover"], told["bound"])),
        f"{100 * told['gap']:.2f}",
        str(told["proven"]),
        f"{min(close):.1f}" if close else "-",
        f"{covered:.1f}",
        f"{ratio:.2f}",
        *(str(value) for value in (told["promises"], told["promises_bound"] or "-")),
        "-" if told["promises_gap"] is None else f"{100 * told['promises_gap']:.2f}",
        f"{told['seconds']:.1f}",
        f"{cpu_seconds:.1f}",
        f"{covered / told['schools']:.2f}",
        f"{cpu_seconds / told['schools']:.2f}",
        *(str(value) for value in (told["peak_megabytes"], told["violations"])),
    ]


def print_row(cells: Any) -> None:
    """Print one line."""
    sys.stdout.write("".join(f"{cell:>11}" for cell in cells) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
