"""A federal state in one table: value, bound and gap of invented states, with one worker process and with more.

    python -m tests.benchmarks.state --schools 10 100 --workers 1 2

Each line is a run of ``roster state --json`` in a process of its own, from tables to checked plans. ``1 %`` is the
second from which the gap was at most that; ``cover`` when every school's own cover was proven, or the rounds ended;
``ratio`` the seconds of the first line of this size to those of this line, until then. CPU seconds are of all processes
together: on a machine with other work, they tell more than the clock.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from roster.spreadsheets import write_tables
from roster.spreadsheets.sampling import sample

VOLUNTEERS = 80  # for each school
COLUMNS = (
    *("schools", "workers", "cover", "bound", "gap %", "proven", "1 %", "cover s", "ratio"),
    *("promises", "bound", "all s", "CPU s", "MB", "violations"),
)


def main() -> None:
    """Run all sizes with all numbers of workers and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, nargs="+", default=[10])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=180.0)
    asked = parser.parse_args()
    print_row(COLUMNS)
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


def run(folder: Path, workers: int, seconds: float) -> tuple[dict[str, Any], float]:
    """What one run told, and the CPU seconds of all its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "roster", "state", str(folder), "--workers", str(workers)]
    done = subprocess.run(  # our own command
        [*command, "--seconds", str(seconds), "--json"], check=True, capture_output=True, encoding="utf-8"
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout), cpu_seconds


def cover_seconds(told: dict[str, Any]) -> float:
    """When the work on cover ended."""
    return max(stand["seconds"] for stand in told["course"] if stand["doing"] != "promises")


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
        f"{told['seconds']:.1f}",
        f"{cpu_seconds:.1f}",
        *(str(value) for value in (told["peak_megabytes"], told["violations"])),
    ]


def print_row(cells: Any) -> None:
    """Print one line."""
    sys.stdout.write("".join(f"{cell:>11}" for cell in cells) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
