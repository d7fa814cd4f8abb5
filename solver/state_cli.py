"""The command ``roster state``: plan many organisations that share people, together."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from roster.calendar.clock import local_day
from roster.command_line import (
    BERLIN,
    database_option,
    now,
    opened,
    say,
    spoken_language,
    week_option,
    written,
)
from roster.errors import Refusal
from roster.plan_file import write_plan
from roster.words import Sentence
from solver.state.asked import SchoolRef
from solver.state.coordinator import Stand, StateLimits, StateOutcome, plan_state
from solver.state.crew import LocalCrew, PartFailed
from solver.state.jobs import JobCrew, packed
from solver.state.parts import problem_of
from solver.state.reading import state_of
from solver.state.telling import as_json, progress_line, school_outcome, table

WRITTEN = Sentence(de="Geschrieben: {count} Pläne in {path}", en="Written: {count} plans in {path}")
FAILED = Sentence(
    de="Ein Teil der Planung ist gescheitert: {part}. Was Prozesse dazu sagten, steht darüber.",
    en="A part of the planning failed: {part}. What processes said about it stands above.",
)
READ = Sentence(de="{count} Organisationen gelesen.", en="{count} organisations read.")


@click.command("state")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@week_option
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that compute.")
@click.option(
    "--seconds", type=click.FloatRange(0, 86_400), default=180.0, show_default=True, help="Limit of the search."
)
@click.option("--jobs", is_flag=True, help="Let the workers of the service compute, through its database.")
@database_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="A folder for one plan file each.")
@click.option("--json", "as_json_", is_flag=True, help="Print what was reached as JSON.")
def state_command(
    source: Path,
    week: str | None,
    workers: int,
    seconds: float,
    jobs: bool,
    database: str,
    out: Path | None,
    as_json_: bool,
) -> None:
    """Plan all organisations of a folder together: nobody in two places, and a proven bound for the whole."""
    tell = _silent if as_json_ else _told
    with tempfile.TemporaryDirectory(prefix="roster-state-") as spool:
        asked, schools = state_of(source, Path(spool), week=week, today=local_day(now(), BERLIN))
        if not as_json_:
            say(READ, count=len(schools))
        limits = StateLimits(seconds=seconds)
        try:
            if jobs:
                outcome, peak_bytes = _by_jobs(schools, limits, tell, database), 0
            else:
                with LocalCrew(workers) as crew:
                    outcome = plan_state(schools, crew, limits, tell)
                    peak_bytes = crew.peak_bytes
        except PartFailed as failed:
            raise Refusal(FAILED, part=str(failed)) from failed
        peak_bytes += resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        if as_json_:
            click.echo(as_json(outcome, asked, peak_bytes))
        else:
            click.echo("\n".join(table(outcome, asked, peak_bytes, spoken_language())))
        if out is not None:
            _write(schools, outcome, out)
            if not as_json_:
                say(WRITTEN, count=len(schools), path=out)


def _by_jobs(
    schools: list[SchoolRef], limits: StateLimits, tell: Callable[[Stand], None], database: str
) -> StateOutcome:
    """The same by the service's workers; each question brings its schools along."""
    batch = f"state {now().isoformat()}"
    with opened(database) as store, JobCrew(store, batch, limit_seconds=limits.seconds + 60, now=now) as crew:
        return plan_state([packed(school) for school in schools], crew, limits, tell)


def _told(stand: Stand) -> None:
    click.echo(progress_line(stand, spoken_language()))


def _silent(_: Stand) -> None:
    """With JSON nothing else is printed."""


def _write(schools: list[SchoolRef], outcome: StateOutcome, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for school in schools:
        problem = problem_of(school)
        written(out / f"{school.key}.json", write_plan(problem, school_outcome(problem, outcome)))
