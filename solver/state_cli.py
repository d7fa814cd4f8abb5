"""The command ``roster state``: plan many organisations that share people, together."""

from __future__ import annotations

import datetime as dt
import resource
import tempfile
from collections.abc import Collection
from contextlib import ExitStack
from functools import partial
from itertools import compress
from pathlib import Path

import click

from roster.actions.joint_drafts import JointSchool, leave_draft, schools_of_all
from roster.calendar.clock import local_day
from roster.calendar.weeks import checked_week
from roster.command_line import BERLIN, database_option, now, say, spoken_language, week_option, written
from roster.command_store import NO_ORGANISATION, actor_for, opened
from roster.errors import Invalid
from roster.plan_file import write_plan
from roster.reports.coming_week import week_to_plan
from roster.reports.service import organisations
from roster.words import Sentence
from solver.insistence import after, insist
from solver.interrupts import Interrupts
from solver.means import utc_now
from solver.state.asked import SchoolRef
from solver.state.coordinator import StateLimits, StateOutcome, plan_state
from solver.state.crew import LocalCrew
from solver.state.jobs import JobCrew, packed
from solver.state.parts import problem_of
from solver.state.reading import spooled, state_of
from solver.state.stand import Watch
from solver.state.telling import as_json, school_outcome, table
from solver.state.terminal import OnTerminal

WRITTEN = Sentence(de="Geschrieben: {count} Pläne in {path}", en="Written: {count} plans in {path}")
WRITTEN_ONE = Sentence(de="Geschrieben: 1 Plan in {path}", en="Written: 1 plan in {path}")
BUSY_FOR = dt.timedelta(seconds=30)  # how long a plan waits for a busy database
PARTS_FAILED = 3  # exit code: every plan keeps the rules, but some parts could not be answered
DRAFTS = Sentence(
    de="{count} von {all} Organisationen haben ihren Plan jetzt als Entwurf.",
    en="{count} of {all} organisations have their plan as the draft now.",
)
DRAFTS_ONE = Sentence(
    de="1 von {all} Organisationen hat ihren Plan jetzt als Entwurf.",
    en="1 of {all} organisations has its plan as the draft now.",
)
NOT_LEFT = Sentence(
    de="{organisation}: Entwurf oder Angaben wurden inzwischen geändert und bleiben stehen. Bitte neu planen.",
    en="{organisation}: its draft or data were changed meanwhile and stand. Please plan anew.",
)
STAYS = Sentence(
    de="{organisation}: noch nichts geplant, der Entwurf bleibt, wie er war.",
    en="{organisation}: nothing planned yet, its draft stays as it was.",
)
READ = Sentence(de="{count} Organisationen gelesen.", en="{count} organisations read.")
READ_ONE = Sentence(de="1 Organisation gelesen.", en="1 organisation read.")
NO_WORKER = Sentence(
    de="Gerade ist kein Worker da, der rechnet. „roster worker“ mit derselben Datenbank startet einen, hier oder auf "
    "einem anderen Rechner. So lange wird gewartet; Strg-C beendet es.",
    en="No worker is there to compute just now. “roster worker” with the same database starts one, here or on another "
    "host. Waiting for it; Ctrl-C ends that.",
)


@click.command("state")
@click.argument("source", type=click.Path(exists=True, path_type=Path), required=False)
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
    source: Path | None,
    week: str | None,
    workers: int,
    seconds: float,
    jobs: bool,
    database: str,
    out: Path | None,
    as_json_: bool,
) -> None:
    """Plan all organisations together: nobody in two places, and a proven bound for the whole.

    SOURCE is a folder of tables with several organisations. Without it all organisations of the database are planned,
    and each one's plan becomes the draft of its week.

    Ctrl-C ends it early and keeps the plans so far. The exit code is 3 if a part of the work could not be answered, be
    it that a process crashed: then the last good plans stand, and the table and the JSON name what is missing.
    """
    with tempfile.TemporaryDirectory(prefix="roster-state-") as spool:
        asked, schools, joint = _read(source, Path(spool), week, database)
        if not as_json_:
            say(READ_ONE if len(schools) == 1 else READ, count=len(schools))
        with Interrupts(tidily=True) as interrupts:  # until all is kept: who wants an end early loses no plan by it
            with OnTerminal(interrupts, silent=as_json_) as watch:
                outcome, peak_bytes = _planned(schools, StateLimits(seconds=seconds), watch, workers, jobs, database)
            schools, joint = _with_plans(schools, joint, outcome)
            if out is not None:
                _write(schools, outcome, out)
            left = _leave(schools, joint, outcome, database)
        peak_bytes += resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        if as_json_:
            click.echo(as_json(outcome, asked, peak_bytes))
        else:
            click.echo("\n".join(table(outcome, asked, peak_bytes, spoken_language())))
            _tell_where_plans_are(schools, joint, left, out, outcome.unplanned)
    if outcome.failures:
        click.get_current_context().exit(PARTS_FAILED)


def _read(
    source: Path | None, spool: Path, week: str | None, database: str
) -> tuple[str, list[SchoolRef], tuple[JointSchool, ...]]:
    """The week, the schools, and for those of the database who acts for each."""
    if source is not None:
        return *state_of(source, spool, week=week, today=local_day(now(), BERLIN)), ()
    with opened(database) as store:
        lines = organisations(store)
        if not lines:
            raise Invalid(NO_ORGANISATION)
        first = actor_for(store, lines[0].key)
        asked = checked_week(week or week_to_plan(store, first, now=now()))
        joint = schools_of_all(store, asked)
    return asked, spooled([one.school for one in joint], asked, spool, now=now()), joint


def _with_plans(
    schools: list[SchoolRef], joint: tuple[JointSchool, ...], outcome: StateOutcome
) -> tuple[list[SchoolRef], tuple[JointSchool, ...]]:
    """The schools that have a plan, and those of the database who act for them."""
    kept = [school.key in outcome.plans for school in schools]
    return list(compress(schools, kept)), tuple(compress(joint, kept))


def _tell_where_plans_are(
    schools: list[SchoolRef],
    joint: tuple[JointSchool, ...],
    left: frozenset[str],
    out: Path | None,
    unplanned: Collection[str],
) -> None:
    if joint:
        say(DRAFTS_ONE if len(left) == 1 else DRAFTS, count=len(left), all=len(joint))
    for one in joint:
        if (key := one.actor.organisation) not in left:
            say(STAYS if one.edition and key in unplanned else NOT_LEFT, organisation=key)
    if out is not None:
        say(WRITTEN_ONE if len(schools) == 1 else WRITTEN, count=len(schools), path=out)


def _planned(
    schools: list[SchoolRef],
    limits: StateLimits,
    watch: Watch,
    workers: int,
    jobs: bool,
    database: str,
) -> tuple[StateOutcome, int]:
    """What is reached, and the most memory of local processes, in bytes."""
    if jobs:
        return _by_jobs(schools, limits, watch, database), 0
    with LocalCrew(workers) as crew:
        return plan_state(schools, crew, limits, watch), crew.peak_bytes


def _by_jobs(schools: list[SchoolRef], limits: StateLimits, watch: Watch, database: str) -> StateOutcome:
    """The same by the service's workers; each question brings its schools along."""
    batch = f"state {now().isoformat()}"
    with (
        opened(database) as store,
        JobCrew(store, batch, now=now, stopped=watch.stopped, alone=_tell_that_no_worker_is_there) as crew,
    ):
        return plan_state([packed(school) for school in schools], crew, limits, watch)


def _tell_that_no_worker_is_there() -> None:
    click.echo(NO_WORKER.text(spoken_language()), err=True)


def _leave(
    schools: list[SchoolRef], joint: tuple[JointSchool, ...], outcome: StateOutcome, database: str
) -> frozenset[str]:
    """Leave each organisation's plan as its draft; the keys of those whose draft it is now.

    Where no plan was searched out yet, a draft that is there is worth more.
    """
    if not joint:
        return frozenset()
    with ExitStack() as stack:
        store = insist(lambda: stack.enter_context(opened(database)), over=after(BUSY_FOR, utc_now))
        left = set()
        for school, one in zip(schools, joint, strict=True):
            if school.key in outcome.unplanned and one.edition:
                continue
            problem = problem_of(school)
            planned = school_outcome(problem, outcome)
            leave = partial(leave_draft, store, one, problem, planned, now=now())
            if insist(leave, over=after(BUSY_FOR, utc_now)):
                left.add(school.key)
        return frozenset(left)


def _write(schools: list[SchoolRef], outcome: StateOutcome, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for school in schools:
        problem = problem_of(school)
        written(out / f"{school.key}.json", write_plan(problem, school_outcome(problem, outcome)))
